import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Backoff } from '../../../webroot/js/net/backoff.js';
import { Connection } from '../../../webroot/js/net/connection.js';
import { Failure } from '../../../webroot/js/net/failure.js';
import { Frames } from '../../../webroot/js/net/frames.js';
import { Rest } from '../../../webroot/js/net/rest.js';
import { Tokens, userOf } from '../../../webroot/js/net/tokens.js';
import { uuid } from '../../../webroot/js/net/uuid.js';
import { Sleep } from '../../../webroot/js/net/sleep.js';
import { TestClock, settled } from './help/clock.js';

const failsWith = (status, code) => (error) => error instanceof Failure && error.status === status && error.code === code;

function framesOf() {
  const clock = new TestClock();
  const written = [];
  const frames = new Frames({ write: (text) => written.push(JSON.parse(text)), ...clock });
  return { clock, written, frames };
}

test('a call ends with the body of its reply', async () => {
  const { frames, written } = framesOf();
  const called = frames.call('chat.typing', { conversationId: 7 });

  assert.equal(written[0].type, 'send');
  assert.ok(written[0].replyAddress.length <= 36);
  frames.receive(JSON.stringify({ type: 'rec', address: written[0].replyAddress, body: { fine: true } }));

  assert.deepEqual(await called, { fine: true });
});

test('an err frame ends its call with status, code and patience', async () => {
  const { frames, written } = framesOf();
  const called = frames.call('chat.message.send', {});
  const text = JSON.stringify({ code: 'too_many_requests', detail: 'Slower.', retryAfter: 3 });
  frames.receive(JSON.stringify({ type: 'err', address: written[0].replyAddress, failureCode: 429, failureType: 'RECIPIENT_FAILURE', message: text }));

  await assert.rejects(called, (error) => failsWith(429, 'too_many_requests')(error) && error.retryAfter === 3 && error.passes);
});

test('a call that nobody answers fails after a while, one on a closed socket at once', async () => {
  const { frames, clock } = framesOf();
  const slow = assert.rejects(frames.call('a', {}), failsWith(0, 'timeout'));
  await clock.pass(15_000);
  await slow;

  const open = assert.rejects(frames.call('a', {}), failsWith(0, 'unreachable'));
  frames.end();
  await open;
  await assert.rejects(frames.call('a', {}), failsWith(0, 'unreachable'));
});

test('events of a registered address reach its handler, others nobody', () => {
  const { frames } = framesOf();
  const heard = [];
  frames.register('chat.inbox.1', (event) => heard.push(event.type));

  frames.receive(JSON.stringify({ type: 'rec', address: 'chat.inbox.1', body: { type: 'typing' } }));
  frames.receive(JSON.stringify({ type: 'rec', address: 'elsewhere', body: { type: 'other' } }));

  assert.deepEqual(heard, ['typing']);
});

test('waiting times double up to a cap and are spread', () => {
  const longest = new Backoff({ first: 500, cap: 4_000, random: () => 1 });
  const shortest = new Backoff({ first: 500, cap: 4_000, random: () => 0 });

  assert.deepEqual([1, 2, 3, 4, 5].map(() => longest.next()), [500, 1000, 2000, 4000, 4000]);
  assert.deepEqual([1, 2, 3, 4, 5].map(() => shortest.next()), [250, 500, 1000, 2000, 2000]);
  longest.reset();
  assert.equal(longest.next(), 500);
});

