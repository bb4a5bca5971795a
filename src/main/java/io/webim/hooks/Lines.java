package io.webim.hooks;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The text of a message while it is put together from what somebody else's JSON has, whatever that may be. */
final class Lines {
    private final List<String> lines = new ArrayList<>();

    /** Leaves out what is empty. */
    Lines add(@Nullable String line) {
        if (line != null && !line.isBlank()) {
            lines.add(line.strip());
        }
        return this;
    }

    Lines addAll(Lines others) {
        lines.addAll(others.lines);
        return this;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }

    /** Text, or a number or truth as text; else nothing. */
    static String text(JsonObject json, String name) {
        @Nullable Object value = json.getValue(name);
        return value instanceof String || value instanceof Number || value instanceof Boolean ? value.toString() : "";
    }

    static JsonObject object(JsonObject json, String name) {
        return json.getValue(name) instanceof JsonObject object ? object : new JsonObject();
    }

    /** The objects in a list, of which at most so many are looked at. */
    static List<JsonObject> objects(JsonObject json, String name, int most) {
        return list(json, name)
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .limit(most)
                .toList();
    }

    static int size(JsonObject json, String name) {
        return json.getValue(name) instanceof JsonArray array ? array.size() : 0;
    }

    private static Stream<Object> list(JsonObject json, String name) {
        return json.getValue(name) instanceof JsonArray array ? array.stream() : Stream.empty();
    }

    static String bold(String text) {
        return text.isBlank() ? "" : "**" + text.strip().replace("\n", " ") + "**";
    }

    /** In brackets behind it, where both are there. */
    static String linked(String text, String url) {
        if (text.isBlank() || text.contains(url)) {
            return text.isBlank() ? url : text;
        }
        return url.isBlank() ? text : text + " (" + url + ")";
    }

    /** The first line alone. */
    static String first(String text) {
        return text.strip().lines().findFirst().orElse("").strip();
    }
}
