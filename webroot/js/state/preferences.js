import { Store } from './store.js';

const KEY = 'webim.preferences';
const DEFAULTS = { theme: 'system', language: 'auto' };

/** What the user chose for this browser: `theme` (system, light, dark) and `language` (auto or a language's code). */
export class Preferences extends Store {
  constructor(memory) {
    super({ ...DEFAULTS, ...read(memory) });
    this.memory = memory;
  }

  choose(choice) {
    this.set({ ...this.value, ...choice });
    this.memory.setItem(KEY, JSON.stringify(this.value));
  }
}

function read(memory) {
  try {
    return JSON.parse(memory.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}
