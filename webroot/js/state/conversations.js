import { conversationOf, isShown, newsOf, previewOf, withEntry, withPage, withPeople } from './conversation.js';
import { Store } from './store.js';

const MOST_KNOWN = 500;

/** All conversations by id that this page can show. */
export class Conversations extends Store {
  /** @param me the id of the user */
  constructor(me) {
    super(new Map());
    this.me = me;
  }

  get(id) {
    return this.value.get(id);
  }

  withPeer(userId) {
    for (const conversation of this.value.values()) {
      if (conversation.peer?.id === userId) return conversation;
    }
    return undefined;
  }

  /** Whether a message is of somebody whom I have blocked: nothing tells of it. */
  isOfBlocked({ senderId }) {
    return this.withPeer(senderId)?.blocked === true;
  }

  /** Whether that is so in a group. */
  isFolded(message) {
    return this.isOfBlocked(message) && this.withPeer(message.senderId).id !== message.conversationId;
  }

  /** These people as I am shown them: those whom I have blocked as they were called then. */
  shown(users) {
    return users?.map((user) => {
      const known = this.withPeer(user.id);
      return known?.blocked ? known.peer : user;
    });
  }

  /** Changes one conversation, if it is known. */
  change(id, change) {
    const before = this.get(id);
    if (!before) return;
    const after = change(before);
    if (after !== before) this.#put(after);
  }

  /** Takes an entry as the server has it. */
  accept(entry) {
    if (isShown(entry)) this.#put(this.#with(entry));
  }

  /** Somebody has another name or picture, wherever it is shown. */
  called(user) {
    for (const { id, people } of this.value.values()) {
      if (people?.[user.id]) this.change(id, (conversation) => withPeople(conversation, [user]));
    }
  }

  /** Takes one conversation of a sync answer, and those of its `users` who occur in it. */
  acceptSynced(answer, users) {
    if (answer.removed) {
      this.remove(answer.conversationId);
      return;
    }
    const entry = answer.contact ?? answer.conversation;
    if (!isShown(entry)) return;
    const { version, ownVersion } = answer;
    const next = withPage(this.#with(entry), { ...answer, lastSeq: entry.lastSeq });
    this.#put({ ...withPeople(next, users), version, ownVersion });
  }

  /** Takes conversations that were kept on the device; what is here already is newer. */
  restore(kept) {
    const restored = kept.map(({ userId, ...conversation }) => [conversation.id, conversation]);
    if (restored.length > 0) this.set(new Map([...restored, ...this.value]));
  }

  remove(id) {
    if (!this.value.has(id)) return;
    const rest = new Map(this.value);
    rest.delete(id);
    this.set(rest);
  }

  /**
   * What this device tells when it syncs: `[id, version, position, ownVersion?, oldest?]` above an id, ascending, the last the
   * lowest seq that is here. A conversation that an event brought has no version yet: the server is to treat it as unknown.
   */
  known(after = 0) {
    return [...this.value.values()]
      .filter((conversation) => conversation.id > after && conversation.version > 0)
      .sort((a, b) => a.id - b.id)
      .slice(0, MOST_KNOWN)
      .map(({ id, version, position, ownVersion, loaded }) => [id, version, position, ...(ownVersion >= 0 ? [ownVersion, oldestIn(loaded)] : [])]);
  }

  #with(entry) {
    const known = this.get(entry.conversationId);
    return known ? withEntry(known, entry) : conversationOf(entry, this.me);
  }

  #put(conversation) {
    this.set(new Map(this.value).set(conversation.id, conversation));
  }
}

function oldestIn([first]) {
  return first?.[0] ?? 1;
}

/** The list as people read it: requests apart, the newest conversation first, pending messages counted. */
export function ordered(conversations, pending) {
  const latest = new Map();
  for (const message of pending) latest.set(message.conversationId, message.createdAt);
  const time = (conversation) =>
    Math.max(latest.get(conversation.id) ?? 0, Date.parse(previewOf(conversation)?.sentAt ?? 0) || 0);
  const timed = [...conversations.values()].map((conversation) => ({ conversation, time: time(conversation) }));
  timed.sort((a, b) => b.time - a.time || b.conversation.id - a.conversation.id);
  return timed.map(({ conversation }) => conversation);
}

/** The id of the conversation with somebody who is a contact, else 0. */
export function contactWith(conversations, userId) {
  for (const conversation of conversations.values()) {
    if (conversation.peer?.id === userId && conversation.status === 'contact') return conversation.id;
  }
  return 0;
}

/** The ids of those whom I have blocked, each between blanks. */
export function blockedIn(conversations) {
  return [...conversations.values()].map(({ blocked, peer }) => (blocked ? ` ${peer.id} ` : '')).join('');
}

/** How many unread messages there are in all conversations of which I want to be told, but one. */
export function unreadIn(conversations, exceptId = 0) {
  const blocked = blockedIn(conversations);
  let count = 0;
  for (const one of conversations.values()) if (!isRefused(one) && one.id !== exceptId) count += newsOf(one, blocked);
  return count;
}

/** Who wrote unasked and was blocked for it, or was never on the list. */
export function isRefused(conversation) {
  return isUnlisted(conversation) || (conversation.status === 'request' && conversation.blocked);
}

/** Of somebody who is blocked and with whom one has no chat: not on the list. */
export function isUnlisted({ status }) {
  return status === 'none';
}
