import { Failure } from './failure.js';

const FILES = '/files';
const RESUMABLE = { 'Tus-Resumable': '1.0.0' };

/**
 * Brings files to the server by tus 1.0.0, and goes on where that was broken off. An upload is known by the id that its file
 * is going to have.
 */
export class Tus {
  /** @param send makes a request, with the session's token: see `Sender` */
  constructor({ send }) {
    this.send = send;
  }

  /**
   * @param id of an upload that was begun before, if any
   * @param told what the server is to know of the file: strings, and bytes
   * @param onId told of the id once the server has given one
   * @param onProgress told how many bytes are there
   * @returns the id of the file, which is complete then
   */
  async upload(blob, { id, told, onId, onProgress, signal }) {
    let place = id;
    let offset = place && (await this.#offset(place, signal));
    if (offset === undefined) {
      place = await this.#create(blob.size, told, signal);
      onId(place);
      offset = 0;
    }
    onProgress(offset);
    if (offset < blob.size) await this.#append(place, blob, offset, { onProgress, signal });
    return place;
  }

  /** It is not wanted any more. */
  async cancel(id) {
    await this.send({ method: 'DELETE', path: `${FILES}/${id}`, headers: RESUMABLE });
  }

  async #create(size, told, signal) {
    const metadata = Object.entries(told).map(([name, value]) => `${name} ${encoded(value)}`);
    const headers = { ...RESUMABLE, 'Upload-Length': String(size), 'Upload-Metadata': metadata.join(',') };
    const { header } = await this.send({ method: 'POST', path: FILES, headers, signal });
    const id = /\/([A-Za-z0-9_-]+)$/.exec(header('Location') ?? '')?.[1];
    if (!id) throw Failure.unreachable(); // not from the server, but from something on the way to it
    return id;
  }

  /** How much of it is there; undefined where the server does not know it any more. */
  async #offset(id, signal) {
    try {
      const { header } = await this.send({ method: 'HEAD', path: `${FILES}/${id}`, headers: RESUMABLE, signal });
      const offset = Number(header('Upload-Offset') ?? NaN);
      if (!Number.isSafeInteger(offset)) throw Failure.unreachable();
      return offset;
    } catch (failure) {
      if (failure.status === 404 || failure.status === 410) return undefined;
      throw failure;
    }
  }

  /** All that is missing at once: what of it has come counts, however it ends. */
  async #append(id, blob, offset, { onProgress, signal }) {
    const headers = { ...RESUMABLE, 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' };
    const body = offset === 0 ? blob : blob.slice(offset);
    await this.send({ method: 'PATCH', path: `${FILES}/${id}`, headers, body, signal, onProgress: (sent) => onProgress(offset + sent) });
  }
}

/** Whether an upload that failed in this way can go on later. */
export function goesOn({ status, code, passes }) {
  if (code === 'too_many_uploads') return false;
  return passes === true || status === 404 || status === 409 || status === 423;
}

/** Base64 of a string in UTF-8, or of bytes. */
function encoded(value) {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
