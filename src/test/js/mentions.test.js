// Who is mentioned, how many mentions wait to be read, and what one is told of.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../../../webroot/js/net/failure.js';
import { conversationOf, mayMentionAll, mentionedBy, mentionsOf, mentionsToSee, newsOf, strangersIn, unreadOf, withPeople } from '../../../webroot/js/state/conversation.js';
import { blockedIn, unreadIn } from '../../../webroot/js/state/conversations.js';
import { mentionAt, namesAll, namesIn, splitAtNames } from '../../../webroot/js/state/mention.js';
import { answersNothing } from '../../../webroot/js/state/message.js';
import { Mutes } from '../../../webroot/js/state/mutes.js';
import { Notices } from '../../../webroot/js/state/notices.js';
import { Session } from '../../../webroot/js/state/session.js';
import { TestClock, settled } from './help/clock.js';
import { ME, MemoryItems, PEER, entry, group, message, messages } from './help/fakes.js';
import { messengerOf } from './help/messenger.js';

const OTHER = 3;
const calling = (seq, more = {}) => message(seq, { mentions: [ME], ...more });
const synced = (conversation, list, more = {}) => ({
  conversations: [{ conversationId: 7, version: 1, ownVersion: 1, conversation, messages: list, limited: false, ...more }],
});
const words = (text) => namesIn(text).map(({ names }) => names[0]);
const typed = (text) => mentionAt(text, text.length);

test('a name is read as the server reads it', () => {
  assert.deepEqual(words('@ann, (@Bob) and 你好@carla!'), ['ann', 'bob', 'carla']);
  assert.deepEqual(words('x@ann.example +@bob -@carla @@dora @x'), []);
  assert.deepEqual(namesIn('see @ann.').map(({ names }) => names), [['ann.', 'ann']]);
  assert.deepEqual(words(`@${'a'.repeat(33)}`), [undefined]);
  assert.equal(namesAll('and @ALL.'), true);
  assert.equal(namesAll('me@all.example @allow'), false);
});

test('a text is marked where it names those whom the message mentions, and nowhere else', () => {
  const known = new Set(['ann', 'bob.']);

  assert.deepEqual(splitAtNames('@Ann, @bob. @carla x@ann', known), [
    { name: 'ann', text: '@Ann' },
    ', ',
    { name: 'bob.', text: '@bob.' },
    ' @carla x@ann',
  ]);
  assert.deepEqual(splitAtNames('@ann.', known), [{ name: 'ann', text: '@ann' }, '.']);
  assert.deepEqual(splitAtNames('nobody', known), ['nobody']);
});

test('who begins to write a name does so just before the caret', () => {
  assert.deepEqual(typed('@'), { from: 0, word: '' });
  assert.deepEqual(typed('hi @李'), { from: 3, word: '李' });
  assert.deepEqual(typed('你好@an'), { from: 2, word: 'an' });
  assert.deepEqual(mentionAt('@ann and more', 3), { from: 0, word: 'an' });
  for (const none of ['', 'ann', 'x@an', '@ann ', `@${'a'.repeat(33)}`]) assert.equal(typed(none), null);
  assert.deepEqual(typed(`${'long '.repeat(2_000)}@an`), { from: 10_000, word: 'an' });
});

test('everybody is mentioned by those who may', () => {
  const may = (role, rule) => mayMentionAll({ group: { role, mayMentionAll: rule } });

  assert.deepEqual(['owner', 'admin', 'member'].map((role) => may(role, 'admins')), [true, true, false]);
  assert.deepEqual([may('member', 'members'), may('owner', 'nobody'), may('owner'), may('member')], [true, false, true, false]);
  assert.equal(mayMentionAll(conversationOf(entry(), ME)), false);
});

