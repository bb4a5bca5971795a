import { Client } from 'webim-client';

const webim = new Client(process.env.WEBIM_URL, process.env.WEBIM_TOKEN);
const me = await webim.me();
for await (const event of webim.feed()) {
  if (event.type !== 'message.sent' || !event.data.message?.text) continue;
  if (event.data.message.senderId !== me.id) await webim.answer(event, event.data.message.text);
}
