import { Backoff } from './backoff.js';
import { Failure } from './failure.js';
import { Frames } from './frames.js';

const OPEN_TIMEOUT = 10_000;
const PROBE_TIMEOUT = 5_000;
const SILENCE = 65_000;
const LATE = 5_000;

/**
 * Keeps one logged-in socket open for as long as it is started. Each time it opens: log in, register the inbox, then
 * `onOpen` (which syncs); in that order nothing is missed.
 *
 * Statuses: `stopped`, `connecting`, `online`, `waiting` (for the next attempt, at `retryAt`).
 */
export class Connection {
  status = 'stopped';
  retryAt = 0;
  /** How old a message may be to be edited, as the server said last. */
  editSeconds = 48 * 3_600;
  /** Whether the newest socket that opened was one; else it takes one of the few requests that a browser makes at a time. */
  isWebSocket = false;
  #socket = null;
  #frames = null;
  #timer = null;
  #lastHeard = 0;
  #nextPing = 0;
  #held = [];

  /**
   * @param prepare gets what opening a socket takes
   * @param openSocket makes a socket with onopen, onmessage, onheartbeat, onclose, send, close
   * @param pinger start(interval, ping) and stop()
   */
  constructor({ prepare = async () => {}, openSocket, tokens, pinger, backoff = new Backoff(), now = Date.now, setTimeout, clearTimeout }) {
    Object.assign(this, { prepare, openSocket, tokens, pinger, backoff, now, setTimeout, clearTimeout });
    this.onStatus = () => {};
    this.onOpen = async () => {};
    this.onEvent = () => {};
  }

  start() {
    if (this.status === 'stopped') this.#connect();
  }

  stop() {
    this.#drop();
    this.#become('stopped');
  }

  /** Does not wait for the next attempt: the network is back, or somebody asks. */
  retryNow() {
    if (this.status === 'waiting') this.#connect();
  }

  /** Looks whether the socket is still there, after a sleep or a change of network. */
  async check(patience = PROBE_TIMEOUT) {
    if (this.status === 'waiting') return this.#connect();
    if (this.status !== 'online') return undefined;
    const frames = this.#frames;
    return this.extend(patience).catch((failure) => frames === this.#frames && failure.status === 0 && this.#lost());
  }

  /** Waits for a socket that is about to open, and fails at once where none is. */
  async call(address, body, timeout) {
    if (this.status === 'connecting') await new Promise((decided) => this.#held.push(decided));
    if (this.status !== 'online') throw Failure.unreachable();
    return this.#frames.call(address, body, timeout);
  }

  /** Tells the open socket the newest token, so that it lives on past the old one's expiry. */
  async extend(timeout) {
    if (this.status !== 'online') return;
    const accessToken = await this.tokens.get();
    await this.#frames?.call('auth.socket.open', { accessToken }, timeout);
  }

  async #connect() {
    this.#drop();
    this.#become('connecting');
    const attempt = (this.#socket = {});
    try {
      await Promise.all([this.prepare(), this.tokens.get()]);
      if (this.#socket === attempt) this.#open();
    } catch {
      if (this.#socket === attempt) this.#lost();
    }
  }

  #open() {
    const socket = (this.#socket = this.openSocket());
    const current = (handler) => (event) => socket === this.#socket && handler(event);
    const frames = (this.#frames = new Frames({
      write: (text) => socket.send(text),
      setTimeout: this.setTimeout,
      clearTimeout: this.clearTimeout,
    }));
    this.#timer = this.setTimeout(() => this.#lost(), OPEN_TIMEOUT);
    socket.onopen = current(() => {
      this.isWebSocket = socket.transport === 'websocket';
      this.#login(frames);
    });
    socket.onmessage = current((event) => {
      this.#lastHeard = this.now();
      frames.receive(event.data);
    });
    socket.onheartbeat = current(() => (this.#lastHeard = this.now()));
    socket.onclose = current(() => this.#lost());
  }

  async #login(frames) {
    try {
      const accessToken = await this.tokens.get();
      const { pingInterval, editSeconds = this.editSeconds } = await this.#openWith(frames, accessToken);
      if (frames !== this.#frames) return;
      this.clearTimeout(this.#timer);
      this.editSeconds = editSeconds;
      frames.register('chat.inbox', (event) => this.onEvent(event));
      this.#lastHeard = this.now();
      this.#nextPing = this.now() + pingInterval;
      this.pinger.start(pingInterval, () => this.#ping(frames, pingInterval));
      this.#become('online');
      await this.onOpen();
      if (frames === this.#frames) this.backoff.reset();
    } catch {
      if (frames === this.#frames) this.#lost();
    }
  }

  async #openWith(frames, accessToken) {
    try {
      return await frames.call('auth.socket.open', { accessToken });
    } catch (failure) {
      if (failure.status === 401) await this.tokens.refresh(accessToken);
      throw failure;
    }
  }

  // A socket that says nothing at all is dead, whatever the browser believes: SockJS has a heartbeat. A ping that comes
  // late means that the machine slept, and then the socket has to show that it lives.
  #ping(frames, interval) {
    if (frames !== this.#frames) return;
    const late = this.now() - this.#nextPing > LATE;
    this.#nextPing = this.now() + interval;
    if (this.now() - this.#lastHeard > SILENCE) this.#lost();
    else if (late) this.check();
    else frames.ping();
  }

  #lost() {
    if (this.status === 'stopped') return;
    this.#drop();
    const wait = this.backoff.next();
    this.retryAt = this.now() + wait;
    this.#timer = this.setTimeout(() => this.#connect(), wait);
    this.#become('waiting');
  }

  #drop() {
    this.clearTimeout(this.#timer);
    this.pinger.stop();
    const [socket, frames] = [this.#socket, this.#frames];
    this.#socket = null;
    this.#frames = null;
    frames?.end();
    socket?.close?.();
  }

  #become(status) {
    if (this.status === status) return;
    this.status = status;
    if (status !== 'connecting') this.#held.splice(0).forEach((decided) => decided());
    this.onStatus(status);
  }
}
