package io.webim;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.chat.Doctor;
import io.webim.config.DatabaseUrl;
import io.webim.database.TestSchema;
import io.webim.upgrade.Sight;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * This webim on what older ones have left: everybody sees what they saw. {@link io.webim.upgrade.MakeDump} has made the
 * dumps and written down what was seen.
 */
class UpgradeIT {
    /** What may differ. */
    private static final Set<String> OTHERWISE = Set.of(
            // Those who look have been there themselves.
            "online", "lastSeen");

    private static final Map<String, String> CHEAPLY = Map.of("WEBIM_PASSWORD_COST", "10", "WEBIM_LIMITS", "off");

    /** Of these a device that has nothing gets the newest, and how many is not said. */
    private static final Pattern NEWEST = Pattern.compile("/\\w+/sync\\w*/-[0-9]+/messages");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"cd660ae", "602cbd6"})
    void everybodySeesWhatTheySaw(String version) throws Exception {
        var then = new JsonObject(text(version + ".json.gz"));
        assertThat(then.encode())
                .contains(
                        "\"status\":\"request\"",
                        "\"blocked\":true",
                        "\"muted\":true",
                        "\"mutedUntil\":",
                        "\"picture\":")
                .contains("\"deleted\":true", "\"limited\":true", "\"deletedForEveryone\":", "\"readAt\":")
                .contains("\"msg_cache\"", "\"msg_done\"", "\"msg_read\"");
        try (var schema = TestSchema.on(SharedDatabase.url())) {
            schema.load(text(version + ".sql.gz"));
            var database = SharedDatabase.textOf(schema.url(), schema.url().database());
            try (var server = TestServer.start(Map.of("WEBIM_DATABASE_URL", database))) {
                assertWell(server);
                var news = Sight.news(server.url(""), then);
                assertThat(news)
                        .allSatisfy(one -> assertThat((JsonArray) one.getValue())
                                .as(one.getKey())
                                .isEmpty());
                var now = Sight.of(server.url(""), then.fieldNames());
                assertThat(differences(then, new JsonObject(now.encode()))).isEmpty();
                assertWell(server);
            }
        }
    }

    private static void assertWell(TestServer server) {
        var findings = TestServer.await(new Doctor(server.server().database().pool()).examine());
        assertThat(findings).isNotEmpty().allMatch(finding -> finding.count() == 0);
    }

    private static List<String> differences(JsonObject then, JsonObject now) {
        var differences = new ArrayList<String>();
        compare("", then, now, differences);
        return differences;
    }

    /** A field may have come, none may have gone. */
    private static void compare(String place, Object then, Object now, List<String> differences) {
        if (then instanceof JsonObject object && now instanceof JsonObject other) {
            for (var field : object) {
                if (!OTHERWISE.contains(field.getKey())) {
                    compare(
                            place + "/" + field.getKey(),
                            field.getValue(),
                            other.getValue(field.getKey()),
                            differences);
                }
            }
        } else if (then instanceof JsonArray array
                && now instanceof JsonArray other
                && areComparable(place, array, other)) {
            int common = Math.min(array.size(), other.size());
            for (int i = 1; i <= common; i++) {
                compare(
                        place + "/-" + i,
                        array.getValue(array.size() - i),
                        other.getValue(other.size() - i),
                        differences);
            }
        } else if (!Objects.equals(then, now)) {
            differences.add(place + ": " + then + " -> " + now);
        }
    }

    private static boolean areComparable(String place, JsonArray then, JsonArray now) {
        return NEWEST.matcher(place).matches() ? then.isEmpty() == now.isEmpty() : then.size() == now.size();
    }

    /** The way that docs/operations.md describes. */
    @Test
    void jarBringsUpADumpThatWasRestored() throws Exception {
        restore("cd660ae");
        try (var webim = WebimProcess.start(folder)) {
            assertThat(webim.errors())
                    .anyMatch(line ->
                            line.matches(".*Bringing the database from version 42 to [0-9]+: about [0-9]{3} messages;"
                                    + " it takes (a moment|about [0-9]+ s and [0-9]+ MiB of disk)\\. .*"))
                    .anyMatch(line -> line.matches(".*The database is at version [0-9]+, after [0-9]+ s"));
            assertThat(logIn(webim, "ann")).isEqualTo(201);
        }
    }

    /** As soon as it says that it brings the database up, or is ready where it has nothing to do. */
    @Test
    void jarThatWasKilledMeanwhileGoesOn() throws Exception {
        restore("602cbd6");
        try (var webim = WebimProcess.launch(folder, CHEAPLY)) {
            WebimProcess.await(
                    "the beginning",
                    () -> webim.url().isPresent()
                                    || webim.errors().stream().anyMatch(line -> line.contains("Bringing the database"))
                            ? Optional.of(true)
                            : Optional.empty());
            WebimProcess.signal(webim.handle(), "KILL");
            webim.awaitEnd();
        }
        try (var webim = WebimProcess.start(folder)) {
            assertThat(logIn(webim, "ann")).isEqualTo(201);
        }
        try (var doctor = WebimProcess.launch(folder, CHEAPLY, "doctor")) {
            assertThat(doctor.awaitEnd()).as(doctor.errors().toString()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "doctor"})
    void databaseOfANewerVersionIsRefusedInOneLine(String command) throws Exception {
        try (var schema = TestSchema.on(SharedDatabase.url())) {
            schema.load(text("602cbd6.sql.gz"));
            schema.execute("INSERT INTO flyway_schema_history SELECT installed_rank + 1000, '99999', description, type,"
                    + " script, checksum, installed_by, installed_on, execution_time, success"
                    + " FROM flyway_schema_history WHERE version = '45'");
            var database = SharedDatabase.textOf(schema.url(), schema.url().database());
            var arguments = command.isEmpty() ? new String[0] : new String[] {command};
            try (var webim = WebimProcess.launch(folder, Map.of("WEBIM_DATABASE_URL", database), arguments)) {
                assertThat(webim.awaitEnd()).isEqualTo(1);
                assertThat(webim.errors())
                        .filteredOn(line -> !line.contains(" WARN "))
                        .singleElement()
                        .asString()
                        .matches(
                                "webim cannot start: The database mysql://webim:\\*\\*\\*@.* is of version 99999, and this"
                                        + " webim\\.jar knows those up to [0-9]+: start a newer one, or restore the backup that"
                                        + " was made before the upgrade");
            }
        }
    }

    private void restore(String version) throws Exception {
        TestJar.unpackedInto(folder.resolve("data"));
        try (var webim = WebimProcess.start(folder)) {
            assertThat(webim.url()).isPresent();
            var data = folder.resolve("data");
            var url = new DatabaseUrl(
                    "127.0.0.1",
                    Integer.parseInt(
                            Files.readString(data.resolve("mariadb.port")).strip()),
                    "webim",
                    Files.readString(data.resolve("mariadb.password")).strip(),
                    "webim",
                    DatabaseUrl.SslMode.DISABLED,
                    Optional.empty());
            TestSchema.replace(url, text(version + ".sql.gz"));
        }
    }

    private static int logIn(WebimProcess webim, String username) throws IOException, InterruptedException {
        return webim.post(
                "/api/sessions", new JsonObject().put("username", username).put("password", "correct horse battery"));
    }

    private static String text(String name) throws IOException {
        try (var file = new GZIPInputStream(resource(name))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(UpgradeIT.class.getResourceAsStream("/dumps/" + name));
    }
}
