package io.webim;

import static io.webim.testrun.Timeout.TIMEOUT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.mysqlclient.MySQLConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real jar on the embedded database, through everything that can happen to a process. */
class ProcessIT {
    private static final String PASSWORD = "correct horse";

    /** One folder for all: its database is unpacked and created once. */
    @TempDir
    static Path folder;

    @Test
    void saysWhereItIsAndNothingElse() throws Exception {
        try (var webim = WebimProcess.launch(folder, Map.of())) {
            webim.awaitReady();
            webim.signal("TERM");
            webim.awaitEnd();
            assertThat(webim.output()).singleElement().asString().startsWith("webim is ready: http://127.0.0.1:");
            assertThat(webim.errors()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void stopsInOrderAndKeepsItsData(String signal) throws Exception {
        var name = "stopped_by_" + signal;
        ProcessHandle database;
        try (var webim = WebimProcess.start(folder)) {
            register(webim, name);
            database = webim.database().orElseThrow();
            // Ctrl-C reaches every process of the terminal.
            WebimProcess.signal(database, signal.equals("INT") ? signal : "CONT");
            webim.signal(signal);
            assertThat(webim.awaitEnd()).isEqualTo(signal.equals("INT") ? 130 : 143);
            assertThat(database.isAlive()).as("mariadbd").isFalse();
        }
        try (var again = WebimProcess.start(folder)) {
            assertThat(logIn(again, name)).isEqualTo(201);
        }
    }

    @Test
    void killedServerTakesItsDatabaseAlongAndKeepsItsData() throws Exception {
        try (var webim = WebimProcess.start(folder)) {
            register(webim, "killed");
            var database = webim.database().orElseThrow();
            webim.signal("KILL");
            database.onExit().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        }
        try (var again = WebimProcess.start(folder)) {
            assertThat(logIn(again, "killed")).isEqualTo(201);
        }
    }

    /** On data that are there: what only some need, or no start any more, would cost each start. */
    @Test
    void aStartLoadsOnlyWhatEachStartNeeds() throws Exception {
        WebimProcess.start(folder).close();
        var loaded = folder.resolve("loaded");
        try (var webim =
                WebimProcess.launch(folder, Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + loaded + ":none"))) {
            webim.awaitReady();
        }
        assertThat(Files.readAllLines(loaded))
                .anyMatch(line -> line.startsWith("io.webim.database.Done "))
                .noneMatch(line -> line.matches("org\\.flywaydb\\.core\\.Flyway .*"
                        + "|com\\.fasterxml\\.jackson\\.databind\\..*"
                        + "|com\\.webauthn4j\\..*"
                        + "|com\\.sun\\.org\\.apache\\.xerces\\..*"
                        + "|jdk\\.jfr\\.internal\\.EventWriter .*"));
    }

    /** It is made by the build, and what is not on it would not be there. */
    @Test
    void theListOfFilesInTheJarIsThatOfTheJar() throws Exception {
        try (var jar = new JarFile(TestJar.path().toFile());
                var list = jar.getInputStream(jar.getEntry("META-INF/files-of-webim"))) {
            assertThat(new String(list.readAllBytes(), UTF_8).lines())
                    .containsExactlyInAnyOrderElementsOf(jar.stream()
                            .map(JarEntry::getName)
                            .filter(name -> name.matches("(db|webroot)/.*[^/]"))
                            .toList());
        }
    }

    @Test
    void killedDatabaseIsStartedAgain() throws Exception {
        try (var webim = WebimProcess.start(folder)) {
            register(webim, "steadfast");
            var killed = webim.database().orElseThrow();
            WebimProcess.signal(killed, "KILL");
            killed.onExit().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);

            WebimProcess.await("another mariadbd", webim::database);
            WebimProcess.await(
                    "a log-in", () -> Optional.of(logIn(webim, "steadfast")).filter(status -> status == 201));
        }
    }

    @Test
    void serverLeftOverFromACrashIsReclaimed() throws Exception {
        var command = new ArrayList<String>();
        try (var webim = WebimProcess.start(folder)) {
            register(webim, "reclaimed");
            var info = webim.database().orElseThrow().info();
            command.add(info.command().orElseThrow());
            command.addAll(Arrays.asList(info.arguments().orElseThrow()));
        }
        var leftover = leaveOver(command);
        try (var webim = WebimProcess.start(folder)) {
            assertThat(leftover.isAlive()).isFalse();
            assertThat(webim.errors()).anyMatch(line -> line.contains("left over from a crash"));
            assertThat(logIn(webim, "reclaimed")).isEqualTo(201);
        } finally {
            leftover.destroyForcibly().waitFor();
        }
    }

    @Test
    void secondServerOnTheSameDataIsRefused() throws Exception {
        try (var first = WebimProcess.start(folder);
                var second = WebimProcess.launch(folder, Map.of())) {
            assertThat(second.awaitEnd()).isEqualTo(1);
            assertThat(second.errors())
                    .singleElement()
                    .asString()
                    .contains("Another webim uses the data directory", "WEBIM_DATA_DIR");
            register(first, "undisturbed");
        }
    }

    @Test
    void theKeyOfAccessTokensIsRotatedByOneCommandThatTouchesNothingElse() throws Exception {
        var before = Files.readString(folder.resolve("data/jwt-secret"));
        try (var rotation = WebimProcess.launch(folder, Map.of(), "rotate-keys")) {
            assertThat(rotation.awaitEnd()).isZero();
            assertThat(rotation.output()).singleElement().asString().contains("new key");
            assertThat(rotation.errors()).isEmpty();
        }
        assertThat(folder.resolve("data/jwt-secret.previous")).hasContent(before);
        assertThat(Files.readString(folder.resolve("data/jwt-secret"))).isNotEqualTo(before);
        assertThat(mode("data/jwt-secret.previous")).isEqualTo("rw-------");
    }

    @Test
    void secretsAreForTheOwnerOnly() throws Exception {
        assertThat(mode("data")).isEqualTo("rwx------");
        for (var secret :
                List.of("data/mariadb.password", "data/mariadb-init.sql", "data/jwt-secret", "data/server-secret")) {
            assertThat(mode(secret)).as(secret).isEqualTo("rw-------");
        }
    }

    @Test
    void nobodyEntersTheDatabaseWithoutThePassword() throws Exception {
        var vertx = Vertx.vertx();
        try (var webim = WebimProcess.start(folder)) {
            var options = database(webim).setPassword("");
            for (var user : List.of("root", "webim", "mysql", "nobody")) {
                assertThatThrownBy(() -> TestServer.await(MySQLConnection.connect(vertx, options.setUser(user))))
                        .hasMessageContaining("Access denied");
            }
            TestServer.await(MySQLConnection.connect(vertx, database(webim))
                    .compose(connection -> connection.ping().eventually(connection::close)));
        } finally {
            TestServer.await(vertx.close());
        }
    }

    /** All that this class does, the server does with exactly these. */
    @Test
    void databaseAccountHasTheRightsThatTheReadmeNamesAndNoOthers() throws Exception {
        var readme = Pattern.compile("GRANT ([A-Z, ]+)\\s+ON webim").matcher(Files.readString(Path.of("README.md")));
        assertThat(readme.find()).isTrue();
        var vertx = Vertx.vertx();
        try (var webim = WebimProcess.start(folder)) {
            var connection = TestServer.await(MySQLConnection.connect(vertx, database(webim)));
            var granted = new ArrayList<String>();
            TestServer.await(connection.query("SHOW GRANTS").execute()).forEach(row -> granted.add(row.getString(0)));

            assertThat(granted).hasSize(2);
            assertThat(granted.get(0)).startsWith("GRANT USAGE ON *.* TO `webim`@`%`");
            assertThat(granted.get(1)).endsWith(" ON `webim`.* TO `webim`@`%`");
            assertThat(rights(granted.get(1)
                            .substring("GRANT ".length(), granted.get(1).indexOf(" ON "))))
                    .isEqualTo(rights(readme.group(1)));
            for (var sql : List.of(
                    "SELECT * FROM mysql.global_priv",
                    "CREATE DATABASE webim_other",
                    "CREATE USER other",
                    "GRANT SELECT ON webim.* TO webim",
                    "SELECT 1 INTO OUTFILE '/tmp/webim-outfile'",
                    "SET GLOBAL max_connections = 1")) {
                assertThatThrownBy(() -> TestServer.await(connection.query(sql).execute()))
                        .as(sql)
                        .hasMessageMatching("(?s).*(denied|No such grant|not allowed).*");
            }
            TestServer.await(connection.close());
        } finally {
            TestServer.await(vertx.close());
        }
    }

    private static Set<String> rights(String list) {
        return Set.copyOf(List.of(list.strip().split(", ")));
    }

    private static MySQLConnectOptions database(WebimProcess webim) throws IOException {
        var port = Arrays.stream(
                        webim.database().orElseThrow().info().arguments().orElseThrow())
                .filter(argument -> argument.startsWith("--port="))
                .map(argument -> Integer.valueOf(argument.substring("--port=".length())))
                .findFirst()
                .orElseThrow();
        return new MySQLConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setUser("webim")
                .setPassword(Files.readString(folder.resolve("data/mariadb.password")));
    }

    private static void register(WebimProcess webim, String name) throws Exception {
        assertThat(webim.post("/api/users", account(name))).isEqualTo(201);
    }

    private static int logIn(WebimProcess webim, String name) {
        try {
            return webim.post("/api/sessions", account(name));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonObject account(String name) {
        return new JsonObject().put("username", name).put("password", PASSWORD);
    }

    /** Runs the same database server without a webim that watches it. */
    private static Process leaveOver(List<String> command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var ready = new CompletableFuture<Void>();
        var reader = new Thread(() -> process.inputReader()
                .lines()
                .filter(line -> line.contains("ready for connections"))
                .forEach(line -> ready.complete(null)));
        reader.setDaemon(true);
        reader.start();
        ready.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        return process;
    }

    private static String mode(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file)));
    }
}
