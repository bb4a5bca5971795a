package io.webim.chat.sync;

import io.webim.chat.messages.ChangeStore.Changed;
import io.webim.contract.SeqRanges;
import io.webim.contract.Weight;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/** Of each conversation the changed messages that a device is told of at once, the oldest change first. No I/O. */
final class SyncChanges {
    private final Map<Long, List<Changed>> changes = new HashMap<>();
    /** Up to which version, where it is not all. */
    private final Map<Long, Long> told = new HashMap<>();

    /**
     * @param all by conversation and version
     * @param concerns whether the device has the message
     */
    void add(List<Changed> all, Predicate<Changed> concerns) {
        all.stream()
                .filter(concerns)
                .forEach(change -> changes.computeIfAbsent(change.conversationId(), id -> new ArrayList<>())
                        .add(change));
        List.copyOf(changes.entrySet()).forEach(one -> keep(one.getKey(), mayFit(one.getValue())));
    }

    private static int mayFit(List<Changed> some) {
        return Weight.fitting(some, change -> Weight.OF_MESSAGE, SyncPage.BYTES_OF_CONVERSATION)
                .size();
    }

    /** There may be more of this conversation than was read. */
    void endAt(Changed last) {
        told.merge(last.conversationId(), last.version(), Math::min);
    }

    boolean isEmpty(long conversationId) {
        return !changes.containsKey(conversationId);
    }

    SeqRanges seqs(long conversationId) {
        return SeqRanges.ofSeqs(of(conversationId).stream().map(Changed::seq).toList());
    }

    /** Keeps as many as weigh no more than that, and one at least; gives what is known of them. */
    <T> List<T> fit(
            long conversationId, Collection<T> known, ToLongFunction<T> seq, ToIntFunction<T> weight, int room) {
        var bySeq = new HashMap<Long, T>();
        known.forEach(one -> bySeq.put(seq.applyAsLong(one), one));
        var inOrder = of(conversationId).stream()
                .map(change -> bySeq.get(change.seq()))
                .toList();
        var fitting = Weight.fitting(inOrder, weight, room);
        keep(conversationId, fitting.size());
        return fitting;
    }

    /** Up to which version of the conversation all changes are told. */
    long toldTo(long conversationId) {
        return told.getOrDefault(conversationId, Long.MAX_VALUE);
    }

    private List<Changed> of(long conversationId) {
        return changes.getOrDefault(conversationId, List.of());
    }

    private void keep(long conversationId, int count) {
        var some = of(conversationId);
        if (count < some.size()) {
            endAt(some.get(count - 1));
            changes.put(conversationId, some.subList(0, count));
        }
    }
}