test('those whom a message mentions are introduced, and known by their names', () => {
  const self = { id: ME, username: 'Me' };
  const bob = { id: PEER, username: 'Bob', displayName: 'Bob' };
  const carla = { id: OTHER, username: 'carla', displayName: 'Carla' };
  const mentioning = message(1, { mentions: [0, ME, OTHER, 9] });
  const conversation = { ...conversationOf(group(), ME), messages: [mentioning] };

  assert.deepEqual(strangersIn(conversation), [PEER, OTHER, 9]);
  const people = mentionedBy(withPeople(conversation, [bob, carla]), mentioning, self);
  assert.deepEqual([...people.keys()], ['all', 'me', 'carla']);
  assert.equal(people.get('me'), self);
  assert.equal(mentionedBy(conversation, message(2), self).size, 0);
});

test('unread mentions count from what is here: messages, edits, deletions, reading', async () => {
  const { messenger, connection, open } = messengerOf({ 'chat.sync': synced(group({ lastSeq: 2, mentions: 1 }), [message(1), calling(2)]) });
  await open();
  const count = () => mentionsOf(messenger.conversations.get(7));
  assert.equal(count(), 1);

  connection.onEvent({ type: 'message.sent', message: message(3, { mentions: [0] }) });
  connection.onEvent({ type: 'message.sent', message: calling(4, { senderId: ME }) });
  connection.onEvent({ type: 'message.sent', message: message(5, { mentions: [OTHER] }) });
  assert.equal(count(), 2);
  connection.onEvent({ type: 'message.changed', message: calling(1, { version: 2 }) });
  assert.equal(count(), 3);
  connection.onEvent({ type: 'message.changed', message: message(1, { version: 1 }) });
  assert.equal(count(), 3);
  connection.onEvent({ type: 'message.changed', message: message(1, { version: 3 }) });
  connection.onEvent({ type: 'message.deleted', conversationId: 7, ranges: [[2, 2]], scope: 'everyone' });
  assert.equal(count(), 1);
  connection.onEvent({ type: 'conversation.read', conversationId: 7, readSeq: 3, unread: 1, mentions: 0, lastSeq: 5 });
  assert.equal(count(), 0);
  assert.equal(unreadOf(messenger.conversations.get(7)), 1);
});

test('of whom I have blocked no mention counts', async () => {
  const { messenger, open } = messengerOf({
    'chat.sync': {
      conversations: [
        ...synced(group({ lastSeq: 2 }), [calling(1), calling(2, { senderId: OTHER })]).conversations,
        { conversationId: 9, version: 1, contact: entry({ conversationId: 9, blocked: true }), messages: [] },
      ],
    },
  });
  await open();

  const blocked = blockedIn(messenger.conversations.value);
  assert.equal(mentionsOf(messenger.conversations.get(7), blocked), 1);
  assert.deepEqual(mentionsToSee(messenger.conversations.get(7), [], blocked), [2]);
});

test('of what is not here the server tells, up to where it has counted', async () => {
  const { messenger, connection, open } = messengerOf({
    'chat.sync': synced(group({ lastSeq: 500, receivedSeq: 500, unread: 500, mentions: 4 }), [calling(499), message(500)], { limited: true }),
  });
  await open();
  const counts = () => [unreadOf(messenger.conversations.get(7)), mentionsOf(messenger.conversations.get(7))];
  assert.deepEqual(counts(), [500, 4]);

  connection.onEvent({ type: 'message.sent', message: calling(501) });
  assert.deepEqual(counts(), [501, 5]);
  // It was counted before the newest message came, which this device has by now.
  connection.onEvent({ type: 'conversation.read', conversationId: 7, readSeq: 300, unread: 200, mentions: 2, lastSeq: 500 });
  assert.deepEqual(counts(), [201, 3]);
  connection.onEvent({ type: 'conversation.read', conversationId: 7, readSeq: 301, unread: 200, mentions: 3, lastSeq: 501 });
  assert.deepEqual(counts(), [200, 3]);
});

