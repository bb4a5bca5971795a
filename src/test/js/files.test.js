import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unblurred } from '../../../webroot/js/state/blurhash.js';
import { withDeleted, withMessage } from '../../../webroot/js/state/conversation.js';
import { Conversations } from '../../../webroot/js/state/conversations.js';
import { FileLinks } from '../../../webroot/js/state/file-links.js';
import { albumOf, filesOf, kindOf } from '../../../webroot/js/state/files.js';
import { asShown, isForwardable } from '../../../webroot/js/state/forward.js';
import { isEditable } from '../../../webroot/js/state/message.js';
import { barsOf } from '../../../webroot/js/state/peaks.js';
import { SeenFiles } from '../../../webroot/js/state/seen-files.js';
import { filesInWords, inShort, lasting } from '../../../webroot/js/views/message-summary.js';
import { TestClock, settled } from './help/clock.js';
import { ME, MemoryItems, entry, message } from './help/fakes.js';
import { MemoryFiles } from './help/files.js';

const picture = (more) => ({ id: 'p', name: 'a.jpg', mediaType: 'image/jpeg', inline: true, size: 10, width: 1200, height: 900, ...more });
const voice = (more) => ({ id: 'v', name: 'voice.webm', mediaType: 'audio/webm', inline: true, size: 10, durationMs: 12_400, waveform: 'AAAA', ...more });
const paper = (more) => ({ id: 'f', name: 'plan.pdf', mediaType: 'application/pdf', inline: false, size: 10, ...more });

test('only what the server shows inline is drawn or played', () => {
  assert.equal(kindOf(picture()), 'picture');
  assert.equal(kindOf(picture({ inline: false })), 'file');
  assert.equal(kindOf(picture({ width: undefined })), 'file');
  assert.equal(kindOf(picture({ mediaType: 'video/mp4' })), 'video');
  assert.equal(kindOf(picture({ mediaType: 'video/webm', width: undefined })), 'video');
  assert.equal(kindOf(voice({ mediaType: 'video/webm', width: 1, height: 1 })), 'voice');
  assert.equal(kindOf({ mediaType: 'audio/mpeg', inline: true }), 'audio');
  assert.equal(kindOf(voice()), 'voice');
  assert.equal(kindOf(paper()), 'file');
  assert.deepEqual(filesOf({ files: 'of another version' }), []);
  assert.deepEqual(filesOf({ files: [picture()], deleted: true }), []);
});

test('pictures have their final size from the beginning, and none is lost among others', () => {
  for (let count = 1; count <= 10; count++) {
    const album = albumOf(Array.from({ length: count }, (_, i) => picture({ id: i, width: 200 + 700 * (i % 3), height: 400 })));
    assert.deepEqual(album.rows.flatMap(({ cells }) => cells.map(({ file }) => file.id)), Array.from({ length: count }, (_, i) => i));
    assert.ok(album.width <= 400 && album.ratio >= 0.35 && album.ratio <= 5, `${count}: ${album.ratio}`);
  }
});

test('one picture keeps its shape, within bounds', () => {
  const one = (width, height) => albumOf([picture({ width, height })]);
  assert.deepEqual([one(1200, 900).width, one(1200, 900).ratio], [400, 1200 / 900]);
  assert.deepEqual([one(200, 100).width, one(200, 100).ratio], [200, 2]);
  assert.equal(one(900, 1800).width, 210);
  assert.equal(one(1000, 10_000_000).width, 150);
  assert.ok(one(1, 10_000).width / one(1, 10_000).ratio <= 420.01);
  assert.ok(one(10_000_000, 1000).width / one(10_000_000, 1000).ratio >= 79.9);
});

test('a small picture is as large as it is, and never too small for a finger', () => {
  const drawn = (width, height) => {
    const album = albumOf([picture({ width, height })]);
    return [album.width, Math.round(album.width / album.ratio), album.small];
  };
  assert.deepEqual(drawn(40, 40), [40, 40, true]);
  assert.deepEqual(drawn(40, 400), [40, 400, true]);
  assert.deepEqual(drawn(400, 40), [400, 40, true]);
  assert.deepEqual(drawn(1, 1), [24, 24, true]);
  assert.deepEqual(drawn(160, 120), [160, 120, false]);
});

test('in one line a message says what its files are', () => {
  assert.equal(filesInWords([picture()]), 'Photo');
  assert.equal(filesInWords([picture(), picture(), picture()]), '3 photos');
  assert.equal(filesInWords([picture(), paper()]), '2 files');
  assert.equal(filesInWords([voice()]), 'Voice message 0:12');
  assert.equal(filesInWords([paper()]), 'plan.pdf');
  assert.equal(inShort({ text: 'the *bay*', files: [picture()] }, 100), 'Photo: the bay');
  assert.equal(inShort({ text: '', files: [paper()] }, 100), 'plan.pdf');
  assert.equal(inShort({ text: 'just words' }, 100), 'just words');
  assert.deepEqual([lasting(0), lasting(940), lasting(61_900), lasting(3_661_000)], ['0:00', '0:01', '1:02', '1:01:01']);
});

test('a message of files alone is sent on, its caption is edited, that of a voice message is not', () => {
  const own = (more) => message(1, { senderId: ME, kind: 'file', text: '', files: [picture()], sentAt: new Date(0).toISOString(), ...more });
  assert.ok(isForwardable(own()));
  assert.ok(isEditable(own(), ME, 1_000, 60));
  assert.ok(!isEditable(own({ kind: 'voice', files: [voice()] }), ME, 1_000, 60));
  assert.ok(!isForwardable(own({ deleted: true })));
});