test('random ids are UUIDs of version 4', () => {
  assert.match(uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

class FakeSocket {
  sent = [];
  closed = false;
  send = (text) => this.sent.push(JSON.parse(text));
  close = () => (this.closed = true);
  tell = (frame) => this.onmessage({ data: JSON.stringify(frame) });
  answer = (body) => this.tell({ type: 'rec', address: this.sent.findLast((frame) => frame.type === 'send').replyAddress, body });
}

function connectionOf({ token = async () => 'token-1', prepare } = {}) {
  const clock = new TestClock();
  const sockets = [];
  const pings = [];
  const tokens = { get: token, refresh: async (refused) => (tokens.refused = refused) };
  const connection = new Connection({
    prepare,
    openSocket: () => {
      sockets.push(new FakeSocket());
      return sockets.at(-1);
    },
    tokens,
    pinger: { start: (interval, ping) => pings.push({ interval, ping }), stop: () => {} },
    backoff: new Backoff({ random: () => 1 }),
    ...clock,
  });
  const statuses = [];
  connection.onStatus = (status) => statuses.push(status);
  return { connection, clock, sockets, pings, statuses, tokens };
}

async function open(given) {
  given.connection.start();
  await settled();
  given.sockets.at(-1).onopen();
  await settled();
  given.sockets.at(-1).answer({ userId: 1, sessionId: 5, expiresIn: 600, pingInterval: 25_000 });
  await settled();
  return given.sockets.at(-1);
}

test('no socket is opened before what it takes is here, and what cannot be had is asked for again', async () => {
  const asked = [];
  const given = connectionOf({ prepare: () => new Promise((resolve, reject) => asked.push({ resolve, reject })) });
  given.connection.start();
  await settled();
  asked[0].reject(new Error('no network'));
  await settled();
  assert.deepEqual([given.sockets.length, given.statuses.at(-1)], [0, 'waiting']);

  await given.clock.pass(60_000);
  assert.equal(given.sockets.length, 0);
  asked[1].resolve();
  await settled();
  assert.equal(given.sockets.length, 1);
});

test('a socket logs in, then registers the inbox, then syncs', async () => {
  const given = connectionOf();
  const order = [];
  given.connection.onOpen = async () => order.push('sync');
  given.connection.start();
  await settled();
  const [socket] = given.sockets;
  socket.onopen();
  await settled();
  assert.deepEqual(socket.sent.map((frame) => [frame.type, frame.address]), [['send', 'auth.socket.open']]);
  assert.deepEqual(order, []);

  assert.equal(given.connection.editSeconds, 172_800);
  socket.answer({ userId: 1, pingInterval: 25_000, editSeconds: 60 });
  await settled();

  assert.equal(given.connection.editSeconds, 60);
  assert.deepEqual(socket.sent[1], { type: 'register', address: 'chat.inbox' });
  assert.deepEqual(order, ['sync']);
  assert.deepEqual(given.statuses, ['connecting', 'online']);
});

test('a lost socket is opened again after growing waits, and at once when asked', async () => {
  const given = connectionOf();
  const socket = await open(given);
  socket.onclose();
  assert.equal(given.connection.status, 'waiting');

  await given.clock.pass(500);
  assert.equal(given.sockets.length, 2);
  given.sockets[1].onclose();
  await given.clock.pass(900);
  assert.equal(given.sockets.length, 2);

  given.connection.retryNow();
  await settled();
  assert.equal(given.sockets.length, 3);
});

test('what an abandoned socket still says is ignored', async () => {
  const given = connectionOf();
  const old = await open(given);
  const heard = [];
  given.connection.onEvent = (event) => heard.push(event);
  old.onclose();

  old.tell({ type: 'rec', address: 'chat.inbox', body: { type: 'typing' } });
  old.onclose();

  assert.deepEqual(heard, []);
});

test('a refused token is renewed before the next attempt', async () => {
  const given = connectionOf();
  given.connection.start();
  await settled();
  const [socket] = given.sockets;
  socket.onopen();
  await settled();
  const { replyAddress } = socket.sent[0];
  socket.tell({ type: 'err', address: replyAddress, failureCode: 401, message: '{"code":"invalid_token"}' });
  await settled();

  assert.equal(given.tokens.refused, 'token-1');
  assert.equal(given.connection.status, 'waiting');
});

test('pings keep the given pace, and a socket that says nothing is given up', async () => {
  const given = connectionOf();
  const socket = await open(given);
  assert.equal(given.pings[0].interval, 25_000);
  given.pings[0].ping();
  assert.equal(socket.sent.at(-1).type, 'ping');

  const pace = async (count) => {
    for (let i = 0; i < count; i++) {
      await given.clock.pass(25_000);
      given.pings[0].ping();
    }
  };
  await pace(1);
  socket.onheartbeat();
  await pace(2);
  assert.equal(given.connection.status, 'online');
  assert.equal(socket.sent.at(-1).type, 'ping');

  await pace(1);
  assert.equal(given.connection.status, 'waiting');
  assert.equal(socket.closed, true);
});

test('a ping that comes late means a sleep: the socket has to show that it lives', async () => {
  const given = connectionOf();
  const socket = await open(given);
  await given.clock.pass(50_000);

  given.pings[0].ping();
  await settled();
  assert.equal(socket.sent.at(-1).address, 'auth.socket.open');
  assert.equal(given.connection.status, 'online');

  await given.clock.pass(5_000);
  assert.equal(socket.closed, true);
});

test('a timer that comes much too late means a sleep', async () => {
  let now = 0;
  let woken = 0;
  let timer;
  new Sleep({ now: () => now, setTimeout: (work) => (timer = work), onWake: () => woken++ }).watch();
  now = 65_000; // a hidden tab
  timer();
  assert.equal(woken, 0);

  now += 3_600_000;
  timer();
  assert.equal(woken, 1);
});

test('after a sleep a dead socket is noticed within seconds', async () => {
  const given = connectionOf();
  const socket = await open(given);

  given.connection.check();
  await given.clock.pass(5_000);

  assert.equal(socket.closed, true);
  assert.notEqual(given.connection.status, 'online');
});

test('a server that never answers the login is given up', async () => {
  const given = connectionOf();
  given.connection.start();
  await settled();
  given.sockets[0].onopen();
  await given.clock.pass(10_000);

  assert.equal(given.sockets[0].closed, true);
  assert.equal(given.connection.status, 'waiting');
});

test('what is asked while a socket opens waits for it, behind the sync', async () => {
  const given = connectionOf();
  given.connection.onOpen = async () => given.connection.call('chat.sync', {});
  given.connection.start();
  const added = given.connection.call('contacts.add', { username: 'bob' });
  await settled();
  const [socket] = given.sockets;
  socket.onopen();
  await settled();
  socket.answer({ userId: 1, pingInterval: 25_000 });
  await settled();

  assert.deepEqual(socket.sent.slice(2).map(({ address }) => address), ['chat.sync', 'contacts.add']);
  socket.answer({ contact: 2 });
  assert.deepEqual(await added, { contact: 2 });
});

test('what is asked while no socket opens fails at once, and what waited for one that is lost fails with it', async () => {
  const given = connectionOf();
  await assert.rejects(given.connection.call('contacts.add', {}), { code: 'unreachable' });
  given.connection.start();
  const asked = [given.connection.call('contacts.add', {}), given.connection.call('contacts.list', {})];
  const failed = asked.map((call) => assert.rejects(call, { code: 'unreachable' }));
  await settled();
  given.sockets[0].onclose();

  await Promise.all(failed);
  assert.equal(given.connection.status, 'waiting');
  await assert.rejects(given.connection.call('contacts.add', {}), { code: 'unreachable' });
});

test('a stopped connection stays closed', async () => {
  const given = connectionOf();
  const socket = await open(given);
  given.connection.stop();
  await given.clock.pass(60_000);

  assert.equal(socket.closed, true);
  assert.equal(given.sockets.length, 1);
});

function tokensOf(renew) {
  const clock = new TestClock();
  const asked = [];
  const locked = [];
  const locks = { request: (name, work) => (locked.push(name), work()) };
  const rest = { plain: async (method, path) => (asked.push(path), renew(asked.length)) };
  const tokens = new Tokens({ rest, locks, ...clock });
  return { tokens, clock, asked, locked };
}

test('many who need a token share one renewal', async () => {
  const { tokens, asked, locked } = tokensOf((n) => ({ accessToken: `token-${n}`, expiresIn: 600 }));

  const got = await Promise.all([tokens.get(), tokens.get(), tokens.refresh()]);

  assert.deepEqual(got, ['token-1', 'token-1', 'token-1']);
  assert.equal(asked.length, 1);
  assert.deepEqual(locked, ['webim.refresh']);
});

test('a token is renewed before it expires', async () => {
  const { tokens, clock, asked } = tokensOf((n) => ({ accessToken: `token-${n}`, expiresIn: 600 }));
  const renewed = [];
  tokens.onRenewed = (token) => renewed.push(token);
  tokens.accept({ accessToken: 'token-0', expiresIn: 600 });

  await clock.pass(530_000);
  assert.equal(asked.length, 0);
  await clock.pass(20_000);

  assert.deepEqual(renewed, ['token-1']);
  assert.equal(await tokens.get(), 'token-1');
});

test('a token that somebody else has renewed meanwhile is taken', async () => {
  const { tokens, asked } = tokensOf(() => ({}));
  tokens.accept({ accessToken: 'new', expiresIn: 600 });

  assert.equal(await tokens.refresh('old'), 'new');
  assert.equal(asked.length, 0);
});

test('a refused renewal ends the session, an unreachable server does not', async () => {
  let failure = Failure.unreachable();
  const { tokens, clock, asked } = tokensOf(() => {
    throw failure;
  });
  let ended = 0;
  tokens.onEnded = () => ended++;
  tokens.accept({ accessToken: 'token-0', expiresIn: 600 });

  await clock.pass(545_000);
  assert.ok(asked.length >= 2, 'tries again');
  assert.equal(ended, 0);

  failure = new Failure(401, 'invalid_session');
  await clock.pass(5_000);
  assert.equal(ended, 1);
});

test('a token names its user', () => {
  const payload = Buffer.from('{"sub":"42","name":"é?>"}').toString('base64url');
  assert.equal(userOf(`x.${payload}.y`), 42);
});

test('a REST refusal has its code, a 401 is tried once more with a fresh token', async () => {
  const used = [];
  const answers = [
    new Response('{"code":"invalid_token"}', { status: 401 }),
    new Response('{"code":"invalid","fields":{"displayName":"is empty"}}', { status: 422 }),
  ];
  const rest = new Rest({ fetch: async (url, { headers }) => (used.push(headers.Authorization), answers.shift()) });
  rest.useTokens({ get: async () => 'old', refresh: async () => 'new' });

  await assert.rejects(rest.authorized('PATCH', '/users/me', { displayName: '' }), (error) => {
    assert.deepEqual(error.fields, { displayName: 'is empty' });
    return failsWith(422, 'invalid')(error);
  });
  assert.deepEqual(used, ['Bearer old', 'Bearer new']);
});

test('an answer that was cut short, or is not from the server, is not taken for an empty one', async () => {
  const cut = { ok: true, status: 200, text: () => Promise.reject(new TypeError('network error')), blob: () => Promise.reject(new TypeError('network error')) };
  const rest = new Rest({ fetch: async () => cut });
  rest.useTokens({ get: async () => 'token' });

  await assert.rejects(rest.plain('GET', '/users/me'), failsWith(0, 'unreachable'));
  await assert.rejects(rest.file('/export'), failsWith(0, 'unreachable'));
  const portal = new Rest({ fetch: async () => new Response('<title>Log in to the hotel</title>') });
  await assert.rejects(portal.plain('GET', '/users/me'), failsWith(0, 'unreachable'));
  const silent = new Rest({ fetch: async () => new Response(null, { status: 204 }) });
  assert.deepEqual(await silent.plain('DELETE', '/x'), {});
});

test('an unreachable server is a failure like any other', async () => {
  const rest = new Rest({ fetch: () => Promise.reject(new TypeError('Failed to fetch')) });

  await assert.rejects(rest.plain('GET', '/x'), (error) => failsWith(0, 'unreachable')(error) && error.passes);
});
