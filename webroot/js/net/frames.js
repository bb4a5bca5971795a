import { Failure } from './failure.js';
import { uuid } from './uuid.js';

const TIMEOUT = 15_000;

/**
 * The bus over one open socket: calls that wait for their reply, and events of registered addresses. It lives as long
 * as the socket; every call that is still waiting when the socket ends fails.
 */
export class Frames {
  #waiting = new Map();
  #handlers = new Map();
  #ended = false;

  constructor({ write, setTimeout, clearTimeout }) {
    Object.assign(this, { write, setTimeout, clearTimeout });
  }

  call(address, body, timeout = TIMEOUT) {
    if (this.#ended) return Promise.reject(Failure.unreachable());
    return new Promise((resolve, reject) => {
      const replyAddress = uuid();
      const timer = this.setTimeout(() => this.#settle(replyAddress)?.reject(Failure.timeout()), timeout);
      this.#waiting.set(replyAddress, { resolve, reject, timer });
      this.#send({ type: 'send', address, replyAddress, body });
    });
  }

  register(address, handler) {
    this.#handlers.set(address, handler);
    this.#send({ type: 'register', address });
  }

  ping() {
    this.#send({ type: 'ping' });
  }

  /** Takes one frame from the socket. */
  receive(text) {
    const frame = JSON.parse(text);
    const call = this.#settle(frame.address);
    if (frame.type === 'err') {
      call?.reject(Failure.ofBus(frame.failureCode, frame.message));
    } else if (call) {
      call.resolve(frame.body);
    } else {
      this.#handlers.get(frame.address)?.(frame.body);
    }
  }

  end() {
    this.#ended = true;
    for (const replyAddress of [...this.#waiting.keys()]) {
      this.#settle(replyAddress).reject(Failure.unreachable());
    }
  }

  #send(frame) {
    if (!this.#ended) this.write(JSON.stringify(frame));
  }

  #settle(replyAddress) {
    const call = this.#waiting.get(replyAddress);
    if (call) {
      this.#waiting.delete(replyAddress);
      this.clearTimeout(call.timer);
    }
    return call;
  }
}
