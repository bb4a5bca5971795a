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
  const [element, giveBack] = usePopup(onClose);
  const close = (act) => () => {
    giveBack();
    onClose();
    act();
  };
  const onKeyDown = (event) => {
    const turn = getComputedStyle(element.current).direction === 'rtl' ? -1 : 1;
    const move = {
      ArrowRight: () => step(element.current, turn),
      ArrowLeft: () => step(element.current, -turn),
      Escape: onClose,
      Tab: onClose,
    }[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    move();
  };
  return html`
    <div ref=${element} class=${`reacting ${up ? 'reacting--up' : ''}`} role="dialog" aria-label=${t('react')} onKeyDown=${onKeyDown}>
      <${QuickReactions} message=${message} onMore=${onMore} close=${close} />
    </div>
  `;
}
