/** Client of webim, the self-hosted web messenger: sends messages, reads the feed of an account, verifies webhooks. */
package io.webim.client;
