// Package webim is a client of webim, the self-hosted web messenger: it sends messages, reads the feed of an account, and
// verifies webhooks.
package webim
