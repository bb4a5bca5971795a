import { useLayoutEffect } from 'preact/hooks';
import { isForwardable } from '../state/forward.js';
import { isEvent, wordsOf } from '../state/message.js';
import { useBack } from './back-button.js';
import { copyText } from './clipboard.js';
import { html } from './html.js';
import { Icon } from './icons.js';
import { quoted, saidIn } from './quoting.js';
import { t } from './strings/index.js';

const MOST_FORWARDED = 100;

/** In place of the composer while messages are chosen. */
export default function SelectionBar({ conversation, me, selection, onAsk }) {
  const messages = conversation.messages.filter((message) => selection.chosen.has(message.seq) && !isEvent(message));
  const forwardable = messages.filter(isForwardable);
  // The button that one came by is hidden meanwhile.
  useLayoutEffect(() => document.querySelector('.said__choice:checked')?.focus({ preventScroll: true }), []);
  useLayoutEffect(() => {
    const onKeyDown = (event) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('dialog[open]')) selection.end();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [selection]);
  useBack(selection.end);
  const copy = () => {
    copyText(quoted(messages.filter(wordsOf).map(saidIn), conversation, me));
    selection.end();
  };
  return html`
    <div class="composer selection" role="toolbar" aria-label=${t('selectedCount', messages.length)}>
      <button type="button" class="icon-button" aria-label=${t('cancel')} title=${t('cancel')} onClick=${selection.end}><${Icon.Close} /></button>
      <span class="selection__count" role="status">${t('selectedCount', messages.length)}</span>
      <button
        type="button"
        class="button"
        disabled=${forwardable.length === 0 || forwardable.length > MOST_FORWARDED}
        onClick=${() => onAsk({ about: 'forward', messages: forwardable })}
      >
        <${Icon.Forward} />${t('forward')}
      </button>
      <button type="button" class="button" onClick=${copy}><${Icon.Copy} />${t('copyMany')}</button>
      <button type="button" class="button button--quiet-danger" onClick=${() => onAsk({ about: 'delete', messages })}>
        <${Icon.Trash} />${t('delete')}
      </button>
    </div>
  `;
}
