import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../../../webroot/js/net/failure.js';
import { Outbox } from '../../../webroot/js/state/outbox.js';
import { TestClock, settled } from './help/clock.js';
import { ME, MemoryItems, MemoryStorage, scripted } from './help/fakes.js';

const SEND = 'chat.message.send';
const sentMessage = ({ conversationId, clientId, text }) => ({ message: { conversationId, clientId, text, seq: 1, senderId: ME } });

async function outboxWith(answer, storage = new MemoryStorage(), memory = new MemoryItems()) {
  const server = scripted({ [SEND]: answer });
  const clock = new TestClock();
  const outbox = new Outbox({ storage, memory, userId: ME, call: server.call, ...clock });
  await outbox.load();
  return { outbox, server, clock, storage, memory };
}

test('a message is pending at once and gone once the server has it', async () => {
  const { outbox, storage } = await outboxWith(sentMessage);

  outbox.add(7, 'hello');
  assert.equal(outbox.value.length, 1);
  await settled();

  assert.equal(outbox.value.length, 0);
  assert.equal(storage.kept.size, 0);
});

test('what is written survives a page that goes before the storage has it', async () => {
  const slow = new MemoryStorage();
  slow.keep = () => new Promise(() => {});
  const { outbox, memory } = await outboxWith(() => Failure.unreachable(), slow);
  outbox.add(7, 'one');
  outbox.add(7, 'two', { replyToSeq: 3 });
  const before = structuredClone(outbox.value);

  const after = await outboxWith(() => Failure.unreachable(), new MemoryStorage(), memory);
  assert.deepEqual(after.outbox.value, before);
  await settled();
  assert.equal(memory.length, 0, 'the storage has it by now');
  assert.equal(after.storage.kept.size, 2);
});

test('what the server has is written nowhere any more, though the storage is slow', async () => {
  const slow = new MemoryStorage();
  slow.keep = () => new Promise(() => {});
  const { outbox, memory } = await outboxWith(sentMessage, slow);
  outbox.add(7, 'hello');
  await settled();

  assert.equal(outbox.value.length, 0);
  assert.equal(memory.length, 0);
});

test('messages of a conversation go out one after the other, others do not wait', async () => {
  const release = [];
  const { outbox, server } = await outboxWith((body) => new Promise((resolve) => release.push(() => resolve(sentMessage(body)))));

  outbox.add(7, 'one');
  outbox.add(7, 'two');
  outbox.add(8, 'other');
  await settled();
  assert.deepEqual(server.to(SEND).map((body) => body.text), ['one', 'other']);

  release[0]();
  await settled();
  assert.deepEqual(server.to(SEND).map((body) => body.text), ['one', 'other', 'two']);
});

test('without a connection they wait and go out in order with the same clientIds', async () => {
  let up = false;
  const { outbox, server } = await outboxWith((body) => (up ? sentMessage(body) : Failure.unreachable()));
  const ids = ['one', 'two', 'three'].map((text) => outbox.add(7, text).clientId);
  await settled();
  assert.equal(outbox.value.length, 3);

  up = true;
  server.calls.length = 0;
  outbox.resume();
  await settled();

  assert.deepEqual(server.to(SEND).map((body) => body.clientId), ids);
  assert.equal(outbox.value.length, 0);
});

test('a message whose answer was lost is sent again by itself with the same clientId', async () => {
  let times = 0;
  const { outbox, server, clock } = await outboxWith((body) => (times++ === 0 ? Failure.timeout() : sentMessage(body)));
  const { clientId } = outbox.add(7, 'once');
  await clock.pass(2_500);

  assert.deepEqual(server.to(SEND).map((body) => body.clientId), [clientId, clientId]);
  assert.equal(outbox.value.length, 0);
});

test('pending messages survive a reload', async () => {
  const storage = new MemoryStorage();
  const before = await outboxWith(() => Failure.unreachable(), storage);
  const ids = ['one', 'two'].map((text) => before.outbox.add(7, text).clientId);
  await settled();

  const after = await outboxWith(sentMessage, storage);
  await settled();

  assert.deepEqual(after.server.to(SEND).map((body) => body.clientId), ids);
  assert.equal(storage.kept.size, 0);
});

