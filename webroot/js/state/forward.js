import { messageAt, personOf } from './conversation.js';
import { wordsOf } from './message.js';

/** Whether a message can be sent on. */
export function isForwardable(message) {
  return wordsOf(message) !== '' && !message.pending;
}

/**
 * A message that waits, as it is shown: what is sent on keeps no copy of the words while it waits, and has those of the
 * other message, as far as that is here.
 */
export function asShown(pending, conversations, me) {
  const { conversationId, seq } = pending.more?.forward ?? {};
  if (!seq) return pending;
  const conversation = conversations.get(conversationId);
  const message = conversation && messageAt(conversation, seq);
  const words = message ? wordsOf(message) : '';
  return { ...pending, text: words || '…', forwarded: words ? originOf(conversation, message, me) : {} };
}

/** Where it was written first, as those are told who get it. */
function originOf(conversation, message, me) {
  if (message.forwarded) return message.forwarded;
  const { group } = conversation;
  if (group?.kind === 'channel') return { title: group.displayName };
  return { user: message.senderId === me.id ? me : personOf(conversation, message.senderId) };
}
