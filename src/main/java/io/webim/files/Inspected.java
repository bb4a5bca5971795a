package io.webim.files;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a file is, by its content.
 *
 * @param inline whether a browser may show it
 * @param width of the upright picture
 * @param size after metadata was removed
 * @param rewritten whether it was
 * @param preview a small picture beside the file
 * @param previewType webp, jpeg or png
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
        @Nullable String previewType) {}
