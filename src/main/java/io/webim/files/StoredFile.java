package io.webim.files;

import org.jspecify.annotations.Nullable;

/**
 * A file that can be fetched.
 *
 * @param inline whether a browser may show it
 */
record StoredFile(
        String id,
        long ownerId,
        String name,
        String mediaType,
        boolean inline,
        long size,
        @Nullable String previewType,
        long previewSize) {
    /** The key of its preview in the store. */
    static String previewKey(String id) {
        return id + ".preview";
    }
}
