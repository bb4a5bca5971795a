import { Backoff } from '../net/backoff.js';
import { Failure } from '../net/failure.js';
import { goesOn } from '../net/tus.js';
import { isFilling } from './outbox.js';
import { peaksOf } from './peaks.js';
import { Store } from './store.js';

const AT_ONCE = 3;
const DAY = 24 * 3_600_000;

/**
 * Brings the files of messages that wait for them to the server, as long as it takes, over a reload too. Its value: by
 * clientId how far those have come, `{sent, total, waits}`; `waits` says why nothing moves just now.
 */
export class Uploads extends Store {
  #stopped = false;
  #running = new Map();
  #blobs = new Map();
  /** Under which ids the server has them, as far as this page knows. */
  #ids = new Map();
  /** Those that no message names yet. */
  #fresh = new Set();
  #queue = [];
  #busy = 0;
  #wake = new Set();
  #unsubscribe = () => {};

  /**
   * @param locks of the browser, so that of several tabs one does it
   * @param held the keys of what else is kept among them
   */
  constructor({ outbox, tus, storage, userId, locks, held = () => [], now, setTimeout, clearTimeout, random }) {
    super(new Map());
    Object.assign(this, { outbox, tus, storage, userId, locks, held, now, setTimeout, clearTimeout, random });
  }

  start() {
    this.#unsubscribe = this.outbox.subscribe((all) => this.#look(all));
    this.#look(this.outbox.value);
    this.#sweep().catch(() => {});
  }

  stop() {
    this.#stopped = true;
    this.#unsubscribe();
    for (const { abort } of this.#running.values()) abort.abort();
  }

  /** Keeps the bytes of a file that is about to be sent, under the key that the message then names. */
  keep(key, blob) {
    this.#blobs.set(key, blob);
    this.#fresh.add(key);
    this.storage.keepWaiting({ key, userId: this.userId, blob }).catch(() => {}); // no room: until a reload
  }

  /** The bytes of a file that waits, undefined where they are gone. */
  async blob(key) {
    if (!this.#blobs.has(key)) {
      const row = await this.storage.waiting(key).catch(() => undefined);
      if (row) this.#blobs.set(key, row.blob);
    }
    return this.#blobs.get(key);
  }

  /** They were sent: nothing of them need stay here. */
  sent(keys) {
    this.#forget(keys, false).catch(() => {});
  }

  /** There is a connection again: what waits for one goes on. */
  resume() {
    for (const wake of [...this.#wake]) wake();
  }

  #look(all) {
    if (this.#stopped) return;
    const wanted = new Map(all.filter((one) => isFilling(one) && !one.error).map((one) => [one.clientId, one]));
    for (const [clientId, { abort }] of this.#running) if (!wanted.has(clientId)) abort.abort();
    for (const pending of wanted.values()) if (!this.#running.has(pending.clientId)) this.#run(pending);
    this.#forgetGone(all);
  }

  async #run(pending) {
    const { clientId } = pending;
    const abort = new AbortController();
    this.#running.set(clientId, { abort });
    try {
      await this.#alone(clientId, (late) => this.#fill(pending, abort, late));
    } catch (failure) {
      if (failure instanceof Failure || !abort.signal.aborted) this.outbox.refuse(clientId, failure.status >= 0 ? failure.code : 'other');
    } finally {
      this.#running.delete(clientId);
      this.#put(clientId, undefined);
      this.#look(this.outbox.value); // it may have been tried again meanwhile
    }
  }

  /** One tab at a time. `work` is told whether it had to wait for another one. */
  async #alone(clientId, work) {
    if (!this.locks) return work(false);
    const name = `webim.upload ${clientId}`;
    let busy = false;
    await this.locks.request(name, { ifAvailable: true }, (lock) => (lock === null ? (busy = true) : work(false)));
    return busy && this.locks.request(name, () => work(true));
  }

  async #fill({ clientId, attached: { files } }, abort, late) {
    if (abort.signal.aborted || (late && !(await this.#isLeft(clientId)))) return;
    const sent = files.map(() => 0);
    const total = files.reduce((sum, { size }) => sum + size, 0);
    const tell = (waits) => this.#put(clientId, { sent: sent.reduce((sum, one) => sum + one, 0), total, waits });
    tell('');
    const one = (file, i) => {
      const onProgress = (bytes) => {
        sent[i] = bytes;
        tell('');
      };
      return this.#upload(file, { abort, onProgress, onWait: tell });
    };
    try {
      this.outbox.filled(clientId, await Promise.all(files.map(one)));
    } catch (failure) {
      abort.abort(); // the others are not wanted without this one
      throw failure;
    }
  }

  /** Whether the tab that was at it has left something to do. */
  async #isLeft(clientId) {
    const kept = (await this.outbox.storage.pending(this.userId)).find((one) => one.clientId === clientId);
    if (kept && isFilling(kept)) return true;
    if (kept?.more?.fileIds) this.outbox.filled(clientId, kept.more.fileIds);
    else this.outbox.acknowledged(clientId);
    return false;
  }

  async #upload(file, { abort: { signal }, onProgress, onWait }) {
    const row = await this.#row(file.key);
    const backoff = new Backoff({ first: 1_000, random: this.random });
    const onId = (id) => {
      row.id = id;
      this.#ids.set(file.key, id);
      this.storage.keepWaiting(row).catch(() => {});
    };
    let most = 0;
    const onBytes = (bytes) => {
      if (bytes > most) backoff.reset();
      most = Math.max(most, bytes);
      onProgress(bytes);
    };
    for (;;) {
      try {
        return await this.#inTurn(signal, () => this.tus.upload(row.blob, { id: row.id, told: toldOf(file), onId, signal, onProgress: onBytes }));
      } catch (failure) {
        if (signal.aborted || !goesOn(failure)) throw failure;
        await readable(row.blob);
        onWait(failure.status === 0 ? 'unreachable' : failure.code);
        await this.#pause(Math.max((failure.retryAfter ?? 0) * 1_000, backoff.next()), signal);
      }
    }
  }

  /** With the bytes as the device has kept them: a file that was chosen may change. */
  async #row(key) {
    const row = await this.storage.waiting(key).catch(() => undefined);
    const blob = row?.blob ?? (await this.blob(key));
    if (!blob) throw new Failure(410, 'file_lost');
    return { key, userId: this.userId, ...row, blob };
  }

  /** A few at once, those that were chosen first before the others. */
  async #inTurn(signal, work) {
    if (this.#busy >= AT_ONCE) await new Promise((resolve) => this.#queue.push(resolve));
    else this.#busy++;
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      const next = this.#queue.shift();
      if (next) next();
      else this.#busy--;
    }
  }

  #pause(wait, signal) {
    return new Promise((resolve) => {
      const go = () => {
        this.clearTimeout(timer);
        this.#wake.delete(go);
        signal.removeEventListener('abort', go);
        resolve();
      };
      const timer = this.setTimeout(go, wait);
      this.#wake.add(go);
      signal.addEventListener('abort', go);
    });
  }

