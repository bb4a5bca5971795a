import { Failure } from './failure.js';

/** How long nothing may move before the line counts as dead, and how long the server may look at what has come. */
const SILENCE = 30_000;
const LOOKING = 150_000;

/** Requests of which one hears how far their bodies have come, which `fetch` does not tell. */
export class Sender {
  /** @param make makes an XMLHttpRequest */
  constructor({ rest, make = () => new XMLHttpRequest(), setTimeout, clearTimeout }) {
    Object.assign(this, { rest, make, setTimeout, clearTimeout });
  }

  /** @returns `{status, header}`; every refusal is a Failure */
  send = async (request) => {
    const token = await this.rest.token();
    try {
      return await this.#once(request, token);
    } catch (failure) {
      if (failure.status !== 401) throw failure;
      return this.#once(request, await this.rest.token(token));
    }
  };

  #once({ method, path, headers, body, onProgress = () => {}, signal }, token) {
    const xhr = this.make();
    return new Promise((resolve, reject) => {
      let timer;
      const within = (wait) => {
        this.clearTimeout(timer);
        timer = this.setTimeout(() => end(reject, Failure.timeout()), wait);
      };
      const abort = () => end(reject, signal.reason);
      const end = (settle, value) => {
        this.clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        settle(value);
        xhr.abort();
      };
      xhr.open(method, this.rest.base + path);
      for (const [name, value] of Object.entries({ ...headers, Authorization: `Bearer ${token}` })) xhr.setRequestHeader(name, value);
      xhr.upload.onprogress = ({ loaded }) => {
        within(SILENCE);
        onProgress(loaded);
      };
      xhr.upload.onload = () => within(LOOKING);
      xhr.onerror = () => end(reject, Failure.unreachable());
      xhr.onload = () => (xhr.status < 400 ? end(resolve, answerOf(xhr)) : end(reject, refusalOf(xhr)));
      signal?.addEventListener('abort', abort);
      if (signal?.aborted) return abort();
      within(body ? SILENCE : LOOKING);
      xhr.send(body);
      return undefined;
    });
  }
}

function answerOf(xhr) {
  const headers = new Map(xhr.getAllResponseHeaders().split('\r\n').map((line) => split(line)));
  return { status: xhr.status, header: (name) => headers.get(name.toLowerCase()) };
}

function split(line) {
  const at = line.indexOf(':');
  return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
}

function refusalOf(xhr) {
  const json = parsed(xhr.responseText);
  const retryAfter = Number(json?.retryAfter ?? xhr.getResponseHeader('Retry-After')) || 0;
  return new Failure(xhr.status, json?.code ?? 'error', { ...json, retryAfter });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
