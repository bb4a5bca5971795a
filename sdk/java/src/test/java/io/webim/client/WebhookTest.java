package io.webim.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest {
    /** A vector, called by its name. */
    record Vector(JsonNode told) {
        Event verify() throws WebhookException {
            var secrets = new ArrayList<String>();
            told.get("secrets").forEach(secret -> secrets.add(secret.asText()));
            var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            told.get("headers")
                    .properties()
                    .forEach(header ->
                            headers.put(header.getKey(), header.getValue().asText()));
            var body = told.get("body").asText().getBytes(StandardCharsets.UTF_8);
            return new Webhook(secrets.toArray(String[]::new))
                    .verify(
                            headers::get,
                            body,
                            Instant.ofEpochSecond(told.get("now").asLong()));
        }

        @Override
        public String toString() {
            return told.get("name").asText();
        }
    }

    /** Whether this project is built by itself or with the server. */
    static List<Vector> vectors() throws IOException {
        var here = Path.of("..", "conformance", "webhooks.json");
        var file = Files.exists(here) ? here : Path.of("sdk", "conformance", "webhooks.json");
        var vectors = new ArrayList<Vector>();
        new ObjectMapper().readTree(file.toFile()).forEach(told -> vectors.add(new Vector(told)));
        assertTrue(vectors.size() > 20);
        return vectors;
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void isBelievedOrRefused(Vector vector) throws WebhookException {
        if (vector.told().has("error")) {
            assertEquals(
                    vector.told().get("error").asText(),
                    assertThrows(WebhookException.class, vector::verify).code());
        } else {
            var event = vector.verify();
            assertEquals(vector.told().get("expect").get("id").asText(), event.id());
            assertEquals(vector.told().get("expect").get("type").asText(), event.type());
        }
    }

    @Test
    void bringsWhatTheFeedHas() throws Exception {
        var event = vectors().get(1).verify();
        assertEquals("hello 你好 🙂", event.message().orElseThrow().text());
        assertEquals("ann", event.sender().orElseThrow().username());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "whsec_", "whsec_not base64"})
    void whatIsNoSecretIsRefusedAtOnce(String secret) {
        assertThrows(IllegalArgumentException.class, () -> new Webhook(secret));
        assertThrows(IllegalArgumentException.class, Webhook::new);
    }
}
