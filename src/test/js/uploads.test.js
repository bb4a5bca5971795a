import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../../../webroot/js/net/failure.js';
import { Tus } from '../../../webroot/js/net/tus.js';
import { Outbox } from '../../../webroot/js/state/outbox.js';
import { Uploads, keyOf } from '../../../webroot/js/state/uploads.js';
import { TestClock, settled } from './help/clock.js';
import { ME, MemoryItems, MemoryStorage, scripted } from './help/fakes.js';
import { MemoryFiles, TusServer } from './help/files.js';

const SEND = 'chat.message.send';
const sentMessage = ({ conversationId, clientId, text, fileIds }) => ({
  message: { conversationId, clientId, text, seq: 1, senderId: ME, files: fileIds?.map((id) => ({ id })) },
});

/** @param more such as the storages of a page before this one */
async function page({ answer = sentMessage, storage = new MemoryStorage(), files = new MemoryFiles(), server = new TusServer(), memory = new MemoryItems(), locks } = {}) {
  const clock = new TestClock();
  const bus = scripted({ [SEND]: answer });
  const outbox = new Outbox({ storage, memory, userId: ME, call: bus.call, ...clock });
  const uploads = new Uploads({ outbox, tus: new Tus({ send: server.send }), storage: files, userId: ME, locks, random: () => 1, ...clock });
  outbox.onFiled = ({ attached }) => uploads.sent(attached.files.map(({ key }) => key));
  await outbox.load();
  uploads.start();
  const attach = (clientId, texts, more) => {
    const blobs = texts.map((text) => new Blob([text]));
    const told = blobs.map((blob, i) => ({ key: keyOf(clock.now(), clientId, i), name: `${clientId}-${i}.txt`, mediaType: 'text/plain', size: blob.size, ...more }));
    told.forEach(({ key }, i) => uploads.keep(key, blobs[i]));
    return outbox.attach(7, clientId, { text: 'caption', files: told });
  };
  return { outbox, uploads, attach, bus, clock, storage, files, server, memory };
}

test('a message with files shows at once and is sent, with its caption, once these are there', async () => {
  const { outbox, attach, bus, server, files, storage } = await page();
  attach('one', ['hello', 'there']);
  assert.equal(outbox.value[0].text, undefined);
  await settled();

  assert.deepEqual(bus.to(SEND), [{ conversationId: 7, clientId: 'one', text: 'caption', fileIds: ['file-1', 'file-2'] }]);
  assert.deepEqual(server.contents, ['hello', 'there']);
  assert.deepEqual([outbox.value.length, storage.kept.size, files.rows.size], [0, 0, 0]);
  assert.equal(server.requests.some((request) => request.startsWith('DELETE')), false);
});

test('the server is told what a file is', async () => {
  const { attach, server } = await page();
  attach('é', ['x'], { original: true, width: 3, height: 4, durationMs: 1200.4, waveform: btoa('\u00ff\u0000') });
  await settled();

  const { told } = server.files.get('file-1');
  const decoded = (name) => Buffer.from(told[name], 'base64').toString();
  assert.equal(decoded('filename'), 'é-0.txt');
  assert.deepEqual(['original', 'width', 'height', 'durationMs'].map(decoded), ['true', '3', '4', '1200']);
  assert.deepEqual([...Buffer.from(told.waveform, 'base64')], [255, 0]);
});

test('what was written after a message with files does not wait for them', async () => {
  const { outbox, attach, bus, server } = await page();
  server.held = new Promise(() => {});
  attach('slow', ['a picture']);
  outbox.add(7, 'quick');
  await settled();

  assert.deepEqual(bus.to(SEND).map(({ text }) => text), ['quick']);
  assert.deepEqual(outbox.value.map(({ clientId }) => clientId), ['slow']);
});