test('what waits shows its own files, or those of the message that is sent on', () => {
  const conversations = new Conversations(ME);
  conversations.accept(entry());
  const filed = message(3, { text: '', kind: 'file', files: [picture()] });
  conversations.change(7, (one) => withMessage(one, filed));
  const attached = { text: 'caption', files: [{ ...picture(), id: undefined, key: '1/x/0' }] };
  const own = asShown({ clientId: 'x', attached }, conversations, { id: ME });
  assert.deepEqual([own.text, own.files[0].id], ['caption', '1/x/0']);
  const forwarded = asShown({ clientId: 'y', more: { forward: { conversationId: 7, seq: 3 } } }, conversations, { id: ME });
  assert.deepEqual([forwarded.text, forwarded.files, forwarded.source], ['', [picture()], filed]);
});

test('the peaks of a waveform are the loudest of each part', () => {
  assert.deepEqual(barsOf([1, 9, 2, 3], 2), [9, 3]);
  assert.deepEqual(barsOf([5], 3), [5, 5, 5]);
  assert.deepEqual(barsOf([], 2), [0, 0]);
});

const blobOf = (bytes) => new Blob([new Uint8Array(bytes)]);

async function seenWith({ most, storage = new MemoryFiles(), sizes = {} } = {}) {
  const clock = new TestClock();
  const fetched = [];
  const conversations = new Conversations(ME);
  conversations.accept(entry());
  for (let seq = 1; seq <= 4; seq++) conversations.change(7, (one) => withMessage(one, message(seq, { files: [picture({ id: `id${seq}` })] })));
  const fetchFile = async (path) => {
    fetched.push(path);
    return blobOf(sizes[path] ?? 100);
  };
  const seen = new SeenFiles({ conversations, storage, memory: new MemoryItems(), userId: ME, fetchFile, most, ...clock });
  await seen.start();
  const look = async (seq, part) => {
    const blob = await seen.blob(message(seq), picture({ id: `id${seq}` }), part);
    await clock.pass(1);
    return blob;
  };
  return { seen, conversations, storage, clock, fetched, look };
}

test('what was seen is fetched once, and is there after a reload', async () => {
  const { look, fetched, storage } = await seenWith();
  await Promise.all([look(1), look(1)]);
  await look(1);
  await look(1, 'preview');
  assert.deepEqual(fetched, ['/files/id1', '/files/id1/preview']);

  const after = await seenWith({ storage });
  assert.equal((await after.look(1)).size, 100);
  assert.deepEqual(after.fetched, []);
});

test('what was seen longest ago makes room, and what is too large is not kept', async () => {
  const { look, fetched, storage } = await seenWith({ most: 250, sizes: { '/files/id4': 300 } });
  for (const seq of [1, 2, 1, 3, 4]) await look(seq);
  assert.deepEqual([...storage.blobs.keys()].map((key) => key.split('/')[2]), ['id1', 'id3']);
  await look(1);
  assert.deepEqual(fetched, ['/files/id1', '/files/id2', '/files/id3', '/files/id4']);
});

test('with its message a file is erased, whoever deleted it', async () => {
  const { look, conversations, storage, clock } = await seenWith();
  for (const seq of [1, 2, 3]) await look(seq);
  conversations.change(7, (one) => withDeleted(one, [[1, 1]], 'everyone'));
  conversations.change(7, (one) => withDeleted(one, [[2, 2]], 'me'));
  await clock.pass(600);
  assert.deepEqual([...storage.blobs.keys()], ['7/3/id3/']);
  conversations.remove(7);
  await clock.pass(600);
  assert.equal(storage.blobs.size + storage.places.size, 0);
});

test('what no conversation of this device shows any more is gone with the next start', async () => {
  const { look, storage } = await seenWith();
  await look(1);
  await storage.keepSeen({ key: '7/99/old/', userId: ME, conversationId: 7, seq: 99, size: 1, usedAt: 1 }, blobOf(1));
  await seenWith({ storage });
  assert.deepEqual([...storage.blobs.keys()], ['7/1/id1/']);
});

test('a link is used as long as it is good, and renewed when it is not', async () => {
  const clock = new TestClock();
  let count = 0;
  const rest = { authorized: async () => ({ url: `/${++count}`, expiresIn: 600 }) };
  const links = new FileLinks({ rest, now: clock.now });
  assert.deepEqual([await links.of({ id: 'a' }), await links.of({ id: 'a' })], ['/1', '/1']);
  assert.equal(await links.of({ id: 'a' }, { renew: true }), '/2');
  await clock.pass(580_000);
  assert.equal(await links.of({ id: 'a' }), '/3');
  await settled();
});

test('a BlurHash is a picture, and what is none is passed over', () => {
  const bytes = unblurred('LEHV6nWB2yk8pyo0adR*.7kCMdnj', 8, 6);
  assert.equal(bytes.length, 4 * 8 * 6);
  assert.ok(bytes.every((byte, i) => i % 4 !== 3 || byte === 255));
  assert.ok(new Set(bytes).size > 20, 'it is not of one colour');
  assert.deepEqual([...unblurred('00TNoS', 2, 1)], [255, 128, 0, 255, 255, 128, 0, 255]);
  for (const none of ['', 'LEHV', 'LEHV6nWB2yk8pyo0adR*.7kCMdn"', undefined, 7]) assert.equal(unblurred(none, 8, 8), null);
});
