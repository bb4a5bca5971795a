import { mentionsOf, mentionsToSee } from '../state/conversation.js';
import { blockedIn } from '../state/conversations.js';
import { html, useParts, useStore } from './html.js';
import { explain, t } from './strings/index.js';
import { say } from './toast.js';

/** To the next unread message that mentions me and that I have not seen, with how many there are. */
export function MentionJump({ conversation, onJump }) {
  const { messenger } = useParts();
  const { id } = conversation;
  const blocked = useStore(messenger.conversations, blockedIn);
  const seen = useStore(messenger.receipts, () => messenger.receipts.seenIn(id));
  const here = mentionsToSee(conversation, [], blocked).length;
  const count = mentionsOf(conversation, blocked) - here + mentionsToSee(conversation, seen, blocked).length;
  if (count <= 0) return null;
  const jump = () => messenger.nextMention(id).then((seq) => seq && onJump(seq), (failure) => say(explain(failure)));
  return html`
    <button type="button" class="icon-button to-newest to-mention" aria-label=${t('toMention', count)} title=${t('toMention', count)} onClick=${jump}>
      <span class="badge">${count > 99 ? '99+' : count}</span>@
    </button>
  `;
}
