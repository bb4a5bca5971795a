import { ALL, EVERYBODY, isMentionOf } from './mention.js';
import { concerning, isEvent, isPlaced, laterOf, reactionsTo, repliedIn, stubOf } from './message.js';
import { countIn, holds, plus, rangeOf } from './ranges.js';
import { indexFrom, merged } from './sorted-messages.js';

/**
 * One conversation as this device knows it, and what happens to it. Nothing is changed in place, and every change may
 * be applied again, late or in another order: marks only move forward, and of a message the highest version counts.
 *
 *   me        the id of the user
 *   peer      the other one of a direct conversation; with `self` where that is oneself, who keeps notes there
 *   group     what a group or channel is called, and what one is in it; named like a user, for it is shown like one
 *   people    by their ids those of a group who wrote, or of whom it is told
 *   told      how many unread messages and mentions there are up to a seq: of what is not loaded the server knows
 *   loaded    the seqs of which this device knows everything: in there, a message that is missing was deleted
 *   position  the end of the newest stretch without a gap: what the device tells when it syncs
 *   marks     receivedSeq, readSeq (mine, the latter also before the server knows), peerReceivedSeq, peerReadSeq
 *   peerWithheld  the seqs below these that the other was never shown, having blocked me
 */
export function conversationOf(entry, me) {
  return withEntry(
    {
      id: entry.conversationId,
      me,
      version: 0,
      messages: [],
      loaded: [],
      position: 0,
      lastSeq: 0,
      receivedSeq: 0,
      readSeq: 0,
      serverReadSeq: 0,
      peerReceivedSeq: 0,
      peerReadSeq: 0,
      peerWithheld: [],
    },
    entry,
  );
}

/** Whether an entry is of a conversation that this page can show: those of further kinds are for newer ones. */
export function isShown(entry) {
  return isDirect(entry) || isGroup(entry);
}

export function isDirect(entry) {
  return Boolean(entry?.user) && (entry.kind ?? 'direct') === 'direct';
}

function isGroup(entry) {
  return (entry?.kind === 'group' || entry?.kind === 'channel') && typeof entry.title === 'string';
}

/** Who, or what, is shown for it: has a name and a picture. */
export function faceOf({ peer, group }) {
  return peer ?? group;
}

/** Whoever it is that wrote, as far as this device knows. */
export function personOf({ peer, people }, userId) {
  return peer?.id === userId ? peer : people?.[userId];
}

/** Whether I lead the group. */
export function leads({ group }) {
  return group?.role === 'owner' || group?.role === 'admin';
}

/** Whether I may write: in a channel those do who lead. */
export function mayPost(conversation) {
  const { group } = conversation;
  return !group || leads(conversation) || (group.kind !== 'channel' && group.mayPost !== 'admins');
}

/** With those of these people who occur in it, as they are called now; of a direct one the other is known already. */
export function withPeople(conversation, users = []) {
  const { group, people = {} } = conversation;
  const shown = new Set(group && users.length > 0 ? [...concernedIn(conversation), ...reactedIn(conversation)] : []);
  const news = users.filter((user) => shown.has(user.id) && !isSame(user, people[user.id]));
  return news.length > 0 ? { ...conversation, people: { ...people, ...Object.fromEntries(news.map((user) => [user.id, user])) } } : conversation;
}

/** The ids of those of whom something is to be shown, and whose names this device does not know. */
export function strangersIn(conversation) {
  const { group, me } = conversation;
  return group ? [...new Set(concernedIn(conversation))].filter((id) => id !== me && !personOf(conversation, id)) : [];
}

/** The ids of those of a group of whom something is to be shown, and whose names this device knows. */
export function knownIn(conversation) {
  const { group, me, people = {} } = conversation;
  return group ? [...new Set(concernedIn(conversation))].filter((id) => id !== me && people[id]) : [];
}

/** Whom a message mentions, by the names in lower case, with `all` for everybody; of whom nothing is known is none of them. */
export function mentionedBy(conversation, { mentions }, self) {
  const people = (mentions ?? []).map((id) => (id === EVERYBODY ? { id, username: ALL } : id === self.id ? self : personOf(conversation, id)));
  return new Map(people.filter(Boolean).map((user) => [user.username.toLowerCase(), user]));
}

function reactedIn({ messages }) {
  return messages.flatMap((message) => reactionsTo(message).flatMap(({ userIds }) => userIds));
}

function concernedIn({ messages, lastMessage }) {
  return [...messages, ...(lastMessage ? [lastMessage] : [])].flatMap(concerning);
}

/** With what has changed of the group, the same for all. */
export function withGroup(conversation, { conversationId, type, title, ...changed }) {
  const { group } = conversation;
  return group ? { ...conversation, group: { ...group, ...changed, displayName: title ?? group.displayName } } : conversation;
}

