import { countIn, holds, plus, rangeOf } from './ranges.js';
import { indexFrom, merged } from './sorted.js';

/**
 * One conversation as this device knows it, and what happens to it. Nothing is changed in place, and every change may
 * be applied again, late or in another order: marks only move forward and a message is what its seq says.
 *
 *   loaded    the seqs of which this device knows everything: in there, a message that is missing was deleted
 *   position  the end of the newest stretch without a gap: what the device tells when it syncs
 *   marks     receivedSeq, readSeq (mine, the latter also before the server knows), peerReceivedSeq, peerReadSeq
 */
export function conversationOf(entry, version = 0) {
  return withEntry(
    {
      id: entry.conversationId,
      version,
      messages: [],
      loaded: [],
      position: 0,
      lastSeq: 0,
      receivedSeq: 0,
      readSeq: 0,
      serverReadSeq: 0,
      peerReceivedSeq: 0,
      peerReadSeq: 0,
    },
    entry,
  );
}

/** With the newest messages alone, and without what is true for a moment only: what is worth keeping on the device. */
export function forKeeping(conversation, most) {
  const { online, ...lasting } = conversation;
  const visible = visibleMessages(conversation).filter((message) => message.seq <= conversation.position);
  const messages = visible.slice(-most);
  const start = messages.length < visible.length ? messages[0].seq : startOf(conversation);
  return { ...lasting, messages, loaded: plus([], start, conversation.position) };
}

/** With what the server says of the contact: profile, status, presence and marks. */
export function withEntry(conversation, entry) {
  const lastSeq = entry.lastSeq ?? entry.lastMessage?.seq ?? 0;
  return {
    ...conversation,
    peer: entry.user,
    status: entry.status,
    blocked: entry.blocked === true,
    muted: entry.muted === true,
    online: entry.online,
    lastSeen: entry.lastSeen,
    lastMessage: entry.lastMessage,
    told: { unread: entry.unread ?? 0, seq: lastSeq },
    lastSeq: Math.max(conversation.lastSeq, lastSeq),
    receivedSeq: Math.max(conversation.receivedSeq, entry.receivedSeq ?? 0),
    readSeq: Math.max(conversation.readSeq, entry.readSeq ?? 0),
    serverReadSeq: Math.max(conversation.serverReadSeq, entry.readSeq ?? 0),
    peerReceivedSeq: Math.max(conversation.peerReceivedSeq, entry.peerReceivedSeq ?? 0),
    peerReadSeq: Math.max(conversation.peerReadSeq, entry.peerReadSeq ?? 0),
  };
}

/** With all that there is between two seqs: what is not among the messages does not exist for this user. */
export function withStretch(conversation, messages, from, to) {
  const outside = conversation.messages.filter((message) => message.seq < from || message.seq > to);
  const inside = messages.filter((message) => message.seq >= from && message.seq <= to);
  return advanced({
    ...conversation,
    messages: merged(outside, inside),
    loaded: plus(conversation.loaded, from, to),
    lastSeq: Math.max(conversation.lastSeq, to),
  });
}

/** With one message that came by itself; it may leave a gap before it. */
export function withMessage(conversation, message) {
  const known = holds(conversation.loaded, message.seq);
  if (known) return conversation;
  return advanced({
    ...conversation,
    messages: merged(conversation.messages, [message]),
    loaded: plus(conversation.loaded, message.seq, message.seq),
    lastSeq: Math.max(conversation.lastSeq, message.seq),
  });
}

/**
 * The newest page after an absence, which reaches up to `lastSeq`; when `limited`, what lies between it and the position
 * is left to the history.
 */
export function withPage(conversation, { messages, limited, lastSeq = 0, deletedRanges = [], deletedForEveryone = [] }) {
  const last = Math.max(lastSeq, ...messages.map((message) => message.seq));
  const from = limited ? messages[0]?.seq ?? last + 1 : conversation.position + 1;
  const cleaned = withStubs(withoutRanges(conversation, deletedRanges), deletedForEveryone);
  const next = withStretch(cleaned, messages, from, last);
  return limited ? advanced({ ...next, position: Math.max(next.position, last) }) : next;
}

/** Deleted for me: gone. Deleted for everyone: a stub stays. */
export function withDeleted(conversation, ranges, scope) {
  return scope === 'everyone' ? withStubs(conversation, ranges) : withoutRanges(conversation, ranges);
}

export function withoutRanges(conversation, ranges) {
  if (ranges.length === 0) return conversation;
  return {
    ...conversation,
    messages: conversation.messages.filter((message) => !holds(ranges, message.seq)),
    lastMessage: holds(ranges, conversation.lastMessage?.seq) ? undefined : conversation.lastMessage,
  };
}

function withStubs(conversation, ranges) {
  if (ranges.length === 0) return conversation;
  const stub = (message) =>
    message && holds(ranges, message.seq) && !message.deleted ? { ...message, text: undefined, deleted: true } : message;
  return {
    ...conversation,
    messages: conversation.messages.map(stub),
    lastMessage: stub(conversation.lastMessage),
  };
}

