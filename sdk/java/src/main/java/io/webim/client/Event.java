package io.webim.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * What has happened. There will be more types: pass over what you do not know.
 *
 * @param id never changes: what was done with the event is found again by it. Good as a cursor, and as the key of an answer
 * @param data all that was told; {@code GET /api/openapi.json} describes it
 */
public record Event(String id, String type, Instant timestamp, JsonNode data) {
    /** Of {@code message.sent} and {@code message.changed}; empty where the account does not see it any more. */
    public Optional<Message> message() {
        return Optional.ofNullable(data.get("message")).map(told -> Json.read(told, Message.class));
    }

    /** Of {@code message.sent} and {@code message.changed}. */
    public Optional<User> sender() {
        return Optional.ofNullable(data.get("sender")).map(told -> Json.read(told, User.class));
    }

    /** One of a stream, or what a webhook brings, under its id. */
    static Event of(String id, JsonNode told) {
        return new Event(
                id,
                told.path("type").asText(),
                told.hasNonNull("timestamp")
                        ? Instant.parse(told.get("timestamp").asText())
                        : Instant.EPOCH,
                told.path("data"));
    }
}
