import { Failure } from '../../../../webroot/js/net/failure.js';

export const ME = 1;
export const PEER = 2;

export function entry(more = {}) {
  return {
    user: { id: PEER, username: 'bob', displayName: 'Bob' },
    conversationId: 7,
    status: 'contact',
    unread: 0,
    lastSeq: 0,
    receivedSeq: 0,
    readSeq: 0,
    peerReceivedSeq: 0,
    peerReadSeq: 0,
    ...more,
  };
}

/** A group's entry. */
export function group(more = {}) {
  const { user, status, ...rest } = entry();
  return { ...rest, kind: 'group', title: 'Choir', role: 'member', memberCount: 3, ...more };
}

export function message(seq, more = {}) {
  return {
    conversationId: 7,
    seq,
    senderId: PEER,
    clientId: `client-${seq}`,
    text: `text ${seq}`,
    state: 'msg_cache',
    sentAt: new Date(1_700_000_000_000 + seq * 1000).toISOString(),
    ...more,
  };
}

export function messages(from, to, more) {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => message(from + i, more));
}

/** Keeps pending messages and conversations as IndexedDB would, over a "reload". */
export class MemoryStorage {
  kept = new Map();
  #conversations = new Map();

  async conversations(userId) {
    return [...this.#conversations.values()].filter((one) => one.userId === userId);
  }

  async keepConversations(userId, changed, gone) {
    for (const one of changed) this.#conversations.set(`${userId} ${one.id}`, structuredClone({ ...one, userId }));
    for (const id of gone) this.#conversations.delete(`${userId} ${id}`);
  }

  async clearConversations() {
    this.#conversations.clear();
  }

  async clearPending() {
    this.kept.clear();
  }

  async clearFiles() {}

  async pending(userId) {
    return [...this.kept.values()].filter((one) => one.userId === userId).sort((a, b) => a.order - b.order);
  }

  async keep(pending) {
    this.kept.set(pending.clientId, structuredClone(pending));
  }

  async drop(clientId) {
    this.kept.delete(clientId);
  }
}

/** A `localStorage`. */
export class MemoryItems {
  #items = new Map();
  getItem = (key) => this.#items.get(key) ?? null;
  setItem = (key, value) => this.#items.set(key, String(value));
  removeItem = (key) => this.#items.delete(key);
  key = (index) => [...this.#items.keys()][index] ?? null;

  get length() {
    return this.#items.size;
  }
}

/** Answers calls by address, and remembers them. `answers[address]` is a function of the body, or a Failure. */
export function scripted(answers) {
  const calls = [];
  const call = async (address, body) => {
    calls.push([address, body]);
    const answer = answers[address];
    const result = typeof answer === 'function' ? await answer(body) : answer;
    if (result instanceof Failure) throw result;
    return result ?? {};
  };
  return { call, calls, to: (address) => calls.filter(([to]) => to === address).map(([, body]) => body) };
}
