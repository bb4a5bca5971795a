package io.webim.files;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What was found in an upload.
 *
 * @param inline may be shown by a browser within the page; a PDF in a sandbox only
 * @param width in pixels, as it is shown, that is after it was turned upright
 * @param size in bytes, after metadata was removed
 * @param rewritten the file is not the one that was uploaded
 * @param preview a small picture that was made beside the file
 * @param placeholder a BlurHash, to be shown until there is more
 */
public record Inspected(
        String mediaType,
        boolean inline,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Long durationMs,
        long size,
        boolean rewritten,
        @Nullable Path preview,
        @Nullable String previewType,
        @Nullable String placeholder) {}
