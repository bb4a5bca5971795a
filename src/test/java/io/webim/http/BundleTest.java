package io.webim.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BundleTest {
    private static final String PAGE = """
            <head>
              <meta name="webim-extras" content="/css/extras.css">
              <link rel="stylesheet" href="/css/webim.css">
              <script src="/js/early.js"></script>
              <script type="importmap">{"imports":{"preact":"/vendor/preact.js"}}</script>
              <script type="module" src="/js/main.js"></script>
              <link rel="preload" href="/vendor/inter-latin.woff2">
              <link rel="icon" href="/icon.svg">
            </head>
            """;
    private static final Map<String, String> MADE = Map.of(
            "/index.html", PAGE,
            "/app/main-ABCDEFGH.js", "import\"/app/chunk-23456789.js\";",
            "/app/chunk-23456789.js", "",
            "/app/early-BCDEFGHI.js", "a=\"$1\";",
            "/app/webim-CDEFGHIJ.css", "b{content:'\\2'}",
            "/app/extras-EFGHIJKL.css", "i{}",
            "/app/inter-latin-DEFGHIJK.woff2", "wOF2");

    @Test
    void thePageHasItsStylesWithinAndNamesItsScriptsByTheirContent() {
        assertThat(text(Bundle.in(bytes(MADE)).get("/index.html"))).isEqualTo("""
                <head>
                  <meta name="webim-extras" content="/app/extras-EFGHIJKL.css">
                  <style>b{content:'\\2'}</style>
                  <script>a="$1";</script>
                  <script type="module" src="/app/main-ABCDEFGH.js"></script>
                  <link rel="preload" href="/app/inter-latin-DEFGHIJK.woff2">
                  <link rel="icon" href="/icon.svg">
                </head>
                """);
    }

    @Test
    void whatIsWithinThePageIsNoFileOfItsOwn() {
        assertThat(Bundle.in(bytes(MADE)))
                .containsOnlyKeys(
                        "/index.html",
                        "/app/main-ABCDEFGH.js",
                        "/app/chunk-23456789.js",
                        "/app/extras-EFGHIJKL.css",
                        "/app/inter-latin-DEFGHIJK.woff2");
    }

    @Test
    void partsOfTheScriptAreNamedInThePageToo() {
        assertThat(text(ModulePreloads.in(Bundle.in(bytes(MADE))).get("/index.html")))
                .contains("<link rel=\"modulepreload\" href=\"/app/chunk-23456789.js\">");
    }

    @Test
    void withoutABundleThePageLoadsTheSources() {
        var sources = bytes(Map.of("/index.html", PAGE, "/js/main.js", ""));

        assertThat(Bundle.in(sources)).isEqualTo(sources);
    }

    private static Map<String, byte[]> bytes(Map<String, String> files) {
        var bytes = new HashMap<String, byte[]>();
        files.forEach((path, text) -> bytes.put(path, text.getBytes(UTF_8)));
        return bytes;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
