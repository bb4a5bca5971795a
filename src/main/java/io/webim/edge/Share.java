package io.webim.edge;

import org.jspecify.annotations.Nullable;

/** What one connection holds of a {@link Pool}, in bytes. Used by one thread; others only look, and have it give way. */
final class Share {
    private final Pool pool;
    private final Holding holding;
    private volatile long held;
    private long givenUp;
    private boolean released;
    private boolean isLarge;

    Share(Pool pool, Holding holding) {
        this.pool = pool;
        this.holding = holding;
    }

    /** Safe from any thread. */
    long held() {
        return held;
    }

    /** What its user holds, or where nobody is signed in its network. Safe from any thread. */
    long ofHolder() {
        @Nullable Holder holder = holding.user() == null ? holding.network() : holding.user();
        return holder == null ? held : pool.part.apply(holder).held();
    }

    /** So much is held now; null when there is room for it. */
    @Nullable
    Ending hold(long now) {
        long more = released ? 0 : now - held;
        @Nullable Ending refusal = more > 0 ? take(now, more) : null;
        if (more < 0) {
            pool.all.giveBack(-more);
            giveBack(holding.network(), -more);
            giveBack(holding.user(), -more);
        }
        if (refusal == null) {
            keep(now);
        }
        return refusal;
    }

    private @Nullable Ending take(long now, long more) {
        if (!take(holding.network(), more)) {
            return pool.ofNetwork;
        }
        if (!take(holding.user(), more)) {
            giveBack(holding.network(), more);
            return pool.ofUser;
        }
        if (!pool.makeRoom(holding, now, more)) {
            giveBack(holding.user(), more);
            giveBack(holding.network(), more);
            return pool.ofAll;
        }
        return null;
    }

    /** So much is held for which there is no room, until the connection has closed. */
    void overdraw(long now) {
        long more = released ? 0 : now - held;
        pool.all.takeOver(more);
        takeOver(holding.network(), more);
        takeOver(holding.user(), more);
        keep(now);
    }

    private synchronized void keep(long now) {
        if (!released) {
            held = now;
            if (now == 0) {
                pool.givenUp.addAndGet(-givenUp);
                givenUp = 0;
            }
        }
    }

    /** Whether it holds so much that it is looked at where room is needed. */
    void mayGiveWay(ConnectionGuard guard, boolean may) {
        if (may != isLarge) {
            isLarge = may;
            if (may) {
                pool.add(guard);
            } else {
                pool.remove(guard);
            }
        }
    }

    /** Its connection ends soon, and what it holds need not be asked of another. Safe from any thread. */
    synchronized void givesWay() {
        if (!released) {
            pool.givenUp.addAndGet(held - givenUp);
            givenUp = held;
        }
    }

    /** It is somebody else's now. */
    void move(@Nullable Holder from, @Nullable Holder to) {
        takeOver(to, held);
        giveBack(from, held);
    }

    /** Nothing is held any more. */
    void release() {
        hold(0);
        synchronized (this) {
            released = true;
        }
    }

    private boolean take(@Nullable Holder holder, long more) {
        return holder == null || pool.part.apply(holder).take(more);
    }

    private void takeOver(@Nullable Holder holder, long more) {
        if (holder != null) {
            pool.part.apply(holder).takeOver(more);
        }
    }

    private void giveBack(@Nullable Holder holder, long less) {
        takeOver(holder, -less);
    }
}
