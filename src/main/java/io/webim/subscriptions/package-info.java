/** Outgoing webhooks. */
@NullMarked
package io.webim.subscriptions;

import org.jspecify.annotations.NullMarked;
