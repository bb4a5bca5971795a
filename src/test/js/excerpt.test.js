import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conversationOf, newsAbove, withPage, withStretch, withoutRanges } from '../../../webroot/js/state/conversation.js';
import { beforeExcerpt, down, excerptAround, excerptAtEnd, settled, shownIn, up } from '../../../webroot/js/state/excerpt.js';
import { History } from '../../../webroot/js/state/history.js';
import { Conversations } from '../../../webroot/js/state/conversations.js';
import { ME, entry, message, messages, scripted } from './help/fakes.js';

const MOST = 120;
const newest = (from, to) => withPage(conversationOf(entry({ lastSeq: to }), ME), { messages: messages(from, to), limited: from > 1, lastSeq: to });
const seqs = (conversation, excerpt) => shownIn(conversation, excerpt).map((one) => one.seq);
const ends = (conversation, excerpt) => [seqs(conversation, excerpt)[0], seqs(conversation, excerpt).at(-1)];

test('an excerpt at the end shows the newest and grows with each new one', () => {
  const conversation = newest(1, 500);
  const excerpt = excerptAtEnd(conversation, MOST);
  assert.deepEqual(ends(conversation, excerpt), [381, 500]);

  const grown = withStretch(conversation, [message(501)], 501, 501);
  assert.deepEqual(ends(grown, settled(grown, excerpt, true, MOST)), [381, 501]);
});

test('at the end too many are never gathered', () => {
  let conversation = newest(1, 200);
  let excerpt = excerptAtEnd(conversation, MOST);
  for (let seq = 201; seq <= 1_000; seq++) {
    conversation = withStretch(conversation, [message(seq)], seq, seq);
    excerpt = settled(conversation, excerpt, true, MOST);
    assert.ok(seqs(conversation, excerpt).length <= MOST + 40);
  }
  assert.equal(seqs(conversation, excerpt).at(-1), 1_000);
});

test('up and down go through everything that is loaded, without a jump, and stop at its ends', () => {
  const conversation = newest(1, 1_000);
  let excerpt = excerptAtEnd(conversation, MOST);
  for (let next = up(conversation, excerpt, MOST); next !== excerpt; next = up(conversation, excerpt, MOST)) {
    const [first, last] = ends(conversation, next);
    assert.ok(seqs(conversation, next).length <= MOST && last >= ends(conversation, excerpt)[0] && first < ends(conversation, excerpt)[0]);
    excerpt = next;
  }
  assert.deepEqual([excerpt.from, ends(conversation, excerpt)], [1, [1, 120]]);

  for (let next = down(conversation, excerpt, MOST); next !== excerpt; next = down(conversation, excerpt, MOST)) excerpt = next;
  assert.deepEqual([excerpt.to, ends(conversation, excerpt)], [Infinity, [881, 1_000]]);
});

test('a place far away has a stretch of its own, which ends where nothing is loaded', () => {
  const conversation = withStretch(newest(901, 1_000), messages(201, 300), 201, 300);
  const excerpt = excerptAround(conversation, 250, MOST);

  assert.deepEqual(ends(conversation, excerpt), [201, 300]);
  assert.equal(up(conversation, excerpt, MOST), excerpt);
  assert.equal(down(conversation, excerpt, MOST), excerpt);
  assert.equal(newsAbove(conversation, 300), 700);
});

test('what is read downwards joins the newest', () => {
  const far = withStretch(newest(301, 400), messages(101, 200), 101, 200);
  const excerpt = excerptAround(far, 150, MOST);
  const joined = withStretch(far, messages(201, 300), 201, 300);

  assert.equal(down(joined, excerpt, MOST).to, 240);
  let next = excerpt;
  for (let i = 0; i < 6; i++) next = down(joined, next, MOST);
  assert.equal(next.to, Infinity);
});

test('after an absence a reader at the end sees the newest, one above stays where they read', () => {
  const before = newest(1, 100);
  const excerpt = excerptAtEnd(before, MOST);
  const after = withPage(before, { messages: messages(901, 1_000), limited: true, lastSeq: 1_000 });

  assert.deepEqual(ends(after, settled(after, excerpt, true, MOST)), [901, 1_000]);
  assert.deepEqual(ends(after, settled(after, excerpt, false, MOST)), [1, 100]);
});

test('a stretch whose end was deleted still ends there', () => {
  const conversation = withoutRanges(newest(1, 300), [[1, 10], [280, 300]]);

  assert.equal(excerptAtEnd(conversation, MOST).to, Infinity);
  assert.equal(excerptAround(conversation, 15, MOST).from, 1);
});

test('the message above an excerpt is known where it is loaded', () => {
  const conversation = newest(101, 400);

  assert.equal(beforeExcerpt(conversation, excerptAtEnd(conversation, MOST)).seq, 280);
  assert.equal(beforeExcerpt(conversation, excerptAround(conversation, 110, MOST)), undefined);
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
