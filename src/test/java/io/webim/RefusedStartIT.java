package io.webim;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.config.Setting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A wrong value stops the real jar with one line and a status that scripts see. */
class RefusedStartIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "WEBIM_HTTP_PORT     | 80a       | got \"80a\", accepted: 0 to 65535",
                "WEBIM_HTTP_PORT     | 65536     | got \"65536\", accepted: 0 to 65535",
                "WEBIM_HTTP_HOST     | a b       | got \"a b\", accepted: a host name",
                "WEBIM_PUBLIC_URL    | chat.example | accepted: http:// or https://",
                "WEBIM_BRIDGE_PORT   | -1        | got \"-1\", accepted: 0 to 65535",
                "WEBIM_BRIDGE_HOST   | 0.0.0.0   | accepted: 127.0.0.1 or ::1, others only with WEBIM_BRIDGE_CERTIFICATE",
                "WEBIM_BRIDGE_KEY    | nowhere.pem | got \"nowhere.pem\", accepted: a readable PEM file",
                "WEBIM_PASSWORD_COST | 9         | got \"9\", accepted: 10 to 20",
                "WEBIM_LIMITS        | maybe     | got \"maybe\", accepted: on or off",
                "WEBIM_JWT_SECRET    | tooshort  | got a secret of 8 bytes, accepted: at least 32 bytes",
                "WEBIM_DATABASE_URL  | mysql://me:tooshort@db | got no database name, accepted: mysql://user",
                "WEBIM_DATA_DIR      | /dev/null/x | got \"/dev/null/x\", which cannot be used: /dev/null is a file, not a directory",
                "WEBIM_DATA_DIR      | /etc/passwd | cannot be used: /etc/passwd is a file, not a directory",
                "WEBIM_DATA_DIR      | /proc/webim | cannot be used: nothing can be made in /proc",
            })
    void wrongValueStopsTheStartWithOneLine(String variable, String value, String says) throws Exception {
        assertRefused(Map.of(variable, value), new String[0], variable + " got ", says);
    }

    @Test
    void unreachableDatabaseStopsTheStartWithoutShowingThePassword() throws Exception {
        assertRefused(
                Map.of("WEBIM_DATABASE_URL", "mysql://me:tooshort@127.0.0.1:1/webim"),
                new String[0],
                "mysql://me:***@127.0.0.1:1/webim");
    }

    @Test
    void portInUseStopsTheStart() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var webim = WebimProcess.launch(
                        folder, Map.of("WEBIM_HTTP_PORT", String.valueOf(taken.getLocalPort())), new String[0])) {
            assertThat(webim.awaitEnd()).isEqualTo(1);
            assertThat(webim.output()).isEmpty();
            assertThat(webim.errors())
                    .last()
                    .asString()
                    .startsWith("webim cannot start: The address 127.0.0.1:" + taken.getLocalPort())
                    .contains("in use");
            assertThat(webim.errors()).noneMatch(line -> line.startsWith("\tat "));
        }
    }

    @Test
    void dataDirOfAnotherAccountStopsTheStart() throws Exception {
        var closed = readOnly(Files.createDirectory(folder.resolve("closed")));
        assertWithoutRights(closed.resolve("data"), closed);

        var data = Files.createDirectory(folder.resolve("data"));
        assertWithoutRights(data, readOnly(Files.createFile(data.resolve("webim.lock"))));

        var withTables = Files.createDirectory(folder.resolve("with-tables"));
        assertWithoutRights(withTables, readOnly(Files.createDirectory(withTables.resolve("mariadb"))));
    }

    private void assertWithoutRights(Path dataDir, Path closed) throws Exception {
        try (var webim = WebimProcess.launchWithoutRootsRights(folder, Map.of("WEBIM_DATA_DIR", dataDir.toString()))) {
            assertThat(webim.awaitEnd()).isEqualTo(1);
            assertThat(webim.errors())
                    .singleElement()
                    .isEqualTo(
                            "webim cannot start: WEBIM_DATA_DIR got \"%s\", which cannot be used: the account %s may not write to %s, which belongs to %s"
                                    .formatted(
                                            dataDir,
                                            System.getProperty("user.name"),
                                            closed,
                                            Files.getOwner(closed).getName()));
        }
    }

    private static Path readOnly(Path path) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r-xr-xr-x"));
    }

    @Test
    void missingFileOfTheCommandLineStopsTheStart() throws Exception {
        assertRefused(Map.of(), new String[] {"-conf", "nowhere.json"}, "nowhere.json, which is not a file");
    }

    @Test
    void unknownArgumentStopsTheStart() throws Exception {
        assertRefused(
                Map.of(),
                new String[] {"--port", "1"},
                "accepted: -conf <file>, doctor, reports, rotate-keys, --help, --version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "doctor --help", "-conf nowhere.json --help"})
    void helpIsAnsweredOnStandardOutput(String args) throws Exception {
        assertThat(answer(args.split(" ")))
                .contains("java -jar webim.jar [-conf <file>]", "doctor", "reports", "rotate-keys", "conf/config.json")
                .contains(Arrays.stream(Setting.values()).map(Setting::variable).toList());
    }

    @Test
    void versionIsAnsweredOnStandardOutput() throws Exception {
        assertThat(answer("--version")).matches("webim [0-9]+\\.[0-9]+\\.[0-9]+\\S*");
    }

    @Test
    void brokenFileStopsTheStart() throws Exception {
        Files.writeString(folder.resolve("broken.json"), "{\"http\": ");
        assertRefused(Map.of(), new String[] {"-conf", "broken.json"}, "broken.json is not a JSON object");
    }

    @Test
    void wrongKeyAndWrongValueOfTheDefaultFileAreNamed() throws Exception {
        Files.createDirectory(folder.resolve("conf"));
        Files.writeString(folder.resolve("conf/config.json"), "{\"http\": {\"prot\": 1}}");
        assertRefused(Map.of(), new String[0], "http.prot is not a known key");
    }

    @Test
    void aHeapWithoutRoomForOnePasswordStopsTheStart() throws Exception {
        try (var webim = WebimProcess.launch(folder, Map.of("JDK_JAVA_OPTIONS", "-Xmx128m"))) {
            assertThat(webim.awaitEnd()).isEqualTo(1);
            // The JVM says that it took the option.
            assertThat(webim.errors())
                    .last(InstanceOfAssertFactories.STRING)
                    .isEqualTo("webim cannot start: The heap of 128 MiB is too small: a password takes 128 MiB at"
                            + " WEBIM_PASSWORD_COST 17, and the rest 64. Give it more with -Xmx, or lower the cost");
        }
    }

    private String answer(String... args) throws Exception {
        try (var webim = WebimProcess.launch(folder, Map.of(), args)) {
            assertThat(webim.awaitEnd()).isZero();
            assertThat(webim.errors()).isEmpty();
            assertThat(folder).as("where nothing was started").isEmptyDirectory();
            return String.join("\n", webim.output());
        }
    }

    private void assertRefused(Map<String, String> environment, String[] args, String... says) throws Exception {
        try (var webim = WebimProcess.launch(folder, environment, args)) {
            assertThat(webim.awaitEnd()).isEqualTo(1);
            assertThat(webim.output()).isEmpty();
            assertThat(webim.errors())
                    .singleElement()
                    .asString()
                    .startsWith("webim cannot start: ")
                    .contains(says)
                    .doesNotContain("tooshort");
        }
    }
}
