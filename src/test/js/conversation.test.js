import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  conversationOf,
  firstUnread,
  hasGap,
  isComplete,
  previewOf,
  startOf,
  tickOf,
  unreadOf,
  visibleMessages,
  withDeleted,
  withEntry,
  withLooked,
  withMessage,
  withOlderUnknown,
  withPage,
  withPeerMarks,
  withReading,
  withStretch,
} from '../../../webroot/js/state/conversation.js';
import { ME, entry, message, messages } from './help/fakes.js';

const seqs = (conversation) => visibleMessages(conversation).map((one) => one.seq);
const withAll = (conversation, list) => list.reduce(withMessage, conversation);

test('a request that I have looked at waits no more, until there is another message or I take it up', () => {
  const asked = withAll(conversationOf(entry({ status: 'request' }), ME), messages(1, 2));
  assert.equal(unreadOf(asked), 2);

  const looked = withLooked(asked, 2);

  assert.equal(unreadOf(looked), 0);
  assert.equal(withLooked(looked, 1), looked);
  assert.equal(unreadOf(withMessage(looked, message(3))), 3);
  assert.equal(unreadOf({ ...looked, status: 'contact' }), 2);
});

test('messages in order need nothing more', () => {
  const conversation = withAll(conversationOf(entry(), ME), messages(1, 3));

  assert.deepEqual(seqs(conversation), [1, 2, 3]);
  assert.equal(conversation.position, 3);
  assert.equal(hasGap(conversation), false);
});

test('a message that comes twice is there once', () => {
  const once = withAll(conversationOf(entry(), ME), messages(1, 2));

  assert.equal(withMessage(once, message(2)), once);
});

test('messages out of order show a gap until it is filled', () => {
  const gap = withAll(conversationOf(entry(), ME), [message(1), message(4)]);
  assert.equal(gap.position, 1);
  assert.equal(hasGap(gap), true);

  const filled = withAll(gap, [message(3), message(2)]);
  assert.deepEqual(seqs(filled), [1, 2, 3, 4]);
  assert.equal(filled.position, 4);
});

test('a new device begins with the newest page and pages the rest', () => {
  const page = { messages: messages(81, 100), limited: true, lastSeq: 100 };
  const opened = withPage(conversationOf(entry({ lastSeq: 100 }), ME), page);
  assert.equal(startOf(opened), 81);
  assert.equal(opened.position, 100);
  assert.equal(isComplete(opened), false);

  const older = withStretch(opened, messages(1, 80), 1, 80);
  assert.equal(isComplete(older), true);
  assert.equal(seqs(older).length, 100);
});

test('after a long absence the older part is joined again as soon as paging reaches it', () => {
  const before = withStretch(conversationOf(entry({ lastSeq: 10 }), ME), messages(1, 10), 1, 10);
  const after = withPage(withEntry(before, entry({ lastSeq: 200 })), { messages: messages(151, 200), limited: true, lastSeq: 200 });
  assert.equal(startOf(after), 151);
  assert.equal(isComplete(after), false);

  const joined = withStretch(after, messages(11, 150), 11, 150);
  assert.equal(seqs(joined).length, 200);
  assert.equal(isComplete(joined), true);
});

test('a page that is older than what events brought leaves their gap open', () => {
  const ahead = withMessage(withAll(conversationOf(entry({ lastSeq: 2 }), ME), messages(1, 2)), message(9));

  const page = withPage(ahead, { messages: messages(3, 5), limited: false, lastSeq: 5 });

  assert.equal(page.position, 5);
  assert.equal(hasGap(page), true);
});

test('what is missing from a loaded stretch was deleted', () => {
  const before = withAll(conversationOf(entry(), ME), messages(1, 5));

  const after = withStretch(before, [message(1), message(5)], 1, 5);

  assert.deepEqual(seqs(after), [1, 5]);
  assert.equal(hasGap(after), false);
});

test('deleted for me is gone, deleted for everyone leaves a stub', () => {
  const before = withAll(conversationOf(entry(), ME), messages(1, 3));

  assert.deepEqual(seqs(withDeleted(before, [[2, 2]], 'me')), [1, 3]);
  const stub = withDeleted(before, [[2, 2]], 'everyone').messages[1];
  assert.equal(stub.deleted, true);
  assert.equal(stub.text, undefined);
});

test('a page tells of deletions that happened meanwhile', () => {
  const before = withAll(conversationOf(entry(), ME), messages(1, 4));

  const after = withPage(before, { messages: [], limited: false, lastSeq: 4, deletedRanges: [[1, 2]], deletedForEveryone: [[4, 4]] });

  assert.deepEqual(seqs(after), [3, 4]);
  assert.equal(after.messages[1].deleted, true);
});

