import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conversationOf, forKeeping, isComplete, visibleMessages, withMessage, withStretch } from '../../../webroot/js/state/conversation.js';
import { Conversations } from '../../../webroot/js/state/conversations.js';
import { ConversationCache } from '../../../webroot/js/state/conversation-cache.js';
import { TestClock, settled } from './help/clock.js';
import { ME, MemoryStorage, entry, message, messages } from './help/fakes.js';

const seqs = (conversation) => visibleMessages(conversation).map((one) => one.seq);
const long = () => ({ ...withStretch(conversationOf(entry({ online: true, lastSeq: 250 }), ME), messages(1, 250), 1, 250), version: 3 });

function cacheOf(storage = new MemoryStorage()) {
  const clock = new TestClock();
  const conversations = new Conversations(ME);
  const cache = new ConversationCache({ conversations, storage, userId: ME, ...clock });
  return { clock, conversations, cache, storage };
}

async function kept(storage, userId = ME) {
  const { conversations, cache } = cacheOf(storage);
  cache.userId = userId;
  await cache.start();
  return conversations;
}

test('of a long conversation the newest messages are kept, and it knows that there are older ones', () => {
  const short = forKeeping(long(), 100);

  assert.deepEqual([seqs(short)[0], seqs(short).at(-1)], [151, 250]);
  assert.equal(isComplete(short), false);
  assert.equal(short.position, 250);
  assert.equal('online' in short, false);
});

test('what lies beyond a gap is not kept: the next sync brings it', () => {
  const gap = withMessage(withStretch(conversationOf(entry(), ME), messages(1, 5), 1, 5), message(9));
  const short = forKeeping(gap, 100);

  assert.deepEqual(seqs(short), [1, 2, 3, 4, 5]);
  assert.equal(isComplete(short), true);
  assert.equal(short.lastSeq, 9);
});

test('conversations come back after a reload, for their own user only', async () => {
  const { clock, conversations, cache, storage } = cacheOf();
  assert.equal(await cache.start(), false);
  conversations.restore([long()]);
  await clock.pass(400);

  assert.deepEqual([seqs((await kept(storage)).get(7)).length, (await kept(storage, 2)).value.size], [100, 0]);
  assert.deepEqual((await kept(storage)).known(0), [[7, 3, 250]]);
});

test('one that is removed does not come back, and after the end nothing is kept', async () => {
  const { clock, conversations, cache, storage } = cacheOf();
  await cache.start();
  conversations.restore([long(), { ...long(), id: 8 }]);
  await clock.pass(400);
  conversations.remove(7);
  await clock.pass(400);
  assert.deepEqual([...(await kept(storage)).value.keys()], [8]);

  conversations.remove(8);
  cache.stop();
  await clock.pass(400);
  assert.deepEqual([...(await kept(storage)).value.keys()], [8]);
});

test('a storage that does not answer does not hold the start up', async () => {
  const { clock, cache } = cacheOf({ conversations: () => new Promise(() => {}) });
  const started = cache.start();
  await clock.pass(1_000);

  assert.equal(await started, false);
});

test('what the server said already is not overwritten by what was kept', async () => {
  const { clock, conversations, cache, storage } = cacheOf();
  await cache.start();
  conversations.restore([long()]);
  await clock.pass(400);

  const next = cacheOf(storage);
  next.conversations.accept(entry({ lastSeq: 300 }));
  await next.cache.start();
  await settled();
  assert.equal(next.conversations.get(7).lastSeq, 300);
});
