package io.webim.files;

import io.vertx.core.Future;
import java.nio.file.Path;

/** Looks at a complete upload, before it is a file. May rewrite {@code file} in place (metadata out). */
public interface Inspector {
    /**
     * Fails with a {@link io.webim.contract.Failure} 422 {@code file_refused} where it is not to be a file, for good.
     *
     * @param original whether its bytes stay as they are
     */
    Future<Inspected> inspect(Path file, String name, String claimedType, boolean original);
}
