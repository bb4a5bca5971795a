const TRANSPORTS = ['websocket', 'xhr-streaming', 'xhr-polling'];

/** A SockJS socket to this origin; only transports that need no frame from elsewhere. */
export function openSockJs() {
  return new globalThis.SockJS('/eventbus', null, { transports: TRANSPORTS });
}
