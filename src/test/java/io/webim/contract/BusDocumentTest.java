package io.webim.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keeps docs/bus.md true to the code. */
final class BusDocumentTest {
    private static final Pattern SECTION = Pattern.compile("(?m)^## `([^`]+)`$");
    private static final Pattern SHAPE = Pattern.compile("(?s)^\\s*`\\{(.*?)}`");

    private static String addresses;
    private static String events;

    @BeforeAll
    static void read() throws Exception {
        var parts = Files.readString(Path.of("docs/bus.md")).split("(?m)^# (?=Addresses|Events)");
        assertThat(parts).hasSize(3);
        addresses = parts[1];
        events = parts[2];
    }

    @Test
    void everyAddressOfClientsHasASectionAndNoOther() {
        var open = Arrays.stream(Address.values())
                .filter(address -> address.reach() == Address.Reach.CLIENTS)
                .map(Address::text);
        assertThat(sections(addresses)).containsExactlyInAnyOrderElementsOf(open.toList());
    }

    @Test
    void everyAddressTellsBodyAndReply() {
        for (var section : addresses.split("(?m)^## ")) {
            if (section.startsWith("`")) {
                assertThat(section).contains("` → `{");
            }
        }
    }

    @Test
    void everyEventHasASectionAndNoOther() throws Exception {
        assertThat(sections(events))
                .containsExactlyInAnyOrderElementsOf(allEvents().stream()
                        .map(event -> event.getString("type"))
                        .toList());
    }

    @Test
    void everyEventHasTheFieldsThatItsSectionNames() throws Exception {
        for (var event : allEvents()) {
            var type = event.getString("type");
            var section = events.substring(events.indexOf("## `" + type + "`") + type.length() + 5);
            var shape = SHAPE.matcher(section);
            assertThat(shape.find()).as(type).isTrue();
            var named = Stream.of(shape.group(1).split(", "))
                    .filter(name -> !name.isEmpty() && !name.endsWith("?"))
                    .toList();
            assertThat(event.fieldNames()).as(type).contains("type").containsAll(named);
            assertThat(event.fieldNames()).as(type).isSubsetOf(allNamed(shape.group(1)));
        }
    }

    private static List<String> allNamed(String shape) {
        return Stream.concat(Stream.of("type"), Stream.of(shape.split(", ")))
                .map(name -> name.replace("?", ""))
                .toList();
    }

    private static List<String> sections(String part) {
        return SECTION.matcher(part).results().map(match -> match.group(1)).toList();
    }

    /** One of each kind that the server can tell. */
    private static List<JsonObject> allEvents() {
        return Arrays.stream(Event.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && Modifier.isStatic(method.getModifiers()))
                .map(BusDocumentTest::call)
                .toList();
    }

    private static JsonObject call(Method method) {
        try {
            return (JsonObject) method.invoke(
                    null,
                    Arrays.stream(method.getParameterTypes())
                            .map(BusDocumentTest::any)
                            .toArray());
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new AssertionError(method.getName(), e);
        }
    }

    private static Object any(Class<?> type) {
        if (type == long.class) {
            return 1L;
        }
        if (type == boolean.class) {
            return true;
        }
        if (type == SeqRanges.class) {
            return SeqRanges.NONE;
        }
        if (type == JsonObject.class) {
            return new JsonObject().put("online", true);
        }
        if (type == Message.class) {
            return new Message(1, 1, 1, new UUID(0, 1), "text", MessageState.CACHE, Instant.EPOCH);
        }
        if (type == Role.class) {
            return Role.ADMIN;
        }
        throw new AssertionError("an event takes a " + type);
    }
}
