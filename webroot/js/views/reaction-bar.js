import { reactionsTo } from '../state/message.js';
import { quickReactions } from '../state/reactions.js';
import { html, useParts, useStore } from './html.js';
import { t } from './strings/index.js';
import { MoreIcon } from './more-icons.js';
import { step, usePopup } from './use-popup.js';
import { useChosenReaction } from './use-react.js';

/** The emoji that were used last; all others are one press away. */
export function QuickReactions({ message, onMore, close }) {
  const { messenger, preferences } = useParts();
  const used = useStore(preferences, (value) => value.reactions);
  const react = useChosenReaction();
  const mine = reactionsTo(message).filter(({ userIds }) => userIds.includes(messenger.user.id)).map(({ emoji }) => emoji);
  return html`
    ${quickReactions(used).map(
      (emoji) => html`
        <button key=${emoji} type="button" class="emoji-button" aria-pressed=${mine.includes(emoji)} onClick=${close(() => react(message, emoji))}>${emoji}</button>
      `,
    )}
    <button type="button" class="icon-button" aria-label=${t('moreEmoji')} title=${t('moreEmoji')} onClick=${close(onMore)}><${MoreIcon.Plus} /></button>
  `;
}

/** The same beside a message. */
export default function ReactionBar({ message, up, onMore, onClose }) {
  const [popup, close] = usePopup(onClose, { ArrowRight: (bar) => step(bar, turnOf(bar)), ArrowLeft: (bar) => step(bar, -turnOf(bar)) });
  return html`
    <div ...${popup} class=${`reacting ${up ? 'reacting--up' : ''}`} role="dialog" aria-label=${t('react')}>
      <${QuickReactions} message=${message} onMore=${onMore} close=${close} />
    </div>
  `;
}

function turnOf(bar) {
  return getComputedStyle(bar).direction === 'rtl' ? -1 : 1;
}
