// What a newer server tells, and what changes later: nothing of it is lost, and nothing of it throws.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  conversationOf,
  firstUnread,
  forKeeping,
  previewOf,
  unreadOf,
  visibleMessages,
  withChanged,
  withDeleted,
  withEntry,
  withMessage,
  withPage,
  withStretch,
} from '../../../webroot/js/state/conversation.js';
import { Conversations } from '../../../webroot/js/state/conversations.js';
import { wordsOf } from '../../../webroot/js/state/message.js';
import { Notifier } from '../../../webroot/js/net/notifier.js';
import { Notices } from '../../../webroot/js/state/notices.js';
import { Notifications } from '../../../webroot/js/state/notifications.js';
import { timelineOf } from '../../../webroot/js/state/timeline.js';
import { settled } from './help/clock.js';
import { ME, PEER, entry, message, messages } from './help/fakes.js';
import { messengerOf, synced } from './help/messenger.js';

const three = () => withStretch(conversationOf(entry({ lastSeq: 3 }), ME), messages(1, 3), 1, 3);
const textsOf = (conversation) => visibleMessages(conversation).map(wordsOf);
const edited = (seq, version, more) => message(seq, { text: `edit ${version}`, version, ...more });
const stub = (seq, version) => message(seq, { text: undefined, deleted: true, version });
const quietly = async (work) => {
  const { warn } = console;
  console.warn = () => {};
  try {
    return await work();
  } finally {
    console.warn = warn;
  }
};

test('of a message the highest version counts, however it comes and in whichever order', () => {
  const ways = [withMessage, (it, one) => withChanged(it, [one]), (it, one) => withStretch(it, [one], one.seq, one.seq)];
  for (const way of ways) {
    const up = way(way(three(), edited(2, 1)), edited(2, 2));
    assert.deepEqual(textsOf(up), ['text 1', 'edit 2', 'text 3']);
    assert.deepEqual(textsOf(way(way(three(), edited(2, 2)), edited(2, 1))), ['text 1', 'edit 2', 'text 3']);
    assert.deepEqual(textsOf(way(up, message(2))), ['text 1', 'edit 2', 'text 3']);
  }
});

test('what did not change stays the same object', () => {
  const conversation = three();

  assert.equal(withChanged(conversation, [message(2), edited(9, 5)]), conversation);
  assert.equal(withChanged(conversation, []), conversation);
});

test('a deleted message stays deleted, whatever comes late, and with it no text', () => {
  const byVersion = withChanged(three(), [stub(2, 7)]);
  const byRange = withDeleted(three(), [[2, 2]], 'everyone');

  for (const deleted of [byVersion, byRange]) {
    const late = withStretch(withMessage(withChanged(deleted, [edited(2, 9)]), message(2)), messages(1, 3), 1, 3);
    assert.deepEqual(textsOf(late), ['text 1', '', 'text 3']);
    assert.equal(late.messages[1].deleted, true);
  }
});

test('what I deleted for myself does not come back with its change', () => {
  const mine = withDeleted(three(), [[2, 2]], 'me');

  assert.deepEqual(textsOf(withMessage(withChanged(mine, [edited(2, 4)]), edited(2, 5))), ['text 1', 'text 3']);
});

test('a sync hands over what changed, also where it is only listed', () => {
  const told = withEntry(three(), entry({ lastSeq: 9, lastMessage: message(9) }));
  const page = { messages: messages(4, 5), limited: false, lastSeq: 5, changed: [edited(2, 3), edited(9, 4), edited(1, 1)] };

  const after = withPage(told, page);

  assert.deepEqual(textsOf(after), ['edit 1', 'edit 3', 'text 3', 'text 4', 'text 5']);
  assert.equal(previewOf(after).text, 'edit 4');
  assert.equal(previewOf(withEntry(after, entry({ lastSeq: 9, lastMessage: message(9) }))).text, 'edit 4');
  assert.equal(previewOf(withEntry(after, entry({ lastSeq: 10, lastMessage: message(10) }))).text, 'text 10');
});

test('changes in any order, doubled and mixed with pages, end in the same state', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = randomOf(seed);
    const states = messages(1, 8).map((one) => {
      const versions = Array.from({ length: 1 + Math.floor(random() * 4) }, (_, i) => (i === 0 ? one : edited(one.seq, i)));
      return random() < 0.3 ? [...versions, stub(one.seq, versions.length)] : versions;
    });
    const changes = states.flat().flatMap((one) => {
      const ways = [(c) => withMessage(c, one), (c) => withChanged(c, [one]), (c) => withStretch(c, [one], one.seq, one.seq)];
      return [ways[0], ways[Math.floor(random() * 3)]].slice(random() * 2);
    });
    // The last state of each comes in a way that brings it for sure, at whatever time.
    changes.push(...states.map((all) => (c) => withMessage(c, all.at(-1))));
    changes.sort(() => random() - 0.5);

    const end = changes.reduce((c, change) => change(c), conversationOf(entry(), ME));

    assert.deepEqual(end.messages, states.map((all) => all.at(-1)), `seed ${seed}`);
  }
});