function isSame(user, known) {
  return known?.username === user.username && known.displayName === user.displayName && known.picture === user.picture;
}

/**
 * With the newest messages alone, those that they answer and those that are pinned, and without what is true for a moment
 * only: what is worth keeping on the device.
 */
export function forKeeping(conversation, most) {
  const { online, people, ...lasting } = conversation;
  const visible = visibleMessages(conversation).filter((message) => message.seq <= conversation.position);
  const newest = visible.slice(-most);
  const start = newest.length < visible.length ? newest[0].seq : startOf(conversation);
  const wanted = new Set(newest.map(repliedIn));
  const older = conversation.messages.filter(({ seq, pinned }) => seq < start && (pinned || wanted.has(seq)));
  const loaded = older.reduce((ranges, { seq }) => plus(ranges, seq, seq), plus([], start, conversation.position));
  const kept = { ...lasting, messages: [...older, ...newest], loaded };
  return people ? withPeople(kept, Object.values(people)) : kept;
}

/** Whether I may mention everybody in it. */
export function mayMentionAll(conversation) {
  const { group } = conversation;
  const mays = { members: true, admins: leads(conversation) };
  return Boolean(group) && mays[group.mayMentionAll ?? 'admins'] === true;
}

/** Whether I may pin messages to it: in a group those who lead, and all where its rules say so. */
export function mayPin(conversation) {
  const { group } = conversation;
  return !group || leads(conversation) || (group.mayPin ?? 'admins') !== 'admins';
}

/** What is pinned to it, as far as this device knows. */
export function pinnedIn({ messages }) {
  return messages.filter(({ pinned }) => pinned);
}

/** The message with a seq; null where there is none that one sees, undefined where this device does not know. */
export function messageAt({ messages, loaded }, seq) {
  const found = messages[indexFrom(messages, seq)];
  if (found?.seq === seq) return found;
  return holds(loaded, seq) ? null : undefined;
}

/** With what the server says of the contact or group: profile, status, presence and marks. */
export function withEntry(conversation, entry) {
  const lastSeq = entry.lastSeq ?? entry.lastMessage?.seq ?? 0;
  return {
    ...conversation,
    peer: entry.user?.id === conversation.me ? { ...entry.user, self: true } : entry.user,
    group: isGroup(entry) ? groupOf(entry, conversation.group) : undefined,
    status: entry.status,
    blocked: entry.blocked === true,
    muted: entry.muted === true,
    mutedUntil: entry.mutedUntil,
    notify: entry.notify ?? 'all',
    online: entry.online,
    lastSeen: entry.lastSeen,
    lastMessage: lastOf(conversation.lastMessage, entry.lastMessage),
    told: { unread: entry.unread ?? 0, mentions: entry.mentions ?? 0, seq: lastSeq },
    lastSeq: Math.max(conversation.lastSeq, lastSeq),
    receivedSeq: Math.max(conversation.receivedSeq, entry.receivedSeq ?? 0),
    readSeq: Math.max(conversation.readSeq, entry.readSeq ?? 0),
    serverReadSeq: Math.max(conversation.serverReadSeq, entry.readSeq ?? 0),
    peerReceivedSeq: Math.max(conversation.peerReceivedSeq, entry.peerReceivedSeq ?? 0),
    peerReadSeq: Math.max(conversation.peerReadSeq, entry.peerReadSeq ?? 0),
    peerWithheld: withAll(conversation.peerWithheld, entry.peerWithheld),
  };
}

/** What may be done in it is told apart from the list. */
function groupOf({ conversationId, kind, title, about, picture, role, memberCount }, known) {
  return { ...known, id: conversationId, username: '', displayName: title, kind, about, picture, role, memberCount };
}

/** With all that there is between two seqs: what is not among the messages does not exist for this user. */
export function withStretch(conversation, messages, from, to) {
  const inside = messages.filter((message) => isPlaced(message) && message.seq >= from && message.seq <= to);
  const there = new Set(inside.map((message) => message.seq));
  const staying = conversation.messages.filter(({ seq }) => seq < from || seq > to || there.has(seq));
  return advanced({
    ...conversation,
    messages: merged(staying, inside),
    loaded: plus(conversation.loaded, from, to),
    lastSeq: Math.max(conversation.lastSeq, to),
  });
}

/** With messages whose neighbours need not be here, though the newest of all are. */
export function withSingle(conversation, messages) {
  return messages.reduce((next, message) => withStretch(next, [message], message.seq, message.seq), conversation);
}

