package io.webim.contract;

import java.util.function.Consumer;

/** What one node does for all of them, and another one once that is gone. */
public interface Duty {
    /** There is nobody else to do it. */
    Duty OURS = listener -> listener.accept(true);

    /** @param listener told on the context that calls this whenever it becomes this node's duty, or ceases to be */
    void onChange(Consumer<Boolean> listener);
}
