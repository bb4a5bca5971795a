package io.webim.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModulePreloadsTest {
    private static final String PAGE =
            "<html><head><script type=\"module\" src=\"/js/main.js\"></script></head><body></body></html>";

    @Test
    void thePageNamesEveryModuleThatItNeedsOnce() {
        var page = pageOf(Map.of(
                "/js/main.js", "import { a } from './views/a.js';\nimport {\n  b,\n} from './b.js';",
                "/js/views/a.js", "import { b } from '../b.js';\nimport './c.js';",
                "/js/views/c.js", "import { h } from 'preact';",
                "/js/b.js", "import { a } from './views/a.js';"));

        assertThat(page.split("modulepreload", -1)).hasSize(4);
        assertThat(page)
                .contains("href=\"/js/views/a.js\"", "href=\"/js/b.js\"", "href=\"/js/views/c.js\"")
                .doesNotContain("href=\"/js/main.js\"")
                .endsWith("</head><body></body></html>");
    }

    @Test
    void whatIsWantedLaterIsNotNamed() {
        var page = pageOf(Map.of("/js/main.js", "import('./later.js'); import('../nowhere.js')", "/js/later.js", ""));

        assertThat(page).isEqualTo(PAGE);
    }

    private static String pageOf(Map<String, String> modules) {
        var files = new HashMap<String, byte[]>();
        modules.forEach((path, text) -> files.put(path, text.getBytes(StandardCharsets.UTF_8)));
        files.put("/index.html", PAGE.getBytes(StandardCharsets.UTF_8));
        return new String(ModulePreloads.in(files).getOrDefault("/index.html", new byte[0]), StandardCharsets.UTF_8);
    }
}
