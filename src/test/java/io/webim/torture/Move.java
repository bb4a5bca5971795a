package io.webim.torture;

/**
 * Somebody has come to a group, or is out of it, as the server has said.
 *
 * @param type of the event that tells of it
 */
record Move(String type, long conversationId, long userId) {}