test('where that has changed it asks again, once for many changes', async () => {
  const answers = [
    synced(group({ lastSeq: 500, receivedSeq: 500, unread: 500, mentions: 4 }), [message(500)], { limited: true }),
    synced(group({ lastSeq: 500, receivedSeq: 500, unread: 499, mentions: 5 }), [], { version: 2 }),
  ];
  const { messenger, server, connection, clock, open } = messengerOf({ 'chat.sync': () => answers.shift() ?? { conversations: [] } });
  await open();
  const change = (seq, more) => connection.onEvent({ type: 'message.changed', message: calling(seq, { version: 5, ...more }) });

  change(20, { reactions: [] });
  connection.onEvent({ type: 'message.deleted', conversationId: 8, ranges: [[1, 9]], scope: 'everyone' });
  await clock.pass(10_000);
  assert.equal(server.to('chat.sync').length, 1);

  for (let seq = 20; seq < 60; seq++) change(seq, { editedAt: 'now' });
  connection.onEvent({ type: 'message.deleted', conversationId: 7, ranges: [[70, 70]], scope: 'everyone' });
  await clock.pass(10_000);
  assert.equal(server.to('chat.sync').length, 2);
  assert.deepEqual([unreadOf(messenger.conversations.get(7)), mentionsOf(messenger.conversations.get(7))], [499, 5]);
});

test('the next mention is the oldest that was not seen', async () => {
  const { messenger, server, open } = messengerOf({ 'chat.sync': synced(group({ lastSeq: 5 }), [message(1), calling(2), message(3), calling(4), message(5)]) });
  await open();

  assert.equal(await messenger.nextMention(7), 2);
  messenger.saw(7, [2]);
  assert.equal(await messenger.nextMention(7), 4);
  messenger.saw(7, [4]);
  assert.equal(await messenger.nextMention(7), undefined);
  assert.equal(server.to('chat.conversation.mentions').length, 0);
});

test('it is asked for where it may be further up than what is here', async () => {
  const pages = [{ seqs: [20, 30], next: 30 }, { seqs: [40] }];
  const { messenger, server, open } = messengerOf({
    'chat.sync': synced(group({ lastSeq: 500, receivedSeq: 500, unread: 500, mentions: 3 }), [message(500)], { limited: true }),
    'chat.conversation.mentions': () => pages.shift(),
  });
  await open();
  messenger.saw(7, [20, 30]);

  assert.equal(await messenger.nextMention(7), 40);
  assert.deepEqual(server.to('chat.conversation.mentions').map(({ after }) => after), [undefined, 30]);
});

test('what one is told of follows mute and level: the title, and what is news', async () => {
  const list = [message(1), calling(2)];
  const told = (more) => {
    const conversation = { ...conversationOf(group({ lastSeq: 2, ...more }), ME), messages: list, loaded: [[1, 2]], position: 2 };
    return [newsOf(conversation), unreadIn(new Map([[7, conversation]])), unreadIn(new Map([[7, conversation]]), 7)];
  };

  assert.deepEqual(told({}), [2, 2, 0]);
  assert.deepEqual(told({ notify: 'mentions' }), [1, 1, 0]);
  assert.deepEqual(told({ notify: 'nothing' }), [0, 0, 0]);
  assert.deepEqual(told({ notify: 'mentions', muted: true }), [0, 0, 0]);
});

test('sounds and notifications do so too', async () => {
  const shown = [];
  let played = 0;
  const { messenger, connection, open } = messengerOf({ 'chat.sync': synced(group({ notify: 'mentions' }), []) });
  const notices = new Notices({
    conversations: messenger.conversations,
    preferences: { value: { sound: true, notifications: 'on', preview: true } },
    tabs: { leads: true, lookedAt: async () => [] },
    notifier: { show: async ({ title, body }) => shown.push(`${title}: ${body}`), close: async () => {} },
    chime: { play: async () => played++ },
    words: () => 'New message',
    short: ({ text }) => text,
    said: (name, text) => `${name}: ${text}`,
  });
  messenger.onNews = (one) => notices.tell(one);
  await open();
  const say = async (one) => {
    connection.onEvent({ type: 'message.sent', message: one, sender: { id: PEER, username: 'bob', displayName: 'Bob' } });
    await settled();
  };

  await say(message(1));
  assert.deepEqual([shown, played], [[], 0]);
  await say(calling(2));
  assert.deepEqual([shown, played], [['Choir: Bob: text 2'], 1]);
  messenger.conversations.accept(group({ lastSeq: 2, notify: 'nothing' }));
  await say(calling(3));
  messenger.conversations.accept(group({ lastSeq: 3, muted: true }));
  await say(calling(4));
  assert.equal(shown.length, 1);
});

