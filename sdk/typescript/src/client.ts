import { refusal, WebimError } from './errors.js';
import { Backoff, pause } from './retry.js';
import { eventsOf, Silence } from './stream.js';
import type { FeedEvent, FeedPage, Message, User } from './types.js';

const LONGEST_WAIT_SECONDS = 25;
/** An answer that is refused so will be refused for ever. */
const MOOT = new Set(['conversation_not_found', 'peer_blocked', 'not_permitted', 'client_id_reused']);

/** A bot's token; or what gives a person's access token, which lives ten minutes, whenever one is needed. */
export type Token = string | (() => string | Promise<string>);

export interface ClientOptions {
  /** For so many seconds what may be done twice is tried again; 60. */
  retryFor?: number;
  /** After so many seconds without a sign of the server a connection is given up; 30. A stream gives one every 12. */
  timeout?: number;
}

/** What to send. Exactly one of `to` (a username), `toUserId` and `conversationId` says where to. */
export interface Outgoing {
  to?: string;
  toUserId?: number;
  conversationId?: number;
  text?: string;
  replyToSeq?: number;
  fileIds?: string[];
  /** The same key is the same message for ever, however often it is sent; one by chance where it is missing. */
  key?: string;
}

export interface FeedOptions {
  /** The name under which the place in the feed is kept; programs that share one account have one each. */
  consumer?: string;
  /** Where to go on, for programs that keep the id of the last event themselves; else where it was acknowledged. */
  after?: string;
  /** Whether what was handled is acknowledged; it is, unless told otherwise. */
  acknowledge?: boolean;
  /** `poll` asks again and again, `stream` keeps one answer open. */
  via?: 'poll' | 'stream';
  /** How many events come in one answer at most. */
  limit?: number;
  signal?: AbortSignal;
}

interface Request {
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

/** webim over REST, for one account. */
export class Client {
  readonly #origin: string;
  readonly #token: Token;
  readonly #retryMs: number;
  readonly #timeoutMs: number;

  /** @param url where the server is, such as `https://chat.example.org` */
  constructor(url: string, token: Token, options: ClientOptions = {}) {
    this.#origin = url.replace(/\/+$/, '');
    this.#token = token;
    this.#retryMs = (options.retryFor ?? 60) * 1000;
    this.#timeoutMs = (options.timeout ?? 30) * 1000;
  }

  /** Whose token it is. */
  me(): Promise<User> {
    return this.request<User>('GET', '/api/users/me');
  }

  /** Sends a message, again until it is answered: it is there once, whatever broke off in between. */
  async send({ key = crypto.randomUUID(), ...message }: Outgoing): Promise<Message> {
    const headers = { 'Idempotency-Key': key };
    const answer = await this.request<{ message: Message }>('POST', '/api/messages', { body: message, headers });
    return answer.message;
  }

  /**
   * Says something where an event's message was said: once, however often that event comes. Undefined where nobody takes it
   * any more, as the conversation is gone or the bot is blocked, or where it was answered with another text before.
   */
  async answer(event: FeedEvent, text: string): Promise<Message | undefined> {
    const conversationId = 'message' in event.data ? event.data.message?.conversationId : undefined;
    if (conversationId === undefined) throw new TypeError('there is no message in this event');
    try {
      return await this.send({ conversationId, text, key: event.id });
    } catch (error) {
      if (error instanceof WebimError && MOOT.has(error.code)) return undefined;
      throw error;
    }
  }

  /** Marks a conversation as read up to a message. */
  async read(conversationId: number, seq: number): Promise<void> {
    await this.request('PUT', `/api/conversations/${conversationId}/read`, { body: { seq } });
  }

  /**
   * What happens to the account, from where it was left, without an end. An event is acknowledged once the next one is
   * asked for and all that came with it is handled; what was not acknowledged comes again under the same id. Whatever
   * breaks off is taken up again; a refusal that will not go away is thrown.
   */
  async *feed(options: FeedOptions = {}): AsyncGenerator<FeedEvent, never, void> {
    const { acknowledge = true, via = 'poll' } = options;
    const backoff = new Backoff();
    let cursor = options.after;
    for (;;) {
      try {
        const batches = via === 'stream' ? this.#stream(options, cursor) : this.#page(options, cursor);
        for await (const { events, next } of batches) {
          backoff.reset();
          for (const event of events) {
            yield event;
            cursor = event.id;
          }
          cursor = next ?? cursor;
          if (acknowledge && events.length > 0 && cursor) await this.#done(cursor, options, backoff);
        }
      } catch (error) {
        if (!(error instanceof WebimError && error.temporary)) throw error;
        await pause(backoff.next(error), options.signal);
      }
    }
  }

