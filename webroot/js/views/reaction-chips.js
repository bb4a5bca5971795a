import { personOf } from '../state/conversation.js';
import { reactionsTo } from '../state/message.js';
import { html } from './html.js';
import { t } from './strings/index.js';
import { useReact } from './use-react.js';
import { listOf, nameOf } from './user-names.js';

/** With what people have reacted to a message; a press does the same, or takes it back. `known` are those that nobody saw come. */
export function ReactionChips({ message, conversation, known }) {
  const react = useReact();
  return html`
    <div class="chips" role="group" aria-label=${t('reactions')}>
      ${reactionsTo(message).map((kind) => {
        const { emoji, count, userIds } = kind;
        const who = whoReacted(kind, conversation);
        return html`
          <button
            key=${emoji}
            type="button"
            class=${`chip ${known?.has(emoji) ? '' : 'chip--new'}`}
            aria-pressed=${userIds.includes(conversation.me)}
            aria-label=${`${emoji} ${count}, ${who}`}
            title=${who}
            onClick=${() => react(message, emoji)}
          >
            <span class="chip__emoji">${emoji}</span>${count}
          </button>
        `;
      })}
    </div>
  `;
}

function whoReacted({ count, userIds }, conversation) {
  const { me } = conversation;
  const known = userIds.filter((id) => id !== me && personOf(conversation, id));
  const names = [...(userIds.includes(me) ? [t('you')] : []), ...known.map((id) => nameOf(personOf(conversation, id)))];
  return listOf(names, count - names.length);
}
