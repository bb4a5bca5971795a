import { laterOf } from './message.js';

// Messages in the ascending order of their seqs.

/** The index of the first message with at least this seq. */
export function indexFrom(messages, seq) {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (messages[middle].seq < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Both together; of a seq that is in both the later state counts. Mostly they just follow each other. */
export function merged(some, others) {
  if (others.length === 0) return some;
  if (some.length === 0) return others;
  if (some[some.length - 1].seq < others[0].seq) return [...some, ...others];
  if (others[others.length - 1].seq < some[0].seq) return [...others, ...some];
  const bySeq = new Map(some.map((message) => [message.seq, message]));
  for (const message of others) bySeq.set(message.seq, laterOf(bySeq.get(message.seq), message));
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}
