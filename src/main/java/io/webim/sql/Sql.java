package io.webim.sql;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.ArrayTuple;
import io.webim.contract.SeqRanges;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** Keeps the number of different statements small, so that they stay prepared: sizes are few, or powers of two. */
public final class Sql {
    /** As many rows as come together where little is written: they are one statement, whatever their number. */
    private static final int FEW = 8;

    private Sql() {}

    /** {@code (?, ?, …)} with room for {@code count} values. */
    public static String in(int count) {
        return "(" + String.join(", ", Collections.nCopies(padded(count), "?")) + ")";
    }

    /** The values for {@link #in}, the last repeated where there is more room. */
    public static Tuple inValues(Collection<Long> values) {
        return addInValues(new ArrayTuple(values.size() * 2), values);
    }

    /** The same of texts. */
    public static Tuple inTexts(List<String> values) {
        var tuple = new ArrayTuple(values.size() * 2);
        padded(values).forEach(tuple::addString);
        return tuple;
    }

    public static Tuple addInValues(Tuple tuple, Collection<Long> values) {
        long last = 0;
        for (long value : values) {
            tuple.addLong(value);
            last = value;
        }
        for (int i = values.size(); i < padded(values.size()); i++) {
            tuple.addLong(last);
        }
        return tuple;
    }

    /** Splits a list into runs of few, or of a power of two, {@code most} at the longest. */
    public static <T> List<List<T>> runs(List<T> all, int most) {
        var runs = new ArrayList<List<T>>();
        for (int from = 0; from < all.size(); ) {
            int left = all.size() - from;
            int size = Math.min(most, left <= FEW ? left : Integer.highestOneBit(left));
            runs.add(all.subList(from, from + size));
            from += size;
        }
        return runs;
    }

    /** Splits a list into runs of {@code most}, the last with what is left; for {@link #in}, which fills up. */
    public static <T> List<List<T>> chunks(List<T> all, int most) {
        var chunks = new ArrayList<List<T>>();
        for (int from = 0; from < all.size(); from += most) {
            chunks.add(all.subList(from, Math.min(all.size(), from + most)));
        }
        return chunks;
    }

    /** {@code row, row, …}, {@code count} times. */
    public static String rows(String row, int count) {
        return String.join(", ", Collections.nCopies(count, row));
    }

    /** The condition that any of {@code count} instances of a term holds; for {@link #padded} values. */
    public static String any(String term, int count) {
        return "(" + String.join(" OR ", Collections.nCopies(padded(count), term)) + ")";
    }

    /** The last one repeated until there is a power of two of them. */
    public static <T> List<T> padded(List<T> all) {
        var padded = new ArrayList<>(all);
        while (!all.isEmpty() && padded.size() < padded(all.size())) {
            padded.add(all.get(all.size() - 1));
        }
        return padded;
    }

    /**
     * Runs a statement for some messages of a conversation.
     *
     * @param statement whose values are the conversation and the bounds, with {@code %s} where the term is to stand
     * @param term of one range
     */
    public static Future<RowSet<Row>> ofSeqs(
            SqlConnection connection, String statement, String term, long conversationId, SeqRanges seqs) {
        var ranges = padded(seqs.ranges());
        var values = new ArrayTuple(ranges.size() * 2 + 1);
        values.addLong(conversationId);
        ranges.forEach(range -> values.addLong(range.from()).addLong(range.to()));
        return connection
                .preparedQuery(statement.formatted(any(term, ranges.size())))
                .execute(values);
    }

    private static int padded(int count) {
        int highest = Integer.highestOneBit(Math.max(1, count));
        return highest == count ? highest : Math.max(1, highest * 2);
    }
}
