import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { MOST_CODE_POINTS, cleaned, codePoints, partsOf } from '../state/text.js';
import { html, useParts } from './html.js';
import { Icon } from './icons.js';
import { hasKeyboard } from './keyboard.js';
import { later } from './later.js';
import { ShortcodeList, useShortcodes } from './shortcodes.js';
import { t } from './strings/index.js';
import { isGone } from './who.js';

const EmojiPanel = later(() => import('./emoji-panel.js'));
const NEAR_LIMIT = MOST_CODE_POINTS * 0.9;

/** Where one writes. Enter sends and Shift+Enter breaks the line, but not while an input method composes. */
export function Composer({ conversation, onUnblock }) {
  if (isGone(conversation.peer)) return html`<div class="composer composer__closed"><span>${t('accountGone')}</span></div>`;
  if (!conversation.blocked) return html`<${Writing} id=${conversation.id} />`;
  return html`
    <div class="composer composer__closed">
      <span>${t('blocked')}</span>
      <button type="button" class="button button--small" onClick=${() => onUnblock().catch(() => {})}>${t('unblock')}</button>
    </div>
  `;
}

function Writing({ id }) {
  const { messenger } = useParts();
  const { drafts } = messenger;
  const field = useRef();
  const [{ text, caret }, setWritten] = useState(() => ({ text: drafts.of(id), caret: 0 }));
  const [picking, setPicking] = useState(false);
  const ready = cleaned(text);
  const count = ready.length > NEAR_LIMIT ? codePoints(ready) : 0;
  const tooLong = count > MOST_CODE_POINTS;
  useLayoutEffect(() => fitHeight(field.current), [text]);
  useLayoutEffect(() => {
    if (hasKeyboard()) field.current.focus({ preventScroll: true });
  }, []);
  useTypingAnywhere(field);
  const change = (next) => {
    setWritten({ text: next, caret: field.current.selectionEnd });
    drafts.keep(id, next);
  };
  useLayoutEffect(() => drafts.subscribe(() => setWritten((now) => followed(now, drafts.of(id)))), []);
  const replace = (from, to, by) => {
    field.current.focus({ preventScroll: true });
    field.current.setSelectionRange(from, to);
    insert(field.current, by);
  };
  const shortcodes = useShortcodes({ text, caret, replace });
  const send = (texts) => {
    texts.forEach((one) => messenger.send(id, one));
    change('');
    closePicker();
  };
  const sendIfPossible = () => ready !== '' && !tooLong && send([ready]);
  // Where the keyboard is on the screen, it is in the place of the panel: never both at once.
  const openPicker = () => {
    setPicking(true);
    if (!hasKeyboard()) field.current.blur();
  };
  const closePicker = () => {
    setPicking(false);
    if (!picking || hasKeyboard()) write();
  };
  const write = () => field.current?.focus({ preventScroll: true });
  const onKeyDown = (event) => {
    if (composes(event) || shortcodes.onKeyDown(event)) return;
    if (event.key === 'Escape' && picking) {
      event.stopPropagation(); // it closes the panel, not the conversation
      closePicker();
    }
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    sendIfPossible();
  };
  const onInput = (event) => {
    change(event.target.value);
    if (event.target.value.trim()) messenger.typing.tell(id);
  };
  const onPick = (sign) => {
    if (hasKeyboard()) write();
    insert(field.current, sign);
  };
  const completing = shortcodes.choices.length > 0;
  return html`
    <form class="composer" onSubmit=${(event) => (event.preventDefault(), sendIfPossible())}>
      ${count > 0 && html`<${Length} count=${count} text=${ready} onSend=${send} />`}
      <div class="composer__box">
        <${ShortcodeList} ...${shortcodes} />
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
          dir="auto"
          aria-label=${t('write')}
          aria-controls=${completing ? 'shortcodes' : undefined}
          aria-activedescendant=${completing ? `shortcode-${shortcodes.at}` : undefined}
          placeholder=${t('write')}
          enterkeyhint="send"
          value=${text}
          onInput=${onInput}
          onKeyDown=${onKeyDown}
        />
        <button class="icon-button composer__send" aria-label=${t('send')} title=${t('send')} disabled=${ready === '' || tooLong}>
          <${Icon.Send} />
        </button>
      </div>
    </form>
  `;
}

/** The text as another tab has left it. */
function followed(now, text) {
  return text === now.text ? now : { text, caret: text.length };
}

/** How long the text is; one that is too long stays, and can go as several messages. */
function Length({ count, text, onSend }) {
  const parts = count > MOST_CODE_POINTS ? partsOf(text) : [];
  return html`
    <p class=${`composer__count ${parts.length > 0 ? 'composer__count--over' : ''}`} role="status">
      <span>${t('count', count.toLocaleString(), MOST_CODE_POINTS.toLocaleString())}</span>
      ${parts.length > 0 &&
      html`<button type="button" class="link" onClick=${() => onSend(parts)}>${t('sendInParts', parts.length)}</button>`}
    </p>
  `;
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

// 229 is what Safari says of the Enter that ends a composition.
function composes(event) {
  return event.isComposing || event.keyCode === 229;
}

/** As if it were typed, so that it can be undone. */
function insert(field, text) {
  if (document.activeElement === field && document.execCommand('insertText', false, text)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Where the browser does not do it: the box keeps its height meanwhile, or the messages above would move. */
function fitHeight(field) {
  if (CSS.supports('field-sizing', 'content')) return;
  const box = field.parentElement;
  box.style.setProperty('min-height', `${box.offsetHeight}px`);
  field.style.setProperty('height', 'auto');
  field.style.setProperty('height', `${field.scrollHeight}px`);
  box.style.removeProperty('min-height');
}
