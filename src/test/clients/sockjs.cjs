// Vert.x's own client of its bridge over SockJS: logs in by its default headers, says what comes, and sends what it is told to.
const { createInterface } = require('node:readline');
const { randomUUID } = require('node:crypto');
const EventBus = require('@vertx/eventbus-bridge-client.js');

const { WEBIM_PORT, WEBIM_TOKEN, WEBIM_CONVERSATION } = process.env;
const bus = new EventBus(`http://127.0.0.1:${WEBIM_PORT}/eventbus`, { vertxbus_reconnect_delay_min: 100 });
bus.defaultHeaders = { Authorization: `Bearer ${WEBIM_TOKEN}` };
bus.enableReconnect(true);
bus.onopen = () => {
  bus.registerHandler('chat.inbox', (error, { body }) => {
    if (body.type === 'message.sent') console.log(`got ${body.message.text}`);
  });
  // Behind the registration: once it is answered, that holds.
  bus.send('contacts.list', {}, (error) => console.log(error ? `refused ${error.message}` : 'ready'));
};
createInterface({ input: process.stdin }).on('line', (text) => {
  const body = { conversationId: Number(WEBIM_CONVERSATION), clientId: randomUUID(), text };
  bus.send('chat.message.send', body, (error) => console.log(error ? `refused ${error.message}` : `sent ${text}`));
});
