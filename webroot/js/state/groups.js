import { knownIn, strangersIn, withGroup, withPeople, withoutRanges } from './conversation.js';
import { Store } from './store.js';

/** As many as the server tells of at once. */
const MOST_PEOPLE = 100;
const HANDLED = 'group.handled';

/** What this device is told of groups; the groups themselves are conversations. */
export class Groups {
  /** The last word of who has come to a group, has another role in it, or has left. */
  moved = new Store({});
  /** The last word of who asks to be let into a group, of what was reported there, or that one has seen to it. */
  asked = new Store({});
  /** By the ids of groups, the types of such events that nobody has looked into since. */
  waiting = new Store(new Map());
  /** Whose names were asked for already. */
  #asked = new Set();
  /** In which groups the known ones were asked for again. */
  #renewed = new Set();

  constructor({ conversations, call, onAdded }) {
    Object.assign(this, { conversations, call, onAdded });
  }

  /** I belong to it from now on, or something of it is another for me. */
  added(entry) {
    const { conversationId: id, sightFrom } = entry;
    const isNew = !this.conversations.get(id);
    this.conversations.accept(entry);
    if (sightFrom > 1) this.conversations.change(id, (conversation) => withoutRanges(conversation, [[1, sightFrom - 1]]));
    if (this.conversations.get(id)) this.onAdded(id, isNew);
  }

  changed(event) {
    this.conversations.change(event.conversationId, (conversation) => withGroup(conversation, event));
  }

  /** Somebody asks to be let in, or something was reported, or one of those who lead has seen to such a thing. */
  asks(event) {
    const { conversationId: id, type } = event;
    if (!this.conversations.get(id)) return;
    if (type !== HANDLED) this.#wait(id, new Set(this.waiting.value.get(id)).add(type));
    this.asked.set(event);
  }

  /** Somebody looks into what an event of this type has told of. */
  looked(id, type) {
    const rest = new Set(this.waiting.value.get(id));
    if (rest.delete(type)) this.#wait(id, rest);
  }

  #wait(id, types) {
    this.waiting.set(new Map(this.waiting.value).set(id, types));
  }

  /** What may be done in it, which the list does not tell. */
  async look(id) {
    this.changed({ picture: null, ...(await this.call('groups.get', { conversationId: id })) });
  }

  async leave(id) {
    await this.call('groups.leave', { conversationId: id });
    this.removed(id);
  }

  /** I belong to it no more. */
  removed(id) {
    this.conversations.remove(id);
  }

  /** @param until missing where it has no end */
  async mute(id, muted, until) {
    const { conversation } = await this.call('conversations.mute', { conversationId: id, muted, until });
    this.conversations.accept(conversation);
  }

  /** @param level of what one is told: all, mentions or nothing */
  async notify(id, level) {
    const { conversation } = await this.call('conversations.notify', { conversationId: id, level });
    this.conversations.accept(conversation);
  }

  /** Gives names to those of whom something is shown in these: an answer brings a bounded number of them. */
  async introduce(ids) {
    const userIds = this.#strangers(ids).slice(0, MOST_PEOPLE);
    if (userIds.length === 0) return;
    for (const userId of userIds) this.#asked.add(userId);
    try {
      const { users } = await this.call('users.get', { userIds });
      const shown = this.conversations.shown(users);
      for (const id of ids) this.conversations.change(id, (conversation) => withPeople(conversation, shown));
    } catch {
      for (const userId of userIds) this.#asked.delete(userId); // the next look asks again
      return;
    }
    await this.introduce(ids);
  }

  /** Who has left is called otherwise by now, or is gone, and nobody here is told: once, they are asked for again. */
  async renew(id) {
    const userIds = knownIn(this.conversations.get(id) ?? {}).slice(-MOST_PEOPLE);
    if (userIds.length === 0 || this.#renewed.has(id)) return;
    this.#renewed.add(id);
    try {
      const { users } = await this.call('users.get', { userIds });
      const shown = this.conversations.shown(users);
      this.conversations.change(id, (conversation) => withPeople(conversation, shown));
    } catch {
      this.#renewed.delete(id); // the next look asks again
    }
  }

  #strangers(ids) {
    const all = ids.flatMap((id) => strangersIn(this.conversations.get(id) ?? {}));
    return [...new Set(all)].filter((userId) => !this.#asked.has(userId));
  }
}
