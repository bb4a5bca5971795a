// Messages that answer others, are edited, reacted to and pinned.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../../../webroot/js/net/failure.js';
import {
  conversationOf,
  forKeeping,
  leads,
  mayPin,
  messageAt,
  pinnedIn,
  strangersIn,
  withChanged,
  withDeleted,
  withPage,
  withPeople,
  withSingle,
  withStretch,
} from '../../../webroot/js/state/conversation.js';
import { Conversations } from '../../../webroot/js/state/conversations.js';
import { Drafts } from '../../../webroot/js/state/drafts.js';
import { isEditable, repliedIn, stubOf } from '../../../webroot/js/state/message.js';
import { quickReactions, withUsed } from '../../../webroot/js/state/reactions.js';
import { settled } from './help/clock.js';
import { ME, MemoryItems, PEER, entry, group, message, messages } from './help/fakes.js';
import { messengerOf, synced } from './help/messenger.js';

const HOUR = 3_600_000;
const DAYS = 48 * 3_600;
const CARLA = 5;
const reply = (seq, to, more) => message(seq, { replyTo: { seq: to }, ...more });
const kind = (emoji, count, ...userIds) => ({ emoji, count, userIds });

/** The messages of a range alone, of as many as there are. */
function island(from, to, lastSeq = to) {
  return withPage(conversationOf(entry({ lastSeq }), ME), { messages: messages(from, to), limited: true, lastSeq });
}

test('of the message that is answered one knows whether it is here, gone, or not known yet', () => {
  const conversation = withDeleted(island(10, 12), [[11, 11]], 'me');

  assert.equal(messageAt(conversation, 10).text, 'text 10');
  assert.equal(messageAt(conversation, 11), null);
  assert.equal(messageAt(conversation, 3), undefined);
  assert.equal(messageAt(withSingle(conversation, [message(3)]), 3).text, 'text 3');
  assert.equal(messageAt(withStretch(conversation, [], 4, 4), 4), null);
});

test('a reply names what it answers, also while it waits', () => {
  assert.equal(repliedIn(reply(4, 2)), 2);
  assert.equal(repliedIn({ text: 'waits', more: { replyToSeq: 3 } }), 3);
  assert.equal(repliedIn(message(4)), 0);
});

test('what stands alone above the rest takes part in all changes, and is not what one reads', () => {
  const conversation = withSingle(island(10, 12), [message(3)]);

  assert.equal(messageAt(withChanged(conversation, [message(3, { text: 'other', version: 2 })]), 3).text, 'other');
  assert.equal(messageAt(withDeleted(conversation, [[3, 3]], 'everyone'), 3).deleted, true);
  assert.equal(conversation.position, 12);
  assert.deepEqual(conversation.loaded, [[3, 3], [10, 12]]);
});

test('kept on the device are the newest messages, those that they answer and those that are pinned', () => {
  const all = messages(1, 200).map((one) => (one.seq === 190 ? reply(190, 7) : one.seq === 50 ? { ...one, pinned: true } : one));
  const conversation = withStretch(conversationOf(entry({ lastSeq: 200 }), ME), all, 1, 200);

  const kept = forKeeping(conversation, 100);

  assert.deepEqual(kept.messages.map(({ seq }) => seq), [7, 50, ...messages(101, 200).map(({ seq }) => seq)]);
  assert.deepEqual(kept.loaded, [[7, 7], [50, 50], [101, 200]]);
});

test('a device names the oldest message that it has, so that it hears of its changes', () => {
  const conversations = new Conversations(ME);
  conversations.acceptSynced({ ...synced(entry({ lastSeq: 12 }), messages(10, 12), { ownVersion: 4, limited: true }).conversations[0] });
  assert.deepEqual(conversations.known(), [[7, 1, 12, 4, 10]]);

  conversations.change(7, (conversation) => withSingle(conversation, [message(3)]));
  assert.deepEqual(conversations.known(), [[7, 1, 12, 4, 3]]);
});

test('of a message that is deleted for everyone nothing is left but that it was there', () => {
  const rich = reply(2, 1, { version: 4, editedAt: 'then', pinned: true, reactions: [kind('👍', 1, PEER)], mentions: [ME] });
  const conversation = withStretch(conversationOf(entry({ lastSeq: 2 }), ME), [message(1), rich], 1, 2);

  const stub = messageAt(withDeleted(conversation, [[2, 2]], 'everyone'), 2);

  assert.deepEqual(stub, stubOf(rich));
  assert.deepEqual(Object.keys(stub).filter((key) => ['text', 'replyTo', 'reactions', 'pinned', 'editedAt', 'mentions'].includes(key)), []);
});

