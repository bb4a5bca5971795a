import {
  seenUpTo,
  startOf,
  withReadConfirmed,
  withReading,
  withReceivedConfirmed,
} from './conversation.js';
import { plus } from './ranges.js';
import { Store } from './store.js';

const NOTHING = [];
/** Beyond as many members a message is delivered once anybody has it: the server keeps but the first to confirm it. */
const FEW = 100;
/** So that all of them together confirm some 200 times a second at most, however many messages come. */
const WAIT_PER_MEMBER = 10;
const LONGEST_WAIT = 10_000;

/**
 * Confirms to the server what this device has and what its user has read; each mark one call at a time. Its value: by the ids
 * of conversations, what of them the user has seen, be it past other messages or not.
 */
export class Receipts extends Store {
  #busy = new Set();
  #waiting = new Map();

  constructor({ conversations, call, setTimeout, clearTimeout, random = Math.random, needsOlder = () => {} }) {
    super(new Map());
    Object.assign(this, { conversations, call, setTimeout, clearTimeout, random, needsOlder });
  }

  stop() {
    this.#waiting.forEach(this.clearTimeout);
    this.#waiting.clear();
  }

  /** The user has seen these messages, perhaps past others that they have not. */
  saw(id, seqs) {
    const all = seqs.reduce((seen, seq) => plus(seen, seq, seq), this.seenIn(id));
    this.set(new Map(this.value).set(id, all));
    this.conversations.change(id, (conversation) => withReading(conversation, seenUpTo(conversation, all)));
    this.settle(id);
  }

  seenIn(id) {
    return this.value.get(id) ?? NOTHING;
  }

  /** The user means everything that there is. */
  read(id) {
    this.conversations.change(id, (conversation) => withReading(conversation, conversation.position));
    this.settle(id);
  }

  settleAll() {
    for (const id of this.conversations.value.keys()) this.settle(id);
  }

  /** Tells the server what it does not know yet of this conversation. */
  settle(id) {
    const conversation = this.conversations.get(id);
    if (!conversation) return;
    if (isAmongMany(conversation)) this.#receivedAmongMany(conversation);
    else this.#received(conversation);
    this.#readUpTo(conversation);
  }

  // Whatever lies before is left where it is: others have it, and nobody counts on this device's mark.
  #receivedAmongMany({ id, position, receivedSeq, group }) {
    if (position <= receivedSeq || this.#waiting.has(id)) return;
    const wait = this.random() * Math.min(LONGEST_WAIT, group.memberCount * WAIT_PER_MEMBER);
    const timer = this.setTimeout(() => {
      this.#waiting.delete(id);
      const conversation = this.conversations.get(id);
      if (conversation?.position > conversation?.receivedSeq) this.#confirm(conversation);
    }, wait);
    this.#waiting.set(id, timer);
  }

  // Only a prefix without a gap may be confirmed: what lies between the server's mark and here must be loaded first.
  #received(conversation) {
    const { id, position, receivedSeq } = conversation;
    if (position <= receivedSeq) return;
    if (startOf(conversation) > receivedSeq + 1) {
      this.needsOlder(id);
      return;
    }
    this.#confirm(conversation);
  }

  #confirm({ id, position }) {
    this.#once(`received ${id}`, id, async () => {
      await this.call('chat.message.received', { conversationId: id, seq: position });
      this.conversations.change(id, (current) => withReceivedConfirmed(current, position));
    });
  }

  #readUpTo({ id, readSeq, serverReadSeq }) {
    if (readSeq <= serverReadSeq) return;
    this.#once(`read ${id}`, id, async () => {
      const unread = await this.call('chat.conversation.read', { conversationId: id, seq: readSeq });
      this.conversations.change(id, (current) => withReadConfirmed(current, readSeq, unread));
    });
  }

  async #once(key, id, work) {
    if (this.#busy.has(key)) return;
    this.#busy.add(key);
    try {
      await work();
    } catch {
      return; // the next sync settles again
    } finally {
      this.#busy.delete(key);
    }
    this.settle(id);
  }
}

function isAmongMany({ group }) {
  return group?.memberCount > FEW;
}