/** With one message that came by itself; it may leave a gap before it. */
export function withMessage(conversation, message) {
  if (!isPlaced(message)) return conversation;
  if (holds(conversation.loaded, message.seq)) return withChanged(conversation, [message]);
  return advanced({
    ...conversation,
    messages: merged(conversation.messages, [message]),
    loaded: plus(conversation.loaded, message.seq, message.seq),
    lastSeq: Math.max(conversation.lastSeq, message.seq),
  });
}

/**
 * With messages as they are now; of those that this device does not have only the newest of all counts, for the list, and
 * what is pinned.
 */
export function withChanged(conversation, messages) {
  const bySeq = new Map(messages.filter(isPlaced).map((message) => [message.seq, message]));
  const later = (known) => (known && bySeq.has(known.seq) ? laterOf(known, bySeq.get(known.seq)) : known);
  const next = { messages: conversation.messages.map(later), lastMessage: later(conversation.lastMessage) };
  const changes = next.lastMessage !== conversation.lastMessage || next.messages.some((one, i) => one !== conversation.messages[i]);
  const isNew = ({ pinned, seq }) => pinned && conversation.position > 0 && !holds(conversation.loaded, seq);
  const pinned = [...bySeq.values()].filter(isNew);
  return withSingle(changes ? { ...conversation, ...next } : conversation, pinned);
}

/**
 * The newest page after an absence, which reaches up to `lastSeq`; when `limited`, what lies between it and the position
 * is left to the history. `changed` are messages below it as they are now. `since` is the position that the device told as it
 * asked: it may have dropped the conversation meanwhile, and then has nothing of what lies below.
 */
export function withPage(conversation, page) {
  const { limited, lastSeq = 0, sightFrom = 1, deletedRanges = [], deletedForEveryone = [], changed = [] } = page;
  const messages = (page.messages ?? []).filter(isPlaced);
  const last = Math.max(lastSeq, ...messages.map((message) => message.seq));
  const since = page.since ?? conversation.position;
  const from = limited ? messages[0]?.seq ?? last + 1 : since + 1;
  const seen = withoutRanges(conversation, sightFrom > 1 ? [[1, sightFrom - 1]] : []);
  const cleaned = withStubs(withoutRanges(seen, deletedRanges), deletedForEveryone);
  const next = withChanged(withStretch(cleaned, messages, from, last), changed);
  return limited || since > conversation.position ? advanced({ ...next, position: Math.max(next.position, last) }) : next;
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
    message && holds(ranges, message.seq) && !message.deleted ? stubOf(message) : message;
  return {
    ...conversation,
    messages: conversation.messages.map(stub),
    lastMessage: stub(conversation.lastMessage),
  };
}

/** An entry that was on its way may tell of fewer. */
function withAll(known = [], told = []) {
  return told.reduce((all, [from, to]) => plus(all, from, to), known);
}

export function withPeerMarks(conversation, { receivedSeq = 0, readSeq = 0, withheld }) {
  return {
    ...conversation,
    peerReceivedSeq: Math.max(conversation.peerReceivedSeq, receivedSeq, readSeq),
    peerReadSeq: Math.max(conversation.peerReadSeq, readSeq),
    peerWithheld: withAll(conversation.peerWithheld, withheld),
  };
}

/** I have read up to here, though the server may not know yet. */
export function withReading(conversation, seq) {
  return seq > conversation.readSeq ? { ...conversation, readSeq: seq } : conversation;
}

/** How far all was read, of which these ranges were seen: up to the first unread message that was not. */
export function seenUpTo(conversation, seen) {
  if (unseenIn(conversation) === 0) return conversation.position;
  const { messages, loaded, readSeq } = conversation;
  const end = rangeOf(loaded, readSeq + 1)?.[1] ?? readSeq;
  for (let i = indexFrom(messages, readSeq + 1); i < messages.length && messages[i].seq <= end; i++) {
    if (countsAsUnread(conversation, messages[i]) && !holds(seen, messages[i].seq)) return messages[i].seq - 1;
  }
  return end;
}

