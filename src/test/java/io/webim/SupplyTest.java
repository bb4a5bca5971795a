package io.webim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What the build fetches is the same tomorrow. */
class SupplyTest {
    /** Their versions come from an imported list, which is pinned itself. */
    private static final Set<String> LISTED = Set.of(
            "io.netty",
            "com.fasterxml.jackson.core",
            "org.junit.jupiter",
            "org.junit.platform",
            "com.fasterxml.jackson.dataformat");

    private static Document pom;

    @BeforeAll
    static void read() throws Exception {
        pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("pom.xml").toFile());
    }

    @Test
    void everyDependencyAndPluginIsPinned() {
        var parts = Stream.of("dependency", "plugin", "path")
                .flatMap(SupplyTest::elements)
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
