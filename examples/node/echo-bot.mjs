// A bot that answers every message with the same text, over plain HTTP. Node 20 or newer, nothing else.
//
//   WEBIM_URL=http://127.0.0.1:8080 WEBIM_TOKEN=webim_… node echo-bot.mjs
const { WEBIM_URL = 'http://127.0.0.1:8080', WEBIM_TOKEN } = process.env;
const ASK_AGAIN_MS = 1_000;

/** The conversation is gone, the bot is blocked, or it was answered with another text, edited since. */
const MOOT = ['conversation_not_found', 'peer_blocked', 'not_permitted', 'client_id_reused'];

/** What the server said no to, for good. */
class Refused extends Error {
  constructor(problem) {
    super(problem);
    this.code = JSON.parse(problem).code;
  }
}

/** Asks until there is an answer: all that this bot asks for may be asked for twice. */
async function call(method, path, body, headers = {}) {
  for (;;) {
    const response = await fetch(WEBIM_URL + path, {
      method,
      headers: { authorization: `Bearer ${WEBIM_TOKEN}`, 'content-type': 'application/json', ...headers },
      body: body && JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(60_000),
    }).catch((error) => ({ status: 503, headers: new Headers(), text: async () => String(error.cause ?? error) }));
    // One that breaks off within is none.
    const text = await response.text().catch(() => null);
    if (text !== null && response.ok) return text && JSON.parse(text);
    if (text !== null && response.status < 500 && response.status !== 429) {
      throw new Refused(text);
    }
    console.error(`${method} ${path}: ${response.status} ${text}`);
    const seconds = Number(response.headers.get('retry-after'));
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000 || ASK_AGAIN_MS));
  }
}

async function answer(event, { conversationId, seq, text }) {
  // The same for the same event: however often it comes, it is answered once.
  const key = { 'idempotency-key': event.id };
  try {
    await call('POST', '/api/messages', { conversationId, text }, key);
    await call('PUT', `/api/conversations/${conversationId}/read`, { seq });
  } catch (error) {
    // Nobody else is held up by it.
    if (!MOOT.includes(error.code)) throw error;
    console.error(error.message);
  }
}

async function run() {
  const user = await call('GET', '/api/users/me');
  let page = await call('GET', '/api/feed');
  console.log(`ready as user ${user.id}`);
  for (;;) {
    for (const event of page.events) {
      const { message } = event.data;
      if (event.type === 'message.sent' && message?.text && message.senderId !== user.id) await answer(event, message);
    }
    // Only now: what a crash leaves unanswered comes again.
    if (page.events.length > 0) await call('PUT', '/api/feed/cursor', { after: page.next });
    page = await call('GET', `/api/feed?wait=25&after=${page.next}`);
  }
}

if (!WEBIM_TOKEN) {
  console.error('Set WEBIM_TOKEN to a token of a bot.');
  process.exit(2);
}
await run().catch((error) => {
  console.error(error instanceof Refused ? error.message : error);
  process.exit(1);
});
