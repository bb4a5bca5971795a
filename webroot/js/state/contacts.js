import { isDirect, withOlderUnknown, withReading } from './conversation.js';
import { isUnlisted } from './conversations.js';

/** The contact list's commands and events; the entries themselves are the conversations. */
export class Contacts {
  constructor({ conversations, call, onAdded = () => {} }) {
    Object.assign(this, { conversations, call, onAdded });
  }

  /** Adds by username; the answer is the id of the conversation, which exists from now on. */
  async add(username) {
    const { contact } = await this.call('contacts.add', { username });
    this.added(contact);
    return contact.conversationId;
  }

  /** Opens the conversation with oneself; the answer is its id. */
  async self() {
    const { conversation } = await this.call('conversations.self', {});
    this.added(conversation);
    return conversation.conversationId;
  }

  async accept(userId) {
    const { contact } = await this.call('contacts.accept', { userId });
    this.added(contact);
  }

  async remove(userId) {
    await this.call('contacts.remove', { userId });
    this.removed(userId);
  }

  async block(userId) {
    await this.call('contacts.block', { userId });
    if (this.conversations.withPeer(userId)) this.#change(userId, (conversation) => ({ ...conversation, blocked: true }));
    else await this.blocked();
  }

  /** Those who are blocked, by their names; from now on also what strangers among them say in groups is folded. */
  async blocked() {
    const entries = [];
    let after;
    do {
      const { contacts, next } = await this.call('contacts.list', { blocked: true, after });
      entries.push(...contacts.filter(isDirect));
      after = next;
    } while (after);
    this.#know(entries);
    return entries.map(({ user }) => user).sort((a, b) => a.username.localeCompare(b.username));
  }

  /** Those with whom one has no chat are told of nowhere else; of all others a sync may tell later. */
  #know(entries) {
    const ids = new Set(entries.map(({ conversationId }) => conversationId));
    const freed = [...this.conversations.value.values()].filter((one) => isUnlisted(one) && !ids.has(one.id));
    freed.forEach(({ id }) => this.conversations.remove(id));
    for (const entry of entries) {
      const { conversationId: id } = entry;
      if (this.conversations.get(id)) this.conversations.change(id, (known) => (known.blocked ? known : { ...known, blocked: true }));
      else this.conversations.accept(entry);
    }
  }

  /** @param until missing where it has no end */
  async mute(userId, muted, until) {
    const { contact } = await this.call('contacts.mute', { userId, muted, until });
    this.conversations.accept(contact);
  }

  /** Somebody has another name or picture. */
  changed(user) {
    this.#change(user.id, (conversation) => ({ ...conversation, peer: user }));
    this.conversations.called(user);
  }

  async unblock(userId) {
    await this.call('contacts.unblock', { userId });
    const conversation = this.conversations.withPeer(userId);
    if (conversation && isUnlisted(conversation)) this.conversations.remove(conversation.id);
    else this.#change(userId, (known) => ({ ...known, blocked: false }));
  }

  /** Somebody is in the list now; one who was hidden may bring older messages back. */
  added(entry) {
    if (!isDirect(entry)) return;
    const id = entry.conversationId;
    const known = this.conversations.get(id);
    // What was looked at before it was taken up waits no more, whatever the server has heard of that.
    if (entry.status === 'contact' && known?.lookedSeq >= known?.lastSeq) this.conversations.change(id, (one) => withReading(one, one.lookedSeq));
    this.conversations.accept(entry);
    if (known && known.status !== entry.status) this.conversations.change(id, withOlderUnknown);
    this.onAdded(id, !known);
  }

  removed(userId) {
    const conversation = this.conversations.withPeer(userId);
    if (conversation) this.conversations.remove(conversation.id);
  }

  presence({ userId, online, lastSeen }) {
    this.#change(userId, (conversation) => ({ ...conversation, online, lastSeen: lastSeen ?? conversation.lastSeen }));
  }

  /** Those of a page of a sync who are there, or were lately; whoever else it covers is not. */
  attendance(after = 0, { presence, next = Infinity }) {
    const told = new Map(presence?.map((one) => [one.userId, one]));
    for (const { id, peer, online } of presence ? this.conversations.value.values() : []) {
      const one = peer && (told.get(peer.id) ?? (online && { userId: peer.id }));
      if (one && id > after && id <= next) this.presence(one);
    }
  }

  #change(userId, change) {
    const conversation = this.conversations.withPeer(userId);
    if (conversation) this.conversations.change(conversation.id, change);
  }
}
