package io.webim.files.inside;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** PDF, as far as one has to know: it begins and ends like one. */
final class Pdf {
    static final String TYPE = "application/pdf";

    private static final int NEAR_THE_END = 1024;

    private Pdf() {}

    static boolean begins(Source source) throws IOException {
        return source.has(0, "%PDF-1.") || source.has(0, "%PDF-2.");
    }

    static Look look(Source source) throws IOException {
        int count = (int) Math.min(NEAR_THE_END, source.size());
        var end = new String(source.bytes(source.size() - count, count), StandardCharsets.ISO_8859_1);
        Malformed.unless(end.contains("%%EOF"), "no end");
        return Look.file(TYPE, true, source.size());
    }
}