  /** One page of the feed, as the server gives it. */
  page(options: Omit<FeedOptions, 'via' | 'acknowledge'> & { wait?: number } = {}): Promise<FeedPage> {
    const { consumer, after, limit, wait, signal } = options;
    return this.#once<FeedPage>('GET', '/api/feed', { query: { consumer, after, limit, wait }, signal });
  }

  /** All up to and with this event is done. Goes back only with `rewind`. */
  async acknowledge(after: string, options: { consumer?: string; rewind?: boolean } = {}): Promise<void> {
    await this.request('PUT', '/api/feed/cursor', { body: { after, ...options } });
  }

  /**
   * Any other operation of `GET /api/openapi.json`. Again until it is answered, unless it must not be done twice: a POST or
   * PATCH without the header `Idempotency-Key`.
   */
  async request<Answer = unknown>(method: string, path: string, request: Request = {}): Promise<Answer> {
    const repeats = !['POST', 'PATCH'].includes(method) || request.headers?.['Idempotency-Key'] !== undefined;
    const end = Date.now() + this.#retryMs;
    const backoff = new Backoff();
    for (;;) {
      try {
        return await this.#once<Answer>(method, path, request);
      } catch (error) {
        if (!(error instanceof WebimError && error.temporary && repeats)) throw error;
        const ms = backoff.next(error);
        if (Date.now() + ms > end) throw error;
        await pause(ms, request.signal);
      }
    }
  }

  async *#page(options: FeedOptions, after: string | undefined) {
    yield await this.page({ ...options, ...(after && { after }), wait: LONGEST_WAIT_SECONDS });
  }

  async *#stream({ consumer, limit, signal }: FeedOptions, after: string | undefined) {
    const silence = new Silence(this.#timeoutMs, signal);
    try {
      const headers = { Accept: 'text/event-stream' };
      const query = { consumer, limit, after };
      const response = await this.#call('GET', '/api/feed', { headers, query, signal: silence.signal });
      for await (const events of eventsOf(response, silence)) yield { events, next: undefined };
    } catch (error) {
      throw error instanceof WebimError ? error : unreachable(error);
    } finally {
      silence.end();
    }
    throw unreachable(new Error('the stream has ended'));
  }

  /** What was handled has to be said; what comes next has time. */
  async #done(after: string, { consumer, signal }: FeedOptions, backoff: Backoff): Promise<void> {
    for (;;) {
      try {
        await this.#once('PUT', '/api/feed/cursor', { body: { after, consumer }, signal });
        return;
      } catch (error) {
        if (!(error instanceof WebimError && error.temporary)) throw error;
        await pause(backoff.next(error), signal);
      }
    }
  }

  async #once<Answer>(method: string, path: string, request: Request): Promise<Answer> {
    const timeout = AbortSignal.timeout(this.#timeoutMs + Number(request.query?.wait ?? 0) * 1000);
    const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
    try {
      const response = await this.#call(method, path, { ...request, signal });
      return (response.status === 204 ? undefined : await response.json()) as Answer;
    } catch (error) {
      request.signal?.throwIfAborted();
      throw error instanceof WebimError ? error : unreachable(error);
    }
  }

  async #call(method: string, path: string, { query = {}, body, headers, signal }: Request): Promise<Response> {
    const url = new URL(this.#origin + path);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const token = typeof this.#token === 'string' ? this.#token : await this.#token();
    const response = await fetch(url, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
      // The token goes where it was meant to, and nowhere else.
      redirect: 'manual',
    });
    if (!response.ok) throw await refusal(response);
    return response;
  }
}

function unreachable(cause: unknown): WebimError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new WebimError(0, 'unreachable', reason, 0, {}, { cause });
}
