import { FileStorage } from './net/file-storage.js';
import { Sender } from './net/sender.js';
import { Tus } from './net/tus.js';
import { Media } from './state/media.js';

/** Wires what sends and shows files, as `main.js` does with all else. */
export function mediaOf(messenger, { rest, locks, clock }) {
  const { send } = new Sender({ rest, ...clock });
  return new Media({ messenger, tus: new Tus({ send }), storage: new FileStorage(), locks });
}
