package io.webim.files.inside;

import java.io.IOException;
import java.nio.file.Path;

/** How a file loses what it tells beside its picture or sound. Nothing is changed before the whole file was looked at. */
sealed interface Cleaning permits Copy, Patches {
    /** More of them only one who wants to do harm makes. */
    int MOST_PIECES = 100_000;

    boolean needed();

    /** What stands at {@code file} afterwards is the cleaned one, or as it was where this fails in a {@link Copy}. */
    void apply(Path file) throws IOException;

    static Cleaning none() {
        return new Patches();
    }
}
