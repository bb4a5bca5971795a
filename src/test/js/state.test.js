import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Account } from '../../../webroot/js/state/account.js';
import { deviceName } from '../../../webroot/js/state/device-name.js';
import { Drafts } from '../../../webroot/js/state/drafts.js';
import { initials } from '../../../webroot/js/state/initials.js';
import { Preferences } from '../../../webroot/js/state/preferences.js';
import { plus, rangeOf } from '../../../webroot/js/state/ranges.js';
import { Session } from '../../../webroot/js/state/session.js';
import { isFoundBy } from '../../../webroot/js/state/text-match.js';
import { Store } from '../../../webroot/js/state/store.js';
import { cleaned, codePoints } from '../../../webroot/js/state/text.js';
import { t } from '../../../webroot/js/views/strings/index.js';
import { timelineOf } from '../../../webroot/js/state/timeline.js';
import { Failure } from '../../../webroot/js/net/failure.js';
import { ME, MemoryItems, message } from './help/fakes.js';

test('initials are the first letters of a name, where they are written with capitals', () => {
  const names = { 'Clara van der Winter': 'CW', mara: 'M', 张D: '张', '张 D': '张', '林 晓雯': '林', 'نور حداد': 'ن', 'Éva Őri': 'ÉŐ', '🐕 Rex': '🐕', 'Bo 2': 'B', '': '', 'Nordchor e. V.': 'N', 'Chor Cölln e.V.': 'CC', 'e. V.': 'EV', 'Dr. Anna Braun': 'AB', 'Anna B.': 'AB', 'Team (Nord)': 'TN', '“Die Runde”': 'DR', 'Ann – ': 'A', '(': '(', 'Dr.': 'D', 'J. R. Tolkien': 'JT' };

  for (const [name, expected] of Object.entries(names)) assert.equal(initials(name), expected, name);
});

test('a sentence that ends with a name that ends with a full stop has one', () => {
  assert.equal(t('asksToJoin', 'Ann', 'Chor e. V.'), 'Ann would like to join Chor e. V.');
  assert.equal(t('asksToJoin', 'Ann B.', 'Chor'), 'Ann B. would like to join Chor.');
});

test('a store tells of new values only, and not those who left', () => {
  const store = new Store(1);
  const heard = [];
  const leave = store.subscribe((value) => heard.push(value));

  store.set(1);
  store.set(2);
  leave();
  store.set(3);

  assert.deepEqual(heard, [2]);
});

test('ranges merge what overlaps or touches', () => {
  const all = [[5, 6], [1, 1], [2, 3], [9, 9], [4, 4]].reduce((ranges, [from, to]) => plus(ranges, from, to), []);

  assert.deepEqual(all, [[1, 6], [9, 9]]);
  assert.deepEqual(rangeOf(all, 4), [1, 6]);
  assert.equal(rangeOf(all, 7), undefined);
  assert.deepEqual(plus(all, 8, 7), all);
});

test('text is counted in code points and sent without halves of pairs', () => {
  assert.equal(codePoints('a😀你'), 3);
  assert.equal(cleaned('  hi 😀 \n'), 'hi 😀');
  assert.equal(cleaned('a\ud83db'), 'a\ufffdb');
  assert.equal(cleaned('a\ude00'), 'a\ufffd');
});

test('the timeline has a line for each day and groups what one sender says within minutes', () => {
  const at = (iso) => ({ sentAt: iso });
  const items = timelineOf({
    me: ME,
    pending: [{ clientId: 'p', text: 'waits', createdAt: Date.parse('2026-03-02T12:01:30Z') }],
    messages: [
      message(1, at('2026-03-01T12:00:00Z')),
      message(2, at('2026-03-01T12:01:00Z')),
      message(3, at('2026-03-01T12:30:00Z')),
      message(4, { ...at('2026-03-02T12:00:00Z'), senderId: ME }),
    ],
  });

  assert.deepEqual(items.map((item) => item.kind), ['day', 'message', 'message', 'message', 'day', 'message', 'message']);
  const said = items.filter((item) => item.kind === 'message');
  assert.deepEqual(said.map((item) => item.opens), [true, false, true, true, false]);
  assert.deepEqual(said.map((item) => item.closes), [false, true, true, false, true]);
});

test('an own message keeps its key from pending to sent', () => {
  const key = (given) => timelineOf({ me: ME, messages: [], pending: [], ...given }).at(-1).key;

  assert.equal(
    key({ pending: [{ clientId: 'c', text: 'x', createdAt: 1 }] }),
    key({ messages: [message(1, { senderId: ME, clientId: 'c' })] }),
  );
});

test('the line above the first unread message goes once I have answered', () => {
  const kinds = (pending) =>
    timelineOf({ me: ME, messages: [message(1), message(2)], pending, unreadFrom: 2 }).map((item) => item.kind);

  assert.deepEqual(kinds([]), ['day', 'message', 'unread', 'message']);
  assert.equal(kinds([{ clientId: 'c', text: 'x', createdAt: 1 }]).includes('unread'), false);
});

test('drafts and choices stay on the device', () => {
  const memory = new MemoryItems();
  new Drafts({ memory, userId: ME }).keep(7, 'half a sen');
  new Preferences(memory).choose({ theme: 'dark' });

  assert.equal(new Drafts({ memory, userId: ME }).of(7), 'half a sen');
  assert.equal(new Drafts({ memory, userId: 99 }).of(7), '');
  const { theme, language } = new Preferences(memory).value;
  assert.deepEqual([theme, language], ['dark', 'auto']);
});