test('a change of an unread message counts at once', () => {
  const unread = withStretch(conversationOf(entry({ lastSeq: 3, unread: 3 }), ME), messages(1, 3), 1, 3);

  assert.equal(unreadOf(withChanged(unread, [stub(2, 1)])), 2);
  assert.equal(unreadOf(withChanged(unread, [edited(2, 1)])), 3);
});

test('everybody’s messages but mine are unread, and events are nobody’s', () => {
  const group = [message(1, { senderId: 5 }), message(2, { senderId: ME }), message(3, { senderId: 6, kind: 'event' }), message(4, { senderId: 8, kind: 'voice' })];
  const conversation = withStretch(conversationOf(entry({ lastSeq: 4 }), ME), group, 1, 4);

  assert.equal(unreadOf(conversation), 2);
  assert.equal(firstUnread(conversation).seq, 1);
});

test('messages of kinds that are not known yet have a place, and words where they have a text', () => {
  const odd = [
    message(1, { kind: 'file', text: '', files: [{ id: 'a' }] }),
    message(2, { kind: 'poll', text: 'Which day?' }),
    message(3, { kind: 'event', text: undefined, event: { type: 'joined' } }),
    message(4, { kind: 'call', text: { odd: true }, sentAt: undefined }),
    { conversationId: 7, text: 'nowhere' },
    null,
  ];
  const conversation = withPage(conversationOf(entry({ lastSeq: 4 }), ME), { messages: odd, limited: false, lastSeq: 4 });

  assert.deepEqual(textsOf(conversation), ['', 'Which day?', '', '']);
  assert.equal(conversation.position, 4);
  const lines = timelineOf({ messages: conversation.messages, pending: [], me: ME });
  assert.deepEqual(lines.filter(({ kind }) => kind === 'message').map(({ time }) => Number.isFinite(time)), [true, true, true, true]);
});

test('what a kept conversation says of its changes outlives a reload', () => {
  const conversations = new Conversations(ME);
  conversations.restore([structuredClone({ ...forKeeping(withChanged(three(), [edited(2, 6), stub(3, 2)]), 100), userId: ME })]);
  conversations.change(7, (conversation) => withChanged(conversation, [edited(2, 5), edited(3, 1)]));

  assert.deepEqual(textsOf(conversations.get(7)), ['text 1', 'edit 6', '']);
});

test('events of a changed message reach the conversation, and those that are not known nothing', async () => {
  const { messenger, connection, open } = messengerOf({ 'chat.sync': synced(entry({ lastSeq: 3 }), messages(1, 3)) });
  await open();

  for (const event of [{ type: 'group.changed', conversationId: 7 }, { type: 'conversation.added', conversation: {} }, {}]) connection.onEvent(event);
  connection.onEvent({ type: 'message.changed', message: edited(2, 1) });
  connection.onEvent({ type: 'message.sent', message: edited(3, 2) });
  connection.onEvent({ type: 'message.changed', message: stub(1, 1) });
  connection.onEvent({ type: 'message.changed', message: edited(1, 1, { conversationId: 99 }) });

  assert.deepEqual(textsOf(messenger.conversations.get(7)), ['', 'edit 1', 'edit 2']);
});

test('an event that is broken is skipped, and the next one counts', () =>
  quietly(async () => {
    const { messenger, connection, open } = messengerOf({ 'chat.sync': synced(entry({ lastSeq: 1 }), messages(1, 1)) });
    await open();

    const types = ['message.sent', 'message.changed', 'message.deleted', 'user.changed', 'contact.added'];
    for (const event of [null, ...types.map((type) => ({ type, conversationId: 7 }))]) assert.doesNotThrow(() => connection.onEvent(event));
    connection.onEvent({ type: 'message.sent', message: { conversationId: 7 } });
    connection.onEvent({ type: 'contact.added', contact: { conversationId: 8, title: 'a forum' } });
    connection.onEvent({ type: 'message.sent', message: message(2) });

    assert.deepEqual(textsOf(messenger.conversations.get(7)), ['text 1', 'text 2']);
    assert.equal(messenger.conversations.value.size, 1);
  }));

