import { Dialog } from './dialog.js';
import EmojiPanel from './emoji-panel.js';
import { html } from './html.js';
import { t } from './strings/index.js';
import { useChosenReaction } from './use-react.js';

/** Any emoji as a reaction. */
export default function ReactionPicker({ message, onClose }) {
  const react = useChosenReaction();
  const pick = (emoji) => {
    onClose();
    react(message, emoji);
  };
  return html`<${Dialog} title=${t('react')} onClose=${onClose}><${EmojiPanel} onPick=${pick} onClose=${onClose} /><//>`;
}
