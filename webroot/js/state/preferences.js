import { Store } from './store.js';

const KEY = 'webim.preferences';
const DEFAULTS = {
  theme: 'system',
  language: 'auto',
  textSize: 'normal',
  density: 'roomy',
  wallpaper: 'pattern',
  notifications: 'ask',
  preview: true,
  push: false,
  sound: true,
  shortcuts: true,
  reactions: [],
};

/**
 * What the user chose for this browser: `theme` (system, light, dark), `language` (auto or a language's code),
 * `textSize` (small, normal, large, huge), `density` (roomy, dense), `wallpaper` (pattern, plain),
 * `notifications` (ask until the user was asked, on, off) and whether they `preview` the text, `push` (also while no page is
 * open), `sound`, and whether `shortcuts` of a single key are on; beside it the `reactions` that were used last.
 */
export class Preferences extends Store {
  constructor(memory) {
    super({ ...DEFAULTS, ...read(memory) });
    this.memory = memory;
  }

  /** Another tab has chosen something. */
  reload() {
    this.set({ ...DEFAULTS, ...read(this.memory) });
  }

  choose(choice) {
    this.set({ ...this.value, ...choice });
    try {
      this.memory.setItem(KEY, JSON.stringify(this.value));
    } catch {
      // No room on the device: chosen for as long as the page lives.
    }
  }
}

function read(memory) {
  try {
    return JSON.parse(memory.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}
