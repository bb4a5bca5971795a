import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { html, useParts, useStore } from './html.js';
import { Icon } from './icons.js';
import { hasKeyboard, keepFocus, write } from './keyboard.js';
import { extras } from './lazy.js';
import { Menu } from './menu.js';
import { explain, t } from './strings/index.js';
import { say } from './toast.js';
import { ignoreClick } from './use-outside-press.js';

export const MOST_FILES = 10;

/** What was chosen in each conversation and not sent yet; the device keeps it too. */
const trays = new WeakMap();
/** Who shows them: what is recorded may be there only once one has gone elsewhere and come back. */
const watching = new Set();
let count = 0;

/**
 * The files that are going to be sent with the next message: `{items, add, addVoice, change, clear}`, each `{key, file, original}`
 * and of what was recorded `voice`. What is pasted or dropped on the page is added too.
 */
export function useAttaching(id, enabled) {
  const { messenger } = useParts();
  if (!trays.has(messenger)) trays.set(messenger, new Map());
  const tray = trays.get(messenger);
  const [items, setItems] = useState(() => tray.get(id) ?? []);
  const put = (next) => {
    tray.set(id, next);
    for (const look of watching) look();
  };
  useLayoutEffect(() => {
    const look = () => setItems(tray.get(id) ?? []);
    watching.add(look);
    return () => watching.delete(look);
  }, []);
  const change = (next) => {
    put(next(tray.get(id) ?? []));
    messenger.media().then((media) => media.tray.keep(id, () => tray.get(id))).catch(() => {}); // then for as long as the page lives
  };
  const kept = useStore(messenger.drafts, () => messenger.drafts.filesIn(id));
  useEffect(() => {
    if (kept === '' && items.length === 0) return;
    messenger
      .media()
      .then((media) => media.tray.follow(id))
      .then((others) => others && put(others), () => {});
  }, [kept]);
  const add = (files, original = false) => {
    extras().catch((failure) => say(explain(failure)));
    change((now) => {
      const room = MOST_FILES - now.length;
      if (files.length > room) say(t('mostFiles', MOST_FILES));
      return [...now, ...[...files].slice(0, room).map((file) => ({ key: newKey(), file, original }))];
    });
    if (hasKeyboard()) write(); // Enter sends them
  };
  const addVoice = ({ blob: file, ...voice }) => change((now) => [...now, { key: newKey(), file, original: true, voice }]);
  const latest = useRef();
  latest.current = enabled && add;
  useEffect(() => {
    const onPaste = (event) => {
      const files = latest.current && pasted(event.clipboardData);
      if (!files?.length || isElsewhere(event.target)) return;
      event.preventDefault();
      latest.current(files);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, []);
  return { items, add, addVoice, change, clear: () => change(() => []) };
}

/** One that no other tab has. */
function newKey() {
  return `tray/${Math.random()}/${++count}`;
}

/** Where files can be dropped while they are over the page. */
export function Drop({ onFiles }) {
  const [over, setOver] = useState(false);
  const latest = useRef();
  latest.current = onFiles;
  useEffect(() => {
    let depth = 0;
    const listen = {
      dragenter: (event) => setOver(++depth > 0 && takes(event)),
      dragleave: () => setOver(--depth > 0),
      dragover: (event) => takes(event) && event.preventDefault(),
      drop: (event) => {
        depth = 0;
        setOver(false);
        if (!takes(event)) return;
        event.preventDefault(); // the browser would leave the page for the file
        latest.current(event.dataTransfer.files);
      },
    };
    for (const [kind, on] of Object.entries(listen)) document.addEventListener(kind, on);
    return () => Object.entries(listen).forEach(([kind, on]) => document.removeEventListener(kind, on));
  }, []);
  return over && html`<div class="drop" aria-hidden="true"><p>${t('dropHere')}</p></div>`;
}

/** Ways to choose files. */
export function Attach({ onFiles }) {
  const [open, setOpen] = useState(false);
  const choose = (how, original) => () => chooseFiles(how, (files) => onFiles(files, original));
  const camera = { label: t('attachCamera'), icon: Icon.Camera, act: choose({ accept: 'image/*', capture: 'environment' }, false) };
  const items = [
    { label: t('attachPhotos'), icon: Icon.Picture, act: choose({ accept: 'image/*,video/*', multiple: true }, false) },
    ...(hasKeyboard() ? [] : [camera]),
    { label: t('attachFiles'), icon: Icon.File, act: choose({ multiple: true }, true) },
  ];
  return html`
    <button
      type="button"
      class="icon-button composer__attach"
      aria-label=${t('attach')}
      title=${t('attach')}
      aria-haspopup="menu"
      aria-expanded=${open}
      onClick=${() => setOpen(!open)}
    >
      <${Icon.Clip} />
    </button>
    ${open && html`<${Menu} label=${t('attach')} items=${items} up onClose=${() => setOpen(false)} />`}
  `;
}

/** Whether this browser can record here: browsers give pages without https no microphone. */
export function canRecord() {
  return Boolean(navigator.mediaDevices?.getUserMedia && globalThis.MediaRecorder);
}

/**
 * Records as long as it is held. `onRecord` gets the press: `{held, x, y, tell}`, how far the finger has moved, and what it is
 * told with each change.
 */
export function Mic({ onRecord }) {
  const press = useRef(null);
  const change = (changed) => {
    if (!press.current) return;
    Object.assign(press.current, changed);
    press.current.tell();
  };
  const onPointerDown = (event) => {
    if (event.button !== 0) return;
    keepFocus(event);
    event.currentTarget.setPointerCapture(event.pointerId);
    press.current = { held: true, x: 0, y: 0, from: event, tell: () => {} };
    onRecord(press.current);
  };
  const onPointerMove = ({ clientX, clientY }) => press.current?.held && change({ x: clientX - press.current.from.clientX, y: clientY - press.current.from.clientY });
  const onPointerUp = ({ pointerType }) => {
    if (pointerType === 'touch') ignoreClick(); // it would be of what stands there by then, and send or drop what was begun
    change({ held: false });
  };
  const onClick = ({ detail }) => detail === 0 && onRecord({ held: false, keyboard: true, x: 0, y: 0, tell: () => {} });
  return html`
    <button
      type="button"
      class="icon-button composer__mic"
      aria-label=${t('record')}
      title=${t('record')}
      onPointerDown=${onPointerDown}
      onPointerMove=${onPointerMove}
      onPointerUp=${onPointerUp}
      onPointerCancel=${onPointerUp}
      onClick=${onClick}
      onContextMenu=${keepFocus}
    >
      <${Icon.Mic} />
    </button>
  `;
}

/** Lets the browser ask for files. */
function chooseFiles({ capture, ...how }, onFiles) {
  const input = Object.assign(document.createElement('input'), { type: 'file', className: 'unseen', hidden: true, ...how });
  if (capture) input.setAttribute('capture', capture);
  input.onchange = () => {
    input.remove();
    onFiles([...input.files]);
  };
  input.oncancel = () => input.remove();
  document.body.append(input);
  input.click();
}

function takes({ dataTransfer }) {
  return Boolean(dataTransfer?.types.includes('Files')) && !document.querySelector('dialog[open]');
}

/** Of what is pasted from a spreadsheet or a text the words count, not the picture of them. */
function pasted({ files, types }) {
  return types.includes('text/plain') && (types.includes('text/html') || types.includes('text/rtf')) ? [] : [...files];
}

function isElsewhere(target) {
  return target.closest?.('input, dialog') || document.querySelector('dialog[open]');
}
