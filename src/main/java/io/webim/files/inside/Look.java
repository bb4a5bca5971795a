package io.webim.files.inside;

import org.jspecify.annotations.Nullable;

/**
 * What a whole file turned out to be.
 *
 * @param end where it ends: what follows belongs to something else
 * @param width in pixels, as it is stored
 * @param orientation as in EXIF: 1 is upright, from 5 on width and height change places
 * @param passes how often whoever decodes it goes through its pixels
 */
record Look(
        String mediaType,
        boolean inline,
        long end,
        @Nullable Integer width,
        @Nullable Integer height,
        int orientation,
        @Nullable Long durationMs,
        int passes,
        Cleaning cleaning) {

    static final String UNKNOWN = "application/octet-stream";

    static Look picture(
            String mediaType, long end, int width, int height, int orientation, int passes, Cleaning cleaning) {
        return new Look(mediaType, true, end, width, height, orientation, null, passes, cleaning);
    }

    static Look file(String mediaType, boolean inline, long end) {
        return new Look(mediaType, inline, end, null, null, 1, null, 1, Cleaning.none());
    }

    static Look unknown(long end) {
        return file(UNKNOWN, false, end);
    }

    @Nullable
    Integer shownWidth() {
        return orientation >= 5 ? height : width;
    }

    @Nullable
    Integer shownHeight() {
        return orientation >= 5 ? width : height;
    }
}
