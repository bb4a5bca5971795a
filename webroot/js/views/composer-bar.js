import { messageAt } from '../state/conversation.js';
import { html, useParts, useStore } from './html.js';
import { Icon } from './icons.js';
import { keepFocus } from './keyboard.js';
import { lineOf, useCited, writerOf } from './quote.js';
import { t } from './strings/index.js';

/** Above what one writes: which message it answers, or is to stand in place of. */
export function ComposerBar({ id, seq, edits, onJump, onClose }) {
  const { messenger } = useParts();
  const conversation = useStore(messenger.conversations, (all) => all.get(id));
  const cited = messageAt(conversation, seq);
  useCited(id, seq, cited);
  return html`
    <div class="composer__bar" id="composer-bar">
      <span class="composer__bar-icon"><${edits ? Icon.Edit : Icon.Reply} /></span>
      <button type="button" class="composer__about" onClick=${() => onJump(seq)}>
        <span class="composer__about-title">${edits ? t('editing') : replyingTo(conversation, cited)}</span>
        <span class="composer__about-text" dir="auto">${lineOf(cited, cited && messenger.conversations.isFolded(cited))}</span>
      </button>
      <button type="button" class="icon-button" onMouseDown=${keepFocus} aria-label=${t('cancel')} title=${t('cancel')} onClick=${onClose}>
        <${Icon.Close} />
      </button>
    </div>
  `;
}

function replyingTo(conversation, cited) {
  return cited?.senderId === conversation.me ? t('replyingToMe') : t('replyingTo', writerOf(conversation, cited));
}
