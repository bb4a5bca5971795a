import type { FeedEvent } from './types.js';

/** Ends a connection over which nothing comes any more, or that its owner does not want any more. */
export class Silence {
  readonly #ending = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly ms: number,
    owner?: AbortSignal,
  ) {
    this.signal = owner ? AbortSignal.any([owner, this.#ending.signal]) : this.#ending.signal;
    this.broken();
  }

  readonly signal: AbortSignal;

  broken(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ending.abort(new Error('nothing came any more')), this.ms);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#ending.abort();
  }
}

/** What comes at once is given at once, however the frames were cut on their way. */
export async function* eventsOf(response: Response, silence: Silence): AsyncGenerator<FeedEvent[], void, void> {
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    silence.broken();
    const frames = (rest + value).split(/\r?\n\r?\n/);
    rest = frames.pop() ?? '';
    const events = frames.map(dataOf).filter((data) => data !== '');
    if (events.length > 0) yield events.map((data) => JSON.parse(data) as FeedEvent);
  }
}

function dataOf(frame: string): string {
  return frame
    .split(/\r?\n/)
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(5).replace(/^ /, ''))
    .join('\n');
}
