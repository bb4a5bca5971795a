import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../../../webroot/js/net/failure.js';
import { unreadOf, visibleMessages } from '../../../webroot/js/state/conversation.js';
import { isRefused, ordered } from '../../../webroot/js/state/conversations.js';
import { settled } from './help/clock.js';
import { ME, PEER, entry, group, message, messages } from './help/fakes.js';
import { messengerOf, synced } from './help/messenger.js';

test('a sync is asked for page by page until there is no next', async () => {
  const pages = [
    { ...synced(entry({ conversationId: 3 }), []), next: 3 },
    { ...synced(entry({ conversationId: 9, user: { id: 5 } }), []) },
  ];
  const { messenger, server, open } = messengerOf({ 'chat.sync': () => pages.shift() });

  await open();

  assert.deepEqual(server.to('chat.sync').map(({ after }) => after), [undefined, 3]);
  assert.deepEqual([...messenger.conversations.value.keys()], [3, 9]);
  assert.equal(messenger.loaded.value, true);
});

test('all is told only when a first sync is through', async () => {
  const { messenger, open } = messengerOf({ 'chat.sync': () => synced(entry(), []) });
  const told = [];
  messenger.conversations.subscribe(() => told.push(messenger.synced.value));
  assert.equal(messenger.synced.value, false);

  await open();

  assert.equal(told[0], false);
  assert.equal(messenger.synced.value, true);
});

test('who leaves leaves no drafts and no messages, though the page goes at once', async () => {
  const { messenger, open } = messengerOf({ 'chat.sync': () => synced(entry(), []), 'chat.message.send': () => new Promise(() => {}) });
  await open();
  messenger.drafts.keep(7, 'half a thou');
  messenger.storage.keep = () => new Promise(() => {});
  messenger.send(7, 'never sent');

  messenger.forget({ leaving: true });

  assert.equal(messenger.drafts.exist(), false);
  assert.deepEqual(messenger.outbox.journal.written(), []);
});

test('a second sync tells what is there already', async () => {
  const { server, open } = messengerOf({ 'chat.sync': () => synced(entry({ lastSeq: 2 }), messages(1, 2)) });
  await open();
  await open();

  assert.deepEqual(server.to('chat.sync')[1].known, [[7, 1, 2]]);
});

test('what is told while a sync is under way holds against its answer', async () => {
  let answer;
  const { messenger, connection, open } = messengerOf({ 'chat.sync': () => new Promise((resolve) => (answer = resolve)) });
  const opened = open();
  connection.onEvent({ type: 'presence.changed', userId: PEER, online: true });
  connection.onEvent({ type: 'user.changed', user: { id: PEER, username: 'bob', displayName: 'Bob Marsh' } });
  connection.onEvent({ type: 'message.changed', message: message(2, { text: 'as edited', version: 3 }) });
  connection.onEvent({ type: 'message.deleted', conversationId: 7, ranges: [[1, 1]], scope: 'everyone' });

  answer(synced(entry({ lastSeq: 2, online: false }), messages(1, 2)));
  await opened;

  const { online, peer } = messenger.conversations.get(7);
  assert.equal(online, true);
  assert.equal(peer.displayName, 'Bob Marsh');
  assert.deepEqual(visibleMessages(messenger.conversations.get(7)).map(({ text, deleted }) => (deleted ? '' : text)), ['', 'as edited']);
});

test('what is told beyond measure while a sync is under way is asked for once more', async () => {
  const answers = [];
  const { connection, server, open } = messengerOf({ 'chat.sync': () => new Promise((resolve) => answers.push(resolve)) });
  const opened = open();
  for (let i = 0; i < 1_001; i++) connection.onEvent({ type: 'presence.changed', userId: i, online: true });
  answers[0](synced(entry(), []));
  await opened;
  await settled();

  assert.equal(server.to('chat.sync').length, 2);
});

