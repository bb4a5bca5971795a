package io.webim.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * One name for all that the client consists of, which changes with any of its files. The page carries it, and learns
 * from {@link #PATH} whether the server has another one by now.
 */
record ClientVersion(String name) {
    static final String PATH = "/version.json";

    /** It stands in the page, which is to be light: 96 bits. */
    private static final int LENGTH = 16;

    private static final String PAGE = "/index.html";
    private static final String UNNAMED = "<meta name=\"webim-version\" content=\"\">";

    static ClientVersion of(Map<String, byte[]> contents) {
        var hashes = new TreeMap<String, Object>();
        contents.forEach((path, bytes) -> hashes.put(path, StaticFile.sha256(bytes)));
        var all = StaticFile.sha256(new JsonObject(hashes).encode().getBytes(UTF_8));
        return new ClientVersion(all.substring(0, LENGTH));
    }

    /** The same files, of which the page tells the version, and one more does. */
    Map<String, byte[]> toldIn(Map<String, byte[]> contents) {
        var told = new HashMap<>(contents);
        told.computeIfPresent(
                PAGE,
                (path, page) -> new String(page, UTF_8)
                        .replace(UNNAMED, UNNAMED.replace("\"\"", '"' + name + '"'))
                        .getBytes(UTF_8));
        told.put(PATH, new JsonObject().put("version", name).encode().getBytes(UTF_8));
        return told;
    }
}
