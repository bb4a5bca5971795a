package io.webim.http;

import io.webim.jvm.Resources;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The files of {@code webroot/} on the class path; keys start with a slash. */
final class Webroot {
    private static final String FOLDER = "webroot";

    private Webroot() {}

    static Map<String, byte[]> read() throws IOException {
        var contents = new HashMap<String, byte[]>();
        for (var path : Resources.below(FOLDER)) {
            contents.put(path.substring(FOLDER.length()), Resources.read(path));
        }
        return contents;
    }
}
