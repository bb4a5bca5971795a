import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useBack } from './back.js';
import { html } from './html.js';
import { Icon } from './icons.js';
import { copyText } from './message-actions.js';
import { t } from './strings/index.js';
import { moment } from './times.js';
import { nameOf } from './who.js';

/** Messages chosen together, by seq; `chosen` is null while none are being chosen. With Shift all up to the last one. */
export function useSelection() {
  const [chosen, setChosen] = useState(null);
  const last = useRef(0);
  return useMemo(() => {
    const begin = (seq) => {
      last.current = seq;
      setChosen(new Set([seq]));
    };
    const toggle = (seq, upToLast) => {
      const from = last.current;
      last.current = seq;
      setChosen((before) => {
        const next = new Set(before);
        if (upToLast) between(from, seq).forEach((one) => next.add(one));
        else if (!next.delete(seq)) next.add(seq);
        return next.size > 0 ? next : null;
      });
    };
    return { chosen, begin, toggle, end: () => setChosen(null) };
  }, [chosen]);
}

/** In place of the composer while messages are chosen. */
export function SelectionBar({ conversation, me, selection, onAsk }) {
  const messages = conversation.messages.filter((message) => selection.chosen.has(message.seq));
  useLayoutEffect(() => {
    const onKeyDown = (event) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('dialog[open]')) selection.end();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [selection]);
  useBack(selection.end);
  const copy = () => {
    copyText(textOf(messages, conversation.peer, me));
    selection.end();
  };
  return html`
    <div class="composer selection" role="toolbar" aria-label=${t('selectedCount', messages.length)}>
      <button type="button" class="icon-button" aria-label=${t('cancel')} title=${t('cancel')} onClick=${selection.end}><${Icon.Close} /></button>
      <span class="selection__count" role="status">${t('selectedCount', messages.length)}</span>
      <button type="button" class="button" onClick=${copy}><${Icon.Copy} />${t('copyMany')}</button>
      <button type="button" class="button button--quiet-danger" onClick=${() => onAsk({ about: 'delete', messages })}>
        <${Icon.Trash} />${t('delete')}
      </button>
    </div>
  `;
}

/** One message as it is, several with who and when. */
function textOf(messages, peer, me) {
  const said = messages.filter((message) => !message.deleted);
  if (said.length === 1) return said[0].text;
  const writer = (message) => nameOf(message.senderId === me.id ? me : peer);
  return said.map((message) => `[${moment(Date.parse(message.sentAt))}] ${writer(message)}: ${message.text}`).join('\n');
}

function between(one, other) {
  const [low, high] = one < other ? [one, other] : [other, one];
  return Array.from({ length: Math.min(high - low + 1, 10_000) }, (_, i) => low + i);
}
