package io.webim.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.contract.Address;
import io.webim.contract.Address.Reach;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keeps the AsyncAPI document true to the code and to docs/bus.md. */
class AsyncApiTest {
    private static final String INBOX = "inbox";
    private static final Pattern SECTION = Pattern.compile("(?m)^## `([^`]+)`\n([\\s\\S]*?)(?=^## |\\z)");
    private static final Pattern BODY = Pattern.compile("^`\\{([^`]*)}`");
    private static final Pattern NAME = Pattern.compile("^\\w+\\??$");

    private static String addresses;
    private static String events;

    @BeforeAll
    static void read() throws Exception {
        var parts = Files.readString(Path.of("docs/bus.md")).split("(?m)^# (?=Addresses|Events|Files)");
        addresses = parts[1];
        events = parts[2];
    }

    @Test
    void everyAddressOfClientsHasAChannelAndAnOperationAndNoOther() {
        var open = Arrays.stream(Address.values())
                .filter(address -> address.reach() == Reach.CLIENTS)
                .map(Address::text)
                .toList();

        assertThat(part("channels").fieldNames())
                .contains(INBOX)
                .containsAll(open)
                .hasSize(open.size() + 1);
        assertThat(part("operations").fieldNames())
                .contains(INBOX)
                .containsAll(open)
                .hasSize(open.size() + 1);
    }

    @Test
    void requestsHaveTheFieldsThatTheDocumentForPeopleNames() {
        int named = 0;
        for (var section : SECTION.matcher(addresses).results().toList()) {
            var fields = fields(section.group(2));
            if (fields != null) {
                named++;
                assertThat(schema(section.group(1), "request"))
                        .as(section.group(1))
                        .containsAll(fields);
            }
        }
        assertThat(named).isGreaterThan(40);
    }

    @Test
    void everyEventHasAMessageWithItsFieldsAndNoOther() {
        var types = new TreeSet<String>();
        for (var section : SECTION.matcher(events).results().toList()) {
            types.add(section.group(1));
            var fields = fields(section.group(2));
            if (fields != null) {
                assertThat(schema(INBOX, section.group(1))).as(section.group(1)).containsAll(fields);
            }
        }
        assertThat(part("channels")
                        .getJsonObject(INBOX)
                        .getJsonObject("messages")
                        .fieldNames())
                .containsExactlyInAnyOrderElementsOf(types);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        var references = Pattern.compile("\"\\$ref\":\"([^\"]+)\"")
                .matcher(AsyncApi.DOCUMENT.json().encode())
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();

        assertThat(references)
                .hasSizeGreaterThan(100)
                .allSatisfy(reference -> assertThat(AsyncApi.DOCUMENT.resolve(new JsonObject().put("$ref", reference)))
                        .as(reference)
                        .isNotNull());
    }

    /** Fields of the first shape; null where it is not a plain list of names. */
    private static @org.jspecify.annotations.Nullable List<String> fields(String section) {
        var shape = BODY.matcher(section.strip());
        if (!shape.find() || shape.group(1).isBlank()) {
            return null;
        }
        var names = List.of(shape.group(1).strip().split(",\\s+"));
        return names.stream().allMatch(name -> NAME.matcher(name).matches())
                ? names.stream().map(name -> name.replace("?", "")).toList()
                : null;
    }

    private static List<String> schema(String channel, String message) {
        var reference = part("channels")
                .getJsonObject(channel)
                .getJsonObject("messages")
                .getJsonObject(message);
        var payload = AsyncApi.DOCUMENT.resolve(reference).getJsonObject("payload");
        return List.copyOf(
                AsyncApi.DOCUMENT.resolve(payload).getJsonObject("properties").fieldNames());
    }

    private static JsonObject part(String name) {
        return AsyncApi.DOCUMENT.json().getJsonObject(name);
    }
}