test('a device has a name that people recognise', () => {
  assert.equal(deviceName('Mozilla/5.0 (Windows NT 10.0) Gecko Firefox/140.0'), 'Firefox · Windows');
  assert.equal(deviceName('curl/8'), 'Browser');
});

test('whoever logs out is not told that the session has ended, though the socket may say so first', async () => {
  const session = sessionOf({ 'POST /sessions': { user: { id: ME }, sessionId: 5 } });
  await session.login({});
  session.rest = { authorized: async () => session.end('ended') };
  await session.logout();

  assert.deepEqual([session.value.status, session.value.why], ['out', undefined]);
});

test('whoever deletes the account leaves nothing, though the socket may say first that the session has ended', async () => {
  const session = sessionOf({ 'POST /sessions': { user: { id: ME }, sessionId: 5 } });
  await session.login({});
  session.rest = { authorized: async () => session.end('ended') };
  await new Account({ rest: session.rest, session }).remove('secret');

  assert.deepEqual([session.value.status, session.value.why], ['out', 'removed']);
});

test('whoever could not log in after the account was made comes in at the next try, and with nobody else\'s name', async () => {
  const person = { username: 'ann', password: 'secret' };
  const taken = new Failure(409, 'username_taken');
  const answers = { 'POST /users': {}, 'POST /sessions': new Failure(503, 'busy') };
  const session = sessionOf(answers);
  await assert.rejects(session.register(person), { code: 'busy' });

  answers['POST /users'] = taken;
  answers['POST /sessions'] = new Failure(401, 'bad_credentials');
  await assert.rejects(session.register(person), taken);
  answers['POST /sessions'] = { user: { id: ME }, sessionId: 5 };
  await assert.rejects(session.register({ ...person, username: 'bob' }), taken);
  assert.equal(session.value.status, 'starting');
  await session.register(person);

  assert.equal(session.value.status, 'in');
});

test('an account whose making was not answered is gone on with, too', async () => {
  const answers = { 'POST /users': Failure.timeout(), 'POST /sessions': { user: { id: ME }, sessionId: 5 } };
  const session = sessionOf(answers);
  await assert.rejects(session.register({ username: 'ann', password: 'secret' }), { code: 'timeout' });
  answers['POST /users'] = new Failure(409, 'username_taken');
  await session.register({ username: 'ann', password: 'secret' });

  assert.equal(session.value.status, 'in');
});

function sessionOf(answers, memory = new MemoryItems()) {
  const ask = async (method, path) => {
    const answer = answers[`${method} ${path}`];
    if (answer instanceof Failure) throw answer;
    return answer;
  };
  const tokens = { accept() {}, forget() {} };
  return new Session({ rest: { plain: ask, authorized: ask }, tokens, userOf: Number, memory, device: 'test' });
}

test('a browser in which nobody was logged in does not ask the server', async () => {
  const session = sessionOf({});
  await session.resume();

  assert.equal(session.value.status, 'out');
});

test('a session is gone on with after a reload, also while the server is away', async () => {
  const memory = new MemoryItems();
  const user = { id: ME, username: 'ann', displayName: 'Ann' };
  await sessionOf({ 'POST /sessions': { user, sessionId: 5 } }, memory).login({});

  const online = sessionOf({ 'GET /users/me': { ...user, displayName: 'Anna' } }, memory);
  await online.resume();
  assert.equal(online.value.user.displayName, 'Anna');

  const offline = sessionOf({ 'GET /users/me': Failure.unreachable() }, memory);
  await offline.resume();
  assert.equal(offline.value.status, 'in');
});

test('logging out forgets who it was', async () => {
  const memory = new MemoryItems();
  const session = sessionOf({ 'POST /sessions': { user: { id: ME }, sessionId: 5 }, 'DELETE /sessions/current': {} }, memory);
  await session.login({});
  await session.logout();

  const next = sessionOf({}, memory);
  await next.resume();
  assert.equal(session.value.status, 'out');
  assert.equal(next.value.status, 'out');
});

test('a token of somebody else is noticed', async () => {
  const session = sessionOf({ 'POST /sessions': { user: { id: ME }, sessionId: 5 } });
  await session.login({});

  assert.equal(session.isOther(String(ME)), false);
  assert.equal(session.isOther('99'), true);
});

test('somebody is found however one types the name', () => {
  const jose = { username: 'Jose_G', displayName: 'José  García' };
  const found = ['', ' ', 'josé', 'jose\u0301', 'JOSE', 'garcia jose', ' jose garcia ', '@jose_g', '＠JOSE', 'ｊｏｓｅ', 'se_'];
  const others = ['@garcia', 'jose m', 'josef', '@@jose_g'];

  assert.deepEqual(found.filter((text) => !isFoundBy(jose, text)), []);
  assert.deepEqual(others.filter((text) => isFoundBy(jose, text)), []);
});

test('somebody is found by letters that one keyboard has and another has not', () => {
  const found = [
    ['Straße', 'strasse'],
    ['İstanbul', 'istanbul'],
    ['Işık', 'isik'],
    ['ΣΟΦΌΣ', 'σοφος'],
    ['ｶﾞ', 'ガ'],
    ['한글', '하'],
    ['🦊 Foxy', '🦊'],
  ];

  assert.deepEqual(found.filter(([displayName, text]) => !isFoundBy({ username: 'u', displayName }, text)), []);
});
