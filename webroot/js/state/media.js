import { Failure } from '../net/failure.js';
import { FileStorage } from '../net/file-storage.js';
import { Sender } from '../net/sender.js';
import { Tus } from '../net/tus.js';
import { uuid } from '../net/uuid.js';
import { FileLinks } from './file-links.js';
import { DraftFiles } from './draft-files.js';
import { SeenFiles } from './seen-files.js';
import { Uploads, keyOf } from './uploads.js';

/** What of one user's messages is no text: what is sent, and what was seen. Fetched when it is first wanted. */
export class Media {
  /** How large a file may be, as far as this page knows. */
  maxSize = Infinity;
  #unsubscribe = () => {};

  static of(messenger, { locks }) {
    const { send } = new Sender({ rest: messenger.rest, ...messenger.clock });
    return new Media({ messenger, tus: new Tus({ send }), storage: new FileStorage(), locks });
  }

  /** @param tus brings files to the server */
  constructor({ messenger, tus, storage, locks }) {
    const { user, rest, outbox, conversations, clock, memory, drafts } = messenger;
    this.messenger = messenger;
    this.tray = new DraftFiles({ drafts, storage, userId: user.id });
    this.uploads = new Uploads({ outbox, tus, storage, userId: user.id, locks, held: () => this.tray.keys(), ...clock });
    this.seen = new SeenFiles({ conversations, storage, memory, userId: user.id, fetchFile: (path, patience) => rest.file(path, patience), ...clock });
    this.links = new FileLinks({ rest, now: clock.now });
    outbox.onFiled = (pending, message) => this.#adopt(pending, message);
  }

  start() {
    const { connected } = this.messenger;
    this.seen.start();
    this.uploads.start();
    this.#unsubscribe = connected.subscribe(({ status }) => status === 'online' && this.uploads.resume());
    return this;
  }

  stop() {
    this.#unsubscribe();
    this.uploads.stop();
    this.seen.stop();
  }

  /** @param given `{blob, …}`, each a file as it is to be told */
  send(conversationId, text, given, replyToSeq = 0) {
    const { outbox, typing, clock } = this.messenger;
    const clientId = uuid();
    const files = given.map(({ blob, ...file }, i) => ({ ...file, size: blob.size, inline: true, key: keyOf(clock.now(), clientId, i) }));
    files.forEach(({ key }, i) => this.uploads.keep(key, given[i].blob));
    typing.sent(conversationId);
    return outbox.attach(conversationId, clientId, { text, files }, replyToSeq ? { replyToSeq } : undefined);
  }

  /** Asks how large a file may be: sending does not wait for it. */
  async learnLimits() {
    const { maxSize } = await this.messenger.rest.authorized('GET', '/files');
    this.maxSize = maxSize;
  }

  /** The bytes of a file that is shown, or of a small picture of it. */
  async blob(message, file, part) {
    if (!file.key) return this.seen.blob(message, file, part);
    const blob = await this.uploads.blob(file.key);
    if (!blob) throw new Failure(410, 'file_lost');
    return blob;
  }

  /** What was sent from here need not be fetched. */
  async #adopt({ attached }, message) {
    const keys = attached.files.map(({ key }) => key);
    const blobs = keys.map((key) => this.uploads.blob(key));
    this.uploads.sent(keys);
    for (const [i, file] of message.files.entries()) {
      const blob = await blobs[i];
      if (blob) await this.seen.adopt(message, file, blob);
    }
  }
}
