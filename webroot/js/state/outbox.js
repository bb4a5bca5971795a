import { uuid } from '../net/uuid.js';
import { Journal } from './journal.js';
import { Store } from './store.js';

const PAUSE = 2_000;
/** What the server says of files that it does not have any more. */
const FILES_GONE = ['file_not_ready', 'file_not_found'];

/**
 * Messages on their way (`msg_send`), kept on the device until the server has committed them. They go out in order in
 * each conversation and always with the same clientId, so that sending one again is harmless. What the server refuses
 * for good stays, marked with the reason, until it is retried or discarded.
 *
 * An entry is `{clientId, userId, conversationId, text, createdAt, order, error?, waits?, more?}`: `waits` says for what
 * the server lets it wait. Pages of other versions keep
 * theirs in the same place, and send what they find there: what a message asks for besides its text stands in `more` and
 * goes along, and an entry without a text is left to the page that knows what it is: one that sends on another message
 * has `more.forward`, `{conversationId, seq}`, instead of its text; one with files has `attached`, `{text, files}`, and its
 * text only once these are on the server, together with `more.fileIds`.
 */
export class Outbox extends Store {
  #draining = new Set();

  constructor({ storage, memory, userId, call, setTimeout, now = Date.now, onSent = () => {}, onFiled = () => {} }) {
    super([]);
    Object.assign(this, { storage, userId, call, setTimeout, now, onSent, onFiled });
    this.journal = new Journal({ memory, userId });
  }

  async load() {
    const written = this.journal.written();
    const stored = await this.storage.pending(this.userId).catch(() => []);
    const here = new Set(this.value.map((pending) => pending.clientId));
    const kept = new Map([...written, ...stored].map((pending) => [pending.clientId, pending]));
    const missing = [...kept.values()].filter((pending) => !here.has(pending.clientId));
    this.set([...missing.sort((a, b) => a.order - b.order), ...this.value]);
    for (const pending of written) this.#keep(kept.get(pending.clientId));
    this.resume();
  }

  /** Whether anything waits, of whichever tab. */
  async exists() {
    return this.value.length > 0 || (await this.storage.pending(this.userId).catch(() => [])).length > 0;
  }

  /**
   * @param text undefined of what is sent on
   * @param more what it asks for besides its text
   */
  add(conversationId, text, more) {
    return this.#add({ clientId: uuid(), conversationId, text }, more);
  }

  /**
   * One that waits for its files.
   *
   * @param attached `{text, files}`, the files as they will be told
   */
  attach(conversationId, clientId, attached, more) {
    return this.#add({ clientId, conversationId, attached }, more);
  }

  /** Its files are on the server. */
  filled(clientId, fileIds) {
    const pending = this.#find(clientId);
    if (!pending?.attached) return;
    this.#replace({ ...pending, text: pending.attached.text, more: { ...pending.more, fileIds } });
    this.#drain(pending.conversationId);
  }

  /** It cannot be sent, for a reason that is not the message's. */
  refuse(clientId, code) {
    const pending = this.#find(clientId);
    if (pending) this.#replace({ ...pending, error: code });
  }

  /** Sends whatever waits: the connection is there again. */
  resume() {
    for (const id of new Set(this.value.map((pending) => pending.conversationId))) this.#drain(id);
  }

  /** The server has this message of mine. */
  acknowledged(clientId, message) {
    const pending = this.#find(clientId);
    if (!pending) return;
    if (pending.attached && message?.files) this.onFiled(pending, message);
    this.#drop(clientId);
  }

  retry(clientId) {
    const pending = this.#find(clientId);
    if (!pending) return;
    const { error, ...again } = pending;
    this.#replace(FILES_GONE.includes(error) && pending.attached ? withoutFiles(again) : again);
    this.#drain(pending.conversationId);
  }

  /** Sends it without what it answered, which is gone. */
  retryAlone(clientId) {
    const pending = this.#find(clientId);
    if (!pending) return;
    const { replyToSeq, ...more } = pending.more ?? {};
    this.#replace({ ...pending, more });
    this.retry(clientId);
  }

  discard(clientId) {
    this.#drop(clientId);
  }

  #add(written, more) {
    const createdAt = this.now();
    const order = Math.max(createdAt, (this.value[this.value.length - 1]?.order ?? 0) + 1);
    const pending = { ...written, userId: this.userId, createdAt, order, ...(more && { more }) };
    this.set([...this.value, pending]);
    this.journal.write(pending);
    this.#keep(pending);
    this.#drain(pending.conversationId);
    return pending;
  }

  async #drain(conversationId) {
    if (this.#draining.has(conversationId)) return;
    this.#draining.add(conversationId);
    try {
      let next = this.#next(conversationId);
      while (next && (await this.#send(next))) next = this.#next(conversationId);
    } finally {
      this.#draining.delete(conversationId);
    }
  }

  #next(conversationId) {
    return this.value.find((pending) => pending.conversationId === conversationId && isSendable(pending) && !isFilling(pending));
  }

  /** Whether to go on with the one after it. */
  async #send(pending) {
    const { conversationId, clientId, text, more } = pending;
    try {
      const { message } = await this.call('chat.message.send', { ...more, conversationId, clientId, text });
      this.onSent(message);
      this.acknowledged(clientId, message);
      return true;
    } catch (failure) {
      return this.#failed(pending, failure);
    }
  }

  #failed(pending, failure) {
    if (failure.passes !== false) {
      if (failure.code === 'slow_mode' && !pending.waits) this.#replace({ ...pending, waits: failure.code });
      const wait = failure.retryAfter ? failure.retryAfter * 1000 : PAUSE;
      this.setTimeout(() => this.#drain(pending.conversationId), wait);
      return false;
    }
    if (this.#find(pending.clientId)) this.#replace({ ...pending, error: failure.code });
    return true;
  }

  #find(clientId) {
    return this.value.find((pending) => pending.clientId === clientId);
  }

  #replace(pending) {
    this.set(this.value.map((other) => (other.clientId === pending.clientId ? pending : other)));
    this.#keep(pending);
  }

  #drop(clientId) {
    this.set(this.value.filter((pending) => pending.clientId !== clientId));
    this.journal.erase(clientId);
    this.storage.drop(clientId).catch(() => {});
  }

  // Without storage (a private window may refuse it) messages are still sent, they just do not survive a reload.
  #keep(pending) {
    this.storage.keep(pending).then(
      () => this.journal.erase(pending.clientId),
      () => {},
    );
  }
}

/** Whether it only waits for its turn. */
export function isSendable(pending) {
  return !pending.error && isOurs(pending);
}

/** Whether its files are not all on the server yet: what was written after it does not wait for them. */
export function isFilling({ attached, text }) {
  return Boolean(attached) && typeof text !== 'string';
}

/** Whether this page knows what it is. */
export function isOurs({ text, more, attached }) {
  return typeof text === 'string' || Boolean(more?.forward) || Boolean(attached);
}

/** As before any of its files were on the server. */
function withoutFiles({ text, more: { fileIds, ...more } = {}, ...pending }) {
  return { ...pending, more };
}
