import { leads } from '../state/conversation.js';
import { Question } from './dialog.js';
import { html, useParts } from './html.js';
import { goOn } from './keyboard.js';
import { explain, t } from './strings/index.js';
import { say } from './toast.js';

/** For whom messages are to be deleted; for everyone one's own, and in a group that one leads those of all. */
export default function DeleteQuestion({ messages, onDone, onClose }) {
  const { messenger } = useParts();
  const { conversationId } = messages[0];
  const seqs = messages.map((message) => message.seq);
  const remove = (scope) => () => {
    messenger.delete(conversationId, seqs, scope).catch((failure) => say(explain(failure)));
    onDone();
    setTimeout(goOn); // the dialog gives the focus back to what goes with the message
  };
  const conversation = messenger.conversations.get(conversationId);
  const mine = messages.every(({ senderId }) => senderId === messenger.user.id);
  const forEveryone = (mine || leads(conversation)) && messages.every(({ deleted }) => !deleted);
  const text = forEveryone ? 'deleteTextOwn' : 'deleteText';
  const choices = [{ label: t('deleteForMe'), danger: !forEveryone, act: remove('me') }];
  if (forEveryone) choices.push({ label: t('deleteForEveryone'), danger: true, act: remove('everyone') });
  return html`
    <${Question}
      title=${t('deleteTitle', messages.length)}
      text=${t(conversation.group ? `${text}Group` : text)}
      choices=${choices}
      onClose=${onClose}
    />
  `;
}