  #put(clientId, progress) {
    if (!progress && !this.value.has(clientId)) return;
    const next = new Map(this.value);
    if (progress) next.set(clientId, progress);
    else next.delete(clientId);
    this.set(next);
  }

  /** Of what was thrown away nothing stays, here and on the server. */
  #forgetGone(all) {
    const wanted = new Set(all.flatMap(({ attached }) => attached?.files.map(({ key }) => key) ?? []));
    for (const key of wanted) this.#fresh.delete(key);
    const gone = [...this.#blobs.keys()].filter((key) => !wanted.has(key) && !this.#fresh.has(key));
    if (gone.length > 0) this.#forget(gone, true).catch(() => {});
  }

  async #forget(keys, cancels) {
    for (const key of keys) this.#blobs.delete(key);
    const ids = await Promise.all(keys.map(async (key) => this.#ids.get(key) ?? (await this.storage.waiting(key))?.id));
    await this.storage.dropWaiting(keys);
    for (const id of ids) if (id && cancels) this.tus.cancel(id).catch(() => {});
    for (const key of keys) this.#ids.delete(key);
  }

  /** What a page has left that ended in the wrong moment. */
  async #sweep() {
    const kept = await this.storage.waitingKeys(this.userId);
    const pending = await this.outbox.storage.pending(this.userId);
    const wanted = new Set([...this.held(), ...pending.flatMap(({ attached }) => attached?.files.map(({ key }) => key) ?? [])]);
    const left = kept.filter((key) => !wanted.has(key) && this.now() - timeOf(key) > DAY);
    if (left.length > 0) await this.storage.dropWaiting(left);
  }
}

/** Of a file that one has deleted or changed meanwhile nothing can be sent. */
async function readable(blob) {
  await blob.slice(0, 1).arrayBuffer().catch(() => {
    throw new Failure(410, 'file_lost');
  });
}

/** Under which the bytes of a file are kept: `time/clientId/index`. */
export function keyOf(time, clientId, index) {
  return `${time}/${clientId}/${index}`;
}

function timeOf(key) {
  return Number(key.split('/')[0]);
}

/** What the server is told of a file besides its bytes. */
function toldOf({ name, mediaType, original, width, height, durationMs, waveform }) {
  const told = { filename: name, filetype: mediaType };
  if (original) told.original = 'true';
  if (width > 0 && height > 0) Object.assign(told, { width: String(width), height: String(height) });
  if (durationMs > 0) told.durationMs = String(Math.round(durationMs));
  if (waveform) told.waveform = peaksOf(waveform);
  return told;
}
