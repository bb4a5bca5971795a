package io.webim.files.inside;

import java.io.IOException;

/**
 * A part of a file of the ISO's family (MP4, QuickTime, AVIF, HEIF), which may hold others.
 *
 * @param at where its header is
 * @param body where its content is
 * @param end behind it
 */
record Box(String type, long at, long body, long end) {
    /** @param limit the end of what it stands in; only in the file itself the last one may say that it goes on to there */
    static Box at(Source source, long at, long limit) throws IOException {
        source.step();
        long size = source.u32(at);
        var type = source.text(at + 4, 4);
        long body = at + 8;
        long end = at + size;
        if (size == 1) {
            size = source.u64(at + 8);
            body = at + 16;
            end = size > limit ? Long.MAX_VALUE : at + size;
        } else if (size == 0 && limit == source.size()) {
            end = limit;
        }
        Malformed.unless(body <= end && end <= limit, "box beyond the end");
        return new Box(type, at, body, end);
    }

    /** What a visitor does with each box. */
    @FunctionalInterface
    interface Visitor {
        void visit(Box box) throws IOException;
    }

    static void each(Source source, long from, long to, Visitor visitor) throws IOException {
        for (long at = from; at < to; ) {
            var box = at(source, at, to);
            visitor.visit(box);
            at = box.end;
        }
    }

    void each(Source source, Visitor visitor) throws IOException {
        each(source, body, end, visitor);
    }
}
