package io.webim.edge;

import java.util.concurrent.atomic.AtomicLong;

/** Something of which so much may be held at once. Safe from any thread. */
final class Budget {
    private final long most;
    private final AtomicLong held = new AtomicLong();

    Budget(long most) {
        this.most = most;
    }

    /** @return false where there is not enough left; then nothing has changed */
    boolean take(long amount) {
        if (held.addAndGet(amount) <= most) {
            return true;
        }
        held.addAndGet(-amount);
        return false;
    }

    /** Takes what is held already, by somebody else. */
    void takeOver(long amount) {
        held.addAndGet(amount);
    }

    /** Whether so much is held that those who have been refused cannot have let go yet. */
    boolean isFarOver() {
        return held.get() > 2 * most;
    }

    void giveBack(long amount) {
        held.addAndGet(-amount);
    }

    long held() {
        return held.get();
    }
}
