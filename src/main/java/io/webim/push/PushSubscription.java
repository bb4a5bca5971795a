package io.webim.push;

import io.vertx.core.buffer.Buffer;

/**
 * Where the browser of a session wants to be told.
 *
 * @param p256dh the browser's public key
 * @param auth the secret that it shares with this server
 */
record PushSubscription(long sessionId, String endpoint, Buffer p256dh, Buffer auth, boolean showsText) {}
