import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../../../webroot/js/net/failure.js';
import { withMessage, withPage } from '../../../webroot/js/state/conversation.js';
import { Conversations } from '../../../webroot/js/state/conversations.js';
import { Receipts } from '../../../webroot/js/state/receipts.js';
import { settled } from './help/clock.js';
import { ME, entry, message, messages, scripted } from './help/fakes.js';

const RECEIVED = 'chat.message.received';
const READ = 'chat.conversation.read';

function receiptsOf(contact, answers = { [READ]: { unread: 0 } }) {
  const conversations = new Conversations(ME);
  conversations.accept(contact);
  const server = scripted(answers);
  const asked = [];
  const receipts = new Receipts({ conversations, call: server.call, needsOlder: (id) => asked.push(id) });
  return { conversations, server, receipts, asked };
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
