import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { MOST_CODE_POINTS, cleaned, codePoints } from '../state/text.js';
import { html, useParts } from './html.js';
import { Icon } from './icons.js';
import { t } from './strings/index.js';

const NEAR_LIMIT = MOST_CODE_POINTS * 0.9;

/** Where one writes. Enter sends and Shift+Enter breaks the line, but not while an input method composes. */
export function Composer({ conversation, onUnblock }) {
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
  const [text, setText] = useState(drafts.of(id));
  const ready = cleaned(text);
  const count = ready.length > NEAR_LIMIT ? codePoints(ready) : 0;
  const sendable = ready !== '' && count <= MOST_CODE_POINTS;
  useLayoutEffect(() => fitHeight(field.current), [text]);
  useLayoutEffect(() => {
    if (matchMedia('(hover: hover)').matches) field.current.focus({ preventScroll: true });
  }, []);
  const change = (next) => {
    setText(next);
    drafts.keep(id, next);
  };
  const send = () => {
    if (!sendable) return;
    messenger.send(id, ready);
    change('');
    field.current.focus({ preventScroll: true });
  };
  const onKeyDown = (event) => {
    if (event.key !== 'Enter' || event.shiftKey || composes(event)) return;
    event.preventDefault();
    send();
  };
  const onInput = (event) => {
    change(event.target.value);
    if (event.target.value.trim()) messenger.typing.tell(id);
  };
  return html`
    <form class="composer" onSubmit=${(event) => (event.preventDefault(), send())}>
      ${count > 0 &&
      html`<p class=${`composer__count ${sendable ? '' : 'composer__count--over'}`} role="status">
        ${t('count', count.toLocaleString(), MOST_CODE_POINTS.toLocaleString())}
      </p>`}
      <div class="composer__box">
        <textarea
          ref=${field}
          class="composer__text"
          rows="1"
          dir="auto"
          aria-label=${t('write')}
          placeholder=${t('write')}
          enterkeyhint="send"
          value=${text}
          onInput=${onInput}
          onKeyDown=${onKeyDown}
        />
        <button class="icon-button composer__send" aria-label=${t('send')} title=${t('send')} disabled=${!sendable}>
          <${Icon.Send} />
        </button>
      </div>
    </form>
  `;
}

// 229 is what Safari says of the Enter that ends a composition.
function composes(event) {
  return event.isComposing || event.keyCode === 229;
}

function fitHeight(field) {
  field.style.setProperty('height', 'auto');
  field.style.setProperty('height', `${field.scrollHeight}px`);
}
