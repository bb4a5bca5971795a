import { Failure } from '../../../../webroot/js/net/failure.js';

/** A tus server in memory, which may be told to fail. `send` is that of a `Sender`. */
export class TusServer {
  files = new Map();
  requests = [];
  /** What the next requests meet, by their method: a Failure, or `{after, failure}` for so many bytes that still come. */
  trouble = { POST: [], HEAD: [], PATCH: [], DELETE: [] };
  held = null;
  atOnce = 0;
  mostAtOnce = 0;

  send = async (request) => {
    const { method, path, headers, body, onProgress, signal } = request;
    this.requests.push(`${method} ${path}`);
    const trouble = this.trouble[method].shift();
    if (trouble instanceof Failure) throw trouble;
    signal?.throwIfAborted();
    if (method === 'POST') return this.#create(headers);
    const id = path.split('/').at(-1);
    const file = this.files.get(id);
    if (!file) throw new Failure(404, 'file_not_found');
    if (method === 'DELETE') return this.files.delete(id);
    if (method === 'HEAD') return this.#answer({ 'Upload-Offset': file.bytes.length });
    return this.#append(file, headers, body, { trouble, onProgress, signal });
  };

  get contents() {
    return [...this.files.values()].map(({ bytes }) => Buffer.from(bytes).toString());
  }

  #create(headers) {
    const id = `file-${this.files.size + 1}`;
    const told = Object.fromEntries(headers['Upload-Metadata'].split(',').map((pair) => pair.split(' ')));
    this.files.set(id, { bytes: [], length: Number(headers['Upload-Length']), told });
    return this.#answer({ Location: `/api/files/${id}` });
  }

  async #append(file, headers, body, { trouble, onProgress, signal }) {
    if (Number(headers['Upload-Offset']) !== file.bytes.length) throw new Failure(409, 'offset_mismatch');
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.atOnce);
    try {
      if (this.held) await Promise.race([this.held, new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))]);
      const bytes = [...new Uint8Array(await body.arrayBuffer())].slice(0, trouble?.after);
      file.bytes.push(...bytes);
      onProgress(bytes.length);
      if (trouble) throw trouble.failure;
      return this.#answer({ 'Upload-Offset': file.bytes.length });
    } finally {
      this.atOnce--;
    }
  }

  #answer(headers) {
    return { status: 200, header: (name) => headers[name]?.toString() };
  }
}

/** What `FileStorage` keeps, over a "reload". */
export class MemoryFiles {
  rows = new Map();
  places = new Map();
  blobs = new Map();

  async waiting(key) {
    return this.rows.get(key);
  }

  async keepWaiting(row) {
    this.rows.set(row.key, row);
  }

  async dropWaiting(keys) {
    for (const key of keys) this.rows.delete(key);
  }

  async waitingKeys() {
    return [...this.rows.keys()];
  }

  async seen(userId) {
    return [...this.places.values()].filter((row) => row.userId === userId);
  }

  async seenBlob(key) {
    return this.blobs.get(key);
  }

  async keepSeen(row, blob) {
    this.blobs.set(row.key, blob);
    this.places.set(row.key, row);
  }

  async noteSeen(row) {
    this.places.set(row.key, row);
  }

  async dropSeen(keys) {
    for (const key of keys) {
      this.places.delete(key);
      this.blobs.delete(key);
    }
  }
}