test('what was told before a page was asked for says nothing against it', async () => {
  const pages = [{ ...synced(entry({ conversationId: 3, user: { id: 5 } }), []), next: 3 }, synced(entry({ online: false }), [])];
  const answers = [];
  const { messenger, connection, open } = messengerOf({ 'chat.sync': () => new Promise((resolve) => answers.push(() => resolve(pages.shift()))) });
  const opened = open();
  connection.onEvent({ type: 'presence.changed', userId: PEER, online: true });
  answers[0]();
  await settled();
  answers[1]();
  await opened;

  assert.equal(messenger.conversations.get(7).online, false);
});

test('a conversation that was removed elsewhere disappears', async () => {
  const pages = [synced(entry(), []), { conversations: [{ conversationId: 7, version: 2, removed: true }] }];
  const { messenger, open } = messengerOf({ 'chat.sync': () => pages.shift() });
  await open();
  await open();

  assert.equal(messenger.conversations.value.size, 0);
});

test('a message that comes after a gap brings what is missing', async () => {
  const { connection, server, open, seqs } = messengerOf({ 'chat.sync': synced(entry({ lastSeq: 2 }), messages(1, 2)) });
  await open();
  server.history = messages(1, 6);

  connection.onEvent({ type: 'message.sent', message: message(6) });
  await settled();

  assert.deepEqual(seqs(), [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(server.to('chat.message.received').at(-1), { conversationId: 7, seq: 6 });
});

test('only what was seen counts as read', async () => {
  const { messenger, connection, server, open } = messengerOf({ 'chat.sync': synced(entry(), []) });
  await open();
  messenger.attend(7, true);
  connection.onEvent({ type: 'message.sent', message: message(1) });
  await settled();
  assert.deepEqual(server.to('chat.conversation.read'), []);
  assert.equal(unreadOf(messenger.conversations.get(7)), 1);

  messenger.saw(7, [1]);
  await settled();
  assert.deepEqual(server.to('chat.conversation.read'), [{ conversationId: 7, seq: 1 }]);
  assert.equal(unreadOf(messenger.conversations.get(7)), 0);
});

test('what another device has read is read here too', async () => {
  const { messenger, connection, open } = messengerOf({ 'chat.sync': synced(entry({ lastSeq: 2, unread: 2 }), messages(1, 2)) });
  await open();

  connection.onEvent({ type: 'conversation.read', conversationId: 7, readSeq: 2, unread: 0 });

  assert.equal(unreadOf(messenger.conversations.get(7)), 0);
});

test('an own message is pending until its event or its reply is here, whichever is first', async () => {
  let release;
  const { messenger, connection, open, seqs } = messengerOf({
    'chat.sync': synced(entry(), []),
    'chat.message.send': () => new Promise((resolve) => (release = resolve)),
  });
  await open();
  const { clientId } = messenger.send(7, 'hello');
  await settled();
  const own = message(1, { senderId: ME, clientId, text: 'hello' });

  connection.onEvent({ type: 'message.sent', message: own });
  assert.equal(messenger.outbox.value.length, 0);
  release({ message: own });
  await settled();

  assert.deepEqual(seqs(), [1]);
});

test('what a sync shows as sent is not sent again', async () => {
  let up = false;
  const given = messengerOf({
    'chat.sync': () => synced(entry({ lastSeq: up ? 1 : 0 }), up ? [message(1, { senderId: ME, clientId })] : []),
    'chat.message.send': Failure.unreachable(),
  });
  await given.open();
  const { clientId } = given.messenger.send(7, 'hello');
  await settled();
  given.server.calls.length = 0;

  up = true;
  await given.open();

  assert.deepEqual(given.server.to('chat.message.send'), []);
  assert.equal(given.messenger.outbox.value.length, 0);
});

test('typing shows for a moment, and ends with the message', async () => {
  const { messenger, connection, clock, open } = messengerOf({ 'chat.sync': synced(entry(), []) });
  await open();

  connection.onEvent({ type: 'typing', conversationId: 7, userId: PEER });
  assert.equal(messenger.typing.value.has(7), true);
  await clock.pass(5_000);
  assert.equal(messenger.typing.value.has(7), false);

  connection.onEvent({ type: 'typing', conversationId: 7, userId: PEER });
  connection.onEvent({ type: 'message.sent', message: message(1) });
  assert.equal(messenger.typing.value.has(7), false);
});

test('my typing is told now and then, not at each key', async () => {
  const { messenger, server, clock } = messengerOf();
  for (let key = 0; key < 20; key++) messenger.typing.tell(7);
  await clock.pass(3_000);
  messenger.typing.tell(7);

  assert.equal(server.to('chat.typing').length, 2);
});

test('presence is right again after an absence', async () => {
  // Coming and going is no change of a conversation.
  const lastSeen = '2026-01-01T00:00:00.000Z';
  const syncs = [
    { ...synced(entry({ online: true }), []), presence: [], presenceAt: '2025-12-31T00:00:00.000Z' },
    { conversations: [], presence: [{ userId: PEER, online: true }], presenceAt: '2026-01-02T00:00:00.000Z' },
    { conversations: [], presence: [{ userId: PEER, online: false, lastSeen }] },
    { conversations: [], presence: [{ userId: PEER, online: true }] },
    { conversations: [], presence: [] },
  ];
  const { messenger, connection, server, open } = messengerOf({ 'chat.sync': () => syncs.shift() });
  // Nothing but the sync is asked.
  messenger.rest.authorized = () => assert.fail('a request');
  const shown = [];
  for (let times = 0; times < 5; times++) {
    await open();
    const { online, lastSeen: seen } = messenger.conversations.get(7);
    shown.push([Boolean(online), seen]);
  }
  assert.deepEqual(shown, [[true, undefined], [true, undefined], [false, lastSeen], [true, lastSeen], [false, lastSeen]]);
  assert.deepEqual(
    server.to('chat.sync').map(({ presenceSince }) => new Date(presenceSince).toJSON().slice(0, 10)),
    ['1970-01-01', '2025-12-31', '2026-01-02', '2026-01-02', '2026-01-02'],
  );

  connection.onEvent({ type: 'presence.changed', userId: PEER, online: true });
  assert.equal(messenger.conversations.get(7).online, true);
});

test('a page of a sync says nothing of the presence of those beyond it', async () => {
  const pages = [
    { ...synced(entry({ online: true }), []), next: 7 },
    synced(entry({ conversationId: 9, user: { id: 5 }, online: true }), []),
    { conversations: [], presence: [{ userId: PEER, online: true }], next: 8 },
    { conversations: [], presence: [] },
    { conversations: [] }, // of an older server
  ];
  const { messenger, open } = messengerOf({ 'chat.sync': () => pages.shift() });
  const online = () => [7, 9].map((id) => Boolean(messenger.conversations.get(id).online));
  await open();
  assert.deepEqual(online(), [true, true]);
  await open();
  assert.deepEqual(online(), [true, false]);
  await open();
  assert.deepEqual(online(), [true, false]);
});

test('a long list of contacts comes in pages', async () => {
  const pages = {
    '/conversations': { conversations: [], next: '5.7' },
    '/conversations?after=5.7': { conversations: [entry({ online: false })] },
  };
  const { messenger, server, connection } = messengerOf({
    'contacts.list': ({ after }) => (after ? { contacts: [entry()] } : { contacts: [entry({ user: { id: 3, username: 'carl' } })], next: '0.7' }),
  });
  messenger.rest.authorized = async (method, path) => pages[path];
  connection.status = 'waiting';
  connection.onStatus('waiting');
  await settled();
  assert.equal(messenger.conversations.get(7).online, false);

  assert.deepEqual((await messenger.contacts.blocked()).map(({ username }) => username), ['bob', 'carl']);
  assert.deepEqual(server.to('contacts.list').map(({ after }) => after), [undefined, '0.7']);
});

test('a sync that tells deletions in parts is asked until the device knows all', async () => {
  const change = (version, messages, deleted) =>
    synced(entry({ lastSeq: 4 }), messages, { version, ownVersion: 1, deletedForEveryone: deleted });
  const { messenger, server, open } = messengerOf({
    'chat.sync': ({ after, known }) => {
      if (known.length === 0) return change(1, messages(1, 4), []);
      return after === 6 ? change(9, [], [[3, 3]]) : { ...change(5, [], [[2, 2]]), next: 6 };
    },
  });
  await open();
  await open();
  const stubs = messenger.conversations.get(7).messages.filter((one) => one.deleted);
  assert.deepEqual(stubs.map(({ seq }) => seq), [2, 3]);
  assert.deepEqual(server.to('chat.sync').map(({ known }) => known), [[], [[7, 1, 4, 1, 1]], [[7, 5, 4, 1, 1]]]);
  assert.equal(messenger.conversations.get(7).version, 9);
});

test('a stranger who writes appears as a request, and accepting makes a contact', async () => {
  const { messenger, connection, server, open } = messengerOf({
    'contacts.accept': { contact: entry({ lastSeq: 1 }), created: true },
  });
  await open();
  server.history = [message(1)];

  connection.onEvent({ type: 'contact.added', contact: entry({ status: 'request', lastSeq: 1, unread: 1 }) });
  await settled();
  assert.equal(messenger.conversations.get(7).status, 'request');
  assert.equal(unreadOf(messenger.conversations.get(7)), 1);

  await messenger.contacts.accept(PEER);
  assert.equal(messenger.conversations.get(7).status, 'contact');
});

test('a request that was looked at waits no more once it is taken up, before the server has heard of that', async () => {
  const { messenger, connection, server, open } = messengerOf({
    'contacts.accept': { contact: entry({ lastSeq: 1, unread: 1 }), created: true },
  });
  await open();
  server.history = [message(1)];
  connection.onEvent({ type: 'contact.added', contact: entry({ status: 'request', lastSeq: 1, unread: 1 }) });
  await settled();
  messenger.saw(7, [1]);
  const counted = [];
  messenger.conversations.subscribe((all) => counted.push(unreadOf(all.get(7))));

  await messenger.contacts.accept(PEER);
  await settled();

  assert.equal(Math.max(...counted), 0);
  assert.deepEqual(server.to('chat.conversation.read'), [{ conversationId: 7, seq: 1 }]);
});

test('what a stranger who is blocked says in a group is folded, until the stranger is blocked no more', async () => {
  const stranger = { ...entry({ status: 'none', blocked: true, conversationId: 9 }), user: { id: 3, username: 'cyan', displayName: 'Cy' } };
  const listed = { contacts: [] };
  const { messenger, open } = messengerOf({ 'contacts.block': {}, 'contacts.unblock': {}, 'contacts.list': () => listed });
  await open();
  const said = message(1, { conversationId: 8, senderId: 3 });
  assert.equal(messenger.conversations.isFolded(said), false);

  listed.contacts = [stranger];
  await messenger.contacts.block(3);
  assert.equal(messenger.conversations.isFolded(said), true);
  assert.equal(isRefused(messenger.conversations.get(9)), true);

  await messenger.contacts.unblock(3);
  assert.equal(messenger.conversations.isFolded(said), false);
  assert.equal(messenger.conversations.get(9), undefined);

  await open();
  assert.equal(messenger.conversations.isFolded(said), true);
  listed.contacts = [];
  await messenger.contacts.blocked();
  assert.equal(messenger.conversations.isFolded(said), false);
});

test('what whom I have blocked says is told at no time, though it comes before it is known whom I have blocked', async () => {
  const stranger = { ...entry({ status: 'none', blocked: true, conversationId: 9 }), user: { id: 3, username: 'cyan', displayName: 'Cy' } };
  const choir = { ...entry({ conversationId: 8 }), kind: 'group', title: 'Choir', user: undefined };
  let tellBlocked;
  let sync = { conversations: [{ conversationId: 8, version: 1, conversation: choir, messages: [], limited: false }] };
  const { messenger, connection, open } = messengerOf({
    'contacts.list': () => new Promise((resolve) => (tellBlocked = resolve)),
    'chat.sync': () => sync,
  });
  const opened = open();
  await settled();
  tellBlocked({ contacts: [] });
  await opened;
  const news = [];
  const shown = [];
  messenger.onNews = ({ seq }) => news.push(seq);
  messenger.conversations.subscribe((all) => {
    for (const one of all.get(8).messages) if (!messenger.conversations.isFolded(one)) shown.push(one.seq);
  });

  const said = (seq, senderId) => message(seq, { conversationId: 8, senderId });
  sync = { conversations: [{ conversationId: 8, version: 2, conversation: { ...choir, lastSeq: 1 }, messages: [said(1, 3)], limited: false }] };
  const again = open();
  connection.onEvent({ type: 'message.sent', message: said(2, 3) });
  await settled();
  connection.onEvent({ type: 'message.sent', message: said(3, 4) });
  tellBlocked({ contacts: [stranger] });
  await again;

  assert.deepEqual(news, [3]);
  assert.deepEqual([...new Set(shown)], [3]);
  assert.deepEqual(messenger.conversations.get(8).messages.map(({ seq }) => seq), [1, 2, 3]);
});

test('who is blocked while there is something to read leaves it unread', async () => {
  const { messenger, server, open } = messengerOf({
    'chat.sync': synced(entry({ lastSeq: 5, unread: 5 }), messages(1, 5)),
    'contacts.block': {},
    'contacts.unblock': {},
  });
  await open();
  messenger.saw(7, [1, 2]);
  await messenger.contacts.block(PEER);
  assert.equal(unreadOf(messenger.conversations.get(7)), 0);

  messenger.saw(7, [1, 2]);
  messenger.saw(7, [3]);
  await settled();
  await messenger.contacts.unblock(PEER);

  assert.equal(unreadOf(messenger.conversations.get(7)), 2);
  assert.deepEqual(Math.max(...server.to('chat.conversation.read').map(({ seq }) => seq)), 3);
});

test('whom I have blocked is called in a group as then, whatever is told of the name since', async () => {
  const stranger = { ...entry({ status: 'none', blocked: true, conversationId: 9 }), user: { id: 3, username: 'cyan', displayName: 'Cy' } };
  const renamed = { id: 3, username: 'cyan', displayName: 'You cannot block me' };
  const choir = { conversationId: 8, version: 1, conversation: group({ conversationId: 8, lastSeq: 1 }), messages: [message(1, { conversationId: 8, senderId: 3 })] };
  const { messenger, connection, open } = messengerOf({
    'contacts.list': { contacts: [stranger] },
    'chat.sync': { conversations: [choir] },
    'users.get': { users: [renamed] },
  });
  await open();
  await settled();
  const name = () => messenger.conversations.get(8).people[3].displayName;
  assert.equal(name(), 'Cy');

  await messenger.groups.renew(8);
  assert.equal(name(), 'Cy');
  connection.onEvent({ type: 'message.sent', message: message(2, { conversationId: 8, senderId: 3 }), sender: renamed });
  assert.equal(name(), 'Cy');
});

test('deletions show at once and again when the event comes', async () => {
  const { messenger, connection, server, open, seqs } = messengerOf({ 'chat.sync': synced(entry({ lastSeq: 3 }), messages(1, 3)) });
  await open();

  await messenger.delete(7, [2], 'me');
  connection.onEvent({ type: 'message.deleted', conversationId: 7, ranges: [[2, 2]], scope: 'me' });

  assert.deepEqual(server.to('chat.message.delete'), [{ conversationId: 7, seqs: [[2, 2]], scope: 'me' }]);
  assert.deepEqual(seqs(), [1, 3]);
});

test('a deletion that the server refuses changes nothing', async () => {
  const { messenger, open, seqs } = messengerOf({
    'chat.sync': synced(entry({ lastSeq: 1 }), messages(1, 1)),
    'chat.message.delete': new Failure(403, 'not_sender'),
  });
  await open();

  await assert.rejects(messenger.delete(7, [1], 'everyone'));
  assert.deepEqual(seqs(), [1]);
});

test('an event of a newer server is left alone', async () => {
  const { connection, open } = messengerOf();
  await open();

  connection.onEvent({ type: 'reaction.added', conversationId: 7 });
});

test('the conversation with the newest message stands first, pending ones counted', () => {
  const { messenger } = messengerOf();
  messenger.conversations.accept(entry({ conversationId: 1, user: { id: 11 }, lastMessage: message(1), lastSeq: 1 }));
  messenger.conversations.accept(entry({ conversationId: 2, user: { id: 12 }, lastMessage: message(9), lastSeq: 9 }));
  messenger.conversations.accept(entry({ conversationId: 3, user: { id: 13 } }));
  const ids = (pending) => ordered(messenger.conversations.value, pending).map((one) => one.id);

  assert.deepEqual(ids([]), [2, 1, 3]);
  assert.deepEqual(ids([{ conversationId: 3, createdAt: Date.now() }]), [3, 2, 1]);
});

test('a new device confirms what is older only once it has it all', async () => {
  const { connection, server, open } = messengerOf({
    'chat.sync': synced(entry({ lastSeq: 350 }), messages(331, 350), { limited: true }),
  });
  server.history = messages(1, 352);
  await open();
  connection.onEvent({ type: 'message.sent', message: message(351) });
  connection.onEvent({ type: 'message.sent', message: message(352) });
  assert.deepEqual(server.to('chat.message.received'), []);
  await settled();

  assert.deepEqual(server.to('chat.message.received'), [{ conversationId: 7, seq: 352 }]);
  assert.equal(server.to('chat.message.history').length, 4);
});

test('while older messages cannot be had, nothing is confirmed and nothing spins', async () => {
  const { connection, server, open } = messengerOf({
    'chat.sync': synced(entry({ lastSeq: 350 }), messages(331, 350), { limited: true }),
    'chat.message.history': Failure.timeout(),
  });
  await open();
  connection.onEvent({ type: 'message.sent', message: message(351) });
  await settled();

  assert.deepEqual(server.to('chat.message.received'), []);
  assert.ok(server.to('chat.message.history').length <= 3);
});

test('pages that the server asks to wait for come later, and those that would take long are given up', async () => {
  const busy = (retryAfter) => new Failure(429, 'too_many_requests', { retryAfter });
  let refusal = busy(2);
  const page = () => {
    const answer = refusal ?? { messages: messages(1, 2), deletedRanges: [], hasMore: false };
    refusal = null;
    return answer;
  };
  const { messenger, server, clock, open } = messengerOf({
    'chat.sync': () => (refusal ? page() : synced(entry({ lastSeq: 4 }), messages(3, 4), { limited: true })),
    'chat.message.history': page,
  });
  const opened = open();
  await clock.pass(1_999);
  assert.equal(server.to('chat.sync').length, 1);
  await clock.pass(1);
  await opened;
  assert.equal(server.to('chat.sync').length, 2);

  refusal = busy(2);
  const older = messenger.history.older(7);
  await clock.pass(2_000);
  assert.equal(await older, true);
  refusal = busy(3_600);
  assert.equal(await messenger.history.older(7, 2), false);
});

test('a short interruption is nobody’s concern; of a longer one the reason is told', async () => {
  const { messenger, connection, world, clock } = messengerOf();
  const become = (status) => connection.onStatus((connection.status = status));
  become('online');
  become('waiting');
  await clock.pass(1_499);
  assert.equal(messenger.away.value, '');
  become('online');
  await clock.pass(60_000);
  assert.equal(messenger.away.value, '');

  become('waiting');
  await clock.pass(1_500);
  assert.equal(messenger.away.value, 'line');
  world.server = false;
  become('connecting');
  become('waiting');
  await clock.pass(0);
  assert.equal(messenger.away.value, 'server');
  world.network = false;
  messenger.check();
  assert.equal(messenger.away.value, 'network');
  become('online');
  assert.equal(messenger.away.value, '');
});

test('that there is no network is told at once', async () => {
  const { messenger, connection, world, clock } = messengerOf();
  world.network = false;
  connection.onStatus((connection.status = 'waiting'));
  await clock.pass(0);
  assert.equal(messenger.away.value, 'network');
});
