import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { mayMentionAll, mayPost, messageAt } from '../state/conversation.js';
import { filesOf } from '../state/files.js';
import { EVERYBODY, namesAll } from '../state/mention.js';
import { wordsOf } from '../state/message.js';
import { hasVisible } from '../state/text-match.js';
import { MOST_CODE_POINTS, cleaned } from '../state/text.js';
import { Attach, Drop, Mic, canRecord, useAttaching } from './attachments.js';
import { useCompletion } from './completion.js';
import { ComposerBar } from './composer-bar.js';
import { html, useParts, useStore } from './html.js';
import { Icon } from './icons.js';
import { composes, hasKeyboard, keepFocus, write } from './keyboard.js';
import { extras, lazy } from './lazy.js';
import { editLast } from './message-actions.js';
import { explain, t } from './strings/index.js';
import { LONG, useMeasure } from './use-measure.js';
import { useTask } from './use-task.js';
import { isGone } from './user-names.js';
import { say } from './toast.js';

const CompletionList = lazy('CompletionList');
const EmojiPanel = lazy('EmojiPanel');
const LeftDraft = lazy('LeftDraft');
const Question = lazy('Question');
const Recorder = lazy('Recorder');
const Tray = lazy('Tray');
// Whatever the letters, it fills the box: its height needs not be looked at.
const FILLING = 6_000;
const PAUSE = 200;
const RTL = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * Where one writes. Enter sends and Shift+Enter breaks the line, but not while an input method composes. The keyboard on a
 * touch screen has no Shift+Enter: there Enter breaks the line, and the button sends.
 */
export function Composer({ conversation, onUnblock, onJump }) {
  if (conversation.peer && isGone(conversation.peer)) return html`<${Closed} id=${conversation.id}>${t('accountGone')}<//>`;
  if (!mayPost(conversation)) return html`<${Closed} id=${conversation.id}>${t('onlyAdmins')}<//>`;
  if (!conversation.blocked) return html`<${Writing} id=${conversation.id} onJump=${onJump} />`;
  return html`
    <${Closed} id=${conversation.id}>
      ${t('blocked')}
      <button type="button" class="button button--small" onClick=${() => onUnblock().catch((failure) => say(explain(failure)))}>${t('unblock')}</button>
    <//>
  `;
}

/** Where one cannot write, and why; what one had written is still there. */
function Closed({ id, children }) {
  const { messenger } = useParts();
  const written = useStore(messenger.drafts, () => messenger.drafts.written(id));
  return html`
    <div class="composer">
      <div class="composer__closed">${children}</div>
      ${written.trim() && html`<${LeftDraft} id=${id} text=${written} />`}
    </div>
  `;
}

