import { visibleMessages } from '../../../../webroot/js/state/conversation.js';
import { Messenger } from '../../../../webroot/js/state/messenger.js';
import { TestClock } from './clock.js';
import { ME, MemoryItems, MemoryStorage, scripted } from './fakes.js';

/** The answer to a sync with one conversation. */
export const synced = (contact, list, more = {}) => ({
  conversations: [{ conversationId: contact.conversationId, version: 1, contact, messages: list, limited: false, ...more }],
});

/** A messenger whose server answers as told. */
export function messengerOf(answers = {}) {
  const clock = new TestClock();
  const server = scripted({
    'chat.sync': { conversations: [] },
    'chat.conversation.read': { unread: 0 },
    'chat.message.history': ({ after = 0, before = Infinity, limit }) => {
      const all = server.history.filter((one) => one.seq > after && one.seq < before);
      const some = after ? all.slice(0, limit) : all.slice(-limit);
      return { messages: some, deletedRanges: [], hasMore: some.length < all.length };
    },
    ...answers,
  });
  server.history = [];
  const connection = { call: server.call, start() {}, stop() {}, check() {}, retryAt: 0 };
  const world = { network: true, server: true };
  const rest = { authorized: async () => ({ conversations: server.listed ?? [] }), answers: async () => world.server };
  const messenger = new Messenger({
    user: { id: ME },
    connection,
    rest,
    storage: new MemoryStorage(),
    memory: new MemoryItems(),
    visit: new MemoryItems(),
    hasNetwork: () => world.network,
    tabs: { holdsLine: false },
    clock,
  });
  messenger.start();
  const seqs = () => visibleMessages(messenger.conversations.get(7)).map((one) => one.seq);
  return { messenger, server, connection, world, clock, seqs, open: () => connection.onOpen() };
}
