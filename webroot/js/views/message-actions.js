import { mayPin, messageAt } from '../state/conversation.js';
import { isForwardable } from '../state/forward.js';
import { answersNothing, isEditable, isEvent, wordsOf } from '../state/message.js';
import { copyText } from './clipboard.js';
import { html } from './html.js';
import { Icon } from './icons.js';
import { write } from './keyboard.js';
import { explain, t } from './strings/index.js';
import { isAnswerable, isReachable } from './user-names.js';
import { say } from './toast.js';

/** What can be done with a message, which is `saved` or not. `onAsk` opens a dialog about it: `delete`, `details`, `forward` or `report`. */
export function actionsOf({ message, messenger, saved, selection, react, onAsk }) {
  const conversation = messenger.conversations.get(message.conversationId);
  const words = wordsOf(message);
  const copy = words ? [{ label: t('copy'), icon: Icon.Copy, act: () => copyText(words) }] : [];
  if (message.pending) {
    const { outbox } = messenger;
    const alone = answersNothing(message);
    const retry = { label: t(alone ? 'sendAlone' : 'retry'), icon: Icon.Retry, act: () => (alone ? outbox.retryAlone : outbox.retry).call(outbox, message.clientId) };
    const discard = { label: t('discard'), icon: Icon.Trash, danger: true, act: () => outbox.discard(message.clientId) };
    return [...copy, ...(message.error ? [retry] : []), discard];
  }
  const details = { label: t('details'), icon: Icon.Info, act: () => onAsk({ about: 'details', message }) };
  const select = { label: t('select'), icon: Icon.Select, act: () => selection.begin(message.seq) };
  const remove = { label: t('delete'), icon: Icon.Trash, danger: true, act: () => onAsk({ about: 'delete', messages: [message] }) };
  if (message.deleted) return [select, remove];
  const reply = isAnswerable(conversation) ? [{ label: t('reply'), icon: Icon.Reply, act: () => answer(messenger, message) }] : [];
  const edit = canEdit(messenger, conversation, message) ? [{ label: t('edit'), icon: Icon.Edit, act: () => beginEdit(messenger, message) }] : [];
  const reacting = react ? [{ label: t('react'), icon: Icon.Smile, act: react }] : [];
  const pin = mayPin(conversation) && isReachable(conversation) ? [pinning(messenger, message)] : [];
  const forward = isForwardable(message) ? [{ label: t('forward'), icon: Icon.Forward, act: () => onAsk({ about: 'forward', messages: [message] }) }] : [];
  const isOthers = message.senderId !== messenger.user.id && !isEvent(message);
  const report = isOthers ? [{ label: t('report'), icon: Icon.Flag, act: () => onAsk({ about: 'report', seq: message.seq }) }] : [];
  return [...reply, ...reacting, ...edit, ...copy, ...forward, ...pin, keeping(messenger, message, saved), select, details, ...report, remove];
}

function pinning(messenger, message) {
  const { pinned } = message;
  return { label: t(pinned ? 'unpin' : 'pin'), icon: Icon.Pin, act: () => pin(messenger, message, !pinned) };
}

function keeping(messenger, message, saved) {
  const act = () => messenger.saved.save(message, !saved).then(() => say(t(saved ? 'unkept' : 'kept')), (failure) => say(explain(failure)));
  return { label: t(saved ? 'unkeep' : 'keep'), icon: saved ? Unkeep : Icon.Bookmark, act };
}

function Unkeep() {
  return html`<${Icon.Bookmark} crossed />`;
}

export function pin(messenger, message, on) {
  messenger.pin(message, on).catch((failure) => say(explain(failure)));
}

/** The next message answers this one. */
export function answer({ drafts }, { conversationId, seq }) {
  drafts.endEdit(conversationId);
  drafts.reply(conversationId, seq);
  write();
}

function canEdit({ user, clock, connection }, conversation, message) {
  return isAnswerable(conversation) && isEditable(message, user.id, clock.now(), connection.editSeconds);
}

function beginEdit({ drafts }, message) {
  drafts.edit(message.conversationId, message.seq, wordsOf(message));
  write();
}

/** What I wrote last is to say something else, if it still may; whether it may. */
export function editLast(messenger, id) {
  const conversation = messenger.conversations.get(id);
  const last = conversation?.messages.findLast(({ senderId, deleted }) => senderId === messenger.user.id && !deleted);
  if (!last || !canEdit(messenger, conversation, last)) return false;
  beginEdit(messenger, last);
  return true;
}

/** The next one answers the message that has the keyboard, else the newest of the others. */
export function answerHere(messenger, id) {
  const conversation = messenger.conversations.get(id);
  if (!conversation || !isAnswerable(conversation)) return;
  const row = document.activeElement.closest('.said');
  const isOthers = (message) => message.senderId !== messenger.user.id && !message.deleted && !isEvent(message);
  const message = row ? messageAt(conversation, Number(row.dataset.seq)) : conversation.messages.findLast(isOthers);
  if (message && !message.deleted) answer(messenger, message);
}
