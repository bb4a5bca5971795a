import { mayPin, pinnedIn } from '../state/conversation.js';
import { Dialog } from './dialog.js';
import { html, useParts } from './html.js';
import { Icon } from './icons.js';
import { pin } from './message-actions.js';
import { lineOf, writerOf } from './quote.js';
import { t } from './strings/index.js';
import { moment } from './times.js';
import { isReachable } from './user-names.js';

/** All that is pinned to a conversation, the newest first. */
export default function PinnedList({ conversation, onJump, onClose }) {
  const { messenger } = useParts();
  const pinned = pinnedIn(conversation).reverse();
  const allowed = mayPin(conversation) && isReachable(conversation);
  const go = (seq) => {
    onClose();
    onJump(seq);
  };
  return html`
    <${Dialog} title=${t('pinnedMessages')} onClose=${onClose}>
      ${pinned.length === 0 && html`<p>${t('pinnedNone')}</p>`}
      <ul>
        ${pinned.map((message) => {
          const words = lineOf(message, messenger.conversations.isFolded(message));
          return html`
            <li key=${message.seq} class="person">
              <button type="button" class="pinned__entry" onClick=${() => go(message.seq)}>
                <span class="pinned__head"><span class="person__name"><bdi>${writerOf(conversation, message)}</bdi></span><time class="faint" datetime=${message.sentAt}>${moment(Date.parse(message.sentAt))}</time></span>
                <span class="pinned__text" dir="auto">${words}</span>
              </button>
              ${allowed &&
              html`<button type="button" class="icon-button" aria-label=${t('unpinNamed', words)} title=${t('unpin')} onClick=${() => pin(messenger, message, false)}>
                <${Icon.Close} />
              </button>`}
            </li>
          `;
        })}
      </ul>
    <//>
  `;
}
