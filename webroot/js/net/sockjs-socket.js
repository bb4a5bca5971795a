import * as library from 'sockjs-client';

const TRANSPORTS = ['websocket', 'xhr-streaming', 'xhr-polling'];

// A classic script: bundled it becomes a module, as it stands it leaves a global.
const SockJS = globalThis.SockJS ?? library.default;

/** A SockJS socket to this origin; only transports that need no frame from elsewhere. */
export function openSockJs() {
  return new SockJS('/eventbus', null, { transports: TRANSPORTS });
}