test('what one writes, what it answers and what is edited are kept apart, over a reload and in all tabs', () => {
  const memory = new MemoryItems();
  const drafts = new Drafts({ memory, userId: ME });
  drafts.keep(7, 'half a thought');
  drafts.reply(7, 12);
  drafts.edit(7, 9, 'two\nlines');

  for (const after of [drafts, new Drafts({ memory, userId: ME })]) {
    assert.equal(after.of(7), 'half a thought');
    assert.equal(after.repliedIn(7), 12);
    assert.deepEqual(after.editIn(7), { seq: 9, text: 'two\nlines' });
    assert.equal(after.written(7), 'two\nlines');
  }
  drafts.edit(7, 9, '');
  assert.deepEqual(drafts.editIn(7), { seq: 9, text: '' });
  drafts.endEdit(7);
  assert.equal(drafts.written(7), 'half a thought');

  const other = new Drafts({ memory: new MemoryItems(), userId: ME });
  other.heard(`webim.draft.${ME}.7.reply`, '12');
  assert.equal(other.repliedIn(7), 12);
  other.heard(`webim.draft.${ME}.7.reply`, null);
  assert.equal(other.repliedIn(7), 0);
});

test('what was typed of an edit outlives its message, after what was written before', () => {
  const memory = new MemoryItems();
  const drafts = new Drafts({ memory, userId: 1 });
  drafts.edit(7, 9, 'as it says');
  drafts.loseEdit(7);
  assert.deepEqual([drafts.written(7), drafts.isLost(7), drafts.exist()], ['', false, false]);

  drafts.keep(7, 'before');
  drafts.edit(7, 9, 'typed', true);
  drafts.about()[0].drop();
  const after = new Drafts({ memory, userId: 1 });
  assert.deepEqual([after.written(7), after.isLost(7), after.editIn(7).seq], ['before\n\ntyped', true, 0]);
  after.keep(7, '');
  assert.deepEqual([after.isLost(7), after.exist()], [false, false]);
});

test('an edit that is not saved is something written, and what would be answered is not', () => {
  const drafts = new Drafts({ memory: new MemoryItems(), userId: ME });
  drafts.reply(7, 12);
  assert.equal(drafts.exist(), false);

  drafts.edit(7, 9, 'other words');
  assert.equal(drafts.exist(), true);
  drafts.clear();
  assert.deepEqual([drafts.exist(), drafts.repliedIn(7), drafts.editIn(7).seq], [false, 0, 0]);
});

test('a reply says what it answers, and waits with it over a reload', async () => {
  let up = false;
  const given = messengerOf({
    'chat.sync': synced(entry({ lastSeq: 3 }), messages(1, 3)),
    'chat.message.send': ({ clientId }) => (up ? { message: reply(4, 2, { senderId: ME, clientId }) } : Failure.unreachable()),
  });
  await given.open();
  given.messenger.send(7, 'yes', 2);
  given.messenger.send(7, 'and more');
  await settled();
  assert.deepEqual((await given.messenger.storage.pending(ME)).map(({ more }) => more), [{ replyToSeq: 2 }, undefined]);

  up = true;
  given.messenger.outbox.resume();
  await settled();
  const sent = given.server.to('chat.message.send');
  assert.deepEqual(sent.map(({ text, replyToSeq }) => [text, replyToSeq]).slice(-2), [['yes', 2], ['and more', undefined]]);
});

