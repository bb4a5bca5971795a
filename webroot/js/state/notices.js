import { unreadOf } from './conversation.js';
import { plainOf } from './plain.js';

const LONGEST = 200;

/**
 * Tells the user of news in conversations that nobody looks at: by a sound, and by a notification when the user is
 * elsewhere. Of several tabs one does it.
 */
export class Notices {
  #shown = new Set();

  /** @param words the text in place of a message that is not to be shown */
  constructor({ conversations, preferences, tabs, notifier, chime, words }) {
    Object.assign(this, { conversations, preferences, tabs, notifier, chime, words });
    conversations.subscribe((all) => this.#withdraw(all));
  }

  async tell(message) {
    const conversation = this.conversations.get(message.conversationId);
    if (!conversation || conversation.muted || !this.tabs.leads) return;
    const lookedAt = await this.tabs.lookedAt();
    if (lookedAt.includes(conversation.id)) return;
    const { sound, notifications, preview } = this.preferences.value;
    if (sound) this.chime.play().catch(() => {});
    if (lookedAt.length > 0 || notifications !== 'on') return;
    this.#shown.add(conversation.id);
    await this.notifier.show({
      id: conversation.id,
      title: conversation.peer.displayName,
      body: preview ? plainOf(message.text, LONGEST) : this.words(),
      sentAt: message.sentAt,
    });
  }

  // What was read, here or elsewhere, needs no telling any more.
  #withdraw(all) {
    for (const id of this.#shown) {
      if (all.has(id) && unreadOf(all.get(id)) > 0) continue;
      this.#shown.delete(id);
      this.notifier.close(id).catch(() => {});
    }
  }
}
