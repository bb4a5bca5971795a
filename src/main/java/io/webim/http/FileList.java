package io.webim.http;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the service worker keeps for the time without a network: the path and the hash of every file, and the version of
 * all of them. It is a script of its own, which browsers compare byte by byte when they look for a new version.
 */
final class FileList {
    static final String PATH = "/files.js";

    private static final Set<String> NOT_KEPT = Set.of("/sw.js", "/vendor/vendor.json", ClientVersion.PATH);

    private FileList() {}

    static byte[] of(ClientVersion version, Map<String, byte[]> contents) {
        var hashes = new TreeMap<String, Object>();
        contents.forEach((path, bytes) -> {
            if (isKept(path)) {
                hashes.put(path, "sha256-" + StaticFile.sha256(bytes));
            }
        });
        var list = new JsonObject().put("version", version.name()).put("files", new JsonObject(hashes));
        return ("self.webim = " + list.encode() + ";\n").getBytes(StandardCharsets.UTF_8);
    }

    // The emoji are large, few want them, and the browser keeps them in a database once they were fetched. Only the
    // server
    // knows where there is nothing.
    private static boolean isKept(String path) {
        return !NOT_KEPT.contains(path)
                && !path.startsWith(MissingPage.FOLDER)
                && !path.endsWith(".LICENSE")
                && !path.matches("/vendor/emoji-.*[.]json");
    }
}