test('whoever is mentioned by an edit hears of it, once', async () => {
  const { messenger, connection, open } = messengerOf({ 'chat.sync': synced(group({ lastSeq: 2, readSeq: 1 }), messages(1, 2)) });
  await open();
  const news = [];
  messenger.onNews = ({ seq }) => news.push(seq);

  connection.onEvent({ type: 'message.changed', message: calling(1, { version: 2, editedAt: 'now' }) });
  connection.onEvent({ type: 'message.changed', message: calling(2, { version: 3, editedAt: 'now' }) });
  connection.onEvent({ type: 'message.changed', message: calling(2, { version: 4, editedAt: 'now', reactions: [] }) });

  assert.deepEqual(news, [2]);
});

test('what is muted for a time is loud again when that is over, also after a long one', async () => {
  const clock = new TestClock();
  const { messenger } = messengerOf();
  const { conversations } = messenger;
  const until = (wait) => new Date(clock.now() + wait).toISOString();
  const DAYS = 86_400_000;
  conversations.accept(group({ muted: true, mutedUntil: until(3 * DAYS) }));
  const mutes = new Mutes({ conversations, ...clock });
  mutes.start();
  conversations.accept(group({ conversationId: 8, muted: true, mutedUntil: until(1_000) }));
  conversations.accept(group({ conversationId: 9, muted: true }));
  const muted = () => [7, 8, 9].map((id) => conversations.get(id).muted);

  await clock.pass(999);
  assert.deepEqual(muted(), [true, true, true]);
  await clock.pass(1);
  assert.deepEqual(muted(), [true, false, true]);
  await clock.pass(3 * DAYS);
  assert.deepEqual(muted(), [false, false, true]);
  mutes.stop();
});

test('what one has chosen stays when one’s name is told, and follows another device', () => {
  const session = new Session({ memory: new MemoryItems() });
  session.changed({ id: ME, displayName: 'Ann', readReceipts: false, addMe: 'contacts' });

  session.told({ id: ME, displayName: 'Ann Lee' });
  assert.deepEqual(session.value.user, { id: ME, displayName: 'Ann Lee', readReceipts: false, addMe: 'contacts' });
  session.told({ id: ME, displayName: 'Ann Lee', readReceipts: true, addMe: 'all' });
  assert.equal(session.value.user.readReceipts, true);
});

test('a reply to what is gone can go without it', async () => {
  const { messenger, server, open } = messengerOf({
    'chat.sync': synced(group({ lastSeq: 3 }), messages(1, 3)),
    'chat.message.send': ({ replyToSeq, clientId }) =>
      replyToSeq ? new Failure(404, 'message_not_found') : { message: message(4, { senderId: ME, clientId }) },
  });
  await open();
  messenger.send(7, 'yes', 2);
  await settled();
  const [failed] = messenger.outbox.value;
  assert.equal(answersNothing(failed), true);
  assert.equal(answersNothing({ ...failed, more: undefined }), false);

  messenger.outbox.retryAlone(failed.clientId);
  await settled();

  const [first, second] = server.to('chat.message.send');
  assert.deepEqual([first.replyToSeq, second.replyToSeq, second.clientId, second.text], [2, undefined, first.clientId, 'yes']);
  assert.equal(messenger.outbox.value.length, 0);
});