test('what lies below the sight was hidden meanwhile', () => {
  const before = withAll(conversationOf(entry(), ME), messages(1, 4));

  const after = withPage(before, { messages: messages(5, 5), limited: false, lastSeq: 5, sightFrom: 4, deletedRanges: [[2, 2]] });

  assert.deepEqual(seqs(after), [4, 5]);
});

test('marks never move back', () => {
  const ahead = withPeerMarks(conversationOf(entry({ lastSeq: 9 }), ME), { receivedSeq: 8, readSeq: 7 });

  const late = withPeerMarks(withEntry(ahead, entry({ peerReceivedSeq: 3, peerReadSeq: 1 })), { receivedSeq: 5, readSeq: 2 });

  assert.equal(late.peerReceivedSeq, 8);
  assert.equal(late.peerReadSeq, 7);
});

test('ticks follow the marks of the other side', () => {
  const conversation = conversationOf(entry({ lastSeq: 3, peerReceivedSeq: 2, peerReadSeq: 1 }), ME);

  assert.deepEqual(
    [1, 2, 3].map((seq) => tickOf(conversation, message(seq, { senderId: ME }))),
    ['read', 'delivered', 'sent'],
  );
});

test('what was withheld from the other side stays sent, also once the marks have passed it', () => {
  const told = withPeerMarks(conversationOf(entry({ lastSeq: 3 }), ME), { receivedSeq: 3, readSeq: 3, withheld: [[2, 2]] });
  const reloaded = conversationOf(entry({ lastSeq: 3, peerReceivedSeq: 3, peerReadSeq: 3, peerWithheld: [[2, 2]] }), ME);
  const kept = withEntry({ ...told, peerWithheld: undefined }, entry({ peerWithheld: [[2, 2]] }));

  for (const conversation of [told, reloaded, kept, withPeerMarks(told, { receivedSeq: 3 })]) {
    assert.deepEqual([1, 2, 3].map((seq) => tickOf(conversation, message(seq, { senderId: ME }))), ['read', 'sent', 'read']);
  }
});

test('unread counts the other side and nothing that is deleted', () => {
  const conversation = withAll(conversationOf(entry({ readSeq: 1, lastSeq: 1 }), ME), [
    message(1),
    message(2),
    message(3, { senderId: ME }),
    message(4, { deleted: true }),
    message(5),
  ]);

  assert.equal(unreadOf(conversation), 2);
  assert.equal(firstUnread(conversation).seq, 2);
  assert.equal(unreadOf(withReading(conversation, 5)), 0);
});

test('nothing waits to be read of somebody whom I block', () => {
  const blocked = withMessage(conversationOf(entry({ blocked: true, unread: 3, readSeq: 1, lastSeq: 4 }), ME), message(5));

  assert.equal(unreadOf(blocked), 0);
  assert.equal(unreadOf({ ...blocked, blocked: false }), 4);
});

test('unread of what is not loaded is the number that the server told, and what came since', () => {
  const page = { messages: messages(181, 200), limited: true, lastSeq: 200 };
  const conversation = withPage(conversationOf(entry({ unread: 150, lastSeq: 200, readSeq: 50 }), ME), page);

  assert.equal(unreadOf(conversation), 150);
  assert.equal(unreadOf(withMessage(conversation, message(201))), 151);
});

test('the preview is the newest message, also when only the server knows it', () => {
  const told = conversationOf(entry({ lastSeq: 9, lastMessage: message(9) }), ME);
  assert.equal(previewOf(told).seq, 9);

  const loaded = withStretch(told, messages(1, 9), 1, 9);
  assert.equal(previewOf(withDeleted(loaded, [[9, 9]], 'me')).seq, 8);
});

test('a contact that is added again may have older messages to show', () => {
  const request = withPage(conversationOf(entry({ lastSeq: 9 }), ME), { messages: [message(9)], limited: false, lastSeq: 9 });
  assert.equal(isComplete(request), true);

  assert.equal(isComplete(withOlderUnknown(request)), false);
  assert.equal(isComplete(withOlderUnknown(conversationOf(entry(), ME))), true);
});

test('events in any order, doubled and mixed with pages, end in the same state', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = randomOf(seed);
    const count = 1 + Math.floor(random() * 30);
    const changes = messages(1, count).flatMap((one) => [one, one].slice(random() * 2)).map((one) => (c) => withMessage(c, one));
    const from = 1 + Math.floor(random() * count);
    const to = from + Math.floor(random() * (count - from + 1));
    changes.push((c) => withStretch(c, messages(from, to), from, to));
    changes.sort(() => random() - 0.5);

    const end = changes.reduce((c, change) => change(c), conversationOf(entry(), ME));

    assert.deepEqual(seqs(end), messages(1, count).map((one) => one.seq), `seed ${seed}`);
    assert.equal(end.position, count, `seed ${seed}`);
  }
});

function randomOf(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
