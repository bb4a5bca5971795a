import type { FeedEvent } from './types.js';

const TOLERANCE_SECONDS = 300;
const PREFIX = 'whsec_';

export type WebhookProblem = 'missing_header' | 'bad_timestamp' | 'too_old' | 'too_new' | 'bad_signature' | 'bad_body';

/** What came was not sent by webim, or not lately. Answer 401, and look at nothing in it. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';

  constructor(readonly code: WebhookProblem) {
    super(code);
  }
}

/** Those of a request, in whatever form a framework has them. */
export type WebhookHeaders = Headers | Record<string, string | string[] | undefined>;

/** Takes what webim posts, once it is proved to be from there: Standard Webhooks 1.0. */
export class Webhook {
  readonly #keys: Promise<CryptoKey>[];
  readonly #tolerance: number;

  /**
   * @param secrets as the subscription gave it, `whsec_…`; several while one takes over from another
   * @param options `tolerance`: how many seconds ago it may have been sent, 300 unless told otherwise
   */
  constructor(secrets: string | string[], options: { tolerance?: number } = {}) {
    this.#keys = [secrets].flat().map(keyOf);
    if (this.#keys.length === 0) throw new TypeError('a webhook needs a secret');
    this.#tolerance = options.tolerance ?? TOLERANCE_SECONDS;
  }

  /**
   * The event. Its id is that of the feed, and the same when it is posted again: pass over what you have had.
   *
   * @param body as it came, not parsed and written again
   * @param now in seconds
   */
  async verify(headers: WebhookHeaders, body: string | Uint8Array, now = Date.now() / 1000): Promise<FeedEvent> {
    const id = header(headers, 'webhook-id');
    const timestamp = header(headers, 'webhook-timestamp');
    const signatures = header(headers, 'webhook-signature');
    this.#checkTime(timestamp, now);
    const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    if (!(await this.#isSigned(joined(`${id}.${timestamp}.`, bytes), signatures))) throw new WebhookError('bad_signature');
    return { ...parsed(text), id };
  }

  #checkTime(timestamp: string, now: number): void {
    if (!/^[0-9]{1,12}$/.test(timestamp)) throw new WebhookError('bad_timestamp');
    if (Number(timestamp) < now - this.#tolerance) throw new WebhookError('too_old');
    if (Number(timestamp) > now + this.#tolerance) throw new WebhookError('too_new');
  }

  /** One good signature of any secret is enough; those of other kinds are passed over. */
  async #isSigned(signed: Uint8Array<ArrayBuffer>, signatures: string): Promise<boolean> {
    const given = signatures
      .split(' ')
      .filter((one) => one.startsWith('v1,'))
      .map((one) => fromBase64(one.slice(3)));
    for (const key of this.#keys) {
      for (const signature of given) {
        if (signature && (await crypto.subtle.verify('HMAC', await key, signature, signed))) return true;
      }
    }
    return false;
  }
}

function keyOf(secret: string): Promise<CryptoKey> {
  const bytes = fromBase64(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret);
  if (!bytes?.length) throw new TypeError('a secret is whsec_ and base64');
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
}

function header(headers: WebhookHeaders, name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : named(headers, name);
  const text = Array.isArray(value) ? value[0] : value;
  if (!text) throw new WebhookError('missing_header');
  return text;
}

function named(headers: Record<string, string | string[] | undefined>, name: string) {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}

function parsed(text: string): FeedEvent {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as FeedEvent;
  } catch {
    // Said below.
  }
  throw new WebhookError('bad_body');
}

function joined(head: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const start = new TextEncoder().encode(head);
  const all = new Uint8Array(start.length + body.length);
  all.set(start);
  all.set(body, start.length);
  return all;
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
}
