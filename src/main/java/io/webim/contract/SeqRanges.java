package io.webim.contract;

import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A set of sequence numbers as disjoint, ascending, non-adjacent ranges; in JSON {@code [[from, to], …]}, both ends
 * included.
 */
public record SeqRanges(List<Range> ranges) {
    public static final SeqRanges NONE = new SeqRanges(List.of());

    /** Both ends included. */
    public record Range(long from, long to) {
        public long size() {
            return to - from + 1;
        }
    }

    /** From one number to another, both included; empty where the first is the higher. */
    public static SeqRanges between(long from, long to) {
        return from > to ? NONE : new SeqRanges(List.of(new Range(from, to)));
    }

    /** Of single numbers. */
    public static SeqRanges ofSeqs(Collection<Long> seqs) {
        return of(seqs.stream().map(seq -> new Range(seq, seq)).toList());
    }

    /** Merges whatever overlaps or touches. */
    public static SeqRanges of(List<Range> any) {
        var sorted = new ArrayList<>(any);
        sorted.sort(Comparator.comparingLong(Range::from));
        var merged = new ArrayList<Range>();
        for (var range : sorted) {
            int last = merged.size() - 1;
            if (last >= 0 && range.from() <= merged.get(last).to() + 1) {
                var before = merged.get(last);
                merged.set(last, new Range(before.from(), Math.max(before.to(), range.to())));
            } else {
                merged.add(range);
            }
        }
        return new SeqRanges(List.copyOf(merged));
    }

    /** Empty when the array is not a list of {@code [from, to]} with {@code 1 <= from <= to}. */
    public static Optional<SeqRanges> read(JsonArray array) {
        var ranges = new ArrayList<Range>();
        for (int i = 0; i < array.size(); i++) {
            if (!(array.getValue(i) instanceof JsonArray pair)
                    || pair.size() != 2
                    || !isWhole(pair.getValue(0))
                    || !isWhole(pair.getValue(1))) {
                return Optional.empty();
            }
            long from = pair.getLong(0);
            long to = pair.getLong(1);
            if (from < 1 || from > to || to >= 1L << 53) {
                return Optional.empty();
            }
            ranges.add(new Range(from, to));
        }
        return Optional.of(of(ranges));
    }

    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** How many numbers there are in them. */
    public long size() {
        return ranges.stream().mapToLong(Range::size).sum();
    }

    public boolean contains(long seq) {
        return ranges.stream().anyMatch(range -> range.from() <= seq && seq <= range.to());
    }

    /** Where the range that holds a number begins; the number itself where none does. */
    public long startOf(long seq) {
        return ranges.stream()
                .filter(range -> range.from() <= seq && seq <= range.to())
                .mapToLong(Range::from)
                .findFirst()
                .orElse(seq);
    }

    public SeqRanges plus(SeqRanges other) {
        var both = new ArrayList<>(ranges);
        both.addAll(other.ranges);
        return of(both);
    }

    /** What of this is not in the other. */
    public SeqRanges minus(SeqRanges other) {
        var left = new ArrayList<Range>();
        for (var range : ranges) {
            long from = range.from();
            for (var taken : other.within(range.from(), range.to()).ranges) {
                if (taken.from() > from) {
                    left.add(new Range(from, taken.from() - 1));
                }
                from = taken.to() + 1;
            }
            if (from <= range.to()) {
                left.add(new Range(from, range.to()));
            }
        }
        return new SeqRanges(List.copyOf(left));
    }

    /** The {@code most} lowest numbers. */
    public SeqRanges lowest(long most) {
        var taken = new ArrayList<Range>();
        long room = most;
        for (var range : ranges) {
            if (room > 0) {
                taken.add(new Range(range.from(), Math.min(range.to(), range.from() + room - 1)));
                room -= range.size();
            }
        }
        return new SeqRanges(List.copyOf(taken));
    }

    /** The {@code most} highest numbers. */
    public SeqRanges highest(long most) {
        long rest = size() - most;
        return rest <= 0 ? this : minus(lowest(rest));
    }

    /** What of this lies within {@code from..to}. */
    public SeqRanges within(long from, long to) {
        return new SeqRanges(ranges.stream()
                .map(range -> new Range(Math.max(range.from(), from), Math.min(range.to(), to)))
                .filter(range -> range.from() <= range.to())
                .toList());
    }

    public JsonArray toJson() {
        var array = new JsonArray();
        ranges.forEach(range -> array.add(new JsonArray().add(range.from()).add(range.to())));
        return array;
    }

    private static boolean isWhole(Object value) {
        return value instanceof Integer || value instanceof Long;
    }
}
