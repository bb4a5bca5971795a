import { patient } from '../net/patient.js';
import { attempt } from './attempt.js';
import { Contacts } from './contacts.js';
import { countsAsUnread, hasAllUnread, hasGap, isCountedByTold, mentionsToSee, messageAt, withChanged, withDeleted, withLooked, withMessage, withPeerMarks, withPeople, withReadConfirmed, withSingle } from './conversation.js';
import { Conversations, blockedIn } from './conversations.js';
import { Drafts } from './drafts.js';
import { KEPT } from './files.js';
import { asShown } from './forward.js';
import { Groups } from './groups.js';
import { History } from './history.js';
import { ConversationCache } from './conversation-cache.js';
import { TabConnection } from './tab-connection.js';
import { isMentionOf } from './mention.js';
import { reactionsTo } from './message.js';
import { Mutes } from './mutes.js';
import { Outbox, isFilling, isSendable } from './outbox.js';
import { ReadingPositions } from './reading-positions.js';
import { holds } from './ranges.js';
import { Receipts } from './receipts.js';
import { Saved } from './saved.js';
import { Store } from './store.js';
import { Typing } from './typing.js';

const MOST_RANGES = 100;
const PINS = 100;
const RECOUNT = 2_000;
const SHORT_CUT = 1_500;
/** What a socket has to show that it lives, where the browser says that there is no network. */
const LITTLE_HOPE = 1_000;
/** What tells how something is now, and does no harm when it is told twice. */
const OVERTAKES = new Set([
  'message.changed',
  'message.state',
  'message.deleted',
  'conversation.read',
  'group.changed',
  'user.changed',
  'presence.changed',
]);
const OVERTAKING = 1_000;

/**
 * Everything of one signed-in user, kept true by a connection: syncs each time it opens, applies events, sends what
 * waits, confirms what came.
 */
export class Messenger {
  /** `stopped`, `connecting`, `online` or `waiting`, and when the next attempt is. */
  connected = new Store({ status: 'stopped', retryAt: 0 });
  /**
   * Why there has been no connection for longer than a moment, which is nobody's concern: `network` (this device has none),
   * `server` (it does not answer), `line` (it answers, but no socket opens); empty while there is one.
   */
  away = new Store('');
  /** False until the list has been here once. */
  loaded = new Store(false);
  /** Whether the user can be taken to look at the page. */
  attentive = new Store(false);
  /** False until all that there is was told once. What the first sync brings is no news: the user has just opened the page. */
  synced = new Store(false);
  /** Grows whenever something was deleted. */
  erased = new Store(0);
  /** The message to go to, once its conversation is open: `{conversationId, seq}`. */
  sought = new Store(null);
  #stopped = false;
  #media = null;
  #restored = null;
  #visible = true;
  #syncing = null;
  #syncAgain = false;
  /** What was told since the sync that is under way asked for its page. */
  #overtook = [];
  /** What was told before it was known whom I block; null once that is known. */
  #early = null;
  #knowing = null;
  #recount = null;
  #awayTimer = null;
  #answers = false;
  /** Up to when this page was told who comes and goes: events tell it while there is a connection. */
  #heard = new Date(0);
  /** Of the conversations that this page cannot show: each of their messages would ask for them again. */
  #foreign = new Set();

