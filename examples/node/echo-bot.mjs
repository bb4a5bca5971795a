// A bot that answers every message with the same text. Node 18 or newer, nothing else.
//
//   WEBIM_URL=http://127.0.0.1:8080 WEBIM_BRIDGE=127.0.0.1:7000 \
//   BOT_USERNAME=echo BOT_PASSWORD='a long password' node echo-bot.mjs
import { createHash, randomUUID } from 'node:crypto';
import { connect } from 'node:net';

const {
  WEBIM_URL = 'http://127.0.0.1:8080',
  WEBIM_BRIDGE = '127.0.0.1:7000',
  BOT_USERNAME = 'echo',
  BOT_PASSWORD,
  BOT_RENEW_SECONDS,
} = process.env;

/** The account over REST: made when it is new, and a token that is renewed with the session's cookie. */
class Account {
  #cookie = '';

  async logIn() {
    const account = { username: BOT_USERNAME, password: BOT_PASSWORD };
    let session = await this.#post('/api/sessions', { ...account, device: 'echo bot' });
    if (session.status === 401) {
      const made = await this.#post('/api/users', account);
      if (made.status !== 201) throw new Error(`cannot register ${BOT_USERNAME}: ${JSON.stringify(made.body)}`);
      session = await this.#post('/api/sessions', { ...account, device: 'echo bot' });
    }
    if (session.status !== 201) throw new Error(`cannot log in: ${JSON.stringify(session.body)}`);
    return session.body;
  }

  async refresh() {
    const { status, body } = await this.#post('/api/sessions/refresh');
    if (status !== 200) throw new Error(`cannot renew the token: ${JSON.stringify(body)}`);
    return body;
  }

  async #post(path, body) {
    const headers = { cookie: this.#cookie };
    if (body) headers['content-type'] = 'application/json';
    const response = await fetch(WEBIM_URL + path, { method: 'POST', headers, body: body && JSON.stringify(body) });
    const [cookie] = response.headers.getSetCookie();
    if (cookie) this.#cookie = cookie.split(';')[0];
    return { status: response.status, body: await response.json().catch(() => ({})) };
  }
}

/** One connection to the event bus: four bytes of length, then a JSON object, both ways. */
class EventBus {
  #waiting = new Map();
  #handlers = new Map();
  #rest = Buffer.alloc(0);

  constructor(socket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', (error) => console.error(error.message));
    socket.on('data', (bytes) => this.#read(bytes));
    socket.once('close', () => this.#waiting.forEach(({ reject }) => reject(new Error('connection closed'))));
  }

  static open(address) {
    const [host, port] = address.split(':');
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port: Number(port) }, () => resolve(new EventBus(socket)));
      socket.once('error', reject);
    });
  }

  /** Sends a request; its answer, or the refusal as an error with a code. */
  request(address, body) {
    const replyAddress = randomUUID();
    return new Promise((resolve, reject) => {
      this.#waiting.set(replyAddress, { resolve, reject });
      this.#write({ type: 'send', address, replyAddress, body });
    });
  }

  register(address, handler) {
    this.#handlers.set(address, handler);
    this.#write({ type: 'register', address });
  }

  ping() {
    this.#write({ type: 'ping' });
  }

  #write(frame) {
    const json = Buffer.from(JSON.stringify(frame));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(json.length);
    this.socket.write(Buffer.concat([length, json]));
  }

  #read(bytes) {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    while (this.#rest.length >= 4) {
      const end = 4 + this.#rest.readUInt32BE();
      if (this.#rest.length < end) return;
      const frame = JSON.parse(this.#rest.subarray(4, end).toString());
      this.#rest = this.#rest.subarray(end);
      this.#take(frame);
    }
  }

  #take({ type, address, body, failureCode, message }) {
    const waiting = this.#waiting.get(address);
    this.#waiting.delete(address);
    if (type === 'message') (waiting?.resolve ?? this.#handlers.get(address))?.(body);
    if (type === 'err') {
      const { code, detail } = JSON.parse(message);
      const refusal = Object.assign(new Error(`${failureCode} ${code}: ${detail}`), { code });
      if (waiting) waiting.reject(refusal);
      else console.error(refusal.message);
    }
  }
}

class EchoBot {
  #answered = new Map();

  constructor(bus, userId) {
    this.bus = bus;
    this.userId = userId;
  }

  take(event) {
    if (event.type === 'message.sent') this.answer(event.message).catch((error) => console.error(error.message));
  }

  /** What came while nobody listened. */
  async catchUp() {
    const { conversations } = await this.bus.request('chat.message.unread', {});
    for (const { messages } of conversations) for (const message of messages) await this.answer(message);
  }

  async answer({ conversationId, seq, senderId, text, deleted }) {
    if (senderId === this.userId || seq <= (this.#answered.get(conversationId) ?? 0)) return;
    this.#answered.set(conversationId, seq);
    await this.bus.request('chat.message.received', { conversationId, seq });
    if (!deleted) {
      const clientId = uuidFor(`${this.userId}/${conversationId}/${seq}`);
      await this.bus.request('chat.message.send', { conversationId, clientId, text });
    }
    await this.bus.request('chat.conversation.read', { conversationId, seq });
  }
}

/** The same for the same message, so that an answer is never given twice, even after a crash in the middle. */
function uuidFor(name) {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

async function run() {
  const account = new Account();
  const { accessToken } = await account.logIn();
  const bus = await EventBus.open(WEBIM_BRIDGE);
  const opened = await bus.request('auth.socket.open', { accessToken });
  const bot = new EchoBot(bus, opened.userId);
  bus.register(`chat.inbox.${opened.userId}`, (event) => bot.take(event));
  console.log(`ready as user ${opened.userId}`);
  await bot.catchUp();

  const ping = setInterval(() => bus.ping(), opened.pingInterval);
  const renew = setInterval(async () => {
    try {
      const fresh = await account.refresh();
      await bus.request('auth.socket.open', { accessToken: fresh.accessToken });
      console.log('token renewed');
    } catch (error) {
      console.error(error.message);
      bus.socket.destroy();
    }
  }, (Number(BOT_RENEW_SECONDS) || opened.expiresIn * 0.8) * 1000);
  await bus.closed;
  clearInterval(ping);
  clearInterval(renew);
}

if (!BOT_PASSWORD) {
  console.error('Set BOT_PASSWORD.');
  process.exit(2);
}
for (;;) {
  await run().catch((error) => console.error(error.message));
  await new Promise((resolve) => setTimeout(resolve, 2_000));
}
