import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { personOf, visibleMessages } from '../../state/conversation.js';
import { filesOf, isSeen, kindOf, ratioOf } from '../../state/files.js';
import { wordsOf } from '../../state/message.js';
import { useBack } from '../back-button.js';
import { html, useParts } from '../html.js';
import { Icon } from '../icons.js';
import { lazy } from '../lazy.js';
import { RichText } from '../rich-text.js';
import { t } from '../strings/index.js';
import { moment } from '../times.js';
import { nameOf } from '../user-names.js';
import { useFile } from './blob-urls.js';
import { download } from './downloading.js';
import { FileIcon } from './file-icons.js';
import { LinkedPlayer } from './linked-player.js';
import { Zoom } from './zoom.js';

const ForwardDialog = lazy('ForwardDialog');
const BARS = 128;

/** The pictures and videos of a conversation, as far as it is here, one at a time over the whole page. */
export function Viewer({ conversation, message, file, onClose }) {
  const { messenger } = useParts();
  const element = useRef();
  const stage = useRef();
  const all = useMemo(() => seenIn(conversation, messenger.conversations, message), [conversation.messages]);
  const [chosen, choose] = useState(() => keyOf({ message, file }));
  const [forwards, forward] = useState(false);
  const at = Math.max(0, all.findIndex((one) => keyOf(one) === chosen));
  const shown = all[at];
  const step = (by) => all[at + by] && choose(keyOf(all[at + by]));
  useLayoutEffect(() => {
    element.current.showModal();
    return () => element.current?.close();
  }, []);
  useLayoutEffect(() => {
    if (!shown) onClose(); // it was deleted
  }, [shown === undefined]);
  const zoom = useRef();
  useLayoutEffect(() => {
    zoom.current = new Zoom(stage.current, { onStep: (by) => steps.current(by), onClose: () => closes.current() });
    return () => zoom.current.end();
  }, []);
  const steps = useRef();
  steps.current = step;
  const closes = useRef();
  closes.current = onClose;
  useLayoutEffect(() => {
    zoom.current.reset();
    if (!element.current.contains(document.activeElement)) stage.current.focus(); // the last button to press has gone
  }, [chosen]);
  useBack(onClose);
  const onKeyDown = (event) => {
    if (event.target.closest('video, audio, dialog dialog')) return;
    const towards = getComputedStyle(element.current).direction === 'rtl' ? -1 : 1;
    const act = {
      ArrowRight: () => step(towards),
      ArrowLeft: () => step(-towards),
      '+': () => zoom.current.by(1.5),
      '=': () => zoom.current.by(1.5),
      '-': () => zoom.current.by(1 / 1.5),
      0: () => zoom.current.reset(),
    }[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };
  if (!shown) return html`<dialog ref=${element} class="viewer"><div ref=${stage} /></dialog>`;
  const words = wordsOf(shown.message);
  const mine = shown.message.senderId === messenger.user.id;
  const who = mine ? t('you') : nameOf(personOf(conversation, shown.message.senderId));
  return html`
    <dialog ref=${element} class="viewer" aria-label=${t('viewer')} onKeyDown=${onKeyDown} onCancel=${(event) => event.target === element.current && (event.preventDefault(), onClose())}>
      <header class="viewer__head">
        <button type="button" class="viewer__button" aria-label=${t('close')} title=${t('close')} onClick=${onClose}><${Icon.Close} /></button>
        <div class="viewer__who">
          <h2 class="viewer__name"><bdi>${who}</bdi></h2>
          <p class="viewer__when">${shown.message.sentAt && moment(Date.parse(shown.message.sentAt))}${all.length > 1 && ` · ${t('pictureOf', at + 1, all.length)}`}</p>
        </div>
        ${!shown.message.pending &&
        html`<button type="button" class="viewer__button" aria-label=${t('forward')} title=${t('forward')} onClick=${() => forward(true)}><${Icon.Forward} /></button>`}
        <button type="button" class="viewer__button" aria-label=${t('download')} title=${t('download')} onClick=${() => download(messenger, shown.message, shown.file)}><${FileIcon.Download} /></button>
      </header>
      <div ref=${stage} class="viewer__stage" tabindex="-1">
        <${Shown} key=${chosen} ...${shown} name=${mine ? t('pictureMine') : t('pictureFrom', who)} />
        ${all[at - 1] && html`<${Ahead} ...${all[at - 1]} />`}
        ${all[at + 1] && html`<${Ahead} ...${all[at + 1]} />`}
      </div>
      ${at > 0 && html`<button type="button" class="viewer__button viewer__step viewer__step--back" aria-label=${t('previousPicture')} onClick=${() => step(-1)}><${FileIcon.Previous} /></button>`}
      ${at < all.length - 1 && html`<button type="button" class="viewer__button viewer__step" aria-label=${t('nextPicture')} onClick=${() => step(1)}><${FileIcon.Next} /></button>`}
      ${words && html`<div class="viewer__caption bubble__text" dir="auto"><${RichText} text=${words} /></div>`}
      ${forwards && html`<${ForwardDialog} messages=${[shown.message]} onClose=${() => forward(false)} />`}
      <span class="unseen" role="status">${t('pictureOf', at + 1, all.length)}</span>
    </dialog>
  `;
}

/** Blurred as long as only a small picture of it is here. */
function Shown({ message, file, name }) {
  const isVideo = kindOf(file) === 'video';
  const small = useFile(message, file, 'preview', file.preview === true && !file.key);
  const whole = useFile(message, file, '', !isVideo);
  const ratio = ratioOf(file);
  const frame = { aspectRatio: String(ratio), width: `min(100%, ${Math.max(file.width ?? 1_280, 320)}px, calc((100dvh - ${BARS}px) * ${ratio}))` };
  if (isVideo) return html`<div class="viewer__frame" style=${frame}><${LinkedPlayer} kind="video" file=${file} message=${message} autoplay poster=${small.url} /></div>`;
  return html`
    <div class="viewer__frame" data-zooms style=${frame}>
      ${!whole.url && small.url && html`<img class="viewer__picture viewer__picture--small" src=${small.url} alt="" draggable="false" />`}
      ${whole.url && html`<img class="viewer__picture" src=${whole.url} alt=${name} draggable="false" />`}
      ${!whole.url && whole.failure && html`<p class="viewer__lost" role="alert">${t('pictureLost')}</p>`}
    </div>
  `;
}

/** The ones beside it are there before one goes to them. */
function Ahead({ message, file }) {
  useFile(message, file, '', kindOf(file) === 'picture');
  return null;
}

function seenIn(conversation, conversations, message) {
  const messages = visibleMessages(conversation).filter((one) => !conversations.isFolded(one));
  const known = messages.some(({ seq }) => seq === message.seq) ? messages : [...messages, message];
  return known.flatMap((one) => filesOf(one).filter(isSeen).map((file) => ({ message: one, file })));
}

function keyOf({ message, file }) {
  return `${message.seq ?? message.clientId} ${file.id}`;
}
