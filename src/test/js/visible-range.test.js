import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conversationOf, newsAbove, withPage, withStretch, withoutRanges } from '../../../webroot/js/state/conversation.js';
import { beforeRange, down, rangeAround, rangeAtEnd, settled, shownIn, up } from '../../../webroot/js/state/visible-range.js';
import { History } from '../../../webroot/js/state/history.js';
import { Conversations } from '../../../webroot/js/state/conversations.js';
import { ME, entry, message, messages, scripted } from './help/fakes.js';

const MOST = 120;
const newest = (from, to) => withPage(conversationOf(entry({ lastSeq: to }), ME), { messages: messages(from, to), limited: from > 1, lastSeq: to });
const seqs = (conversation, range) => shownIn(conversation, range).map((one) => one.seq);
const ends = (conversation, range) => [seqs(conversation, range)[0], seqs(conversation, range).at(-1)];

test('a visible range at the end shows the newest and grows with each new one', () => {
  const conversation = newest(1, 500);
  const range = rangeAtEnd(conversation, MOST);
  assert.deepEqual(ends(conversation, range), [381, 500]);

  const grown = withStretch(conversation, [message(501)], 501, 501);
  assert.deepEqual(ends(grown, settled(grown, range, true, MOST)), [381, 501]);
});

test('at the end too many are never gathered', () => {
  let conversation = newest(1, 200);
  let range = rangeAtEnd(conversation, MOST);
  for (let seq = 201; seq <= 1_000; seq++) {
    conversation = withStretch(conversation, [message(seq)], seq, seq);
    range = settled(conversation, range, true, MOST);
    assert.ok(seqs(conversation, range).length <= MOST + 40);
  }
  assert.equal(seqs(conversation, range).at(-1), 1_000);
});

test('up and down go through everything that is loaded, without a jump, and stop at its ends', () => {
  const conversation = newest(1, 1_000);
  let range = rangeAtEnd(conversation, MOST);
  for (let next = up(conversation, range, MOST); next !== range; next = up(conversation, range, MOST)) {
    const [first, last] = ends(conversation, next);
    assert.ok(seqs(conversation, next).length <= MOST && last >= ends(conversation, range)[0] && first < ends(conversation, range)[0]);
    range = next;
  }
  assert.deepEqual([range.from, ends(conversation, range)], [1, [1, 120]]);

  for (let next = down(conversation, range, MOST); next !== range; next = down(conversation, range, MOST)) range = next;
  assert.deepEqual([range.to, ends(conversation, range)], [Infinity, [881, 1_000]]);
});

test('a place far away has a stretch of its own, which ends where nothing is loaded', () => {
  const conversation = withStretch(newest(901, 1_000), messages(201, 300), 201, 300);
  const range = rangeAround(conversation, 250, MOST);

  assert.deepEqual(ends(conversation, range), [201, 300]);
  assert.equal(up(conversation, range, MOST), range);
  assert.equal(down(conversation, range, MOST), range);
  assert.equal(newsAbove(conversation, 300), 700);
});

test('what is read downwards joins the newest', () => {
  const far = withStretch(newest(301, 400), messages(101, 200), 101, 200);
  const range = rangeAround(far, 150, MOST);
  const joined = withStretch(far, messages(201, 300), 201, 300);

  assert.equal(down(joined, range, MOST).to, 240);
  let next = range;
  for (let i = 0; i < 6; i++) next = down(joined, next, MOST);
  assert.equal(next.to, Infinity);
});

test('after an absence a reader at the end sees the newest, one above stays where they read', () => {
  const before = newest(1, 100);
  const range = rangeAtEnd(before, MOST);
  const after = withPage(before, { messages: messages(901, 1_000), limited: true, lastSeq: 1_000 });

  assert.deepEqual(ends(after, settled(after, range, true, MOST)), [901, 1_000]);
  assert.deepEqual(ends(after, settled(after, range, false, MOST)), [1, 100]);
});

test('a stretch whose end was deleted still ends there', () => {
  const conversation = withoutRanges(newest(1, 300), [[1, 10], [280, 300]]);

  assert.equal(rangeAtEnd(conversation, MOST).to, Infinity);
  assert.equal(rangeAround(conversation, 15, MOST).from, 1);
});

test('the message above a visible range is known where it is loaded', () => {
  const conversation = newest(101, 400);

  assert.equal(beforeRange(conversation, rangeAtEnd(conversation, MOST)).seq, 280);
  assert.equal(beforeRange(conversation, rangeAround(conversation, 110, MOST)), undefined);
});

test('a jump loads a page around its place, whose ends are joined one page at a time', async () => {
  const all = messages(1, 1_000);
  const server = scripted({
    'chat.message.history': ({ after = 0, before = Infinity, limit }) => {
      const inside = all.filter((one) => one.seq > after && one.seq < before);
      return { messages: after > 0 ? inside.slice(0, limit) : inside.slice(-limit), deletedRanges: [], hasMore: inside.length > limit };
    },
  });
  const conversations = new Conversations(ME);
  conversations.acceptSynced({ conversationId: 7, version: 1, contact: entry({ lastSeq: 1_000 }), messages: messages(951, 1_000), limited: true });
  const history = new History({ conversations, call: server.call });

  await history.around(7, 400);
  assert.deepEqual(conversations.get(7).loaded, [[351, 450], [951, 1_000]]);
  await history.older(7, 351);
  await history.newer(7, 450);
  assert.deepEqual(conversations.get(7).loaded, [[251, 550], [951, 1_000]]);
  await history.around(7, 1);
  assert.deepEqual(conversations.get(7).loaded[0], [1, 51]);
  assert.equal(conversations.get(7).position, 1_000);
});

test('a jump among long messages, of which few make a page, still comes to its place', async () => {
  const all = messages(1, 1_000);
  const server = scripted({
    'chat.message.history': ({ before }) => {
      const inside = all.filter((one) => one.seq < before);
      return { messages: inside.slice(-4), deletedRanges: [], hasMore: inside.length > 4 };
    },
  });
  const conversations = new Conversations(ME);
  conversations.acceptSynced({ conversationId: 7, version: 1, contact: entry({ lastSeq: 1_000 }), messages: messages(997, 1_000), limited: true });

  await new History({ conversations, call: server.call }).around(7, 400);
  assert.deepEqual(conversations.get(7).loaded, [[399, 450], [997, 1_000]]);
});
