package io.webim.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Does what it is told to over standard input: see sdk/conformance/README.md. */
final class ConformanceDriver {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private Client client;

    private ConformanceDriver() {}

    public static void main(String[] args) throws IOException {
        var driver = new ConformanceDriver();
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            try {
                tell("ok", driver.run(JSON.readTree(line)));
            } catch (WebimException refused) {
                var error = JSON.createObjectNode()
                        .put("status", refused.status())
                        .put("code", refused.code())
                        .put("retryAfter", refused.retryAfter().toSeconds());
                tell("error", error);
            }
        }
        System.exit(0);
    }

    private JsonNode run(JsonNode given) {
        switch (given.get("do").asText()) {
            case "open" -> {
                var token = given.get("token").asText();
                client = new Client(
                        given.get("url").asText(), () -> token, seconds(given, "retryFor"), seconds(given, "timeout"));
                return JSON.createObjectNode();
            }
            case "me" -> {
                var me = client.me();
                return JSON.createObjectNode().put("id", me.id()).put("username", me.username());
            }
            case "send" -> {
                var sent = client.send(outgoing(given));
                return place(sent).put("clientId", sent.clientId());
            }
            case "answer" -> {
                var event = given.get("event");
                return client.answer(
                                Event.of(event.get("id").asText(), event),
                                given.get("text").asText())
                        .map(ConformanceDriver::place)
                        .orElseGet(JSON::createObjectNode);
            }
            case "read" -> {
                client.read(
                        given.get("conversationId").asLong(), given.get("seq").asLong());
                return JSON.createObjectNode();
            }
            case "request" -> {
                return client.request(
                        given.get("method").asText(), given.get("path").asText(), given.get("body"), Map.of());
            }
            case "follow" -> {
                follow(given);
                return JSON.createObjectNode();
            }
            default -> throw new IllegalArgumentException(given.toString());
        }
    }

    private void follow(JsonNode given) {
        var consumer = given.path("consumer").asText(null);
        var options =
                FeedOptions.feed().consumer(consumer).after(given.path("after").asText(null));
        try (var feed = client.feed(given.path("via").asText().equals("stream") ? options.streamed() : options)) {
            for (var event : feed) {
                tell(
                        "event",
                        JSON.createObjectNode()
                                .put("id", event.id())
                                .put("type", event.type())
                                .set("data", event.data()));
                var text = event.message().map(Message::text).orElse("");
                if (text.equals(given.get("until").asText())) {
                    client.acknowledge(event.id(), consumer);
                    return;
                }
            }
        }
    }

    private static Outgoing outgoing(JsonNode given) {
        var outgoing = given.has("to")
                ? Outgoing.to(given.get("to").asText())
                : Outgoing.in(given.path("conversationId").asLong());
        var message = outgoing.text(given.get("text").asText());
        return given.has("key") ? message.key(given.get("key").asText()) : message;
    }

    private static ObjectNode place(Message message) {
        return JSON.createObjectNode()
                .put("conversationId", message.conversationId())
                .put("seq", message.seq());
    }

    private static Duration seconds(JsonNode given, String name) {
        return Duration.ofMillis((long) (given.get(name).asDouble() * 1000));
    }

    private static void tell(String name, JsonNode told) {
        var known = told == null || told instanceof MissingNode ? JSON.createObjectNode() : told;
        OUT.println(JSON.createObjectNode().set(name, known).toString());
    }
}