test('an upload that is broken off goes on from what has come', async () => {
  const { attach, bus, server, uploads, clock } = await page();
  server.trouble.PATCH.push({ after: 4, failure: Failure.unreachable() });
  attach('one', ['0123456789']);
  await settled();
  assert.equal(uploads.value.get('one').waits, 'unreachable');
  assert.equal(uploads.value.get('one').sent, 4);

  await clock.pass(1_000);
  assert.deepEqual(server.contents, ['0123456789']);
  assert.deepEqual(server.requests, ['POST /files', 'PATCH /files/file-1', 'HEAD /files/file-1', 'PATCH /files/file-1']);
  assert.equal(bus.to(SEND).length, 1);
  assert.equal(uploads.value.size, 0);
});

test('a connection that is there again spares the waiting', async () => {
  const { attach, bus, server, uploads } = await page();
  server.trouble.POST.push(Failure.unreachable());
  attach('one', ['x']);
  await settled();
  uploads.resume();
  await settled();

  assert.equal(bus.to(SEND).length, 1);
});

test('it waits longer each time, for as long as the server says, and says why', async () => {
  const { attach, server, uploads, clock } = await page();
  server.trouble.POST.push(Failure.unreachable(), Failure.unreachable(), new Failure(507, 'storage_full', { retryAfter: 30 }));
  attach('one', ['x']);
  await clock.pass(999);
  assert.equal(server.requests.length, 1);
  await clock.pass(1_999);
  assert.equal(server.requests.length, 2);
  await clock.pass(1_000);
  assert.equal(uploads.value.get('one').waits, 'storage_full');
  await clock.pass(29_000);
  assert.equal(server.requests.length, 3);
  await clock.pass(2_000);
  assert.equal(server.files.size, 1);
});

test('an upload that the server has forgotten begins anew', async () => {
  const { attach, bus, server, clock } = await page();
  server.trouble.PATCH.push({ after: 2, failure: Failure.unreachable() });
  attach('one', ['abcdef']);
  await settled();
  server.files.delete('file-1');
  await clock.pass(1_000);

  assert.deepEqual(server.contents, ['abcdef']);
  assert.equal(bus.to(SEND).length, 1);
});

test('where the offset is another than thought, the server is asked', async () => {
  const { attach, bus, server, clock } = await page();
  server.trouble.PATCH.push(new Failure(409, 'offset_mismatch'), new Failure(423, 'upload_locked', { retryAfter: 2 }));
  attach('one', ['abcdef']);
  await clock.pass(10_000);

  assert.deepEqual(server.contents, ['abcdef']);
  assert.equal(bus.to(SEND).length, 1);
});

test('a queue survives a reload, and goes on where it was', async () => {
  const before = await page();
  before.server.trouble.PATCH.push({ after: 3, failure: Failure.unreachable() });
  before.attach('one', ['abcdef']);
  await settled();
  before.uploads.stop();

  const { storage, files, server, memory } = before;
  server.requests.length = 0;
  const after = await page({ storage, files, server, memory });
  await settled();

  assert.deepEqual(server.requests, ['HEAD /files/file-1', 'PATCH /files/file-1']);
  assert.deepEqual(server.contents, ['abcdef']);
  assert.deepEqual(after.bus.to(SEND), [{ conversationId: 7, clientId: 'one', text: 'caption', fileIds: ['file-1'] }]);
  assert.equal(files.rows.size, 0);
});

test('a file that the device does not have any more is said', async () => {
  const before = await page({ server: new TusServer() });
  before.server.held = new Promise(() => {});
  before.attach('one', ['abcdef']);
  await settled();
  before.uploads.stop();

  const after = await page({ storage: before.storage, memory: before.memory });
  await settled();
  assert.equal(after.outbox.value[0].error, 'file_lost');
  assert.equal(after.bus.calls.length, 0);
});

test('what is thrown away while it is on its way is ended on the server too', async () => {
  const { outbox, attach, bus, server, files } = await page();
  server.held = new Promise(() => {});
  attach('one', ['a', 'b']);
  await settled();
  outbox.discard('one');
  await settled();

  assert.equal(server.files.size, 0);
  assert.equal(files.rows.size, 0);
  assert.equal(bus.calls.length, 0);
});

