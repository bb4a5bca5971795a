// Messages that are sent on or saved, and the chat with oneself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../../../webroot/js/net/failure.js';
import { conversationOf, faceOf } from '../../../webroot/js/state/conversation.js';
import { isForwardable } from '../../../webroot/js/state/forward.js';
import { isEditable } from '../../../webroot/js/state/message.js';
import { isOurs, isSendable } from '../../../webroot/js/state/outbox.js';
import { Saved } from '../../../webroot/js/state/saved.js';
import { settled } from './help/clock.js';
import { ME, PEER, entry, group, message, messages, scripted } from './help/fakes.js';
import { messengerOf, synced } from './help/messenger.js';

const SEND = 'chat.message.send';
const SAVED = 'chat.message.saved';
const SAVE = 'chat.message.save';
const forward = (seq) => ({ forward: { conversationId: 7, seq } });

test('what is sent on names the other message and has no copy of its words', async () => {
  const { messenger, server, open } = messengerOf({
    'chat.sync': synced(entry({ lastSeq: 3, receivedSeq: 3 }), messages(1, 3)),
    [SEND]: Failure.unreachable(),
  });
  await open();
  messenger.forward([message(1), message(3)], [8, 9]);
  await settled();

  assert.deepEqual(messenger.outbox.value.map(({ conversationId, text, more }) => [conversationId, text, more]), [
    [8, undefined, forward(1)],
    [8, undefined, forward(3)],
    [9, undefined, forward(1)],
    [9, undefined, forward(3)],
  ]);
  const { clientId, ...sent } = server.to(SEND)[0];
  assert.deepEqual(JSON.parse(JSON.stringify(sent)), { conversationId: 8, ...forward(1) });
});

test('while it waits it is shown with the words of the other one and where they are from', async () => {
  const origin = { user: { id: 9, username: 'carla', displayName: 'Carla' } };
  const { messenger, connection, open } = messengerOf({
    'chat.sync': synced(entry({ lastSeq: 3, receivedSeq: 3 }), [message(1), message(2, { senderId: ME }), message(3, { forwarded: origin })]),
  });
  await open();
  const shown = (seq) => messenger.shown({ clientId: 'c', conversationId: 8, more: forward(seq) });

  assert.equal(shown(1).text, 'text 1');
  assert.equal(shown(1).forwarded.user.id, PEER);
  assert.equal(shown(2).forwarded.user.id, ME);
  assert.deepEqual(shown(3).forwarded, origin);
  assert.deepEqual([shown(99).text, shown(99).forwarded], ['…', {}]);
  assert.equal(messenger.shown({ clientId: 'c', text: 'typed' }).text, 'typed');
  connection.onEvent({ type: 'message.deleted', conversationId: 7, ranges: [[1, 1]], scope: 'everyone' });
  assert.equal(shown(1).text, '…');
});

test('of a channel it says its title', async () => {
  const { messenger, open } = messengerOf({
    'chat.sync': synced(group({ kind: 'channel', title: 'News', lastSeq: 1, receivedSeq: 1 }), [message(1)]),
  });
  await open();

  assert.deepEqual(messenger.shown({ conversationId: 8, more: forward(1) }).forwarded, { title: 'News' });
});

test('only what has words is sent on', () => {
  assert.equal(isForwardable(message(1)), true);
  assert.equal(isForwardable(message(1, { deleted: true })), false);
  assert.equal(isForwardable(message(1, { text: undefined, kind: 'voice' })), false);
  assert.equal(isForwardable(message(1, { kind: 'event', text: undefined })), false);
  assert.equal(isForwardable({ text: 'waits', pending: true }), false);
});

test('what was sent on is not edited', () => {
  const now = Date.parse(message(1).sentAt);
  assert.equal(isEditable(message(1, { senderId: ME }), ME, now, 60), true);
  assert.equal(isEditable(message(1, { senderId: ME, forwarded: { title: 'News' } }), ME, now, 60), false);
});