export function withPeerMarks(conversation, { receivedSeq = 0, readSeq = 0 }) {
  return {
    ...conversation,
    peerReceivedSeq: Math.max(conversation.peerReceivedSeq, receivedSeq, readSeq),
    peerReadSeq: Math.max(conversation.peerReadSeq, readSeq),
  };
}

/** I have read up to here, though the server may not know yet. */
export function withReading(conversation, seq) {
  return seq > conversation.readSeq ? { ...conversation, readSeq: seq } : conversation;
}

/** How far all was read, of which these ranges were seen: up to the first unread message that was not. */
export function seenUpTo(conversation, seen) {
  if (unreadOf(conversation) === 0) return conversation.position;
  const { messages, loaded, readSeq } = conversation;
  const end = rangeOf(loaded, readSeq + 1)?.[1] ?? readSeq;
  for (let i = indexFrom(messages, readSeq + 1); i < messages.length && messages[i].seq <= end; i++) {
    if (countsAsUnread(conversation, messages[i]) && !holds(seen, messages[i].seq)) return messages[i].seq - 1;
  }
  return end;
}

/** The server says how far I have read, here or on another device. */
export function withReadConfirmed(conversation, readSeq, unread) {
  return {
    ...conversation,
    readSeq: Math.max(conversation.readSeq, readSeq),
    serverReadSeq: Math.max(conversation.serverReadSeq, readSeq),
    told: unread === undefined ? conversation.told : { unread, seq: conversation.position },
  };
}

export function withReceivedConfirmed(conversation, seq) {
  return { ...conversation, receivedSeq: Math.max(conversation.receivedSeq, seq) };
}

/** What lies before the first message may be visible from now on: its absence says nothing any more. */
export function withOlderUnknown(conversation) {
  const first = visibleMessages(conversation)[0]?.seq ?? conversation.position;
  return first > 0 ? { ...conversation, loaded: [[first, conversation.position]] } : conversation;
}

/** Where the stretch that the reader sees begins. */
export function startOf(conversation) {
  return rangeOf(conversation.loaded, conversation.position)?.[0] ?? conversation.position + 1;
}

/** Whether the reader sees everything that there is; of one that is only listed so far nothing is loaded. */
export function isComplete(conversation) {
  return startOf(conversation) <= 1 && (conversation.position > 0 || conversation.lastSeq === 0);
}

export function hasGap(conversation) {
  return conversation.position < conversation.lastSeq;
}

/** What the reader sees: everything from the start of the newest stretch. */
export function visibleMessages(conversation) {
  return conversation.messages.slice(indexFrom(conversation.messages, startOf(conversation)));
}

/** The other side's undeleted messages above my read mark. */
export function unreadOf(conversation) {
  const all = startOf(conversation) <= conversation.readSeq + 1 && !hasGap(conversation);
  const above = all ? conversation.readSeq : Math.max(conversation.told.seq, conversation.readSeq);
  const before = all || conversation.readSeq >= conversation.told.seq ? 0 : conversation.told.unread;
  return before + countAbove(conversation, above);
}

/** How much there is to read above a seq; what is not loaded counts in full. */
export function newsAbove(conversation, seq) {
  const away = conversation.lastSeq - seq - countIn(conversation.loaded, seq + 1, conversation.lastSeq);
  return Math.max(0, away) + countAbove(conversation, seq);
}

/** The first message of the other side above a read mark, of the stretch in which that is. */
export function firstUnread(conversation, readSeq = conversation.readSeq) {
  const { messages } = conversation;
  const end = rangeOf(conversation.loaded, readSeq + 1)?.[1] ?? Infinity;
  for (let i = indexFrom(messages, readSeq + 1); i < messages.length && messages[i].seq <= end; i++) {
    if (countsAsUnread(conversation, messages[i])) return messages[i];
  }
  return undefined;
}

export function previewOf(conversation) {
  const newest = conversation.messages[conversation.messages.length - 1];
  const told = conversation.lastMessage;
  if (!told || holds(conversation.loaded, told.seq)) return newest;
  return newest && newest.seq > told.seq ? newest : told;
}

/** `read`, `delivered` or `sent`, of one of my messages. */
export function tickOf(conversation, message) {
  if (message.seq <= conversation.peerReadSeq) return 'read';
  return message.seq <= conversation.peerReceivedSeq ? 'delivered' : 'sent';
}

function countAbove(conversation, seq) {
  let count = 0;
  for (let i = conversation.messages.length - 1; i >= 0 && conversation.messages[i].seq > seq; i--) {
    if (countsAsUnread(conversation, conversation.messages[i])) count++;
  }
  return count;
}

function countsAsUnread(conversation, message) {
  return message.senderId === conversation.peer.id && !message.deleted;
}

function advanced(conversation) {
  const next = rangeOf(conversation.loaded, conversation.position + 1) ?? rangeOf(conversation.loaded, conversation.position);
  return next && next[1] > conversation.position ? { ...conversation, position: next[1] } : conversation;
}
