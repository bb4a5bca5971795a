import { Failure } from './failure.js';

const TIMEOUT = 20_000;
const PROBE_TIMEOUT = 5_000;

/** REST calls: JSON or a Blob in, JSON out, every refusal a Failure. */
export class Rest {
  #tokens = null;

  constructor({ fetch, base = '/api' }) {
    this.fetch = fetch;
    this.base = base;
  }

  /** Calls made with `authorized` take their access token from here, and a fresh one after a 401. */
  useTokens(tokens) {
    this.#tokens = tokens;
  }

  async authorized(method, path, body) {
    const token = await this.#tokens.get();
    try {
      return await this.plain(method, path, body, token);
    } catch (failure) {
      if (failure.status !== 401) throw failure;
      return this.plain(method, path, body, await this.#tokens.refresh(token));
    }
  }

  /** What is downloaded as it is: a Blob. @param patience in milliseconds @param told gets the headers */
  async file(path, patience = TIMEOUT, told = undefined) {
    const response = await this.#send('GET', path, undefined, await this.#tokens.get(), patience);
    if (!response.ok) throw await refusal(response);
    told?.(response.headers);
    return response.blob().catch(cutShort);
  }

  /** A token for what is no REST call; another one than a refused one. */
  async token(refused) {
    return refused ? this.#tokens.refresh(refused) : this.#tokens.get();
  }

  async plain(method, path, body, token) {
    const response = await this.#send(method, path, body, token);
    if (!response.ok) throw await refusal(response);
    return answerIn(await response.text().catch(cutShort));
  }

  /** Whether the server itself answers, not only something on the way to it. */
  async answers() {
    try {
      const signal = AbortSignal.timeout(PROBE_TIMEOUT);
      return (await this.fetch(`${this.base}/health/live`, { cache: 'no-store', credentials: 'omit', signal })).ok;
    } catch {
      return false;
    }
  }

  async #send(method, path, body, token, patience = TIMEOUT) {
    const headers = {};
    const raw = body instanceof Blob;
    if (body !== undefined) headers['Content-Type'] = raw ? body.type : 'application/json';
    if (token) headers.Authorization = `Bearer ${token}`;
    try {
      return await this.fetch(this.base + path, {
        method,
        headers,
        body: body === undefined || raw ? body : JSON.stringify(body),
        credentials: 'same-origin',
        cache: 'no-store',
        signal: AbortSignal.timeout(patience),
      });
    } catch (error) {
      throw error.name === 'TimeoutError' ? Failure.timeout() : Failure.unreachable();
    }
  }
}

/** The connection broke in the middle of an answer: nobody can say what the rest would have been. */
function cutShort() {
  throw Failure.unreachable();
}

/** What is no JSON is not from the server, but from something on the way to it. */
function answerIn(text) {
  if (!text) return {};
  return parse(text) ?? cutShort();
}

async function refusal(response) {
  const json = parse(await response.text().catch(() => ''));
  return new Failure(response.status, json?.code ?? 'error', { ...json, retryAfter: retryAfter(response, json) });
}

function parse(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

function retryAfter(response, json) {
  return Number(json?.retryAfter ?? response.headers.get('Retry-After')) || 0;
}