test('what the server refuses for good is said, its other files are not sent, and it can be tried again', async () => {
  const { outbox, attach, bus, server } = await page();
  server.trouble.POST.push(new Failure(413, 'quota_exceeded'));
  attach('one', ['a', 'b']);
  await settled();
  assert.equal(outbox.value[0].error, 'quota_exceeded');
  assert.equal(bus.calls.length, 0);

  outbox.retry('one');
  await settled();
  assert.equal(bus.to(SEND).length, 1);
  assert.equal(outbox.value.length, 0);
});

test('at most three are brought at once', async () => {
  const { attach, bus, server } = await page();
  let go;
  server.held = new Promise((resolve) => (go = resolve));
  attach('one', ['a', 'b', 'c', 'd']);
  attach('two', ['e', 'f']);
  await settled();
  assert.equal(server.atOnce, 3);
  go();
  await settled();

  assert.equal(server.mostAtOnce, 3);
  assert.equal(bus.to(SEND).length, 2);
});

test('a file that was not ready after all is brought once more', async () => {
  let times = 0;
  const { outbox, attach, server } = await page({ answer: (body) => (times++ === 0 ? new Failure(422, 'file_not_ready') : sentMessage(body)) });
  attach('one', ['abc']);
  await settled();
  assert.equal(outbox.value[0].error, 'file_not_ready');
  server.files.clear();

  outbox.retry('one');
  await settled();
  assert.equal(outbox.value.length, 0);
  assert.deepEqual(server.contents, ['abc']);
});

test('of several tabs one brings a file, and the others find it done', async () => {
  const held = new Map();
  const locks = {
    async request(name, ...more) {
      const work = more.at(-1);
      if (held.has(name) && more[0].ifAvailable) return work(null);
      while (held.has(name)) await held.get(name);
      const done = Promise.resolve(work({}));
      held.set(name, done.then(() => held.delete(name), () => held.delete(name)));
      return done;
    },
  };
  const one = await page({ locks });
  let go;
  one.server.held = new Promise((resolve) => (go = resolve));
  one.attach('one', ['abc']);
  await settled();
  const { storage, files, server, memory } = one;
  const other = await page({ storage, files, server, memory, locks });
  await settled();
  go();
  await settled();

  assert.equal(server.files.size, 1);
  assert.equal(one.bus.to(SEND).length + other.bus.to(SEND).length, 1);
  assert.deepEqual([one.outbox.value.length, other.outbox.value.length], [0, 0]);
});

test('what a page has left behind that no message names is cleared once it is old', async () => {
  const files = new MemoryFiles();
  const clock = new TestClock();
  await files.keepWaiting({ key: keyOf(clock.now() - 2 * 24 * 3_600_000, 'old', 0), userId: ME });
  await files.keepWaiting({ key: keyOf(clock.now() - 1_000, 'new', 0), userId: ME });
  await page({ files });
  await settled();

  assert.deepEqual([...files.rows.keys()].map((key) => key.split('/')[1]), ['new']);
});

test('a file that one has deleted before it was sent is not tried for ever', async () => {
  const { outbox, uploads, server, files } = await page();
  files.keepWaiting = () => Promise.reject(new Error('no room'));
  const gone = { size: 3, slice: () => ({ arrayBuffer: () => Promise.reject(new Error('NotReadableError')) }) };
  server.trouble.PATCH.push(Failure.unreachable());
  uploads.keep('1/one/0', gone);
  outbox.attach(7, 'one', { text: '', files: [{ key: '1/one/0', name: 'a', mediaType: 'text/plain', size: 3 }] });
  await settled();

  assert.equal(outbox.value[0].error, 'file_lost');
});

test('who goes on sending in vain waits longer each time, though some of it was there before', async () => {
  const { attach, server, clock } = await page();
  const lost = Failure.unreachable();
  server.trouble.PATCH.push({ after: 2, failure: lost }, { after: 0, failure: lost }, { after: 0, failure: lost });
  attach('one', ['abcdef']);
  await clock.pass(1_000);
  const patches = () => server.requests.filter((request) => request.startsWith('PATCH')).length;
  assert.equal(patches(), 2);
  await clock.pass(1_900);
  assert.equal(patches(), 2);
  await clock.pass(200);
  assert.equal(patches(), 3);
});
