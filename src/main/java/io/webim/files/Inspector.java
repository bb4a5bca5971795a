package io.webim.files;

import io.vertx.core.Future;
import java.nio.file.Path;

/** Looks at a complete upload, before it is a file. */
public interface Inspector {
    /**
     * May put another file in the place of {@code file}, without metadata.
     *
     * @param claimedType what the sender says that it is, which is not believed
     * @param original keeps the bytes as they are
     */
    Future<Inspected> inspect(Path file, String name, String claimedType, boolean original);
}
