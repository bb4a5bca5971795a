import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seenUpTo, withMessage, withPage } from '../../../webroot/js/state/conversation.js';
import { Conversations } from '../../../webroot/js/state/conversations.js';
import { ReadingPositions } from '../../../webroot/js/state/reading-positions.js';
import { Receipts } from '../../../webroot/js/state/receipts.js';
import { ReadTracker } from '../../../webroot/js/views/read-tracker.js';
import { TestClock, settled } from './help/clock.js';
import { ME, MemoryItems, entry, message, messages, scripted } from './help/fakes.js';

const READ = 'chat.conversation.read';

function trackerOf({ looked = true } = {}) {
  const clock = new TestClock();
  const seen = [];
  const given = { clock, seen, covered: false };
  given.tracker = new ReadTracker({ onSeen: (seqs) => seen.push(seqs), isCovered: () => given.covered, ...clock });
  given.tracker.look(looked);
  return given;
}

test('a line is seen once it has stood there for a moment', async () => {
  const { tracker, clock, seen } = trackerOf();
  tracker.show([1, 2]);
  await clock.pass(499);
  assert.deepEqual(seen, []);
  await clock.pass(1);
  assert.deepEqual(seen, [[1, 2]]);
});

test('what flies past is not seen', async () => {
  const { tracker, clock, seen } = trackerOf();
  for (let seq = 1; seq <= 60; seq++) {
    tracker.show([seq, seq + 1]);
    await clock.pass(100);
  }
  await clock.pass(10_000);

  assert.deepEqual([...new Set(seen.flat())].sort((a, b) => a - b), [60, 61]);
});

test('each line has its own moment', async () => {
  const { tracker, clock, seen } = trackerOf();
  tracker.show([1]);
  await clock.pass(400);
  tracker.show([1, 2]);
  await clock.pass(100);
  assert.deepEqual(seen, [[1]]);
  await clock.pass(400);
  assert.deepEqual(seen, [[1], [1, 2]]);
});

test('nothing is seen while nobody looks, and the moment begins anew when they do', async () => {
  const { tracker, clock, seen } = trackerOf({ looked: false });
  tracker.show([1]);
  await clock.pass(60_000);
  assert.deepEqual(seen, []);

  tracker.look(true);
  await clock.pass(499);
  assert.deepEqual(seen, []);
  tracker.look(false);
  await clock.pass(60_000);
  tracker.look(true);
  await clock.pass(500);
  assert.deepEqual(seen, [[1]]);
});

test('nothing is seen under what lies on top, and all of it after that', async () => {
  const given = trackerOf();
  given.covered = true;
  given.tracker.show([1]);
  await given.clock.pass(60_000);
  assert.deepEqual(given.seen, []);

  given.covered = false;
  await given.clock.pass(1_000);
  assert.deepEqual(given.seen, [[1]]);
});

function receiptsOf(contact, page) {
  const conversations = new Conversations(ME);
  conversations.accept(contact);
  conversations.change(7, (c) => withPage(c, page));
  const server = scripted({ [READ]: { unread: 0 } });
  return { conversations, server, receipts: new Receipts({ conversations, call: server.call }) };
}

test('the mark is the highest seq below which all was seen', async () => {
  const { conversations, server, receipts } = receiptsOf(entry({ lastSeq: 9, unread: 9 }), { messages: messages(1, 9), lastSeq: 9 });
  const readSeq = () => conversations.get(7).readSeq;
  receipts.saw(7, [1, 2, 3]);
  assert.equal(readSeq(), 3);
  receipts.saw(7, [8, 9]);
  assert.equal(readSeq(), 3);
  receipts.saw(7, [5, 6]);
  assert.equal(readSeq(), 3);
  receipts.saw(7, [4]);
  assert.equal(readSeq(), 6);
  receipts.saw(7, [7]);
  assert.equal(readSeq(), 9);
  await settled();
  assert.equal(server.to(READ).at(-1).seq, 9);
});

test('what I wrote and what was deleted need not be seen', () => {
  const list = [message(1), message(2, { senderId: ME }), message(3, { deleted: true, text: undefined }), message(4), message(6)];
  const { conversations, receipts } = receiptsOf(entry({ lastSeq: 6, unread: 3 }), { messages: list, lastSeq: 6 });
  receipts.saw(7, [1, 4]);
  assert.equal(conversations.get(7).readSeq, 5);
});

test('nothing is read across a gap', () => {
  const { conversations, receipts } = receiptsOf(entry({ lastSeq: 5, unread: 5 }), { messages: messages(1, 3), lastSeq: 3 });
  conversations.change(7, (c) => withMessage(c, message(5)));
  receipts.saw(7, [1, 2, 3, 5]);
  assert.equal(conversations.get(7).readSeq, 3);
});

test('of newest pages the mark waits for what lies before them', () => {
  const { conversations } = receiptsOf(entry({ lastSeq: 200, unread: 150, readSeq: 50 }), { messages: messages(181, 200), limited: true, lastSeq: 200 });
  assert.equal(seenUpTo(conversations.get(7), [[181, 200]]), 50);
});

function placesOf({ memory = new MemoryItems(), clock = new TestClock() } = {}) {
  return { memory, clock, places: new ReadingPositions({ memory, userId: ME, now: clock.now }) };
}

test('a place outlives a reload, but not a log-out', () => {
  const given = placesOf();
  given.places.keep(7, { seq: 30, top: 12, from: 21, seen: 40, done: false });
  given.places.save();
  const { places } = placesOf(given);
  const { seq, top, from, seen } = places.of(7, 5);
  assert.deepEqual([seq, top, from, seen], [30, 12, 21, 40]);

  places.clear();
  assert.equal(placesOf(given).places.of(7, 5), undefined);
});

test('who had read all begins at what is new', () => {
  const { places } = placesOf();
  places.keep(7, { seq: 30, top: 12, from: 21, seen: 40, done: true });
  assert.equal(places.of(7, 1), undefined);
  assert.equal(places.of(7, 0).seq, 30);
});

test('the line of what was read long ago goes, the place stays', async () => {
  const { places, clock } = placesOf();
  places.keep(7, { seq: 30, top: 12, from: 21, seen: 40, done: true });
  places.keep(8, { seq: 30, top: 12, from: 21, seen: 40, done: false });
  assert.equal(places.of(7, 0).from, 21);
  await clock.pass(3_600_000);
  assert.deepEqual([places.of(7, 0).seq, places.of(7, 0).from], [30, 0]);
  assert.equal(places.of(8, 3).from, 21);
});

test('places are not kept for ever, nor believed when they are damaged', () => {
  const given = placesOf();
  for (let id = 1; id <= 1_000; id++) given.places.keep(id, { seq: 1, done: false });
  given.places.save();
  assert.equal(JSON.parse(given.memory.getItem('webim.places.1')).length, 100);
  assert.ok(given.places.of(1_000, 1));

  given.memory.setItem('webim.places.1', '{');
  assert.equal(placesOf(given).places.of(1_000, 1), undefined);
});
