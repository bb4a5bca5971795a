import { useEffect } from 'preact/hooks';
import { personOf } from '../state/conversation.js';
import { hueOf } from './avatar.js';
import { html, useParts, useStore } from './html.js';
import { inShort } from './message-summary.js';
import { t } from './strings/index.js';
import { nameOf } from './user-names.js';

const SHOWN = 120;

/** The message that another one answers, as it is now; a press leads there. */
export function Quote({ conversation, seq, cited, folded, onJump }) {
  useCited(conversation.id, seq, cited);
  const words = lineOf(cited, folded);
  if (isGone(cited)) return html`<p class="quote quote--gone">${words}</p>`;
  const name = writerOf(conversation, cited);
  return html`
    <button type="button" class=${`quote ${hueIn(conversation, cited)}`} aria-label=${t('inReplyTo', name, words)} onClick=${() => onJump(seq)}>
      <span class="quote__name"><bdi>${name}</bdi></span>
      <span class="quote__text" dir="auto">${words}</span>
    </button>
  `;
}

/** Asks for what is not here yet. */
export function useCited(id, seq, cited) {
  const { messenger } = useParts();
  const asks = useStore(messenger.connected, ({ status }) => cited === undefined && status === 'online');
  useEffect(() => {
    if (asks) messenger.history.single(id, seq);
  }, [asks, seq]);
}

/** In one line; `null` is no more, `undefined` not here yet. */
export function lineOf(cited, folded = false) {
  if (isGone(cited)) return t(cited ? 'deletedMessage' : 'goneMessage');
  if (!cited) return '…';
  if (folded) return t('folded');
  return inShort(cited, SHOWN) || t('unknownMessage');
}

export function writerOf(conversation, cited) {
  if (!cited) return '…';
  return cited.senderId === conversation.me ? t('you') : nameOf(personOf(conversation, cited.senderId));
}

function hueIn(conversation, cited) {
  const writer = conversation.group && cited && personOf(conversation, cited.senderId);
  return writer ? hueOf(writer) : '';
}

function isGone(cited) {
  return cited === null || cited?.deleted === true;
}