test('a sync with conversations of other kinds, and with broken ones, brings all the others', () =>
  quietly(async () => {
    const change = (conversationId, more) => ({ conversationId, version: 4, messages: [message(1, { conversationId })], limited: false, ...more });
    const forum = { conversationId: 1, kind: 'forum', title: 'Choir', lastSeq: 1 };
    const { user, ...noUser } = entry({ conversationId: 4 });
    const { messenger, open } = messengerOf({
      'chat.sync': {
        conversations: [
          change(1, { conversation: forum }),
          change(2, {}),
          change(3, { contact: entry({ conversationId: 3, lastSeq: 1 }), deletedRanges: 'what?' }),
          change(4, { contact: noUser }),
          null,
          change(5, { contact: entry({ conversationId: 5, lastSeq: 1, user: { ...user, bot: true } }), poll: {}, messages: undefined }),
          change(6, { conversation: { ...entry({ conversationId: 6, lastSeq: 1 }), kind: 'direct' } }),
        ],
      },
    });
    await open();

    assert.deepEqual([...messenger.conversations.value.keys()], [5, 6]);
    assert.deepEqual(messenger.conversations.known(0).map(([id]) => id), [5, 6]);
    assert.equal(messenger.loaded.value, true);
  }));

test('a sync that says nothing ends well', async () => {
  const { messenger, open } = messengerOf({ 'chat.sync': {} });
  await open();

  assert.equal(messenger.loaded.value, true);
});

test('messages of a conversation that is not shown do not ask for it again and again', async () => {
  const forum = { conversationId: 1, kind: 'forum', title: 'Choir', lastSeq: 1 };
  const { connection, server, open } = messengerOf({
    'chat.sync': { conversations: [{ conversationId: 1, version: 4, conversation: forum, messages: [], limited: false }] },
  });
  await open();

  for (let seq = 2; seq < 9; seq++) connection.onEvent({ type: 'message.sent', message: message(seq, { conversationId: 1 }) });
  await settled();
  assert.equal(server.to('chat.sync').length, 1);

  connection.onEvent({ type: 'message.sent', message: message(1, { conversationId: 12 }) });
  await settled();
  assert.equal(server.to('chat.sync').length, 2);
});

test('several may be typing, each until their own message', async () => {
  const { messenger, connection, clock, open } = messengerOf({ 'chat.sync': synced(entry(), []) });
  await open();
  const writing = () => [...(messenger.typing.value.get(7) ?? [])];

  connection.onEvent({ type: 'typing', conversationId: 7, userId: PEER });
  await clock.pass(2_000);
  connection.onEvent({ type: 'typing', conversationId: 7, userId: 5 });
  assert.deepEqual(writing(), [PEER, 5]);

  await clock.pass(3_000);
  assert.deepEqual(writing(), [5]);
  connection.onEvent({ type: 'message.sent', message: message(1, { senderId: 5 }) });
  assert.equal(messenger.typing.value.has(7), false);
});

test('marks of somebody else than the other one move no tick', async () => {
  const { messenger, connection, open } = messengerOf({ 'chat.sync': synced(entry({ lastSeq: 3 }), messages(1, 3, { senderId: ME })) });
  await open();

  connection.onEvent({ type: 'message.state', conversationId: 7, userId: 5, receivedSeq: 3, readSeq: 3 });
  assert.equal(messenger.conversations.get(7).peerReadSeq, 0);
  connection.onEvent({ type: 'message.state', conversationId: 7, userId: PEER, receivedSeq: 3, readSeq: 2 });
  assert.equal(messenger.conversations.get(7).peerReadSeq, 2);
});

test('a notification follows its message: said anew once it is another, gone once it is deleted', async () => {
  const shown = [];
  const conversations = new Conversations(ME);
  const notices = new Notices({
    conversations,
    preferences: { value: { sound: false, notifications: 'on', preview: true } },
    tabs: { leads: true, lookedAt: async () => [] },
    notifier: { show: async ({ body, again }) => shown.push([body, again]), close: async () => shown.push('closed') },
    words: () => 'New message',
    short: ({ text }) => text,
  });
  conversations.accept(entry());
  const put = (one) => conversations.change(7, (conversation) => withMessage(conversation, one));
  put(message(1));
  await notices.tell(message(1));
  put(message(2, { kind: 'file', text: '' }));
  await notices.tell(message(2, { kind: 'file', text: '' }));
  assert.deepEqual(shown, [['text 1', false], ['New message', false]]);

  put(edited(2, 1));
  assert.deepEqual(shown.at(-1), ['edit 1', true]);
  put(edited(1, 3));
  assert.equal(shown.length, 3);
  put(stub(2, 2));
  assert.equal(shown.at(-1), 'closed');
});

function randomOf(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

test('what was shown goes with the session, that of pushes too, even where there is no subscription to end', async () => {
  const shown = new Set();
  const registration = {
    showNotification: async (title) => shown.add(title),
    getNotifications: async () => [...shown].map((title) => ({ close: () => shown.delete(title) })),
  };
  const notifier = new Notifier({ system: { permission: 'granted' }, worker: async () => registration });
  const push = { forget: () => Promise.reject(new Error('no push service')) };
  await notifier.show({ id: 7, title: 'Bob Marsh', body: 'for Ann alone', sentAt: '2026-11-01T12:00:00.000Z' });
  await registration.showNotification('Carol, by a push');

  await new Notifications({ notifier, push }).forget();

  assert.deepEqual([...shown], []);
});
