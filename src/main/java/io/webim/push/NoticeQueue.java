package io.webim.push;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which notices wait, and until when. Messages of a conversation that come close together are one notice. Bounded: what
 * finds no room is left out. No I/O; the clock is the caller's, in milliseconds.
 */
final class NoticeQueue {
    private static final Logger log = LoggerFactory.getLogger(NoticeQueue.class);
    /** Reading on another device needs a moment to be stored. */
    static final long GATHER_MILLIS = 400;
    /** Between two pushes of one conversation. */
    static final long SPACING_MILLIS = 3_000;

    static final int MOST_WAITING = 10_000;
    static final int MOST_AT_ONCE = 64;
    static final int MOST_ATTEMPTS = 4;
    static final long FIRST_RETRY_MILLIS = 2_000;
    static final long LONGEST_RETRY_MILLIS = 600_000;

    private final Map<Key, Notice> waiting = new LinkedHashMap<>();
    private final Map<Key, Told> told = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Told> eldest) {
            return size() > MOST_WAITING;
        }
    };
    /** Whose pushes are on their way: nobody's slow services hold up more than their own. */
    private final Set<Long> busy = new HashSet<>();

    private boolean full;

    /** @param sessionId the one that is tried again; 0 for all */
    private record Key(long userId, long conversationId, long sessionId) {
        private Key ofAll() {
            return new Key(userId, conversationId, 0);
        }
    }

    /**
     * A message to be told.
     *
     * @param sessionId the one that is tried again; 0 for all
     * @param open sessions whose page tells by itself
     */
    record Notice(long userId, long conversationId, long sessionId, long seq, Set<Long> open, int attempt, long due) {
        private Key key() {
            return new Key(userId, conversationId, sessionId);
        }

        /** Whether a session is one of those that this is for. */
        boolean isFor(long session) {
            return !open.contains(session) && (sessionId == 0 || sessionId == session);
        }
    }

    private record Told(long seq, long at) {}

    /** A newer message takes the place of one that waits, and is not later than it. */
    void add(long userId, long conversationId, long seq, Set<Long> open, long now) {
        var key = new Key(userId, conversationId, 0);
        var last = told.get(key);
        long due = Math.max(now + GATHER_MILLIS, last == null ? 0 : last.at() + SPACING_MILLIS);
        var before = waiting.get(key);
        put(new Notice(userId, conversationId, 0, seq, open, 1, before == null ? due : Math.min(due, before.due())));
    }

    /** The notices whose time has come, one a user; those users are {@link #done} when their services have answered. */
    List<Notice> takeDue(long now) {
        var due = new ArrayList<Notice>();
        for (var notice : waiting.values()) {
            if (notice.due() <= now && busy.size() < MOST_AT_ONCE && busy.add(notice.userId())) {
                due.add(notice);
            }
        }
        for (var notice : due) {
            waiting.remove(notice.key());
            if (notice.sessionId() == 0) {
                told.put(notice.key(), new Told(notice.seq(), now));
            }
        }
        return due;
    }

    void done(long userId) {
        busy.remove(userId);
    }

    /** Whether a notice that is tried again was overtaken meanwhile by a newer one of its conversation. */
    boolean isOvertaken(Notice notice) {
        var last = told.get(notice.key().ofAll());
        return last != null && last.seq() > notice.seq();
    }

    /**
     * Tries one session again, later each time and in the end no more.
     *
     * @param retryAfter seconds that its service asks for; 0 where it does not
     */
    void again(Notice notice, long sessionId, int retryAfter, long now) {
        if (notice.attempt() >= MOST_ATTEMPTS) {
            return;
        }
        long wait = Math.max(retryAfter * 1_000L, FIRST_RETRY_MILLIS << (2 * (notice.attempt() - 1)));
        put(new Notice(
                notice.userId(),
                notice.conversationId(),
                sessionId,
                notice.seq(),
                notice.open(),
                notice.attempt() + 1,
                now + Math.min(wait, LONGEST_RETRY_MILLIS)));
    }

    void clear() {
        waiting.clear();
    }

    int waiting() {
        return waiting.size();
    }

    private void put(Notice notice) {
        boolean room = waiting.size() < MOST_WAITING || waiting.containsKey(notice.key());
        if (room) {
            waiting.put(notice.key(), notice);
        } else if (!full) {
            log.warn("Too many pushes wait: some are left out");
        }
        full = !room;
    }
}
