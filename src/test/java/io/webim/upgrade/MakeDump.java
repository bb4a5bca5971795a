package io.webim.upgrade;

import io.webim.WebimProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * Makes a dump of an old webim anew, and notes what its users see: {@code -Dwebim.jar=<old jar>} and the name of the two
 * files in {@code src/test/resources/dumps}.
 */
final class MakeDump {
    private static final Map<String, String> SETTINGS = Map.of("WEBIM_PASSWORD_COST", "10", "WEBIM_LIMITS", "off");
    private static final Path DUMPS = Path.of("src/test/resources/dumps");

    private MakeDump() {}

    public static void main(String[] args) throws Exception {
        var folder = Files.createTempDirectory("webim-dump");
        List<String> people;
        try (var webim = WebimProcess.launch(folder, SETTINGS)) {
            webim.awaitReady();
            people = new Story(webim.url().orElseThrow()).happen();
        }
        // Another one: nothing of it is in memory alone.
        try (var webim = WebimProcess.launch(folder, SETTINGS)) {
            webim.awaitReady();
            write(args[0] + ".sql.gz", dump(folder.resolve("data")));
            var seen = Sight.of(webim.url().orElseThrow(), people);
            write(args[0] + ".json.gz", seen.encodePrettily().getBytes(StandardCharsets.UTF_8));
        }
        try (var doctor = WebimProcess.launch(folder, SETTINGS, "doctor")) {
            if (doctor.awaitEnd() != 0) {
                throw new IllegalStateException("Something is wrong with it: " + doctor.output());
            }
        }
    }

    private static byte[] dump(Path data) throws IOException {
        try (var folders = Files.newDirectoryStream(data, "mariadb-*-linux")) {
            var program = folders.iterator().next().resolve("bin/mariadb-dump");
            return new ProcessBuilder(
                            program.toString(),
                            "--no-defaults",
                            "--skip-ssl",
                            "--socket=" + data.resolve("mariadb.sock"),
                            "--user=webim",
                            "--password="
                                    + Files.readString(data.resolve("mariadb.password"))
                                            .strip(),
                            "--single-transaction",
                            "--skip-dump-date",
                            "--hex-blob",
                            "webim")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start()
                    .getInputStream()
                    .readAllBytes();
        }
    }

    private static void write(String name, byte[] content) throws IOException {
        try (var file = new GZIPOutputStream(
                Files.newOutputStream(Files.createDirectories(DUMPS).resolve(name)))) {
            file.write(content);
        }
    }
}