  /**
   * @param visit what lasts as long as this tab, beside the `memory` of this browser
   * @param loadMedia gives what is needed once there are files
   * @param hasNetwork whether the browser believes to have one; none may still be enough for a server on this machine
   */
  constructor({ user, connection, rest, storage, memory, visit, hasNetwork = () => true, loadMedia, tabs, clock }) {
    const call = (address, body) => connection.call(address, body);
    this.user = user;
    this.connection = connection;
    this.rest = rest;
    this.storage = storage;
    this.memory = memory;
    this.loadMedia = loadMedia;
    this.clock = clock;
    this.hasNetwork = hasNetwork;
    this.call = call;
    this.read = patient(call, clock);
    this.conversations = new Conversations(user.id);
    this.drafts = new Drafts({ memory, userId: user.id });
    this.places = new ReadingPositions({ memory: visit, userId: user.id, now: clock.now });
    this.cache = new ConversationCache({ conversations: this.conversations, storage, userId: user.id, ...clock });
    this.mutes = new Mutes({ conversations: this.conversations, ...clock });
    this.onRevoked = () => {};
    this.onAttention = () => {};
    this.onNews = () => {};
    this.onErased = () => {};
    this.onUserChanged = () => {};
    this.history = new History({ conversations: this.conversations, call: this.read });
    this.receipts = new Receipts({
      conversations: this.conversations,
      call,
      ...clock,
      needsOlder: (id) => this.history.downToReceived(id).then((all) => all && this.receipts.settle(id)),
    });
    this.typing = new Typing({ call, ...clock });
    this.outbox = new Outbox({ storage, memory, userId: user.id, call, ...clock, onSent: (message) => attempt(() => this.#message(message)) });
    this.contacts = new Contacts({ conversations: this.conversations, call, onAdded: (id, isNew) => this.#added(id, isNew) });
    this.groups = new Groups({ conversations: this.conversations, call, onAdded: (id, isNew) => this.#added(id, isNew) });
    const isBusy = () => this.outbox.value.some(isSendable);
    this.saved = new Saved({ call });
    this.tabConnection = new TabConnection({ connection, tabs, isBusy, ...clock });
    connection.onStatus = (status) => this.#statusChanged(status);
    connection.onOpen = () => this.#opened();
    connection.onEvent = (event) => attempt(() => this.#event(event));
  }

  async start() {
    this.outbox.subscribe(() => this.#fill());
    this.outbox.load();
    this.#restored = this.cache.start();
    if (await this.#restored) this.loaded.set(true);
    if (this.memory.getItem(KEPT)) this.media().catch(() => {});
    if (this.#stopped) return;
    this.mutes.start();
    this.tabConnection.begin();
  }

  /** What sends and shows files; fetched when it is first wanted. */
  media() {
    this.#media ??= this.#begin().catch((failure) => {
      this.#media = null;
      throw failure;
    });
    return this.#media;
  }

  stop() {
    this.#stopped = true;
    this.#media?.then((media) => media.stop()).catch(() => {});
    this.cache.stop();
    this.mutes.stop();
    this.receipts.stop();
    this.clock.clearTimeout(this.#recount);
    this.tabConnection.end();
  }

  /** Whether a draft or a message waits on this device, of whichever tab. */
  async hasUnsent() {
    return this.drafts.exist() || this.outbox.exists();
  }

  /** Clears what this device keeps of the user; messages that wait to be sent only when the user leaves on purpose. */
  async forget({ leaving }) {
    this.places.clear();
    if (leaving) {
      // Before anything is waited for: the page may go.
      this.drafts.clear();
      this.outbox.journal.clear();
    }
    this.memory.removeItem(KEPT);
    await Promise.all([this.storage.clearConversations(), this.storage.clearFiles(), leaving && this.storage.clearPending()]);
  }

  /** Looks whether the connection is still there: the machine has slept, or the network has come, gone or changed. */
  check() {
    if (this.away.value && !this.hasNetwork()) this.away.set('network');
    return this.hasNetwork() ? this.connection.check() : this.connection.check(LITTLE_HOPE);
  }

  /** Which conversation is on the screen (0 for none), and whether the user can be taken to look at it. */
  attend(id, attentive) {
    this.attentive.set(attentive);
    this.onAttention(attentive ? id : null);
  }

  /** These messages were before the user's eyes. */
  saw(id, seqs) {
    if (this.#asks(id)) this.conversations.change(id, (conversation) => withLooked(conversation, Math.max(0, ...seqs)));
    else this.receipts.saw(id, seqs);
  }

  /** The user has gone to the newest message, and takes everything as read. */
  readAll(id) {
    if (!this.#asks(id)) this.receipts.read(id);
  }

  /** Whether the page can be seen: who sees it needs no push. */
  setVisible(visible) {
    this.#visible = visible;
    this.tabConnection.setVisible(visible);
    if (this.connection.status === 'online') this.#tellVisible();
  }

  /** @param replyToSeq of the message that it answers, or 0 */
  send(conversationId, text, replyToSeq = 0) {
    this.typing.sent(conversationId);
    return this.outbox.add(conversationId, text, replyToSeq ? { replyToSeq } : undefined);
  }

  /** Sends files, each `{blob, name, mediaType, …}`, with a text or without one. */
  async sendFiles(conversationId, text, files, replyToSeq = 0) {
    return (await this.media()).send(conversationId, text, files, replyToSeq);
  }

  /** Sends messages on to conversations, in their order. */
  forward(messages, ids) {
    for (const id of ids) {
      for (const { conversationId, seq } of messages) this.outbox.add(id, undefined, { forward: { conversationId, seq } });
    }
  }

  /** A message that waits, with the words that it is going to have. */
  shown(pending) {
    return asShown(pending, this.conversations, this.user);
  }

  /** Lets a message of mine say something else. */
  async edit(conversationId, seq, text) {
    this.#changed((await this.call('chat.message.edit', { conversationId, seq, text })).message);
  }

  /** Reacts to a message of those here, or takes that back. Of many who have reacted only the newest are known. */
  async react({ conversationId, seq }, emoji) {
    const known = messageAt(this.conversations.get(conversationId), seq);
    const kind = known && reactionsTo(known).find((one) => one.emoji === emoji);
    const on = !kind?.userIds.includes(this.user.id);
    const react = async (how) => (await this.call('chat.message.react', { conversationId, seq, emoji, on: how })).message;
    const message = await react(on);
    const wasOn = on && kind?.count > kind?.userIds.length && message.version === known.version;
    this.#changed(wasOn ? await react(false) : message);
  }

  /** A page of those who have reacted to a message: `{reactions: [{user, emoji}], next?}`. */
  reactions({ conversationId, seq }, after) {
    return this.call('chat.message.reactions', { conversationId, seq, after });
  }

  async pin({ conversationId, seq }, on) {
    await this.call('chat.message.pin', { conversationId, seq, on });
  }

  /** What is pinned to a conversation, also far up in it. */
  async lookForPins(conversationId) {
    await this.history.fill(conversationId);
    let after;
    do {
      const { messages, users, next } = await this.read('chat.message.pins', { conversationId, after, limit: PINS });
      this.conversations.change(conversationId, (conversation) => withPeople(withSingle(conversation, messages), users));
      after = next;
    } while (after);
  }

  /** Deletes messages for `me` or for `everyone`; it shows at once where the server agrees. */
  async delete(conversationId, seqs, scope) {
    const ranges = [...seqs].sort((a, b) => a - b).map((seq) => [seq, seq]);
    for (let i = 0; i < ranges.length; i += MOST_RANGES) {
      const some = ranges.slice(i, i + MOST_RANGES);
      await this.call('chat.message.delete', { conversationId, seqs: some, scope });
      this.#deleted({ conversationId, ranges: some, scope });
    }
  }

  /** The seq of the next unread message that mentions me and that I have not seen; undefined where there is none. */
  async nextMention(id) {
    const seen = this.receipts.seenIn(id);
    const conversation = this.conversations.get(id);
    if (hasAllUnread(conversation)) return mentionsToSee(conversation, seen, blockedIn(this.conversations.value))[0];
    let after;
    let found;
    do {
      const { seqs, next } = await this.read('chat.conversation.mentions', { conversationId: id, after });
      found = seqs.find((seq) => seq > conversation.readSeq && !holds(seen, seq));
      after = next;
    } while (found === undefined && after);
    return found;
  }

  /** When a message was sent and, if it is mine, delivered and read: `{sentAt, deliveredAt?, readAt?}`. */
  details({ conversationId, seq }) {
    return this.call('chat.message.details', { conversationId, seq });
  }

  #statusChanged(status) {
    this.connected.set({ status, retryAt: this.connection.retryAt });
    this.#noticeAbsence(status);
    this.tabConnection.look();
    if (status === 'waiting' && !this.loaded.value) this.#listWithoutSocket().catch(() => {});
  }

  #tellVisible() {
    this.call('chat.visibility', { visible: this.#visible }).catch(() => {});
  }

  #noticeAbsence(status) {
    if (status === 'online' || status === 'stopped') {
      this.clock.clearTimeout(this.#awayTimer);
      this.#awayTimer = null;
      this.#answers = false;
      this.away.set('');
      return;
    }
    this.#awayTimer ??= this.clock.setTimeout(() => this.away.set(this.#reason()), SHORT_CUT);
    if (status === 'waiting') this.#explainAbsence();
  }

  async #explainAbsence() {
    if (this.hasNetwork()) this.#answers = await this.rest.answers();
    if (this.connection.status === 'online' || this.#stopped) return;
    if (this.away.value || !this.hasNetwork()) this.away.set(this.#reason());
  }

  #reason() {
    if (!this.hasNetwork()) return 'network';
    return this.#answers ? 'line' : 'server';
  }

  async #begin() {
    await this.#restored;
    const media = await this.loadMedia(this);
    return this.#stopped ? media : media.start();
  }

  /** Where files wait to be sent. */
  #fill() {
    if (this.outbox.value.some((one) => isFilling(one) && !one.error)) this.media().catch(() => {}); // asked again by the next connection
  }

  // The list at least, so that one can write while the socket does not open.
  async #listWithoutSocket() {
    let after = '';
    do {
      const { conversations, next = '' } = await this.rest.authorized('GET', `/conversations${after && `?after=${encodeURIComponent(after)}`}`);
      for (const entry of conversations) if (!this.conversations.get(entry.conversationId)) this.conversations.accept(entry);
      after = next;
    } while (after);
    this.loaded.set(true);
  }

  // A sync gives a new conversation its version, without which later syncs could not tell what was deleted meanwhile.
  async #added(id, isNew) {
    if (isNew) await this.#sync().catch(() => {});
    await this.#complete(id);
  }

  async #opened() {
    this.saved.forget();
    this.#knowing = this.#knowBlocked();
    await this.#sync();
    this.loaded.set(true);
    if (!this.#visible) this.#tellVisible();
    this.synced.set(true);
    this.outbox.resume();
    this.#fill();
  }

  /** Before anything is shown or told: it may be of one of those whom I have blocked, on another device too. */
  async #knowBlocked() {
    this.#early ??= [];
    await this.contacts.blocked().catch(() => {}); // then those of whom this device knows
    const early = this.#early ?? [];
    this.#early = null;
    early.forEach((event) => attempt(() => this.#event(event)));
  }

  #sync() {
    if (this.#syncing) {
      this.#syncAgain = true;
      return this.#syncing;
    }
    this.#syncing = this.#syncPages().finally(() => {
      this.#syncing = null;
      if (this.#syncAgain) {
        this.#syncAgain = false;
        this.#sync().catch(() => {});
      }
    });
    return this.#syncing;
  }

  async #syncPages() {
    let after;
    let answer;
    do {
      const known = this.conversations.known(after);
      answer = await this.read('chat.sync', { after, known, presenceSince: this.#heard });
      await this.#knowing;
      const positions = new Map(known.map(([id, , position]) => [id, position]));
      this.contacts.attendance(after, answer);
      answer.conversations?.forEach((conversation) => attempt(() => this.#synced(conversation, answer.users, positions)));
      this.#overtook.splice(0).forEach((event) => attempt(() => this.#apply(event)));
      after = answer.next;
    } while (after !== undefined);
    this.#heard = answer.presenceAt ?? this.#heard;
    this.#dropDrafts();
    this.receipts.settleAll();
    this.groups.introduce([...this.conversations.value.keys()]);
  }

  #synced(answer, users, positions) {
    const { conversationId, messages = [], changed = [], deletedForEveryone = [], removed } = answer;
    const before = this.conversations.get(conversationId)?.lastSeq;
    if (!removed) this.#foreign.add(conversationId);
    this.conversations.acceptSynced({ ...answer, since: positions.get(conversationId) ?? 0 }, users);
    if (this.conversations.get(conversationId)) this.#foreign.delete(conversationId);
    for (const message of [...messages, ...changed]) this.#acknowledge(message);
    if (deletedForEveryone.length > 0) this.#erased(conversationId);
    const newest = messages[messages.length - 1];
    if (this.synced.value && newest?.seq > (before ?? 0)) this.#news(newest);
  }

  /** What others wrote, and nobody has read yet. */
  #news(message) {
    const conversation = this.conversations.get(message.conversationId);
    const isBlocked = this.conversations.isOfBlocked(message);
    if (conversation && !isBlocked && countsAsUnread(conversation, message) && message.seq > conversation.readSeq) this.onNews(message);
  }

  #event(event) {
    if (this.#early) {
      this.#early.push(event);
      return;
    }
    if (this.#syncing && OVERTAKES.has(event.type)) this.#remember(event);
    this.#apply(event);
  }

  /** The answer of a sync may be from before, and of what this device did not know until then. */
  #remember(event) {
    if (this.#overtook.length < OVERTAKING) this.#overtook.push(event);
    else this.#syncAgain = true;
  }

  #apply(event) {
    switch (event.type) {
      case 'message.sent':
        return this.#message(event.message, event.sender);
      case 'message.changed':
        return this.#changed(event.message);
      case 'message.state':
        return this.#marks(event);
      case 'message.saved':
        return this.saved.heard(event);
      case 'message.deleted':
        return this.#deleted(event);
      case 'conversation.read':
        return this.conversations.change(event.conversationId, (conversation) =>
          withReadConfirmed(conversation, event.readSeq, event),
        );
      case 'conversation.added':
        return this.groups.added(event.conversation);
      case 'conversation.removed':
        return this.#dropped(() => this.groups.removed(event.conversationId));
      case 'group.changed':
        return this.groups.changed(event);
      case 'group.requested':
      case 'group.reported':
      case 'group.handled':
        return this.groups.asks(event);
      case 'member.changed':
        return this.groups.moved.set(event);
      case 'contact.added':
        return this.contacts.added(event.contact);
      case 'contact.removed':
        return this.#dropped(() => this.contacts.removed(event.userId));
      case 'user.changed':
        return event.user.id === this.user.id ? this.onUserChanged(event.user) : this.contacts.changed(event.user);
      case 'presence.changed':
        return this.contacts.presence(event);
      case 'typing':
        return event.userId !== this.user.id && this.typing.heard(event.conversationId, event.userId);
      case 'sync.needed':
        return void this.#sync().catch(() => {});
      case 'session.revoked':
        return this.onRevoked();
      default:
        return undefined; // of a newer server
    }
  }

  /** What a sync that is under way tells may be from before. */
  #dropped(drop) {
    if (this.#syncing) this.#syncAgain = true;
    return drop();
  }

  #message(message, sender) {
    const id = message.conversationId;
    this.#acknowledge(message);
    this.typing.ended(id, message.senderId);
    if (!this.conversations.get(id)) {
      if (!this.#foreign.has(id)) this.#sync().catch(() => {});
      return;
    }
    const isNew = !holds(this.conversations.get(id).loaded, message.seq);
    this.conversations.change(id, (conversation) => withPeople(withMessage(conversation, message), this.conversations.shown(sender && [sender])));
    if (isNew) this.#news(message);
    this.#complete(id);
  }

  /** Of one that this device does not have the history tells later as it is then. */
  #changed(message) {
    const { conversationId: id, seq } = message;
    this.#acknowledge(message);
    const before = this.conversations.get(id);
    const known = before && messageAt(before, seq);
    this.conversations.change(id, (conversation) => withChanged(conversation, [message]));
    if (message.deleted) this.#dropDrafts();
    const mentions = (one) => isMentionOf(one, this.user.id);
    const isOther = known ? mentions(known) !== mentions(message) : Boolean(message.editedAt);
    if (!before || !isOther) return;
    if (isCountedByTold(before, seq)) this.#countAgain();
    if (known && messageAt(this.conversations.get(id), seq) === message && mentions(message)) this.#news(message);
  }

  /** What the server told of unread messages that are not here is another by now. */
  #countAgain() {
    this.#recount ??= this.clock.setTimeout(() => {
      this.#recount = null;
      this.#sync().catch(() => {});
    }, RECOUNT);
  }

  #acknowledge(message) {
    if (message.senderId === this.user.id) this.outbox.acknowledged(message.clientId, message);
  }

  /** Fills a gap, then confirms. */
  async #complete(id) {
    const conversation = this.conversations.get(id);
    if (conversation && hasGap(conversation)) await this.history.fill(id);
    this.receipts.settle(id);
  }

  #marks({ conversationId, userId, ...marks }) {
    this.conversations.change(conversationId, (conversation) =>
      conversation.group || conversation.peer.id === userId ? withPeerMarks(conversation, marks) : conversation,
    );
  }

  #deleted({ conversationId, ranges, scope }) {
    const before = this.conversations.get(conversationId);
    if (before && ranges.some(([from, to]) => isCountedByTold(before, from, to))) this.#countAgain();
    this.conversations.change(conversationId, (conversation) => withDeleted(conversation, ranges, scope));
    this.#erased(conversationId);
    this.#dropDrafts();
  }

  #erased(conversationId) {
    this.onErased(conversationId);
    this.erased.set(this.erased.value + 1);
  }

  /** Of a message that is deleted nothing is left to answer. */
  #dropDrafts() {
    for (const { conversationId, seq, drop } of this.drafts.about()) {
      const conversation = this.conversations.get(conversationId);
      const message = conversation && messageAt(conversation, seq);
      if (message === null || message?.deleted) drop();
    }
  }

  // Whoever asks to write is not told that it was read before the answer.
  #asks(id) {
    return this.conversations.get(id)?.status === 'request';
  }
}