test('with a message goes what was to be said about it: by an event, by a sync, and as it is told anew', async () => {
  const deletions = [
    ({ connection }) => connection.onEvent({ type: 'message.deleted', conversationId: 7, ranges: [[2, 2]], scope: 'everyone' }),
    ({ connection }) => connection.onEvent({ type: 'message.deleted', conversationId: 7, ranges: [[1, 3]], scope: 'me' }),
    ({ connection }) => connection.onEvent({ type: 'message.changed', message: message(2, { text: undefined, deleted: true, version: 9 }) }),
    ({ open }) => open(),
  ];
  for (const remove of deletions) {
    let times = 0;
    const given = messengerOf({
      'chat.sync': () => (times++ === 0 ? synced(entry({ lastSeq: 3 }), messages(1, 3)) : synced(entry({ lastSeq: 3 }), [], { version: 2, deletedForEveryone: [[2, 2]] })),
    });
    await given.open();
    const { drafts } = given.messenger;
    drafts.keep(7, 'my answer');
    drafts.reply(7, 2);
    drafts.edit(7, 2, 'what it said');
    drafts.reply(8, 2);

    await remove(given);

    assert.deepEqual([drafts.repliedIn(7), drafts.editIn(7).seq, drafts.of(7), drafts.repliedIn(8)], [0, 0, 'my answer', 2], String(remove));
  }
});

test('what was deleted takes the notifications of pushes along', async () => {
  const { messenger, connection, open } = messengerOf({ 'chat.sync': synced(entry({ lastSeq: 3 }), messages(1, 3), { deletedForEveryone: [[9, 9]] }) });
  const erased = [];
  messenger.onErased = (id) => erased.push(id);
  await open();
  assert.deepEqual(erased, [7]);

  connection.onEvent({ type: 'message.deleted', conversationId: 7, ranges: [[2, 2]], scope: 'everyone' });
  assert.deepEqual(erased, [7, 7]);
});

test('an edit shows as the server has it, and what is newer than that stays', async () => {
  const { messenger, connection, open } = messengerOf({
    'chat.sync': synced(entry({ lastSeq: 2 }), messages(1, 2, { senderId: ME })),
    'chat.message.edit': ({ seq, text }) => ({ message: message(seq, { senderId: ME, text, version: 5, editedAt: 'then' }) }),
  });
  await open();
  await messenger.edit(7, 2, 'better');
  assert.equal(messageAt(messenger.conversations.get(7), 2).text, 'better');

  connection.onEvent({ type: 'message.changed', message: message(2, { senderId: ME, text: 'best', version: 6 }) });
  await messenger.edit(7, 2, 'late');
  assert.equal(messageAt(messenger.conversations.get(7), 2).text, 'best');
});

test('one edits one’s own words, as long as the server lets one', () => {
  const now = Date.parse(message(1).sentAt) + 47 * HOUR;
  const mine = (more) => message(1, { senderId: ME, ...more });

  assert.equal(isEditable(mine(), ME, now, DAYS), true);
  assert.equal(isEditable(mine(), ME, now + 2 * HOUR, DAYS), false);
  assert.equal(isEditable(mine(), ME, now, 60), false);
  assert.equal(isEditable(message(1), ME, now, DAYS), false);
  for (const more of [{ deleted: true }, { text: undefined, kind: 'event' }, { seq: undefined, pending: true }]) assert.equal(isEditable(mine(more), ME, now, DAYS), false);
});

test('a reaction comes and goes by the same press', async () => {
  const asked = [];
  const { messenger, open } = messengerOf({
    'chat.sync': synced(entry({ lastSeq: 1 }), [message(1, { reactions: [kind('👍', 1, PEER)], version: 1 })]),
    'chat.message.react': ({ seq, emoji, on }) => {
      asked.push([emoji, on]);
      return { message: message(seq, { reactions: on ? [kind('👍', 2, ME, PEER)] : [kind('👍', 1, PEER)], version: 1 + asked.length }) };
    },
  });
  await open();
  const known = () => messageAt(messenger.conversations.get(7), 1);

  await messenger.react(known(), '👍');
  assert.deepEqual(known().reactions, [kind('👍', 2, ME, PEER)]);
  await messenger.react(known(), '👍');
  assert.deepEqual(known().reactions, [kind('👍', 1, PEER)]);
  assert.deepEqual(asked, [['👍', true], ['👍', false]]);
});

test('among many who have reacted the own reaction goes too, though it is not named', async () => {
  const others = Array.from({ length: 20 }, (_, i) => 100 + i);
  const asked = [];
  const { messenger, open } = messengerOf({
    'chat.sync': synced(entry({ lastSeq: 1 }), [message(1, { reactions: [kind('👍', 30, ...others)], version: 7 })]),
    'chat.message.react': ({ seq, on }) => {
      asked.push(on);
      return { message: message(seq, { reactions: [kind('👍', on ? 30 : 29, ...others)], version: on ? 7 : 8 }) };
    },
  });
  await open();
  await messenger.react(messageAt(messenger.conversations.get(7), 1), '👍');

  assert.deepEqual(asked, [true, false]);
  assert.equal(messageAt(messenger.conversations.get(7), 1).reactions[0].count, 29);
});

