package io.webim.edge;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What all connections together hold of one thing, in bytes. Where that is too much, the one that holds most gives way, and
 * not who happens to come next: it is looked for in the wide network that holds most, and there among those of the user or
 * network that does. Some are looked at rather than all: the set is in no order that anybody could choose. Safe from any
 * thread.
 */
final class Pool {
    private static final int SAMPLE = 256;

    final Ending ofUser;
    final Ending ofNetwork;
    final Ending ofAll;
    /** What of a user or network is part of it. */
    final Function<Holder, Budget> part;

    final Budget all;
    /** Of those who have been ended for others, and still hold it. */
    final AtomicLong givenUp = new AtomicLong();

    private final long most;
    private final Function<Holding, Share> share;
    private final Set<ConnectionGuard> large = ConcurrentHashMap.newKeySet();

    private Pool(
            long most,
            Function<Holder, Budget> part,
            Function<Holding, Share> share,
            Ending ofUser,
            Ending ofNetwork,
            Ending ofAll) {
        this.most = most;
        this.all = new Budget(most);
        this.part = part;
        this.share = share;
        this.ofUser = ofUser;
        this.ofNetwork = ofNetwork;
        this.ofAll = ofAll;
    }

    static Pool input(Bounds bounds) {
        return new Pool(
                bounds.input(),
                holder -> holder.input,
                holding -> holding.input,
                Ending.INPUT_OF_USER,
                Ending.INPUT_OF_NETWORK,
                Ending.INPUT_OF_ALL);
    }

    static Pool output(Bounds bounds) {
        return new Pool(
                bounds.output(),
                holder -> holder.output,
                holding -> holding.output,
                Ending.OUTPUT_OF_USER,
                Ending.OUTPUT_OF_NETWORK,
                Ending.OUTPUT_OF_ALL);
    }

    /** It holds much, and may have to give way. */
    void add(ConnectionGuard guard) {
        large.add(guard);
    }

    void remove(ConnectionGuard guard) {
        large.remove(guard);
    }

    /**
     * Takes room for more, be it that of somebody who holds more; false where nobody does.
     *
     * @param now what the asking one would hold then
     */
    boolean makeRoom(Holding asking, long now, long more) {
        if (all.take(more)) {
            return true;
        }
        if (all.held() + more - givenUp.get() > most) {
            @Nullable ConnectionGuard victim = takeLarger(asking, now);
            if (victim == null) {
                return false;
            }
            share.apply(victim.holding()).givesWay();
            victim.run(() -> victim.end(ofAll));
        }
        all.takeOver(more);
        return true;
    }

    private @Nullable ConnectionGuard takeLarger(Holding asking, long now) {
        var sample = large.stream()
                .filter(guard -> guard.holding() != asking)
                .limit(SAMPLE)
                .toList();
        var ofWide = sample.stream()
                .map(ConnectionGuard::holding)
                .collect(groupingBy(Holding::wide, summingLong(this::held)));
        ofWide.merge(asking.wide(), now, Long::sum);
        var size = size(asking, now, ofWide);
        @Nullable
        ConnectionGuard largest = sample.stream()
                .max(Comparator.comparing(guard -> size(guard.holding(), held(guard.holding()), ofWide)))
                .orElse(null);
        return largest != null
                        && size.compareTo(size(largest.holding(), held(largest.holding()), ofWide)) < 0
                        && large.remove(largest)
                ? largest
                : null;
    }

    private long held(Holding holding) {
        return share.apply(holding).held();
    }

    private Size size(Holding holding, long held, Map<String, Long> ofWide) {
        return new Size(
                ofWide.getOrDefault(holding.wide(), 0L), share.apply(holding).ofHolder(), held);
    }

    /** Of one connection, together with the others of its kind. */
    private record Size(long ofWide, long ofHolder, long own) implements Comparable<Size> {
        private static final Comparator<Size> ORDER = Comparator.comparingLong(Size::ofWide)
                .thenComparingLong(Size::ofHolder)
                .thenComparingLong(Size::own);

        @Override
        public int compareTo(Size other) {
            return ORDER.compare(this, other);
        }
    }
}
