import { hasGap, startOf, withPage, withPeople, withStretch, withoutRanges } from './conversation.js';
import { rangeOf } from './ranges.js';
import { Store } from './store.js';

const PAGE = 100;

/** Loads what a conversation lacks: older messages on demand, and what a gap hides. Its value: ids that load now. */
export class History extends Store {
  #running = new Map();
  #asking = new Map();

  constructor({ conversations, call }) {
    super(new Set());
    Object.assign(this, { conversations, call });
  }

  /** One page before a seq; by default before the newest stretch. */
  older(id, before) {
    return this.#asked(id, (conversation) => {
      if (conversation.position === 0) return this.#newest(conversation);
      const start = before ?? startOf(conversation);
      return start > 1 ? this.#before(conversation, start) : undefined;
    });
  }

  /** One page after a seq. */
  newer(id, after) {
    return this.#asked(id, (conversation) => this.#after({ ...conversation, position: after }));
  }

  /** A page with a seq in its middle. */
  around(id, seq) {
    return this.#asked(id, async (conversation) => {
      if (conversation.position === 0) await this.#newest(conversation);
      await this.#downToSeq(id, Math.min(conversation.lastSeq, seq + PAGE / 2) + 1, seq);
    });
  }

  /** The same once nothing else is under way. */
  async seek(id, seq) {
    await this.#asking.get(id);
    return this.around(id, seq);
  }

  /** One message, which another one answers. */
  single(id, seq) {
    return this.#one(`single ${id} ${seq}`, async () => {
      await this.fill(id);
      const page = await this.#page({ conversationId: id, before: seq + 1, limit: 1 });
      this.#apply(id, page, seq, seq);
      return true;
    });
  }

  /** A page of long messages is a short one: as many as it takes. */
  async #downToSeq(id, before, seq) {
    let end = before;
    let start = Infinity;
    while (end > seq && end < start) {
      start = end;
      await this.#before({ id }, start);
      end = rangeOf(this.conversations.get(id)?.loaded ?? [], start - 1)?.[0] ?? start;
    }
  }

  /** What a reader asks for, one at a time in each conversation; whether it came. */
  async #asked(id, load) {
    const conversation = this.conversations.get(id);
    if (!conversation || this.value.has(id)) return false;
    const asking = this.#ask(id, conversation, load);
    this.#asking.set(id, asking);
    return asking;
  }

  async #ask(id, conversation, load) {
    this.set(new Set(this.value).add(id));
    try {
      await load(conversation);
      return true;
    } catch {
      return false; // asked for again by the next scroll
    } finally {
      const rest = new Set(this.value);
      rest.delete(id);
      this.#asking.delete(id);
      this.set(rest);
    }
  }

  /** Everything down to the server's received mark, page by page; whether it is all here then. */
  downToReceived(id) {
    return this.#one(`received ${id}`, () => this.#downTo(id, (conversation) => conversation.receivedSeq + 1));
  }

  async #downTo(id, goal) {
    let conversation = this.conversations.get(id);
    while (conversation && startOf(conversation) > goal(conversation)) {
      const before = startOf(conversation);
      await this.#before(conversation, before);
      conversation = this.conversations.get(id);
      if (conversation && startOf(conversation) >= before) return false;
    }
    return conversation !== undefined;
  }

  /** What is missing between the position and the last seq that we heard of; whether it is all here then. */
  fill(id) {
    return this.#one(`gap ${id}`, async () => {
      let conversation = this.conversations.get(id);
      while (conversation && hasGap(conversation)) {
        const before = conversation.position;
        await (before === 0 ? this.#newest(conversation) : this.#after(conversation));
        conversation = this.conversations.get(id);
        if (conversation && conversation.position <= before) return false;
      }
      return conversation !== undefined;
    });
  }

  async #newest({ id }) {
    const { lastSeq } = this.conversations.get(id);
    const { messages, deletedRanges, hasMore, users } = await this.#page({ conversationId: id, limit: PAGE });
    this.conversations.change(id, (current) =>
      withPeople(withPage(current, { messages, deletedRanges, limited: hasMore, lastSeq }), users),
    );
  }

  async #before({ id }, before) {
    const page = await this.#page({ conversationId: id, before, limit: PAGE });
    const from = page.hasMore ? Math.min(before, ...seqs(page), ...page.deletedRanges.map((range) => range[0])) : 1;
    this.#apply(id, page, from, before - 1);
  }

  async #after({ id, position, lastSeq }) {
    const page = await this.#page({ conversationId: id, after: position, limit: PAGE });
    const known = Math.max(position, ...seqs(page), ...page.deletedRanges.map((range) => range[1]));
    this.#apply(id, page, position + 1, page.hasMore ? known : Math.max(known, lastSeq));
  }

  #apply(id, { messages, deletedRanges, users }, from, to) {
    this.conversations.change(id, (current) =>
      withPeople(withoutRanges(withStretch(current, messages, from, to), deletedRanges), users),
    );
  }

  async #page(request) {
    const { messages, deletedRanges = [], hasMore, users } = await this.call('chat.message.history', request);
    return { messages, deletedRanges, hasMore, users };
  }

  /** One at a time; who asks meanwhile shares the answer. What fails is found missing again by the next sync. */
  #one(key, work) {
    if (!this.#running.has(key)) {
      const done = work()
        .catch(() => false)
        .finally(() => this.#running.delete(key));
      this.#running.set(key, done);
    }
    return this.#running.get(key);
  }
}

function seqs({ messages }) {
  return messages.map((message) => message.seq);
}
