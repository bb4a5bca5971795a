import { useState } from 'preact/hooks';
import { html, useParts } from './html.js';
import { Icon } from './icons.js';
import { MoreIcon } from './more-icons.js';
import { lineOf } from './quote.js';
import { t } from './strings/index.js';

/** What is pinned to a conversation, one at a time from the newest on: a press leads there, and brings up the one before. */
export default function PinnedBar({ pinned, onJump, onList }) {
  const { messenger } = useParts();
  const [seq, setSeq] = useState(0);
  const found = pinned.findIndex((message) => message.seq === seq);
  const at = found < 0 ? pinned.length - 1 : found;
  const message = pinned[at];
  const go = () => {
    setSeq(pinned[(at + pinned.length - 1) % pinned.length].seq);
    onJump(message.seq);
  };
  return html`
    <div class="pinned" role="region" aria-label=${t('pinnedMessages')}>
      <button type="button" class="pinned__one" onClick=${go}>
        <span class="pinned__icon"><${Icon.Pin} /></span>
        <span class="pinned__words">
          <span class="pinned__title">${pinned.length > 1 ? t('pinnedOf', at + 1, pinned.length) : t('pinnedMessage')}</span>
          <span class="pinned__text" dir="auto">${lineOf(message, messenger.conversations.isFolded(message))}</span>
        </span>
      </button>
      <button type="button" class="icon-button" aria-label=${t('pinnedAll')} title=${t('pinnedAll')} onClick=${onList}><${MoreIcon.List} /></button>
    </div>
  `;
}
