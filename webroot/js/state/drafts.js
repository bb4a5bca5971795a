import { namesIn } from './journal.js';
import { Store } from './store.js';

const PREFIX = 'webim.draft.';
const NO_WORDS = /^\d+\.(?:reply|typed|lost)$/;
const ABOUT = /^(\d+)\.(reply|edit)$/;

/**
 * What is written but not sent yet, by conversation, and which message it answers; beside it what a message is to say instead.
 * The same in all tabs, and after a reload. Its value: what this page has changed of it, by names: that of a text is the id of
 * its conversation.
 */
export class Drafts extends Store {
  #found = new Map();

  constructor({ memory, userId }) {
    super({});
    this.memory = memory;
    this.prefix = `${PREFIX}${userId}.`;
  }

  of(conversationId) {
    return this.#of(conversationId);
  }

  /** The seq of the message that is to be answered, or 0. */
  repliedIn(conversationId) {
    return Number(this.#of(replyIn(conversationId)));
  }

  /** The message that is being edited, and how far one has come: `{seq, text}`, seq 0 for none. */
  editIn(conversationId) {
    const [, seq = 0, text = ''] = /^(\d+) ([^]*)/.exec(this.#of(editIn(conversationId))) ?? [];
    return { seq: Number(seq), text };
  }

  /** Whether what stands there was to be said by a message that is gone. */
  isLost(conversationId) {
    return this.#of(lostIn(conversationId)) !== '';
  }

  /** What stands where one writes. */
  written(conversationId) {
    const { seq, text } = this.editIn(conversationId);
    return seq > 0 ? text : this.of(conversationId);
  }

  /** Whether anything is written and not sent, in any tab. */
  exist() {
    return this.#names().some((name) => !NO_WORDS.test(name) && (this.value[name] ?? this.memory.getItem(this.prefix + name))?.trim());
  }

  /** Forgets all of this user's. */
  clear() {
    for (const name of this.#names()) this.memory.removeItem(this.prefix + name);
    this.#found.clear();
    this.set({});
  }

  keep(conversationId, text) {
    this.#mark(lostIn(conversationId), false);
    this.#keep(conversationId, text);
  }

  /** @param seq 0 where no message is to be answered any more */
  reply(conversationId, seq) {
    this.#keep(replyIn(conversationId), seq === 0 ? '' : String(seq));
  }

  /** @param typed whether somebody has written of it, or it is what the message says */
  edit(conversationId, seq, text, typed = false) {
    this.#mark(typedIn(conversationId), typed);
    this.#keep(editIn(conversationId), `${seq} ${text}`);
  }

  endEdit(conversationId) {
    this.#mark(typedIn(conversationId), false);
    this.#keep(editIn(conversationId), '');
  }

  /** The message is gone: what was typed stays as a draft, after what was written before. The edit ends first, for other tabs. */
  loseEdit(conversationId) {
    const { text } = this.editIn(conversationId);
    const typed = this.#of(typedIn(conversationId)) !== '';
    this.endEdit(conversationId);
    if (!typed || !text.trim()) return;
    const before = this.of(conversationId);
    this.keep(conversationId, before.trim() ? `${before}\n\n${text}` : text);
    this.#mark(lostIn(conversationId), true);
  }

  /** Which files are to go with it, as `DraftFiles` writes them down. */
  filesIn(conversationId) {
    return this.#of(filesIn(conversationId));
  }

  /** How many they are. */
  fileCount(conversationId) {
    try {
      return JSON.parse(this.filesIn(conversationId) || '[]').length;
    } catch {
      return 0;
    }
  }

  keepFiles(conversationId, files) {
    this.#keep(filesIn(conversationId), files);
  }

  /** Which messages they are about: `{conversationId, seq, drop}`, where `drop` keeps what somebody has typed. */
  about() {
    return this.#names().flatMap((name) => {
      const [, id, kind] = ABOUT.exec(name) ?? [];
      if (!id || !this.#of(name)) return [];
      const conversationId = Number(id);
      const drop = () => (kind === 'edit' ? this.loseEdit(conversationId) : this.reply(conversationId, 0));
      return [{ conversationId, seq: parseInt(this.#of(name), 10), drop }];
    });
  }

  /** Another tab has written, sent or thrown away what the memory has under this key. */
  heard(key, text) {
    if (key?.startsWith(this.prefix)) this.set({ ...this.value, [key.slice(this.prefix.length)]: text ?? '' });
  }

  #mark(name, on) {
    if (on !== (this.#of(name) !== '')) this.#keep(name, on ? '1' : '');
  }

  // What the device has no room for is kept for as long as the page lives.
  #keep(name, text) {
    this.set({ ...this.value, [name]: text });
    try {
      if (text) this.memory.setItem(this.prefix + name, text);
      else this.memory.removeItem(this.prefix + name);
    } catch {
      this.memory.removeItem(this.prefix + name);
    }
  }

  #names() {
    return [...new Set([...namesIn(this.memory, this.prefix), ...Object.keys(this.value)])];
  }

  #of(name) {
    return this.value[name] ?? this.#kept(name);
  }

  #kept(name) {
    if (!this.#found.has(name)) this.#found.set(name, this.memory.getItem(this.prefix + name) ?? '');
    return this.#found.get(name);
  }
}

function editIn(conversationId) {
  return `${conversationId}.edit`;
}

function typedIn(conversationId) {
  return `${conversationId}.typed`;
}

function lostIn(conversationId) {
  return `${conversationId}.lost`;
}

function replyIn(conversationId) {
  return `${conversationId}.reply`;
}

function filesIn(conversationId) {
  return `${conversationId}.files`;
}
