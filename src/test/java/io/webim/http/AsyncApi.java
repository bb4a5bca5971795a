package io.webim.http;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The AsyncAPI document as it is served, and whether what comes over the bus is as it says. */
public final class AsyncApi {
    public static final AsyncApi DOCUMENT = load();

    private final JsonObject document;
    private final Map<String, Validator> validators = new ConcurrentHashMap<>();

    private AsyncApi(JsonObject document) {
        this.document = document;
    }

    JsonObject json() {
        return document;
    }

    /** Throws where this is no reply of that address. */
    public void checkReply(String address, JsonObject body) {
        var channel = document.getJsonObject("channels").getJsonObject(address);
        if (channel != null) {
            check(address, channel.getJsonObject("messages").getJsonObject("reply"), body);
        }
    }

    /** Throws where a user is told of no such thing. */
    public void checkEvent(JsonObject event) {
        var type = event.getString("type");
        var message = document.getJsonObject("channels")
                .getJsonObject("inbox")
                .getJsonObject("messages")
                .getJsonObject(type);
        if (message == null) {
            throw new AssertionError("asyncapi.json knows no event " + type);
        }
        check(type, message, event);
    }

    private void check(String what, JsonObject reference, JsonObject body) {
        var result = validators
                .computeIfAbsent(what, absent -> validator(resolve(reference).getJsonObject("payload")))
                .validate(body);
        if (!result.getValid()) {
            throw new AssertionError(what + " is not as asyncapi.json says: " + result.toJson() + "\n" + body.encode());
        }
    }

    /** What a reference within the document leads to. */
    JsonObject resolve(JsonObject reference) {
        var found = document;
        for (var name : reference.getString("$ref").substring(2).split("/")) {
            found = found.getJsonObject(name);
        }
        return found;
    }

    private Validator validator(JsonObject schema) {
        var components = new JsonObject()
                .put(
                        "schemas",
                        document.getJsonObject("components")
                                .getJsonObject("schemas")
                                .copy());
        return Validator.create(
                JsonSchema.of(schema.copy().put("components", components)),
                new JsonSchemaOptions()
                        .setBaseUri("https://webim.invalid")
                        .setDraft(Draft.DRAFT202012)
                        .setOutputFormat(OutputFormat.Basic));
    }

    private static AsyncApi load() {
        try {
            return new AsyncApi(Documents.read().bus().toJsonObject());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
