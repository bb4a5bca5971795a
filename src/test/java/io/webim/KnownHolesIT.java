package io.webim;

import static io.webim.testrun.Timeout.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.KnownHoles.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the list is renewed: the script takes from an export of osv.dev what concerns this project. */
class KnownHolesIT {
    @TempDir
    Path folder;

    @BeforeEach
    void aListAndWhatTheProjectCarries() throws IOException {
        write(
                "list.json",
                new JsonArray()
                        .add(hole("CVE-1", "Maven", "a:named", "1.0", "2.0"))
                        .encode());
        write(
                "bill.json",
                new JsonObject()
                        .put("components", new JsonArray().add(JsonObject.of("group", "a", "name", "carried")))
                        .encode());
        write("vendor.json", new JsonArray().add(JsonObject.of("name", "drawn")).encode());
    }

    @Test
    void whatConcernsTheProjectIsTaken() throws Exception {
        renew(zip(
                hole("GHSA-2", "Maven", "a:carried", "1.0", "1.5"),
                hole("GHSA-3", "npm", "drawn", "1.0.0", "1.2.0"),
                hole("GHSA-4", "Maven", "b:foreign", "1.0", "2.0"),
                hole("GHSA-5", "PyPI", "drawn", "1.0", "2.0")));

        assertThat(ids()).containsExactly("CVE-1", "GHSA-2", "GHSA-3");
        assertThat(list().in(Stream.of(
                        new Part(KnownHoles.MAVEN, "a:carried", "1.4"), new Part(KnownHoles.NPM, "drawn", "1.1.0"))))
                .extracting(KnownHoles.Finding::id)
                .containsExactly("GHSA-2", "GHSA-3");
    }

    @Test
    void aRecordReplacesTheOneThatMeansTheSame() throws Exception {
        renew(zip(hole("GHSA-1", "Maven", "a:named", "1.0", "2.1").put("aliases", new JsonArray().add("CVE-1"))));

        assertThat(ids()).containsExactly("GHSA-1");
        assertThat(list().in(Stream.of(new Part(KnownHoles.MAVEN, "a:named", "2.0"))))
                .hasSize(1);
    }

    @Test
    void aRecordThatWasWithdrawnGoes() throws Exception {
        renew(zip(hole("CVE-1", "Maven", "a:named", "1.0", "2.0").put("withdrawn", "2026-01-01T00:00:00Z")));

        assertThat(ids()).isEmpty();
    }

    @Test
    void aFolderDoesAsWell() throws Exception {
        Files.createDirectory(folder.resolve("export"));
        write(
                "export/one.json",
                hole("GHSA-2", "Maven", "a:carried", "1.0", "1.5").encode());
        renew(folder.resolve("export"));

        assertThat(ids()).containsExactly("CVE-1", "GHSA-2");
    }

    private static JsonObject hole(String id, String ecosystem, String name, String introduced, String fixed) {
        var events =
                new JsonArray().add(JsonObject.of("introduced", introduced)).add(JsonObject.of("fixed", fixed));
        return JsonObject.of(
                "id",
                id,
                "summary",
                "A hole",
                "affected",
                new JsonArray()
                        .add(JsonObject.of(
                                "package",
                                JsonObject.of("ecosystem", ecosystem, "name", name),
                                "ranges",
                                new JsonArray().add(JsonObject.of("type", "ECOSYSTEM", "events", events)))));
    }

    private Path zip(JsonObject... holes) throws IOException {
        var file = folder.resolve("all.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (var hole : holes) {
                zip.putNextEntry(new ZipEntry(hole.getString("id") + ".json"));
                zip.write(hole.encode().getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    private void renew(Path export) throws IOException, InterruptedException {
        var script = new ProcessBuilder(
                        Path.of("scripts", "known-holes").toString(),
                        "--list",
                        folder.resolve("list.json").toString(),
                        "--bill",
                        folder.resolve("bill.json").toString(),
                        "--vendor",
                        folder.resolve("vendor.json").toString(),
                        export.toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(script.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(script.exitValue()).as(said).isZero();
    }

    private KnownHoles list() throws IOException {
        return KnownHoles.read(folder.resolve("list.json"));
    }

    private List<String> ids() throws IOException {
        return list().holes().stream().map(KnownHoles.Hole::id).distinct().toList();
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }
}
