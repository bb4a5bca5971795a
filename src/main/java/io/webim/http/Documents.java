package io.webim.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Objects;

/**
 * What describes the ways in, for machines: REST and the event bus. What goes over both is described once, by the first.
 *
 * @param rest OpenAPI
 * @param bus AsyncAPI
 */
record Documents(Buffer rest, Buffer bus) {
    private static final String SCHEMAS = "#/components/schemas/";

    static Documents read() throws IOException {
        var rest = read("/openapi.json");
        return new Documents(rest, bus(rest.toJsonObject()).toBuffer());
    }

    private static JsonObject bus(JsonObject rest) throws IOException {
        var bus = read("/asyncapi.json").toJsonObject();
        complete(bus, schemas(bus), schemas(rest));
        return bus;
    }

    /** Takes from the other document each schema that is referred to, and those that it refers to. */
    private static void complete(Object part, JsonObject schemas, JsonObject others) {
        if (part instanceof JsonObject object) {
            object.copy().forEach(member -> {
                if (member.getKey().equals("$ref") && member.getValue() instanceof String target) {
                    take(target, schemas, others);
                } else {
                    complete(member.getValue(), schemas, others);
                }
            });
        } else if (part instanceof JsonArray array) {
            array.forEach(element -> complete(element, schemas, others));
        }
    }

    private static void take(String target, JsonObject schemas, JsonObject others) {
        var name = target.startsWith(SCHEMAS) ? target.substring(SCHEMAS.length()) : "";
        if (others.containsKey(name) && !schemas.containsKey(name)) {
            var schema = others.getJsonObject(name);
            schemas.put(name, schema);
            complete(schema, schemas, others);
        }
    }

    private static JsonObject schemas(JsonObject document) {
        return document.getJsonObject("components").getJsonObject("schemas");
    }

    private static Buffer read(String name) throws IOException {
        try (var resource = Objects.requireNonNull(Documents.class.getResourceAsStream(name))) {
            return Buffer.buffer(resource.readAllBytes());
        }
    }
}
