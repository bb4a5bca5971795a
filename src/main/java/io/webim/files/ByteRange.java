package io.webim.files;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file that was asked for.
 *
 * @param from the first byte
 * @param length 0 where none of it is there
 */
record ByteRange(long from, long length) {
    private static final Pattern ONE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    /** Empty where the whole is to be given: nothing was asked for, several parts, or what makes no sense. */
    static Optional<ByteRange> of(@Nullable String header, long size) {
        var one = ONE.matcher(header == null ? "" : header.strip());
        if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty()) || size == 0) {
            return Optional.empty();
        }
        if (one.group(1).isEmpty()) {
            long last = Math.min(size, Long.parseLong(one.group(2)));
            return Optional.of(new ByteRange(size - last, last));
        }
        long from = Long.parseLong(one.group(1));
        long to = one.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(one.group(2));
        return to < from
                ? Optional.empty()
                : Optional.of(new ByteRange(from, Math.max(0, Math.min(to, size - 1) - from + 1)));
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** As {@code Content-Range} has it. */
    String of(long size) {
        return isEmpty() ? "bytes */" + size : "bytes " + from + "-" + (from + length - 1) + "/" + size;
    }
}
