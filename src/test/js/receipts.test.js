import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../../../webroot/js/net/failure.js';
import { withMessage, withPage } from '../../../webroot/js/state/conversation.js';
import { Conversations } from '../../../webroot/js/state/conversations.js';
import { Receipts } from '../../../webroot/js/state/receipts.js';
import { TestClock, settled } from './help/clock.js';
import { ME, entry, group, message, messages, scripted } from './help/fakes.js';

const RECEIVED = 'chat.message.received';
const READ = 'chat.conversation.read';

function receiptsOf(contact, answers = { [READ]: { unread: 0 } }) {
  const conversations = new Conversations(ME);
  conversations.accept(contact);
  const server = scripted(answers);
  const asked = [];
  const clock = new TestClock();
  const receipts = new Receipts({
    conversations,
    call: server.call,
    ...clock,
    random: () => 0.5,
    needsOlder: (id) => asked.push(id),
  });
  return { conversations, server, receipts, asked, clock };
}

test('what came is confirmed up to the last seq without a gap', async () => {
  const { conversations, server, receipts } = receiptsOf(entry());
  for (const seq of [1, 2, 5]) conversations.change(7, (c) => withMessage(c, message(seq)));

  receipts.settle(7);
  await settled();

  assert.deepEqual(server.to(RECEIVED), [{ conversationId: 7, seq: 2 }]);
});

test('nothing is confirmed while there is a hole above the server mark; the hole is asked for', async () => {
  const { conversations, server, receipts, asked } = receiptsOf(entry({ receivedSeq: 10, lastSeq: 200 }));
  conversations.change(7, (c) => withPage(c, { messages: messages(181, 200), limited: true, lastSeq: 200 }));

  receipts.settle(7);
  await settled();

  assert.deepEqual(server.to(RECEIVED), []);
  assert.deepEqual(asked, [7]);
});

test('what the server knows is not told again', async () => {
  const { conversations, server, receipts } = receiptsOf(entry({ receivedSeq: 2, readSeq: 2, lastSeq: 2 }));
  conversations.change(7, (c) => withPage(c, { messages: messages(1, 2), limited: false, lastSeq: 2 }));

  receipts.settle(7);
  receipts.read(7);
  await settled();

  assert.deepEqual(server.calls, []);
});

test('reading counts at once here and is told to the server', async () => {
  const { conversations, server, receipts } = receiptsOf(entry());
  conversations.change(7, (c) => withMessage(c, message(1)));

  receipts.read(7);
  assert.equal(conversations.get(7).readSeq, 1);
  await settled();

  assert.deepEqual(server.to(READ), [{ conversationId: 7, seq: 1 }]);
});

test('reading without a connection is told after the next sync', async () => {
  let up = false;
  const { conversations, server, receipts } = receiptsOf(entry(), {
    [READ]: () => (up ? { unread: 0 } : Failure.unreachable()),
    [RECEIVED]: () => (up ? {} : Failure.unreachable()),
  });
  conversations.change(7, (c) => withMessage(c, message(1)));
  receipts.read(7);
  await settled();

  up = true;
  server.calls.length = 0;
  receipts.settleAll();
  await settled();

  assert.deepEqual(server.to(READ), [{ conversationId: 7, seq: 1 }]);
  assert.deepEqual(server.to(RECEIVED), [{ conversationId: 7, seq: 1 }]);
});

test('among more than a hundred a device confirms at a moment of its own, all that has come until then', async () => {
  const { conversations, server, receipts, clock } = receiptsOf(group({ memberCount: 200 }));
  const come = (seq) => {
    conversations.change(7, (c) => withMessage(c, message(seq)));
    receipts.settle(7);
  };

  come(1);
  await clock.pass(999);
  come(2);
  assert.deepEqual(server.to(RECEIVED), []);
  await clock.pass(1);
  assert.deepEqual(server.to(RECEIVED), [{ conversationId: 7, seq: 2 }]);

  come(3);
  await clock.pass(1_000);
  assert.deepEqual(server.to(RECEIVED).slice(1), [{ conversationId: 7, seq: 3 }]);
});

test('however many there are, it is a matter of seconds', async () => {
  const { conversations, server, receipts, clock } = receiptsOf(group({ memberCount: 10_000 }));
  conversations.change(7, (c) => withMessage(c, message(1)));

  receipts.settle(7);
  await clock.pass(5_000);

  assert.equal(server.to(RECEIVED).length, 1);
});

test('up to a hundred confirm at once', async () => {
  const { conversations, server, receipts } = receiptsOf(group({ memberCount: 100 }));
  conversations.change(7, (c) => withMessage(c, message(1)));

  receipts.settle(7);
  await settled();

  assert.equal(server.to(RECEIVED).length, 1);
});

test('among more than a hundred nobody loads what lies before the newest only to confirm it', async () => {
  const { conversations, server, receipts, asked, clock } = receiptsOf(group({ memberCount: 101, lastSeq: 9_000 }));
  conversations.change(7, (c) => withPage(c, { messages: messages(8_951, 9_000), limited: true, lastSeq: 9_000 }));

  receipts.settle(7);
  await clock.pass(10_000);

  assert.deepEqual(asked, []);
  assert.deepEqual(server.to(RECEIVED), [{ conversationId: 7, seq: 9_000 }]);
});

test('what is about to be confirmed is not when the page ends', async () => {
  const { conversations, server, receipts, clock } = receiptsOf(group({ memberCount: 200 }));
  conversations.change(7, (c) => withMessage(c, message(1)));

  receipts.settle(7);
  receipts.stop();
  await clock.pass(10_000);

  assert.deepEqual(server.calls, []);
});
