import { faceOf, personOf, tellsOf, unreadOf } from './conversation.js';
import { laterOf } from './message.js';

/**
 * Tells the user of news in conversations that nobody looks at: by a sound, and by a notification when the user is
 * elsewhere. Of several tabs one does it.
 */
export class Notices {
  /** The messages that notifications tell of, by the ids of their conversations. */
  #shown = new Map();

  /**
   * @param words the text in place of a message that is not to be shown
   * @param short what a message says in one line
   * @param said puts the name of whoever wrote in a group before the words
   */
  constructor({ conversations, preferences, tabs, notifier, chime, words, short, said }) {
    Object.assign(this, { conversations, preferences, tabs, notifier, chime, words, short, said });
    conversations.subscribe((all) => this.#withdraw(all));
  }

  async tell(message) {
    const conversation = this.conversations.get(message.conversationId);
    if (!conversation || !tellsOf(conversation, message) || !this.tabs.leads) return;
    const lookedAt = await this.tabs.lookedAt();
    if (lookedAt.includes(conversation.id)) return;
    const { sound, notifications } = this.preferences.value;
    if (sound) this.chime.play().catch(() => {});
    if (lookedAt.length > 0 || notifications !== 'on') return;
    await this.#show(conversation, message);
  }

  /** Something was deleted in a conversation: what a push has told of it may be that. */
  erased(id) {
    if (!this.#shown.has(id)) this.#close(id);
  }

  #show(conversation, message, again = false) {
    this.#shown.set(conversation.id, message);
    const words = this.preferences.value.preview && this.short(message);
    const writer = conversation.group && personOf(conversation, message.senderId)?.displayName;
    return this.notifier.show({
      id: conversation.id,
      title: faceOf(conversation).displayName,
      body: writer ? this.said(writer, words || this.words()) : words || this.words(),
      sentAt: message.sentAt,
      again,
    });
  }

  // What was read, here or elsewhere, needs no telling any more, nor does what was deleted.
  #withdraw(all) {
    for (const [id, shown] of this.#shown) {
      const conversation = all.get(id);
      const now = conversation && unreadOf(conversation) > 0 && conversation.messages.findLast(({ seq }) => seq === shown.seq);
      if (!now || now.deleted) this.#close(id);
      else if (laterOf(shown, now) !== shown) this.#show(conversation, now, true).catch(() => {});
    }
  }

  #close(id) {
    this.#shown.delete(id);
    this.notifier.close(id).catch(() => {});
  }
}