function Writing({ id, onJump }) {
  const { messenger } = useParts();
  const { drafts } = messenger;
  const field = useRef();
  const edited = useStore(drafts, () => drafts.editIn(id).seq);
  const replied = useStore(drafts, () => edited === 0 && drafts.repliedIn(id));
  const lost = useStore(drafts, () => edited === 0 && drafts.isLost(id));
  const [{ text, caret }, setWritten] = useState(() => ({ text: drafts.written(id), caret: 0 }));
  const [picking, setPicking] = useState(false);
  const [asked, ask] = useState(null);
  const [press, record] = useState(null);
  const attaching = useAttaching(id, edited === 0);
  const items = edited > 0 ? [] : attaching.items;
  const measure = useMeasure(text);
  // What was measured before somebody typed on says how long it is about, but is not what can be sent.
  const sendable = measure && (measure.text ?? text) === text ? measure : null;
  const fits = sendable && sendable.parts.length === 0;
  const ready = fits ? sendable.ready : '';
  const captioned = edited > 0 && filesOf(messageAt(messenger.conversations.get(id), edited) ?? {}).length > 0;
  useLayoutEffect(() => fitHeight(field.current), [text]);
  useLayoutEffect(() => {
    if (hasKeyboard()) field.current.focus({ preventScroll: true });
  }, []);
  const recorded = useRef(false);
  useLayoutEffect(() => {
    if (recorded.current && !press && hasKeyboard()) write();
    recorded.current = press !== null;
  }, [press]);
  useTypingAnywhere(field);
  // What is kept late is of an edit that may be over.
  const keep = useKept((next) => {
    if (edited === 0) drafts.keep(id, next);
    else if (drafts.editIn(id).seq === edited) drafts.edit(id, edited, next, true);
  });
  // What an input method has not ended yet is no word.
  const change = (next, composing = false) => {
    setWritten({ text: next, caret: composing ? 0 : field.current.selectionEnd });
    keep(next);
  };
  useLayoutEffect(() => drafts.subscribe(() => setWritten((now) => followed(now, drafts.written(id)))), []);
  const replace = (from, to, by) => {
    field.current.focus({ preventScroll: true });
    field.current.setSelectionRange(from, to);
    insert(field.current, by);
  };
  const isGroup = Boolean(messenger.conversations.get(id)?.group);
  const findMembers = isGroup && (async (word) => (await extras()).membersLike(messenger, id, word));
  const completion = useCompletion({ text, caret, replace, findMembers });
  const send = (texts) => {
    texts.forEach((one, i) => messenger.send(id, one, i === 0 ? replied : 0));
    drafts.reply(id, 0);
    change('');
    closePicker();
  };
  const [save, saving] = useEdit(id, edited);
  /** With what was chosen; what cannot be read stays, and is said. */
  const [sendFiles, filling] = useTask(async (caption) => {
    const files = await (await extras()).prepared(items, messenger);
    await messenger.sendFiles(id, caption, files, replied);
    attaching.clear();
    if (field.current) return send([]);
    drafts.reply(id, 0); // one has gone elsewhere meanwhile
    return drafts.keep(id, '');
  });
  const sendVoice = (voice) => {
    messenger.sendFiles(id, '', [voice], replied).catch((failure) => say(explain(failure)));
    drafts.reply(id, 0);
  };
  /** At once, or where it would mention everybody, and did not before, once one has said so. */
  const unlessToAll = (texts, seq, act) => {
    const conversation = messenger.conversations.get(id);
    const didSo = seq > 0 && messageAt(conversation, seq)?.mentions?.includes(EVERYBODY);
    if (didSo || !mayMentionAll(conversation) || !texts.some(namesAll)) act();
    else ask({ reach: conversation.group.memberCount - 1, act });
  };
  const sendAll = (texts) => unlessToAll(texts, 0, () => send(texts));
  const can = fits && (ready !== '' || items.length > 0 || captioned);
  const sendIfPossible = () => {
    if (edited > 0 && fits && !can) return say(t('editEmpty'));
    if (!can || filling.busy) return;
    if (edited > 0) unlessToAll([ready], edited, () => save(ready));
    else if (items.length > 0) unlessToAll([ready], 0, () => sendFiles(ready));
    else sendAll([ready]);
  };
  // Where the keyboard is on the screen, it is in the place of the panel: never both at once.
  const openPicker = () => {
    setPicking(true);
    if (!hasKeyboard()) field.current.blur();
  };
  const closePicker = () => {
    setPicking(false);
    if (!picking || hasKeyboard()) write();
  };
  const about = edited || replied;
  const endAbout = () => {
    if (edited > 0) drafts.endEdit(id);
    else drafts.reply(id, 0);
    if (hasKeyboard()) write();
  };
  // It closes what is open here, not the conversation.
  const escape = picking ? closePicker : about > 0 && endAbout;
  const onKeyDown = (event) => {
    if (composes(event) || completion.onKeyDown(event)) return;
    if (event.key === 'Escape' && escape) {
      event.stopPropagation();
      event.preventDefault();
      escape();
    }
    if (event.key === 'ArrowUp' && text === '' && !edited && !isModified(event) && editLast(messenger, id)) event.preventDefault();
    if (!asksToSend(event)) return;
    event.preventDefault();
    sendIfPossible();
  };
  const onInput = (event) => {
    change(event.target.value, event.isComposing);
    if (!edited && hasVisible(event.target.value)) messenger.typing.tell(id);
  };
  const onPick = (sign) => {
    if (hasKeyboard()) write();
    insert(field.current, sign);
  };
  const onCaret = () => completion.onCaret(field.current.selectionEnd);
  const speaks = edited === 0 && items.length === 0 && (press || (text === '' && canRecord()));
  const completing = completion.choices.length > 0;
  const does = edited > 0 ? 'saveEdit' : 'send';
  return html`
    <form class="composer" onSubmit=${(event) => (event.preventDefault(), sendIfPossible())}>
      ${measure?.count > 0 && html`<${Length} ...${measure} whole=${edited > 0 || items.length > 0} onSend=${sendable && (() => sendAll(measure.parts))} />`}
      ${lost && html`<p class="composer__failure" role="alert">${t('editGone')}</p>`}
      ${saving.failure && html`<p class="composer__failure" role="alert">${saving.failure.status === 0 ? t('editOffline') : explain(saving.failure)}</p>`}
      ${filling.failure && items.length > 0 && html`<p class="composer__failure" role="alert">${filling.failure.words ?? explain(filling.failure)}</p>`}
      ${edited === 0 && html`<${Drop} onFiles=${attaching.add} />`}
      <div class="composer__box">
        ${about > 0 && html`<${ComposerBar} key=${about} id=${id} seq=${about} edits=${edited > 0} onJump=${onJump} onClose=${endAbout} />`}
        ${items.length > 0 && html`<${Tray} items=${items} busy=${filling.busy} onChange=${attaching.change} onAdd=${attaching.add} />`}
        ${completing && html`<${CompletionList} ...${completion} />`}
        ${picking && html`<${EmojiPanel} onPick=${onPick} onClose=${closePicker} />`}
        <button
          type="button"
          class="icon-button composer__emoji"
          aria-label=${t('emoji')}
          title=${t('emoji')}
          aria-expanded=${picking}
          onClick=${() => (picking ? (setPicking(false), write()) : openPicker())}
        >
          <${Icon.Smile} />
        </button>
        <textarea
          ref=${field}
          class="composer__text"
          rows="1"
          dir=${text.length > LONG ? directionOf(text) : 'auto'}
          aria-label=${t('write')}
          aria-describedby=${about > 0 ? 'composer-bar' : undefined}
          aria-autocomplete="list"
          aria-controls=${completing ? 'completion' : undefined}
          aria-activedescendant=${completing ? `completion-${completion.at}` : undefined}
          placeholder=${t(items.length > 0 ? 'addCaption' : 'write')}
          enterkeyhint=${hasKeyboard() ? 'send' : 'enter'}
          value=${text}
          readonly=${saving.busy || filling.busy}
          disabled=${press !== null}
          onInput=${onInput}
          onCompositionEnd=${(event) => change(event.target.value)}
          onKeyDown=${onKeyDown}
          onKeyUp=${onCaret}
          onClick=${onCaret}
          onBlur=${completion.hide}
        />
        ${edited === 0 && html`<${Attach} onFiles=${attaching.add} />`}
        ${speaks
          ? html`<${Mic} onRecord=${record} />`
          : html`<button class="icon-button composer__send" onMouseDown=${keepFocus} aria-label=${t(does)} title=${t(does)} disabled=${!can} aria-busy=${filling.busy}>
              <${edited > 0 ? Icon.Done : Icon.Send} />
            </button>`}
        ${press && html`<${Recorder} press=${press} onSend=${sendVoice} onKeep=${attaching.addVoice} onClose=${() => record(null)} />`}
      </div>
    </form>
    ${asked && html`<${ToAll} ...${asked} edits=${edited > 0} onClose=${() => ask(null)} />`}
  `;
}