test('what waits is of this page where it has a text or sends on another message', () => {
  assert.equal(isOurs({ text: 'a' }), true);
  assert.equal(isOurs({ more: forward(1) }), true);
  assert.equal(isOurs({ more: { poll: {} } }), false);
  assert.equal(isSendable({ more: forward(1), error: 'message_not_found' }), false);
});

test('which messages are saved is asked once a conversation, and heard of from then on', async () => {
  const pages = [{ messages: [message(9), message(4)], next: 3 }, { messages: [message(2)] }];
  const server = scripted({ [SAVED]: () => pages.shift() });
  const saved = new Saved({ call: server.call });
  const has = (seq) => saved.has({ conversationId: 7, seq });
  saved.heard({ conversationId: 7, seq: 4, on: true });
  assert.equal(has(4), false);

  await saved.look(7);
  await saved.look(7);
  assert.deepEqual(server.to(SAVED).map(({ conversationId, after }) => [conversationId, after]), [[7, undefined], [7, 3]]);
  assert.deepEqual([1, 2, 4, 9].map(has), [false, true, true, true]);
  saved.heard({ conversationId: 7, seq: 1, on: true });
  saved.heard({ conversationId: 7, seq: 9, on: false });
  assert.deepEqual([1, 9].map(has), [true, false]);
  await saved.save({ conversationId: 7, seq: 5 }, true);
  assert.equal(has(5), true);
  assert.deepEqual(server.to(SAVE), [{ conversationId: 7, seq: 5, on: true }]);
  saved.forget();
  assert.equal(has(5), false);
});

test('what could not be asked is asked again', async () => {
  let answer = Failure.unreachable();
  const server = scripted({ [SAVED]: () => answer });
  const saved = new Saved({ call: server.call });
  await saved.look(7);
  answer = { messages: [message(3)] };
  await saved.look(7);

  assert.equal(saved.has({ conversationId: 7, seq: 3 }), true);
});

test('what is refused is not saved', async () => {
  const server = scripted({ [SAVED]: { messages: [] }, [SAVE]: new Failure(409, 'too_many_saved') });
  const saved = new Saved({ call: server.call });
  await saved.look(7);

  await assert.rejects(saved.save({ conversationId: 7, seq: 3 }, true));
  assert.equal(saved.has({ conversationId: 7, seq: 3 }), false);
});

test('a page says where each message is from and who wrote it', async () => {
  const place = { conversationId: 7, kind: 'group', title: 'Choir' };
  const bob = { id: PEER, username: 'bob', displayName: 'Bob' };
  const server = scripted({ [SAVED]: { messages: [message(3)], conversations: [place], users: [bob], next: 12 } });

  const page = await new Saved({ call: server.call }).page();
  assert.deepEqual(page, { saved: [{ message: message(3), place, writer: bob }], next: 12 });
});

test('the chat with oneself is known by whose it is', async () => {
  const me = { id: ME, username: 'ann', displayName: 'Ann' };
  assert.equal(faceOf(conversationOf(entry({ user: me }), ME)).self, true);
  assert.equal(faceOf(conversationOf(entry(), ME)).self, undefined);

  const { messenger, open } = messengerOf({ 'conversations.self': { conversation: { ...entry({ user: me, conversationId: 12 }), kind: 'direct' } } });
  await open();
  assert.equal(await messenger.contacts.self(), 12);
  assert.equal(messenger.conversations.get(12).peer.self, true);
});

test('something that is deleted is told to whoever shows it elsewhere', async () => {
  const { messenger, connection, open } = messengerOf({ 'chat.sync': synced(entry({ lastSeq: 3, receivedSeq: 3 }), messages(1, 3)) });
  await open();
  const before = messenger.erased.value;
  connection.onEvent({ type: 'message.deleted', conversationId: 7, ranges: [[1, 1]], scope: 'me' });

  assert.equal(messenger.erased.value, before + 1);
});