/** The server says how far I have read, here or on another device, and what there is above it. */
export function withReadConfirmed(conversation, readSeq, { unread, mentions = 0, lastSeq = conversation.position } = {}) {
  const isNews = unread !== undefined && readSeq >= conversation.serverReadSeq;
  return {
    ...conversation,
    readSeq: Math.max(conversation.readSeq, readSeq),
    serverReadSeq: Math.max(conversation.serverReadSeq, readSeq),
    told: isNews ? { unread, mentions, seq: lastSeq } : conversation.told,
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

/**
 * The others' undeleted messages above my read mark, which stands still while I block: then nothing waits to be read. In a
 * group those of the `refused` do not count, the ids of whom I block, each between blanks; of what is not loaded they do.
 */
export function unreadOf(conversation, refused = '') {
  const { blocked, status, lookedSeq = 0, lastSeq } = conversation;
  if (status === 'request' && lookedSeq >= lastSeq) return 0;
  return blocked ? 0 : unseenIn(conversation, refused);
}

/** How many there are, also while I block the other: they wait for when I do so no more. */
function unseenIn(conversation, refused = '') {
  const counts = (_, message) => countsAsUnread(conversation, message) && !isOf(refused, message);
  return unreadCount(conversation, conversation.told.unread, counts);
}

/** Whether one of these wrote it, whose ids stand each between blanks. */
function isOf(ids, { senderId }) {
  return ids.includes(` ${senderId} `);
}

/** I have looked at what somebody asks, up to a seq: nobody is told, and it waits no more. */
export function withLooked(conversation, seq) {
  return seq > (conversation.lookedSeq ?? 0) ? { ...conversation, lookedSeq: seq } : conversation;
}

/** How many of the unread messages mention me. `blocked` are the ids of those whom I block, each between blanks. */
export function mentionsOf(conversation, blocked = '') {
  const mentionsMe = (_, message) => callsMe(conversation, message, blocked);
  return conversation.group ? unreadCount(conversation, conversation.told.mentions, mentionsMe) : 0;
}

/** The seqs of those of them that are here and not among the `seen`. */
export function mentionsToSee(conversation, seen, blocked) {
  const { messages, readSeq } = conversation;
  const unread = messages.slice(indexFrom(messages, readSeq + 1));
  return unread.filter((message) => callsMe(conversation, message, blocked) && !holds(seen, message.seq)).map(({ seq }) => seq);
}

/** Whether somebody else whom I do not block mentions me with it. */
function callsMe(conversation, message, blocked) {
  return countsAsUnread(conversation, message) && isMentionOf(message, conversation.me) && !isOf(blocked, message);
}

/** What is not loaded counts as it was told. */
function unreadCount(conversation, told, counts) {
  const { readSeq } = conversation;
  const all = hasAllUnread(conversation);
  const above = all ? readSeq : Math.max(conversation.told.seq, readSeq);
  const before = all || readSeq >= conversation.told.seq ? 0 : told;
  return before + countAbove(conversation, above, counts);
}

/** Whether all that is unread is here. */
export function hasAllUnread(conversation) {
  return startOf(conversation) <= conversation.readSeq + 1 && !hasGap(conversation);
}

/** Whether what was told of the unread messages may be another once some of these have changed. */
export function isCountedByTold(conversation, from, to = from) {
  return !hasAllUnread(conversation) && to > conversation.readSeq && from <= conversation.told.seq;
}

/** How much of what is unread I want to be told of. */
export function newsOf(conversation, blocked = '') {
  if (conversation.muted) return 0;
  if (conversation.notify === 'mentions') return mentionsOf(conversation, blocked);
  return conversation.notify === 'nothing' ? 0 : unreadOf(conversation, blocked);
}

/** Whether I want to be told of a message in it. */
export function tellsOf({ muted, notify, me }, message) {
  if (muted || notify === 'nothing') return false;
  return notify !== 'mentions' || isMentionOf(message, me);
}

/** How much there is to read above a seq; what is not loaded counts in full. */
export function newsAbove(conversation, seq) {
  const away = conversation.lastSeq - seq - countIn(conversation.loaded, seq + 1, conversation.lastSeq);
  return Math.max(0, away) + countAbove(conversation, seq, countsAsUnread);
}

/** The first message of the others above a read mark, of the stretch in which that is. */
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

/** `read`, `delivered` or `sent`, of one of my messages. Of many members there are no marks: then it is as it was told. */
export function tickOf({ peerReadSeq, peerReceivedSeq, peerWithheld = [] }, { seq, state }) {
  if (holds(peerWithheld, seq)) return 'sent';
  if (seq <= peerReadSeq || state === 'msg_read') return 'read';
  return seq <= peerReceivedSeq || state === 'msg_done' ? 'delivered' : 'sent';
}

function lastOf(known, told) {
  return told && known?.seq === told.seq ? laterOf(known, told) : told;
}

function countAbove(conversation, seq, counts) {
  let count = 0;
  for (let i = conversation.messages.length - 1; i >= 0 && conversation.messages[i].seq > seq; i--) {
    if (counts(conversation, conversation.messages[i])) count++;
  }
  return count;
}

/** What others have said; what happened to a group, such as that somebody came, is an event, and nobody's message. */
export function countsAsUnread({ me }, message) {
  return message.senderId !== me && !message.deleted && !isEvent(message);
}

function advanced(conversation) {
  const next = rangeOf(conversation.loaded, conversation.position + 1) ?? rangeOf(conversation.loaded, conversation.position);
  return next && next[1] > conversation.position ? { ...conversation, position: next[1] } : conversation;
}
