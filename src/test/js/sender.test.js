import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Sender } from '../../../webroot/js/net/sender.js';
import { TestClock, settled } from './help/clock.js';

/** An XMLHttpRequest whose server is the test. */
class Request {
  headers = {};
  upload = {};
  aborted = false;

  open(method, path) {
    this.line = `${method} ${path}`;
  }

  setRequestHeader(name, value) {
    this.headers[name] = value;
  }

  send(body) {
    this.body = body;
  }

  abort() {
    this.aborted = true;
  }

  getAllResponseHeaders() {
    return Object.entries(this.answered).map(([name, value]) => `${name}: ${value}\r\n`).join('');
  }

  getResponseHeader(name) {
    return this.answered[name] ?? null;
  }

  answer(status, answered = {}, body = '') {
    Object.assign(this, { status, answered, responseText: JSON.stringify(body) });
    this.onload();
  }
}

function senderWith() {
  const requests = [];
  const clock = new TestClock();
  const tokens = ['old', 'new'];
  const rest = { base: '/api', token: async (refused) => tokens[refused === 'old' ? 1 : 0] };
  const { send } = new Sender({ rest, make: () => requests[requests.push(new Request()) - 1], ...clock });
  return { send, requests, clock };
}

test('a request goes out with the token, tells how far it is, and gives the headers of its answer', async () => {
  const { send, requests } = senderWith();
  const told = [];
  const sent = send({ method: 'PATCH', path: '/files/a', headers: { 'Upload-Offset': '3' }, body: 'bytes', onProgress: (bytes) => told.push(bytes) });
  await settled();
  const [request] = requests;
  assert.deepEqual([request.line, request.body], ['PATCH /api/files/a', 'bytes']);
  assert.deepEqual(request.headers, { 'Upload-Offset': '3', Authorization: 'Bearer old' });
  request.upload.onprogress({ loaded: 2 });
  request.answer(204, { 'upload-offset': '8' });

  const { status, header } = await sent;
  assert.deepEqual([status, header('Upload-Offset'), header('Location'), told], [204, '8', undefined, [2]]);
});

test('a token that is refused is renewed once', async () => {
  const { send, requests } = senderWith();
  const sent = send({ method: 'HEAD', path: '/files/a', headers: {} });
  await settled();
  requests[0].answer(401);
  await settled();
  assert.equal(requests[1].headers.Authorization, 'Bearer new');
  requests[1].answer(200);
  assert.equal((await sent).status, 200);
});

test('a refusal says why and when to come back', async () => {
  const { send, requests } = senderWith();
  const sent = send({ method: 'POST', path: '/files', headers: {} });
  await settled();
  requests[0].answer(507, { 'Retry-After': '30' }, { code: 'storage_full', detail: 'No room.' });
  await assert.rejects(sent, { status: 507, code: 'storage_full', retryAfter: 30, passes: true });
});

test('a line on which nothing moves is given up, and not one on which something does', async () => {
  const { send, requests, clock } = senderWith();
  const sent = send({ method: 'PATCH', path: '/files/a', headers: {}, body: 'bytes' });
  sent.catch(() => {});
  await clock.pass(29_000);
  requests[0].upload.onprogress({ loaded: 1 });
  await clock.pass(29_000);
  assert.equal(requests[0].aborted, false);
  await clock.pass(2_000);
  assert.equal(requests[0].aborted, true);
  await assert.rejects(sent, { status: 0, code: 'timeout' });
});

test('once all is there the server may take its time to look at it', async () => {
  const { send, requests, clock } = senderWith();
  const sent = send({ method: 'PATCH', path: '/files/a', headers: {}, body: 'bytes' });
  await settled();
  requests[0].upload.onload();
  await clock.pass(120_000);
  requests[0].answer(204);
  assert.equal((await sent).status, 204);
});

test('what is not wanted any more is ended', async () => {
  const { send, requests } = senderWith();
  const abort = new AbortController();
  const sent = send({ method: 'PATCH', path: '/files/a', headers: {}, body: 'bytes', signal: abort.signal });
  await settled();
  abort.abort();
  await assert.rejects(sent, { name: 'AbortError' });
  assert.equal(requests[0].aborted, true);
});
