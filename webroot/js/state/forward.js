import { messageAt, personOf } from './conversation.js';
import { filesOf } from './files.js';
import { wordsOf } from './message.js';

/** Whether a message can be sent on. */
export function isForwardable(message) {
  return (wordsOf(message) !== '' || filesOf(message).length > 0) && !message.pending;
}

/**
 * A message that waits, as it is shown. What is sent on keeps no copy of the words while it waits, and has those and the
 * files of the other message, its `source`, as far as that is here.
 */
export function asShown(pending, conversations, me) {
  const { attached } = pending;
  if (attached) return { ...pending, text: attached.text, files: attached.files.map((file) => ({ ...file, id: file.key })) };
  const { conversationId, seq } = pending.more?.forward ?? {};
  if (!seq) return pending;
  const conversation = conversations.get(conversationId);
  const message = conversation && messageAt(conversation, seq);
  const [words, files] = message ? [wordsOf(message), filesOf(message)] : ['', []];
  const isHere = words !== '' || files.length > 0;
  return { ...pending, text: isHere ? words : '…', files, source: message, forwarded: isHere ? originOf(conversation, message, me) : {} };
}

/** Where it was written first, as those are told who get it. */
function originOf(conversation, message, me) {
  if (message.forwarded) return message.forwarded;
  const { group } = conversation;
  if (group?.kind === 'channel') return { title: group.displayName };
  return { user: message.senderId === me.id ? me : personOf(conversation, message.senderId) };
}