test('pending messages of another user stay where they are', async () => {
  const storage = new MemoryStorage();
  await storage.keep({ clientId: 'x', userId: 99, conversationId: 7, text: 'secret', order: 1 });

  const { outbox, server } = await outboxWith(sentMessage, storage);
  await settled();

  assert.equal(outbox.value.length, 0);
  assert.equal(server.calls.length, 0);
});

test('a refused message stays with the reason and does not hold up the next', async () => {
  const { outbox, server, storage } = await outboxWith((body) => (body.text === 'bad' ? new Failure(403, 'blocked') : sentMessage(body)));

  outbox.add(7, 'bad');
  outbox.add(7, 'good');
  await settled();

  assert.deepEqual(outbox.value.map(({ text, error }) => [text, error]), [['bad', 'blocked']]);
  assert.deepEqual(server.to(SEND).map((body) => body.text), ['bad', 'good']);
  assert.equal([...storage.kept.values()][0].error, 'blocked');
});

test('a refused message can be tried again or discarded', async () => {
  let refuse = true;
  const { outbox, storage } = await outboxWith((body) => (refuse ? new Failure(404, 'not_found') : sentMessage(body)));
  const [one, two] = [outbox.add(7, 'one'), outbox.add(7, 'two')];
  await settled();

  refuse = false;
  outbox.retry(one.clientId);
  outbox.discard(two.clientId);
  await settled();

  assert.equal(outbox.value.length, 0);
  assert.equal(storage.kept.size, 0);
});

test('when told to slow down it waits for as long as told', async () => {
  let times = 0;
  const { outbox, server, clock } = await outboxWith((body) =>
    times++ === 0 ? new Failure(429, 'too_many_requests', { retryAfter: 10 }) : sentMessage(body),
  );
  outbox.add(7, 'patient');
  await clock.pass(9_000);
  assert.equal(server.calls.length, 1);

  await clock.pass(2_000);
  assert.equal(server.calls.length, 2);
  assert.equal(outbox.value.length, 0);
});

test('storage that refuses to keep does not stop the sending', async () => {
  const broken = { pending: () => Promise.reject(new Error()), keep: () => Promise.reject(new Error()), drop: () => Promise.reject(new Error()) };
  const { outbox, server } = await outboxWith(sentMessage, broken);

  outbox.add(7, 'hello');
  await settled();

  assert.equal(server.calls.length, 1);
  assert.equal(outbox.value.length, 0);
});

test('what another version of the page has put there is sent as it says, and what cannot be read is left alone', async () => {
  const storage = new MemoryStorage();
  const entry = (order, more) => ({ clientId: `id-${order}`, userId: ME, conversationId: 7, createdAt: order, order, ...more });
  await storage.keep(entry(1, { voice: 'a blob of a newer page' }));
  await storage.keep(entry(2, { text: 'a reply', more: { replyToSeq: 3, conversationId: 99 }, colour: 'red' }));
  await storage.keep(entry(3, { text: 'of today' }));

  const { outbox, server } = await outboxWith(sentMessage, storage);
  await settled();

  assert.deepEqual(server.to(SEND), [
    { replyToSeq: 3, conversationId: 7, clientId: 'id-2', text: 'a reply' },
    { conversationId: 7, clientId: 'id-3', text: 'of today' },
  ]);
  assert.deepEqual([...storage.kept.keys()], ['id-1']);
  assert.deepEqual(outbox.value.map(({ clientId }) => clientId), ['id-1']);
});

test('what an entry has besides stays when it is refused and tried again', async () => {
  const storage = new MemoryStorage();
  await storage.keep({ clientId: 'x', userId: ME, conversationId: 7, text: 'hi', createdAt: 1, order: 1, more: { fileIds: ['a'] }, colour: 'red' });
  const { outbox } = await outboxWith(() => new Failure(422, 'file_not_ready'), storage);
  await settled();
  outbox.retry('x');
  await settled();

  const { colour, more, error } = storage.kept.get('x');
  assert.deepEqual([colour, more, error], ['red', { fileIds: ['a'] }, 'file_not_ready']);
});
