package io.webim.files.inside;

import java.io.IOException;

/** The file is not what its first bytes promise, or has more parts than anybody needs. */
final class Malformed extends IOException {
    private static final long serialVersionUID = 1L;

    Malformed(String what) {
        super(what);
    }

    static void unless(boolean sound, String what) throws Malformed {
        if (!sound) {
            throw new Malformed(what);
        }
    }
}
