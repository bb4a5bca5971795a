package io.webim.config;

import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where values come from, the later one wins: built-in defaults, the file, the environment. */
final class ConfigSources {
    static final Path DEFAULT_FILE = Path.of("conf", "config.json");

    private ConfigSources() {}

    /** Everything that was set, as one object of the file's shape. */
    static Future<JsonObject> read(Vertx vertx, String[] args, Map<String, String> environment) {
        try {
            var options = new ConfigRetrieverOptions()
                    // The default stores let the file beat the environment.
                    .setIncludeDefaultStores(false)
                    .setScanPeriod(-1)
                    .addStore(object(defaults()));
            var file = file(args);
            file.ifPresent(path -> options.addStore(file(path)));
            options.addStore(object(ofEnvironment(environment)));
            var retriever = ConfigRetriever.create(vertx, options);
            return retriever
                    .getConfig()
                    .eventually(retriever::close)
                    .recover(error -> Future.failedFuture(new CannotStart(
                            file.map(Path::toString).orElse("The configuration") + " is not a JSON object: "
                                    + oneLine(error),
                            error)));
        } catch (CannotStart e) {
            return Future.failedFuture(e);
        }
    }

    static JsonObject defaults() {
        var json = new JsonObject();
        for (var setting : Setting.values()) {
            put(json, setting.key(), setting.standard());
        }
        return json;
    }

    /** An empty variable counts as unset: that is how compose files hand over what nobody set. */
    private static JsonObject ofEnvironment(Map<String, String> environment) {
        var json = new JsonObject();
        for (var setting : Setting.values()) {
            var value = environment.get(setting.variable());
            if (value != null && !value.isEmpty()) {
                put(json, setting.key(), value);
            }
        }
        return json;
    }

    private static Optional<Path> file(String[] args) {
        if (args.length == 0) {
            return Optional.of(DEFAULT_FILE).filter(Files::exists);
        }
        if (args.length != 2 || !args[0].matches("--?conf")) {
            throw new CannotStart("Unknown arguments " + Arrays.toString(args) + ", accepted: " + Usage.ACCEPTS);
        }
        return Optional.of(Optional.of(Path.of(args[1]))
                .filter(Files::isRegularFile)
                .orElseThrow(() -> new CannotStart("-conf names " + args[1] + ", which is not a file")));
    }

    private static ConfigStoreOptions file(Path path) {
        return new ConfigStoreOptions()
                .setType("file")
                .setFormat("json")
                .setConfig(new JsonObject().put("path", path.toAbsolutePath().toString()));
    }

    private static ConfigStoreOptions object(JsonObject json) {
        return new ConfigStoreOptions().setType("json").setConfig(json);
    }

    private static void put(JsonObject json, String key, @Nullable String value) {
        int dot = key.indexOf('.');
        if (dot < 0) {
            json.put(key, value);
            return;
        }
        var group = key.substring(0, dot);
        if (!json.containsKey(group)) {
            json.put(group, new JsonObject());
        }
        put(json.getJsonObject(group), key.substring(dot + 1), value);
    }

    private static String oneLine(Throwable error) {
        return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
    }
}
