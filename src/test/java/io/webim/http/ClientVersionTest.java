package io.webim.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientVersionTest {
    private static final String PAGE = "<head><meta name=\"webim-version\" content=\"\"></head>";

    @Test
    void changesWithAnyFileAndWithItsName() {
        var one = ClientVersion.of(files("a"));

        assertThat(ClientVersion.of(files("a"))).isEqualTo(one);
        assertThat(ClientVersion.of(files("b"))).isNotEqualTo(one);
        var renamed = new HashMap<>(files("a"));
        renamed.put("/other.js", renamed.remove("/main.js"));
        assertThat(ClientVersion.of(renamed)).isNotEqualTo(one);
    }

    @Test
    void thePageTheListAndAFileOfItsOwnTellTheSame() {
        var files = files("a");
        var version = ClientVersion.of(files);
        var told = version.toldIn(files);

        assertThat(text(told, "/index.html"))
                .isEqualTo("<head><meta name=\"webim-version\" content=\"" + version.name() + "\"></head>");
        assertThat(new JsonObject(text(told, ClientVersion.PATH)).getString("version"))
                .isEqualTo(version.name());
        assertThat(text(told, "/main.js")).isEqualTo("a");
        var list = new String(FileList.of(version, told), UTF_8);
        assertThat(list).contains("\"version\":\"" + version.name() + '"').doesNotContain(ClientVersion.PATH);
    }

    @Test
    void aPageThatHasNoPlaceForItStaysAsItIs() {
        var old = Map.of("/index.html", "<head></head>".getBytes(UTF_8));

        assertThat(text(ClientVersion.of(old).toldIn(old), "/index.html")).isEqualTo("<head></head>");
        assertThat(ClientVersion.of(Map.of()).toldIn(Map.of())).containsOnlyKeys(ClientVersion.PATH);
    }

    private static Map<String, byte[]> files(String script) {
        return Map.of("/index.html", PAGE.getBytes(UTF_8), "/main.js", script.getBytes(UTF_8));
    }

    private static String text(Map<String, byte[]> files, String path) {
        return new String(files.getOrDefault(path, new byte[0]), UTF_8);
    }
}