/** Before everybody is called. */
function ToAll({ reach, edits, act, onClose }) {
  return html`<${Question} title=${t('allTitle', reach)} text=${t('allReach')} choices=${[{ label: t(edits ? 'saveEdit' : 'send'), main: true, act }]} onClose=${onClose} />`;
}

/** Lets a message say something else, where it is something else; what fails stays written. */
function useEdit(id, seq) {
  const { messenger } = useParts();
  const { conversations, drafts } = messenger;
  const [tried, setTried] = useState(false);
  useEffect(() => setTried(false), [seq]);
  const [save, state] = useTask(async (text) => {
    const message = messageAt(conversations.get(id), seq);
    setTried(true);
    if (!message || text !== cleaned(wordsOf(message))) await messenger.edit(id, seq, text);
    if (drafts.editIn(id).seq === seq) drafts.endEdit(id);
  });
  return [save, { busy: state.busy, failure: tried && state.failure }];
}

function isModified({ shiftKey, ctrlKey, metaKey, altKey }) {
  return shiftKey || ctrlKey || metaKey || altKey;
}

/** On a touch screen not without a further key. */
function asksToSend({ key, shiftKey, ctrlKey, metaKey }) {
  return key === 'Enter' && !shiftKey && (hasKeyboard() || ctrlKey || metaKey);
}

