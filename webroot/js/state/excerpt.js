import { startOf } from './conversation.js';
import { rangeOf } from './ranges.js';
import { indexFrom } from './sorted.js';

/**
 * The part of a conversation that is on the page: `{from, to}`, all the messages between two seqs of one loaded stretch.
 * `to` is Infinity where it ends with the newest message and so grows with each new one.
 */
const STEP = 40;

/** The newest messages, at most `most`. */
export function excerptAtEnd(conversation, most) {
  const stretch = newestOf(conversation);
  return cut(stretch, stretch.high - most, stretch.high);
}

/** Around a message, which should be loaded. */
export function excerptAround(conversation, seq, most) {
  const stretch = stretchAt(conversation, seq);
  const first = indexFrom(conversation.messages, seq) - Math.floor(most / 2);
  const fits = Math.max(stretch.low, Math.min(first, stretch.high - most));
  return cut(stretch, fits, fits + most);
}

/** A step towards the beginning; the same excerpt where nothing more is loaded. */
export function up(conversation, excerpt, most) {
  const stretch = stretchOf(conversation, excerpt);
  const first = indexFrom(conversation.messages, excerpt.from);
  if (first <= stretch.low && excerpt.from <= stretch.from) return excerpt;
  const next = Math.max(stretch.low, first - STEP);
  return cut(stretch, next, Math.min(endOf(conversation, excerpt, stretch), next + most));
}

/** A step towards the end; the same excerpt where nothing more is loaded. */
export function down(conversation, excerpt, most) {
  const stretch = stretchOf(conversation, excerpt);
  if (excerpt.to >= stretch.to) return excerpt;
  const next = Math.min(stretch.high, endOf(conversation, excerpt, stretch) + STEP);
  return cut(stretch, Math.max(indexFrom(conversation.messages, excerpt.from), next - most), next);
}

/**
 * The excerpt after the conversation has changed below it: an absence may have left a hole before its newest messages,
 * and a reader at the end may have gathered too many.
 */
export function settled(conversation, excerpt, atEnd, most) {
  if (excerpt.to !== Infinity) return rangeOf(conversation.loaded, excerpt.from) ? excerpt : excerptAtEnd(conversation, most);
  const newest = newestOf(conversation);
  if (newest.from > excerpt.from) {
    const torn = rangeOf(conversation.loaded, excerpt.from);
    return torn && !atEnd ? { from: excerpt.from, to: torn[1] } : excerptAtEnd(conversation, most);
  }
  const tooMany = newest.high - indexFrom(conversation.messages, excerpt.from) > most + STEP;
  return atEnd && tooMany ? excerptAtEnd(conversation, most) : excerpt;
}

export function shownIn(conversation, { from, to }) {
  const { messages } = conversation;
  return messages.slice(indexFrom(messages, from), to === Infinity ? messages.length : indexFrom(messages, to + 1));
}

/** The message above the excerpt, if it is loaded. */
export function beforeExcerpt(conversation, excerpt) {
  const index = indexFrom(conversation.messages, excerpt.from);
  return index > stretchOf(conversation, excerpt).low ? conversation.messages[index - 1] : undefined;
}

function newestOf(conversation) {
  const from = startOf(conversation);
  return { conversation, from, to: Infinity, low: indexFrom(conversation.messages, from), high: conversation.messages.length };
}

function stretchAt(conversation, seq) {
  const range = rangeOf(conversation.loaded, seq);
  if (!range || range[1] >= conversation.position) return newestOf(conversation);
  const [from, to] = range;
  const { messages } = conversation;
  return { conversation, from, to, low: indexFrom(messages, from), high: indexFrom(messages, to + 1) };
}

function stretchOf(conversation, excerpt) {
  return excerpt.to === Infinity ? newestOf(conversation) : stretchAt(conversation, excerpt.from);
}

function endOf({ messages }, excerpt, stretch) {
  return excerpt.to === Infinity ? stretch.high : indexFrom(messages, excerpt.to + 1);
}

/** The excerpt over the messages with these indexes; at the ends of the stretch it takes what lies beside them too. */
function cut({ conversation: { messages }, from, to, low, high }, first, last) {
  return {
    from: first <= low ? from : messages[first].seq,
    to: last >= high ? to : messages[last].seq - 1,
  };
}
