import { filesOf } from './files.js';
import { EVERYBODY } from './mention.js';

/**
 * Of two states of the same message the later one: what is deleted stays so, else the higher version counts, which is
 * missing where nothing ever changed.
 */
export function laterOf(known, message) {
  if (!known) return message;
  if (isDeleted(known) !== isDeleted(message)) return isDeleted(known) ? known : message;
  return versionOf(message) > versionOf(known) ? message : known;
}

/** What it says; empty where it was deleted, or is of a kind that says nothing in words or that this page does not know. */
export function wordsOf(message) {
  return isDeleted(message) || typeof message.text !== 'string' ? '' : message.text;
}

/** Whether its sender may still change what it says, which ends after some seconds. What others have written stays as it is. */
export function isEditable(message, me, now, seconds) {
  return message.senderId === me && !message.forwarded && isPlaced(message) && hasWords(message) && now - Date.parse(message.sentAt) < seconds * 1_000;
}

/** What stands with files is their caption, which need not be there yet; a voice message has none. */
function hasWords(message) {
  return wordsOf(message) !== '' || (message.kind === 'file' && filesOf(message).length > 0);
}

/** The seq of the message that it answers, or 0. */
export function repliedIn({ replyTo, more }) {
  return replyTo?.seq ?? more?.replyToSeq ?? 0;
}

/** Whether it could not be sent because what it answers is gone. */
export function answersNothing(pending) {
  return pending.error === 'message_not_found' && repliedIn(pending) > 0;
}

/** What is left of it once it is deleted for everyone. */
export function stubOf({ conversationId, seq, senderId, clientId, kind, state, sentAt, version }) {
  return { conversationId, seq, senderId, clientId, kind, state, sentAt, version, deleted: true };
}

/** Whether it tells what has happened to a group, and is nobody's. */
export function isEvent({ kind }) {
  return kind === 'event';
}

/** The ids of those who wrote it, or whom it mentions or tells of. */
export function concerning({ senderId, event, mentions }) {
  if (event) return [event.userId, ...(event.userIds ?? [])];
  return mentions ? [senderId, ...mentions.filter((id) => id !== EVERYBODY)] : [senderId];
}

/** With what people have reacted to it: `{emoji, count, userIds}`, the newest few of them. */
export function reactionsTo({ reactions }) {
  return Array.isArray(reactions) ? reactions : [];
}

/** Whether it has a place in its conversation. */
export function isPlaced(message) {
  return Number.isSafeInteger(message?.seq);
}

function isDeleted({ deleted }) {
  return deleted === true;
}

function versionOf({ version = 0 }) {
  return version;
}
