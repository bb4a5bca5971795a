// Does what it is told to over standard input: see sdk/conformance/README.md.
import { createInterface } from 'node:readline';
import { Client, WebimError } from 'webim-client';

let client;

const commands = {
  open({ url, token, ...options }) {
    client = new Client(url, token, options);
  },
  me: () => client.me(),
  send: (message) => client.send(message),
  answer: ({ event, text }) => client.answer(event, text),
  read: ({ conversationId, seq }) => client.read(conversationId, seq),
  request: ({ method, path, body }) => client.request(method, path, { body }),
  async follow({ until, ...options }, tell) {
    for await (const event of client.feed(options)) {
      tell({ event });
      if (event.data.message?.text !== until) continue;
      await client.acknowledge(event.id, { consumer: options.consumer });
      return;
    }
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { do: command, ...given } = JSON.parse(line);
  const tell = (told) => process.stdout.write(`${JSON.stringify(told)}\n`);
  try {
    tell({ ok: (await commands[command](given, tell)) ?? {} });
  } catch (error) {
    if (!(error instanceof WebimError)) throw error;
    const { status, code, retryAfter } = error;
    tell({ error: { status, code, retryAfter } });
  }
}
