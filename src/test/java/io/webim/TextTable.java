package io.webim;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;

/** Inputs and outcomes of what is done with texts, for the server and for the client: {@code src/test/resources/texts}. */
public final class TextTable {
    private TextTable() {}

    /** What stands in {@code texts/<name>.json}, as it is. */
    public static JsonArray of(String name) {
        try (var file = TextTable.class.getResourceAsStream("/texts/" + name + ".json")) {
            return new JsonArray(Buffer.buffer(file.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Stream<JsonObject> rows(String name) {
        return of(name).stream().map(JsonObject.class::cast);
    }
}
