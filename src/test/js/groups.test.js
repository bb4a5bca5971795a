// Groups and channels as this device knows them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  conversationOf,
  forKeeping,
  mayPost,
  personOf,
  strangersIn,
  tickOf,
  unreadOf,
  visibleMessages,
  withEntry,
  withPeople,
  withStretch,
} from '../../../webroot/js/state/conversation.js';
import { Conversations } from '../../../webroot/js/state/conversations.js';
import { GroupCommands } from '../../../webroot/js/state/group-commands.js';
import { settled } from './help/clock.js';
import { ME, PEER, entry, group, message, messages } from './help/fakes.js';
import { messengerOf } from './help/messenger.js';

const CARLA = { id: 3, username: 'carla', displayName: 'Carla' };
const BOB = { id: PEER, username: 'bob', displayName: 'Bob' };
const event = (seq, told) => message(seq, { kind: 'event', senderId: 0, text: undefined, event: told });
const synced = (conversation, list, more = {}) => ({
  conversations: [{ conversationId: 7, version: 1, ownVersion: 1, conversation, messages: list, limited: false }],
  ...more,
});
const texts = (messenger) => visibleMessages(messenger.conversations.get(7)).map(({ text }) => text);

test('a group of a sync is in the list with those who wrote', async () => {
  const { messenger, server, open } = messengerOf({
    'chat.sync': synced(group({ lastSeq: 2 }), [message(1), event(2, { type: 'added', userId: PEER, userIds: [3] })], { users: [BOB, CARLA, { id: 9 }] }),
  });
  await open();

  const choir = messenger.conversations.get(7);
  assert.equal(choir.group.displayName, 'Choir');
  assert.deepEqual([PEER, 3, 9].map((id) => personOf(choir, id)?.displayName), ['Bob', 'Carla', undefined]);
  assert.equal(unreadOf(choir), 1);
  assert.deepEqual(messenger.conversations.known(), [[7, 1, 2, 1, 1]]);
  assert.equal(server.to('users.get').length, 0);
});

test('it comes and goes by events, and is brought whole by a sync', async () => {
  const answers = [{ conversations: [] }, synced(group({ lastSeq: 1 }), messages(1, 1))];
  const { messenger, connection, open } = messengerOf({ 'chat.sync': () => answers.shift() ?? {} });
  await open();

  connection.onEvent({ type: 'conversation.added', conversation: group({ lastSeq: 1 }) });
  await settled();
  assert.deepEqual(texts(messenger), ['text 1']);
  assert.equal(messenger.conversations.get(7).version, 1);

  connection.onEvent({ type: 'conversation.removed', conversationId: 7 });
  assert.equal(messenger.conversations.value.size, 0);
});

test('who comes back while a sync is under way has nothing of before, and asks again', async () => {
  let answer;
  const late = new Promise((resolve) => (answer = resolve));
  const answers = [synced(group({ lastSeq: 12 }), messages(1, 12)), late, { conversations: [] }];
  const { connection, messenger, open, seqs, server } = messengerOf({ 'chat.sync': () => answers.shift() });
  server.history = messages(1, 14);
  await open();
  const again = open();
  await settled();

  connection.onEvent({ type: 'conversation.removed', conversationId: 7 });
  connection.onEvent({ type: 'conversation.added', conversation: group({ lastSeq: 14 }) });
  answer(synced(group({ lastSeq: 13 }), messages(13, 13)));
  await again;
  await settled();

  assert.deepEqual(seqs(), messages(1, 14).map(({ seq }) => seq));
  assert.equal(server.to('chat.sync').length, 3, 'what the second one told may be from before');
});

test('whoever comes back sees nothing of before', async () => {
  const { messenger, connection, open } = messengerOf({ 'chat.sync': synced(group({ lastSeq: 4 }), messages(1, 4)) });
  await open();

  connection.onEvent({ type: 'conversation.added', conversation: group({ lastSeq: 4, sightFrom: 4 }) });
  await settled();

  assert.deepEqual(texts(messenger), ['text 4']);
});

test('what has changed of it is told once for all: the rest stays', async () => {
  const { messenger, connection, open } = messengerOf({ 'chat.sync': synced(group({ picture: 'abc', role: 'member' }), []) });
  await open();

  connection.onEvent({ type: 'group.changed', conversationId: 7, picture: null, memberCount: 4, mayPost: 'admins' });
  connection.onEvent({ type: 'group.changed', conversationId: 7, title: 'Small choir' });
  connection.onEvent({ type: 'group.changed', conversationId: 8, title: 'elsewhere' });

  const { group: now } = messenger.conversations.get(7);
  assert.deepEqual([now.displayName, now.picture, now.memberCount, now.role], ['Small choir', null, 4, 'member']);
  assert.equal(mayPost(messenger.conversations.get(7)), false);
  messenger.conversations.accept(group({ title: 'Small choir', role: 'admin' }));
  assert.equal(mayPost(messenger.conversations.get(7)), true);
});

