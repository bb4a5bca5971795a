import { WebimError } from './errors.js';

const FIRST_MS = 250;
const LONGEST_MS = 10_000;

/** How long to wait before each next attempt: longer each time, never all at once, and at least what the server asks. */
export class Backoff {
  #attempts = 0;

  reset(): void {
    this.#attempts = 0;
  }

  /** Milliseconds. */
  next(error: WebimError): number {
    const backoff = Math.min(FIRST_MS * 2 ** this.#attempts++, LONGEST_MS) * (0.5 + Math.random() / 2);
    return Math.max(error.retryAfter * 1000, backoff);
  }
}

/** Ends early, with the signal's reason, when that is aborted. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
