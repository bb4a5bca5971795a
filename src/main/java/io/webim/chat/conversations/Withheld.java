package io.webim.chat.conversations;

import io.vertx.core.json.JsonArray;
import io.webim.contract.SeqRanges;
import org.jspecify.annotations.Nullable;

/**
 * What a member of a direct conversation is never shown, since the sender was blocked as it was written: in the member's
 * row as JSON, {@code [[from, to], …]}. Marks pass over it, and tell nothing of it.
 */
public final class Withheld {
    /** A block makes one range. Beyond so many the oldest become one: rather too little is said to have come. */
    static final int MOST = 50;

    private Withheld() {}

    public static SeqRanges of(@Nullable String column) {
        return column == null
                ? SeqRanges.NONE
                : SeqRanges.read(new JsonArray(column)).orElse(SeqRanges.NONE);
    }

    public static String text(SeqRanges seqs) {
        return seqs.toJson().encode();
    }

    public static SeqRanges with(SeqRanges known, long seq) {
        var ranges = known.plus(SeqRanges.between(seq, seq)).ranges();
        int more = ranges.size() - MOST;
        if (more <= 0) {
            return new SeqRanges(ranges);
        }
        var newest = new SeqRanges(ranges.subList(more + 1, ranges.size()));
        return newest.plus(
                SeqRanges.between(ranges.get(0).from(), ranges.get(more).to()));
    }
}