/** The text as another tab has left it. */
function followed(now, text) {
  return text === now.text ? now : { text, caret: text.length };
}

/** How long the text is; one that is too long stays, and can go as several messages unless it has to be one. */
function Length({ count, parts, whole, onSend }) {
  return html`
    <p class=${`composer__count ${parts.length > 0 ? 'composer__count--over' : ''}`} role="status">
      <span>${t('count', count.toLocaleString(), MOST_CODE_POINTS.toLocaleString())}</span>
      ${parts.length > 0 &&
      !whole &&
      html`<button type="button" class="link" disabled=${!onSend} onClick=${onSend}>${t('sendInParts', parts.length)}</button>`}
    </p>
  `;
}

/** Keeps what is written: a long text not with each key, but before the page goes. */
function useKept(keep) {
  const waiting = useRef({}).current;
  const flush = () => {
    clearTimeout(waiting.timer);
    waiting.keep?.();
    waiting.keep = undefined;
  };
  useEffect(() => {
    addEventListener('pagehide', flush);
    return () => {
      removeEventListener('pagehide', flush);
      flush();
    };
  }, []);
  return (text) => {
    clearTimeout(waiting.timer);
    waiting.keep = () => keep(text);
    if (text.length > LONG) waiting.timer = setTimeout(flush, PAUSE);
    else flush();
  };
}

/** Who writes after a click on a message means the message that is being written. */
function useTypingAnywhere(field) {
  useEffect(() => {
    const onKeyDown = (event) => {
      const { key, ctrlKey, metaKey, altKey, target, defaultPrevented } = event;
      const writes = key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey;
      if (!writes || defaultPrevented || target.closest('input, textarea, select, dialog, [role=menu]')) return;
      field.current.focus({ preventScroll: true });
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** As if it were typed, so that it can be undone. */
function insert(field, text) {
  if (document.activeElement === field && document.execCommand('insertText', false, text)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** What `auto` would say of the first line. Browsers need seconds a key for `auto` in a long text. */
function directionOf(text) {
  const [letter] = /\p{L}/u.exec(text.slice(0, FILLING)) ?? [''];
  return RTL.test(letter) ? 'rtl' : 'ltr';
}

/** Where the browser does not do it: the box keeps its height meanwhile, or the messages above would move. */
function fitHeight(field) {
  if (CSS.supports('field-sizing', 'content')) return;
  if (field.textLength > FILLING) {
    field.style.setProperty('height', '100vh');
    return;
  }
  const box = field.parentElement;
  box.style.setProperty('min-height', `${box.offsetHeight}px`);
  field.style.setProperty('height', 'auto');
  field.style.setProperty('height', `${field.scrollHeight}px`);
  box.style.removeProperty('min-height');
}
