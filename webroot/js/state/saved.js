import { Store } from './store.js';

const PAGE = 100;
const SHOWN = 50;

/** Which messages I have saved: sets of seqs, by the ids of the conversations that were asked about. */
export class Saved extends Store {
  constructor({ call }) {
    super(new Map());
    this.call = call;
  }

  has({ conversationId, seq }) {
    return this.value.get(conversationId)?.has(seq) === true;
  }

  /** Learns which they are in a conversation, once a connection. */
  async look(id) {
    if (this.value.has(id)) return;
    this.#put(id, new Set());
    try {
      let after;
      do {
        const { messages, next } = await this.call('chat.message.saved', { conversationId: id, after, limit: PAGE });
        this.#put(id, new Set([...(this.value.get(id) ?? []), ...messages.map(({ seq }) => seq)]));
        after = next;
      } while (after);
    } catch {
      this.#drop(id); // the next look asks again
    }
  }

  async save({ conversationId, seq }, on) {
    await this.call('chat.message.save', { conversationId, seq, on });
    this.heard({ conversationId, seq, on });
  }

  /** On this device or on another. */
  heard({ conversationId, seq, on }) {
    const known = this.value.get(conversationId);
    if (!known || known.has(seq) === on) return;
    const seqs = new Set(known);
    if (on) seqs.add(seq);
    else seqs.delete(seq);
    this.#put(conversationId, seqs);
  }

  /** A page of `{saved: [{message, place, writer}], next?}`, what was saved last first. */
  async page(after) {
    const { messages, conversations, users, next } = await this.call('chat.message.saved', { after, limit: SHOWN });
    const places = new Map(conversations.map((one) => [one.conversationId, one]));
    const people = new Map(users.map((user) => [user.id, user]));
    const entry = (message) => ({ message, place: places.get(message.conversationId), writer: people.get(message.senderId) });
    return { saved: messages.map(entry), next };
  }

  /** Nothing was told for a while. */
  forget() {
    this.set(new Map());
  }

  #put(id, seqs) {
    this.set(new Map(this.value).set(id, seqs));
  }

  #drop(id) {
    const rest = new Map(this.value);
    rest.delete(id);
    this.set(rest);
  }
}