test('in a channel only those write who lead, and in a group all, unless it is told otherwise', () => {
  const post = (kind, role) => mayPost(conversationOf(group({ kind, role }), ME));

  assert.deepEqual(['owner', 'admin', 'member'].map((role) => post('channel', role)), [true, true, false]);
  assert.deepEqual(['owner', 'admin', 'member'].map((role) => post('group', role)), [true, true, true]);
  assert.equal(mayPost({ group: { kind: 'group', role: 'member', mayPost: 'admins' } }), false);
  assert.equal(mayPost(conversationOf(entry(), ME)), true);
});

test('whoever writes is introduced by the message, and known under the newest name', async () => {
  const { messenger, connection, open } = messengerOf({ 'chat.sync': synced(group(), []) });
  await open();
  const name = () => personOf(messenger.conversations.get(7), 3)?.displayName;

  connection.onEvent({ type: 'message.sent', message: message(1, { senderId: 3 }), sender: CARLA });
  assert.equal(name(), 'Carla');
  connection.onEvent({ type: 'user.changed', user: { ...CARLA, displayName: 'Carla D.' } });
  assert.equal(name(), 'Carla D.');
});

test('the same people are the same object', () => {
  const known = withPeople(withStretch(conversationOf(group({ lastSeq: 1 }), ME), messages(1, 1), 1, 1), [BOB]);

  assert.equal(withPeople(known, [{ ...BOB }, CARLA]), known);
  assert.equal(withPeople(known, undefined), known);
  assert.notEqual(withPeople(known, [{ ...BOB, picture: 'new' }]), known);
});

test('those whom an answer did not name are asked for, a bounded number at once, and once', async () => {
  const list = Array.from({ length: 150 }, (_, i) => message(i + 1, { senderId: 100 + i }));
  const { messenger, server, open } = messengerOf({
    'chat.sync': synced(group({ lastSeq: 150 }), list),
    'users.get': ({ userIds }) => ({ users: userIds.filter((id) => id !== 120).map((id) => ({ id, username: `u${id}`, displayName: `U ${id}` })) }),
  });
  await open();
  await settled();
  assert.deepEqual(server.to('users.get').map(({ userIds }) => userIds.length), [100, 50]);
  assert.deepEqual(strangersIn(messenger.conversations.get(7)), [120]);

  await open();
  await settled();
  assert.equal(server.to('users.get').length, 2);
});

test('those who are known are asked for again in a group that is opened, once', async () => {
  const { messenger, server, connection, open } = messengerOf({
    'chat.sync': synced(group(), []),
    'users.get': ({ userIds }) => ({ users: userIds.map((id) => ({ id, username: `deleted~${id}`, displayName: 'Deleted account' })) }),
  });
  await open();
  connection.onEvent({ type: 'message.sent', message: message(1, { senderId: 3 }), sender: CARLA });

  await messenger.groups.renew(7);
  await messenger.groups.renew(7);

  assert.equal(personOf(messenger.conversations.get(7), 3).username, 'deleted~3');
  assert.deepEqual(server.to('users.get'), [{ userIds: [3] }]);
});

test('ticks follow the lowest marks of all others, and without marks what the message says', async () => {
  const { messenger, connection, open } = messengerOf({ 'chat.sync': synced(group({ lastSeq: 3 }), messages(1, 3, { senderId: ME })) });
  await open();
  const tick = (seq, more) => tickOf(messenger.conversations.get(7), message(seq, more));

  connection.onEvent({ type: 'message.state', conversationId: 7, userId: 5, receivedSeq: 2, readSeq: 1 });
  assert.deepEqual([1, 2, 3].map((seq) => tick(seq)), ['read', 'delivered', 'sent']);
  assert.deepEqual(['msg_done', 'msg_read'].map((state) => tick(3, { state })), ['delivered', 'read']);
});

test('a kept group has the names of what is kept of it, and lives on', () => {
  const list = [message(1, { senderId: 3 }), ...messages(2, 3)];
  const whole = withPeople(withStretch(conversationOf(group({ lastSeq: 3 }), ME), list, 1, 3), [BOB, CARLA]);

  const kept = structuredClone({ ...forKeeping(whole, 2), userId: ME });

  assert.deepEqual(Object.keys(kept.people), [String(PEER)]);
  const conversations = new Conversations(ME);
  conversations.restore([kept]);
  assert.equal(withEntry(conversations.get(7), group({ title: 'New' })).group.displayName, 'New');
  assert.equal(conversations.withPeer(PEER), undefined);
});