test('of those who have reacted one knows the names that come along, and asks for none', () => {
  const conversation = withStretch(conversationOf(group({ lastSeq: 1 }), ME), [message(1, { senderId: ME, reactions: [kind('👍', 1, CARLA)] })], 1, 1);

  assert.deepEqual(strangersIn(conversation), []);
  const carla = { id: CARLA, username: 'carla', displayName: 'Carla' };
  assert.equal(withPeople(conversation, [carla, { id: 99 }]).people[CARLA], carla);
});

test('the six last used are offered, at first what most people use', () => {
  const first = quickReactions([]);
  assert.deepEqual(first, ['👍', '❤️', '😂', '😮', '😢', '🙏']);
  assert.deepEqual(quickReactions('what?'), first);

  const after = withUsed(withUsed([], '🎉'), '😮');
  assert.deepEqual(quickReactions(after), ['😮', '🎉', '👍', '❤️', '😂', '😢']);
});

test('what is pinned is known also where it is far up, however it is told, until it is unpinned', async () => {
  const pages = [
    { messages: [message(4, { pinned: true, version: 1 })], users: [], next: 4 },
    { messages: [message(2, { pinned: true, version: 1 })], users: [] },
  ];
  const { messenger, server, connection, open } = messengerOf({
    'chat.sync': synced(entry({ lastSeq: 12, receivedSeq: 12 }), messages(10, 12), { limited: true }),
    'chat.message.pins': () => pages.shift(),
  });
  await open();
  const seqs = () => pinnedIn(messenger.conversations.get(7)).map(({ seq }) => seq);
  await messenger.lookForPins(7);
  assert.deepEqual(seqs(), [2, 4]);
  assert.deepEqual(server.to('chat.message.pins').map(({ after }) => after), [undefined, 4]);

  connection.onEvent({ type: 'message.changed', message: message(6, { pinned: true, version: 2 }) });
  connection.onEvent({ type: 'message.changed', message: message(11, { pinned: true, version: 3 }) });
  connection.onEvent({ type: 'message.changed', message: message(4, { version: 4 }) });
  connection.onEvent({ type: 'message.changed', message: message(5, { version: 5 }) });
  assert.deepEqual(seqs(), [2, 6, 11]);
  assert.equal(messageAt(messenger.conversations.get(7), 5), undefined);
  connection.onEvent({ type: 'message.deleted', conversationId: 7, ranges: [[6, 6]], scope: 'everyone' });
  assert.deepEqual(seqs(), [2, 11]);
});

test('what stands alone does not pass for the beginning of what is read', async () => {
  const pinned = message(1, { pinned: true, version: 1 });
  const { messenger, server, connection, open } = messengerOf({ 'chat.message.pins': { messages: [pinned], users: [] } });
  await open();
  messenger.conversations.accept(entry({ lastSeq: 300, receivedSeq: 300 }));
  server.history = messages(1, 300);
  const newest = () => messenger.conversations.get(7).messages.map(({ seq }) => seq).filter((seq) => seq > 1);

  connection.onEvent({ type: 'message.changed', message: pinned });
  assert.deepEqual(messenger.conversations.get(7).messages, []);
  await messenger.lookForPins(7);
  await messenger.history.single(7, 1);

  assert.deepEqual([newest()[0], newest().length], [201, 100]);
  assert.equal(messageAt(messenger.conversations.get(7), 1).pinned, true);
});

test('who may pin is said by the rules of a group', () => {
  const of = (more) => ({ ...conversationOf(group(more), ME) });
  const withRule = (conversation, rule) => ({ ...conversation, group: { ...conversation.group, mayPin: rule } });

  assert.equal(mayPin(conversationOf(entry(), ME)), true);
  assert.equal(mayPin(withRule(of(), 'members')), true);
  assert.equal(mayPin(withRule(of(), 'admins')), false);
  assert.equal(mayPin(of()), false);
  assert.equal(leads(of({ role: 'owner' })) && mayPin(withRule(of({ role: 'owner' }), 'admins')), true);
});
