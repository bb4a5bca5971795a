package io.webim.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is told of the clients, in the README and to package managers. */
class SdkDocumentsTest {
    @ParameterizedTest
    @EnumSource(Language.class)
    void theReadmeShowsTheBotThatIsRun(Language language) throws IOException {
        assertThat(Files.readString(Path.of("README.md"))).contains("\n" + Files.readString(language.bot()) + "```\n");
    }

    @ParameterizedTest
    @CsvSource({
        "typescript/package.json, '\"version\": \"([^\"]+)\"'",
        "python/pyproject.toml, '(?m)^version = \"([^\"]+)\"$'",
        "java/pom.xml, '<version>([^<]+)</version>'"
    })
    void theirVersionIsTheServers(String file, String pattern) throws IOException {
        assertThat(first(pattern, Path.of("sdk", file)))
                .isEqualTo(first("<version>([^<]+)</version>", Path.of("pom.xml")));
    }

    @Test
    void theJavaClientIsBuiltWithWhatItIsTriedWith() throws IOException {
        for (var name : new String[] {"jackson", "junit"}) {
            var version = "<" + name + ".version>([^<]+)<";
            assertThat(first(version, Path.of("sdk", "java", "pom.xml"))).isEqualTo(first(version, Path.of("pom.xml")));
        }
        var typescript = new JsonObject(Files.readString(Path.of("sdk", "typescript", "package.json")))
                .getJsonObject("devDependencies")
                .getString("typescript");
        assertThat(typescript).isEqualTo(first("<typescript.version>([^<]+)<", Path.of("pom.xml")));
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void eachCarriesTheLicence(Language language) {
        var folder = Path.of("sdk", language.name().toLowerCase(Locale.ROOT));
        assertThat(folder.resolve("LICENSE")).hasSameTextualContentAs(Path.of("LICENSE"));
        assertThat(folder.resolve("README.md")).exists();
    }

    private static String first(String pattern, Path file) throws IOException {
        var found = Pattern.compile(pattern).matcher(Files.readString(file));
        assertThat(found.find()).as(file + ": " + pattern).isTrue();
        return found.group(1);
    }
}
