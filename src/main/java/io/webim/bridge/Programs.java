package io.webim.bridge;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The sockets of all bots of a person: together as many as one user may have open. Safe from any thread. */
final class Programs {
    private final int most;
    /** By who pays for them, the oldest first. */
    private final Map<Long, Set<ClientSession>> open = new ConcurrentHashMap<>();

    Programs(int most) {
        this.most = most;
    }

    /** One has logged in; the oldest makes room where there are too many. */
    void add(ClientSession session) {
        if (!session.hasToken()) {
            return;
        }
        open.compute(session.caller().payer(), (payer, present) -> {
            var sessions = Objects.requireNonNullElseGet(present, LinkedHashSet<ClientSession>::new);
            sessions.add(session);
            if (sessions.size() > most) {
                var oldest = sessions.iterator().next();
                sessions.remove(oldest);
                oldest.run(() -> oldest.close(CloseReason.TOO_MANY_SOCKETS));
            }
            return sessions;
        });
    }

    void remove(ClientSession session) {
        open.computeIfPresent(session.caller().payer(), (payer, sessions) -> without(session, sessions));
    }

    @SuppressWarnings("NullAway") // computeIfPresent() takes null for "remove"; the checker reads it as a value.
    private static Set<ClientSession> without(ClientSession session, Set<ClientSession> sessions) {
        sessions.remove(session);
        return sessions.isEmpty() ? null : sessions;
    }
}
