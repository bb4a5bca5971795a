package io.webim;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.KnownHoles.Part;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What the build fetches is the same tomorrow, and has no hole that is known. */
class SupplyTest {
    /** Their versions come from an imported list, which is pinned itself. */
    private static final Set<String> LISTED = Set.of(
            "io.netty",
            "com.fasterxml.jackson.core",
            "org.junit.jupiter",
            "org.junit.platform",
            "com.fasterxml.jackson.dataformat");

    private static Document pom;
    private static KnownHoles known;
    private static AcceptedHoles accepted;

    @BeforeAll
    static void read() throws Exception {
        known = KnownHoles.read(KnownHoles.LIST);
        accepted = AcceptedHoles.read();
        pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("pom.xml").toFile());
    }

    @Test
    void everyDependencyAndPluginIsPinned() {
        var parts = Stream.of("dependency", "plugin", "path")
                .flatMap(SupplyTest::elements)
                .filter(part -> !part.hasAttribute("refid"))
                .toList();
        assertThat(parts).hasSizeGreaterThan(40).allSatisfy(part -> {
            var name = text(part, "groupId") + ":" + text(part, "artifactId");
            var version = text(part, "version");
            if (version.isEmpty()) {
                assertThat(LISTED).as(name).contains(text(part, "groupId"));
            } else {
                assertThat(resolved(version))
                        .as(name)
                        .matches("[0-9]+(\\.[0-9A-Za-z-]+)+")
                        .doesNotContain("SNAPSHOT");
            }
        });
    }

    /** In the jar or on the way to it: the compiler and the tests run it all. */
    @Test
    void nothingOnTheClassPathHasAKnownHole() {
        var parts = onTheClassPath();
        assertThat(parts)
                .extracting(Part::name)
                .contains("io.vertx:vertx-core", "io.netty:netty-codec-http", "io.vertx:vertx-json-schema");
        assertThat(known.in(parts.stream()))
                .filteredOn(finding -> !accepted.covers(finding))
                .isEmpty();
    }

    @Test
    void noLibraryOfTheBrowserNorWhatBundlesThemHasAKnownHole() throws IOException {
        var libraries = new JsonArray(Buffer.buffer(Files.readAllBytes(Path.of("webroot", "vendor", "vendor.json"))))
                .stream()
                        .map(JsonObject.class::cast)
                        .map(library -> npm(library.getString("name"), library.getString("version")))
                        .toList();
        assertThat(libraries).extracting(Part::name).contains("preact", "sockjs-client");
        assertThat(known.in(
                        Stream.concat(libraries.stream(), Stream.of(npm("esbuild", resolved("${esbuild.version}"))))))
                .isEmpty();
    }

    /** An exception ends with the version that it was made for. */
    @Test
    void whatIsAcceptedIsStillThereAndSaysWhy() {
        var found = known.in(onTheClassPath().stream()).stream()
                .map(AcceptedHoles::key)
                .toList();
        assertThat(accepted.reasons().keySet()).isNotEmpty().isSubsetOf(found);
        assertThat(accepted.reasons().values())
                .allSatisfy(reason -> assertThat(reason).hasSizeGreaterThan(40));
    }

    @ParameterizedTest
    @CsvSource({
        "io.netty:netty-codec-http, 4.2.14.Final, GHSA-hvcg-qmg6-jm4c, 4.2.15.Final",
        "io.netty:netty-codec-http, 4.1.134.Final, GHSA-hvcg-qmg6-jm4c, 4.1.135.Final",
        "io.netty:netty-codec-http, 4.2.0.RC1, GHSA-hvcg-qmg6-jm4c, 4.2.15.Final",
        "io.netty:netty-transport-native-epoll, 4.2.9.Final, GHSA-rwm7-x88c-3g2p, 4.2.13.Final",
        "io.vertx:vertx-core, 5.0.9, GHSA-3g76-f9xq-8vp6, 5.0.12",
        "com.fasterxml.jackson.core:jackson-databind, 2.21.0, GHSA-rmj7-2vxq-3g9f, 2.21.4",
        "tools.jackson.core:jackson-databind, 3.1.1, GHSA-rmj7-2vxq-3g9f, 3.1.4",
        "ch.qos.logback:logback-core, 1.5.18, CVE-2025-11226, 1.5.19",
        "org.mariadb.jdbc:mariadb-java-client, 3.5.8, GHSA-xvr9-35cr-46v9, 3.5.9"
    })
    void anOldPartIsFoundAndAMendedOneIsNot(String name, String old, String id, String fixed) {
        assertThat(known.in(Stream.of(maven(name, old))))
                .filteredOn(finding -> finding.id().equals(id))
                .singleElement()
                .asString()
                .contains(name, old, id, fixed);
        assertThat(known.in(Stream.of(maven(name, fixed))))
                .extracting(KnownHoles.Finding::id)
                .doesNotContain(id);
    }

    @Test
    void aLibraryOfTheBrowserIsFoundByItsOwnName() {
        assertThat(known.in(Stream.of(npm("preact", "10.28.1"))))
                .singleElement()
                .asString()
                .contains("GHSA-36hm-qxxp-pg3m", "10.28.2");
        assertThat(known.in(Stream.of(npm("preact", "10.28.2"), npm("preact", "10.26.4"), maven("preact", "10.28.1"))))
                .isEmpty();
    }

    @Test
    void theLastOneAffectedIsFoundAndTheNextIsNot() {
        assertThat(known.in(Stream.of(maven("io.vertx:vertx-web", "5.1.9")))).hasSize(1);
        assertThat(known.in(Stream.of(maven("io.vertx:vertx-web", "5.1.10")))).isEmpty();
    }

    @Test
    void everyKnownHoleSaysWhereItWasRead() throws IOException {
        var records = new JsonArray(Buffer.buffer(Files.readAllBytes(KnownHoles.LIST)));
        assertThat(records).hasSizeGreaterThan(30).allSatisfy(entry -> {
            var hole = (JsonObject) entry;
            assertThat(hole.getString("id")).matches("(CVE|GHSA)-[0-9a-z-]+");
            assertThat(hole.getJsonArray("references")).as(hole.getString("id")).isNotEmpty();
        });
    }

    /** The folders of Maven's repository say group, artifact and version. */
    private static List<Part> onTheClassPath() {
        var paths = System.getProperty("java.class.path").replace('\\', '/').split(File.pathSeparator);
        return known.holes().stream()
                .map(KnownHoles.Hole::name)
                .distinct()
                .filter(name -> name.contains(":"))
                .flatMap(name -> {
                    var folder = Pattern.compile(
                            "/" + name.replaceAll("\\.(?=.*:)", "/").replace(':', '/') + "/([^/]+)/[^/]+$");
                    return Stream.of(paths)
                            .map(folder::matcher)
                            .filter(Matcher::find)
                            .map(found -> maven(name, found.group(1)));
                })
                .toList();
    }

    private static Part maven(String name, String version) {
        return new Part(KnownHoles.MAVEN, name, version);
    }

    private static Part npm(String name, String version) {
        return new Part(KnownHoles.NPM, name, version);
    }

    private static String resolved(String version) {
        return version.startsWith("${")
                ? text(elements("properties").findFirst().orElseThrow(), version.substring(2, version.length() - 1))
                : version;
    }

    private static Stream<Element> elements(String name) {
        var found = pom.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i));
    }

    /** Of a direct child; empty where there is none. */
    private static String text(Element element, String name) {
        var children = element.getChildNodes();
        return IntStream.range(0, children.getLength())
                .mapToObj(children::item)
                .filter(child -> child.getNodeName().equals(name))
                .map(child -> child.getTextContent().strip())
                .findFirst()
                .orElse("");
    }
}
