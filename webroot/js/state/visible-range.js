import { startOf } from './conversation.js';
import { rangeOf } from './ranges.js';
import { indexFrom } from './sorted-messages.js';

/**
 * The part of a conversation that is on the page: `{from, to}`, all the messages between two seqs of one loaded stretch.
 * `to` is Infinity where it ends with the newest message and so grows with each new one.
 */
const STEP = 40;

/** The newest messages, at most `most`. */
export function rangeAtEnd(conversation, most) {
  const stretch = newestOf(conversation);
  return cut(stretch, stretch.high - most, stretch.high);
}

/** Around a message, which should be loaded. */
export function rangeAround(conversation, seq, most) {
  const stretch = stretchAt(conversation, seq);
  const first = indexFrom(conversation.messages, seq) - Math.floor(most / 2);
  const fits = Math.max(stretch.low, Math.min(first, stretch.high - most));
  return cut(stretch, fits, fits + most);
}

/** A step towards the beginning; the same range where nothing more is loaded. */
export function up(conversation, range, most) {
  const stretch = stretchOf(conversation, range);
  const first = indexFrom(conversation.messages, range.from);
  if (first <= stretch.low && range.from <= stretch.from) return range;
  const next = Math.max(stretch.low, first - STEP);
  return cut(stretch, next, Math.min(endOf(conversation, range, stretch), next + most));
}

/** A step towards the end; the same range where nothing more is loaded. */
export function down(conversation, range, most) {
  const stretch = stretchOf(conversation, range);
  if (range.to >= stretch.to) return range;
  const next = Math.min(stretch.high, endOf(conversation, range, stretch) + STEP);
  return cut(stretch, Math.max(indexFrom(conversation.messages, range.from), next - most), next);
}

/**
 * The visible range after the conversation has changed below it: an absence may have left a hole before its newest messages,
 * and a reader at the end may have gathered too many.
 */
export function settled(conversation, range, atEnd, most) {
  if (range.to !== Infinity) return rangeOf(conversation.loaded, range.from) ? range : rangeAtEnd(conversation, most);
  const newest = newestOf(conversation);
  if (newest.from > range.from) {
    const torn = rangeOf(conversation.loaded, range.from);
    return torn && !atEnd ? { from: range.from, to: torn[1] } : rangeAtEnd(conversation, most);
  }
  const tooMany = newest.high - indexFrom(conversation.messages, range.from) > most + STEP;
  return atEnd && tooMany ? rangeAtEnd(conversation, most) : range;
}

export function shownIn(conversation, { from, to }) {
  const { messages } = conversation;
  return messages.slice(indexFrom(messages, from), to === Infinity ? messages.length : indexFrom(messages, to + 1));
}

/** The message above the visible range, if it is loaded. */
export function beforeRange(conversation, range) {
  const index = indexFrom(conversation.messages, range.from);
  return index > stretchOf(conversation, range).low ? conversation.messages[index - 1] : undefined;
}

function newestOf(conversation) {
  const from = startOf(conversation);
  return { conversation, from, to: Infinity, low: indexFrom(conversation.messages, from), high: conversation.messages.length };
}

function stretchAt(conversation, seq) {
  const loaded = rangeOf(conversation.loaded, seq);
  if (!loaded || loaded[1] >= conversation.position) return newestOf(conversation);
  const [from, to] = loaded;
  const { messages } = conversation;
  return { conversation, from, to, low: indexFrom(messages, from), high: indexFrom(messages, to + 1) };
}

function stretchOf(conversation, range) {
  return range.to === Infinity ? newestOf(conversation) : stretchAt(conversation, range.from);
}

function endOf({ messages }, range, stretch) {
  return range.to === Infinity ? stretch.high : indexFrom(messages, range.to + 1);
}

/** The visible range over the messages with these indexes; at the ends of the stretch it takes what lies beside them too. */
function cut({ conversation: { messages }, from, to, low, high }, first, last) {
  return {
    from: first <= low ? from : messages[first].seq,
    to: last >= high ? to : messages[last].seq - 1,
  };
}
