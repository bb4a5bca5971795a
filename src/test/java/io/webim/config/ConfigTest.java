package io.webim.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.webim.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
    private static final Vertx vertx = Vertx.vertx();
    private static final Path SHIPPED = Path.of("conf/config.json");

    @TempDir
    Path folder;

    @AfterAll
    static void close() {
        TestServer.await(vertx.close());
    }

    @Test
    void shippedFileHasEveryKeyWithItsDefault() throws IOException {
        var shipped = new JsonObject(Files.readString(SHIPPED));
        for (var setting : Setting.values()) {
            assertThat(value(shipped, setting.key()))
                    .as(setting.key())
                    .isEqualTo(Optional.ofNullable(setting.standard()));
        }
        assertThat(load(SHIPPED, Map.of())).isEqualTo(load(file("{}"), Map.of()));
    }

    @Test
    void defaultsStandWhereNothingIsSet() throws IOException {
        var config = load(file("{}"), Map.of());
        assertThat(config.http()).isEqualTo(new Config.Http("127.0.0.1", 8080, Duration.ZERO));
        assertThat(config.dataDir()).isEqualTo(Path.of("./data"));
        assertThat(config.database().url()).isEmpty();
        assertThat(config.jwt().secret()).isEmpty();
        assertThat(config.publicUrl()).isEmpty();
        assertThat(config.bridge().port()).isEmpty();
        assertThat(config.password().cost()).isEqualTo(17);
        assertThat(config.sessions()).isEqualTo(new Config.Sessions(Duration.ofDays(30), Duration.ofDays(180)));
        assertThat(config.limits().on()).isTrue();
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void fileBeatsDefaultsAndEnvironmentBeatsTheFile() throws IOException {
        var file = file("{\"http\": {\"port\": 1111, \"host\": \"0.0.0.0\"}, \"bridge\": {\"port\": 7000}}");
        var config = load(file, Map.of("WEBIM_HTTP_PORT", "2222"));
        assertThat(config.http()).isEqualTo(new Config.Http("0.0.0.0", 2222, Duration.ZERO));
        assertThat(config.bridge().port()).contains(7000);
    }

    @Test
    void emptyVariableCountsAsUnset() throws IOException {
        assertThat(load(file("{}"), Map.of("WEBIM_PUBLIC_URL", "")).publicUrl()).isEmpty();
    }

    @Test
    void publicUrlLosesItsSlash() throws IOException {
        assertThat(load(file("{}"), Map.of("WEBIM_PUBLIC_URL", "https://chat.example/"))
                        .publicUrl())
                .contains("https://chat.example");
    }

    @Test
    void unsafeValuesAreWarnedOf() throws IOException {
        var config = load(file("{\"limits\": false}"), Map.of("WEBIM_PASSWORD_COST", "14"));
        assertThat(config.warnings())
                .satisfiesExactly(
                        cost -> assertThat(cost).contains("PASSWORD COST 14"),
                        limits -> assertThat(limits).contains("RATE LIMITS ARE OFF"));
    }

    @Test
    void everyWrongValueIsNamedInOneLine() throws IOException {
        var file = file("{\"http\": {\"port\": true}, \"limits\": 3}");
        assertThatThrownBy(() -> load(file, Map.of("WEBIM_PASSWORD_COST", "99")))
                .hasCauseInstanceOf(CannotStart.class)
                .cause()
                .hasMessageContainingAll("http.port got \"on\"", "limits got \"3\"", "WEBIM_PASSWORD_COST got \"99\"")
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"htpp\": {}}               | htpp is not a known key",
                "{\"http\": {\"prot\": 1}}    | http.prot is not a known key",
                "{\"http\": 8080}             | http is not an object",
                "[1]                          | is not a JSON object",
            })
    void unknownKeysAreRefused(String text, String says) throws IOException {
        var file = file(text);
        assertThatThrownBy(() -> load(file, Map.of())).cause().hasMessageContaining(says);
    }

    @Test
    void aPreviousSecretNeedsAPresentOne() throws IOException {
        var secret = "0123456789abcdef0123456789abcdef";
        assertThatThrownBy(() -> load(file("{}"), Map.of("WEBIM_JWT_PREVIOUS_SECRET", secret)))
                .cause()
                .hasMessageContaining("WEBIM_JWT_PREVIOUS_SECRET got a secret")
                .hasMessageNotContaining(secret);
    }

    @Test
    void secretsStandInNoText() throws IOException {
        var secret = "0123456789abcdef0123456789abcdef";
        var config = load(
                file("{}"),
                Map.of(
                        "WEBIM_JWT_SECRET", secret,
                        "WEBIM_JWT_PREVIOUS_SECRET", secret,
                        "WEBIM_DATABASE_URL", "mysql://me:" + secret + "@db/webim"));
        assertThat(config.jwt().secret()).contains(secret);
        assertThat(config.toString()).doesNotContain(secret).contains("mysql://me:***@db:3306/webim");
    }

    @Test
    void nodesNeedSecretsThatAllOfThemHave() throws IOException {
        assertThatThrownBy(() -> load(file("{}"), Map.of("WEBIM_CLUSTER", "redis://:hush@engine")))
                .cause()
                .hasMessageContainingAll("database.url", "jwt.secret", "serverSecret", "push.keys", "on all nodes")
                .hasMessageNotContaining("hush");
        var secret = "0123456789abcdef0123456789abcdef";
        var config = load(
                file("{}"),
                Map.of(
                        "WEBIM_CLUSTER",
                        "rediss://me:hush%40@engine:7000",
                        "WEBIM_DATABASE_URL",
                        "mysql://me@db/webim",
                        "WEBIM_JWT_SECRET",
                        secret,
                        "WEBIM_SERVER_SECRET",
                        secret,
                        "WEBIM_VAPID_KEYS",
                        "A".repeat(120) + "\n" + "B".repeat(180)));
        var cluster = config.cluster().orElseThrow();
        assertThat(cluster.url()).isEqualTo(EngineUrl.parse("rediss://me:hush%40@engine:7000"));
        assertThat(cluster.url().password()).isEqualTo("hush@");
        assertThat(cluster.prefix()).isEqualTo("webim");
        assertThat(cluster.node()).isNotEmpty();
        assertThat(config.http().drain()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.toString()).doesNotContain(secret, "hush", "AAAA");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "redis://engine                        | engine:6379          | ",
                "rediss://u:p@[::1]:7000               | [::1]:7000           | ",
                "redis+sentinel://:p@one,two:7001/main | one:26379,two:7001   | main",
            })
    void enginesAreFound(String text, String hosts, String master) {
        var url = EngineUrl.parse(text);
        assertThat(String.join(",", url.hosts())).isEqualTo(hosts);
        assertThat(url.master()).isEqualTo(Optional.ofNullable(master));
        assertThat(url.tls()).isEqualTo(text.startsWith("rediss"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://engine",
                "redis://",
                "redis://one,two",
                "redis+sentinel://one",
                "redis://engine/0",
                "redis://engine:99999",
                "redis://engine?db=1",
            })
    void otherEnginesAreRefused(String text) {
        assertThatThrownBy(() -> EngineUrl.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Config load(Path file, Map<String, String> environment) {
        return TestServer.await(Config.load(vertx, new String[] {"-conf", file.toString()}, environment));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("config.json"), text);
    }

    private static Optional<String> value(JsonObject json, String key) {
        Object value = json;
        for (var name : key.split("\\.")) {
            assertThat(((JsonObject) value).fieldNames()).contains(name);
            value = ((JsonObject) value).getValue(name);
        }
        return Optional.ofNullable(value).map(Object::toString);
    }
}
