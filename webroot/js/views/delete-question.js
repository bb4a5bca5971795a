import { Question } from './dialog.js';
import { html, useParts } from './html.js';
import { t } from './strings/index.js';

/** For whom a message is to be deleted; for everyone only one's own. */
export function DeleteQuestion({ message, mine, onClose }) {
  const { messenger } = useParts();
  const remove = (scope) => () => messenger.delete(message.conversationId, [message.seq], scope).catch(() => {});
  const forEveryone = mine && !message.deleted;
  const choices = [{ label: t('deleteForMe'), danger: !forEveryone, act: remove('me') }];
  if (forEveryone) choices.push({ label: t('deleteForEveryone'), danger: true, act: remove('everyone') });
  return html`
    <${Question}
      title=${t('deleteTitle')}
      text=${t(forEveryone ? 'deleteTextOwn' : 'deleteText')}
      choices=${choices}
      onClose=${onClose}
    />
  `;
}
