package io.webim.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** {@code openapi.json}, and whether an answer is one that it promises. */
final class OpenApi {
    static final OpenApi DOCUMENT = load();

    private final JsonObject document;
    private final Map<String, Validator> validators = new ConcurrentHashMap<>();

    private OpenApi(JsonObject document) {
        this.document = document;
    }

    JsonObject json() {
        return document;
    }

    JsonObject paths() {
        return document.getJsonObject("paths");
    }

    /** Throws where an operation answers what the document does not say; other addresses are not its concern. */
    void check(String method, String path, RestClient.Answer answer) {
        operation(method, path).ifPresent(operation -> check(operation, answer));
    }

    private void check(JsonObject operation, RestClient.Answer answer) {
        var id = operation.getString("operationId");
        var responses = operation.getJsonObject("responses");
        var status = Integer.toString(answer.status());
        if (!responses.containsKey(status) && answer.status() < 500) {
            throw new AssertionError(
                    id + " answered " + status + ", which openapi.json does not say: " + answer.text());
        }
        var response = resolve(responses.getJsonObject(status, responses.getJsonObject("default")));
        var content = response.getJsonObject("content");
        if (content == null) {
            if (!answer.text().isEmpty()) {
                throw new AssertionError(id + " answered " + status + " with a body: " + answer.text());
            }
            return;
        }
        var type = answer.header("content-type").orElse("none");
        if (!content.containsKey(type)) {
            throw new AssertionError(id + " answered " + status + " as " + type);
        }
        if (!type.endsWith("json")) {
            return;
        }
        validate(id + " " + status, content.getJsonObject(type).getJsonObject("schema"), answer);
    }

    private void validate(String what, JsonObject schema, RestClient.Answer answer) {
        var result =
                validators.computeIfAbsent(what, absent -> validator(schema)).validate(answer.body());
        if (!result.getValid()) {
            throw new AssertionError(what + " is not as openapi.json says: " + result.toJson() + "\n" + answer.text());
        }
    }

    private Validator validator(JsonObject schema) {
        var whole = schema.copy()
                .put("components", document.getJsonObject("components").copy());
        return Validator.create(
                JsonSchema.of(whole),
                new JsonSchemaOptions()
                        .setBaseUri("https://webim.invalid")
                        .setDraft(Draft.DRAFT202012)
                        .setOutputFormat(OutputFormat.Basic));
    }

    private JsonObject resolve(JsonObject response) {
        var reference = response.getString("$ref");
        return reference == null
                ? response
                : document.getJsonObject("components")
                        .getJsonObject("responses")
                        .getJsonObject(reference.substring(reference.lastIndexOf('/') + 1));
    }

    private Optional<JsonObject> operation(String method, String path) {
        var plain = path.replaceAll("\\?.*", "");
        var template = paths().containsKey(plain)
                ? Optional.of(plain)
                : paths().fieldNames().stream()
                        .filter(known -> plain.matches(known.replaceAll("\\{\\w+}", "[^/]+")))
                        .findFirst();
        return template.map(
                found -> paths().getJsonObject(found).getJsonObject(method.toLowerCase(java.util.Locale.ROOT)));
    }

    private static OpenApi load() {
        try (var resource = OpenApi.class.getResourceAsStream("/openapi.json")) {
            return new OpenApi(new JsonObject(Buffer.buffer(resource.readAllBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