test('where no socket opens groups are listed too', async () => {
  const { messenger, server, connection } = messengerOf();
  server.listed = [entry({ conversationId: 8 }), group(), { conversationId: 9, kind: 'forum', title: 'Not yet' }];
  connection.status = 'waiting';
  connection.onStatus('waiting');
  await settled();

  assert.deepEqual([...messenger.conversations.value.keys()], [8, 7]);
});

test('what one does with a group reaches the list at once', async () => {
  const { messenger, server, open } = messengerOf({
    'groups.create': { conversation: group({ role: 'owner' }), skipped: [3] },
    'groups.update': { conversationId: 7, title: 'Duo', mayPost: 'admins' },
  });
  await open();
  const answers = {
    'PUT /groups/7/picture': { conversationId: 7, picture: 'abc' },
    'DELETE /groups/7/picture': { conversationId: 7 },
    'POST /invites/open': { conversation: group({ conversationId: 8 }), created: true },
    'POST /invites/closed': { pending: true },
  };
  messenger.rest.authorized = async (method, path) => answers[`${method} ${path}`];
  const commands = new GroupCommands(messenger);
  const now = () => messenger.conversations.get(7)?.group;

  assert.deepEqual(await commands.create({ kind: 'group', title: 'Choir', about: '', userIds: [3] }), { id: 7, skipped: [3] });
  assert.equal(now().role, 'owner');
  await commands.update(7, { title: 'Duo', mayPost: 'admins' });
  assert.deepEqual([now().displayName, now().mayPost], ['Duo', 'admins']);
  await commands.setPicture(7, 'image');
  assert.equal(now().picture, 'abc');
  await commands.removePicture(7);
  assert.equal(now().picture, null);

  assert.equal(await commands.join('closed'), undefined);
  assert.equal(await commands.join('open'), 8);
  assert.ok(messenger.conversations.get(8));
  await commands.handOver(7, 3, ME);
  assert.deepEqual(server.to('groups.role').map(({ userId, role }) => [userId, role]), [[3, 'owner'], [ME, 'admin']]);
  await commands.remove(7);
  assert.equal(now(), undefined);
});

test('what the list does not tell is looked up, a picture that is gone too', async () => {
  const { messenger, open } = messengerOf({
    'chat.sync': synced(group({ picture: 'old' }), []),
    'groups.get': { conversationId: 7, title: 'Choir', mayAdd: 'members', role: 'member' },
  });
  await open();

  await messenger.groups.look(7);

  const { picture, mayAdd } = messenger.conversations.get(7).group;
  assert.deepEqual([picture, mayAdd], [null, 'members']);
});

test('what waits for those who lead is known until one has looked into it', async () => {
  const { messenger, connection, open } = messengerOf({ 'chat.sync': synced(group({ role: 'admin' }), []) });
  await open();
  const { groups } = messenger;
  const told = [];
  groups.asked.subscribe(({ type }) => told.push(type));
  const waiting = () => [...groups.waiting.value.get(7)];

  connection.onEvent({ type: 'group.requested', conversationId: 7, user: CARLA });
  connection.onEvent({ type: 'group.reported', conversationId: 7 });
  connection.onEvent({ type: 'group.reported', conversationId: 8 });
  connection.onEvent({ type: 'group.handled', conversationId: 7 });
  assert.deepEqual(told, ['group.requested', 'group.reported', 'group.handled']);
  assert.deepEqual(waiting(), ['group.requested', 'group.reported']);

  groups.looked(7, 'group.requested');
  groups.looked(7, undefined);
  groups.looked(9, 'group.reported');
  assert.deepEqual(waiting(), ['group.reported']);
});

test('of somebody whom I have blocked nothing is news', async () => {
  const { messenger, connection, open } = messengerOf({
    'chat.sync': { conversations: [...synced(group(), []).conversations, { conversationId: 9, version: 1, contact: entry({ conversationId: 9, blocked: true }), messages: [] }] },
  });
  await open();
  const news = [];
  messenger.onNews = ({ seq }) => news.push(seq);

  connection.onEvent({ type: 'message.sent', message: message(1) });
  connection.onEvent({ type: 'message.sent', message: message(2, { senderId: 3 }), sender: CARLA });

  assert.deepEqual(news, [2]);
});
