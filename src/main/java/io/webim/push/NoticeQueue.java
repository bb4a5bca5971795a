package io.webim.push;

import io.vertx.core.Future;
import io.webim.bus.SparseLog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.LoggerFactory;

/**
 * Which notices wait, and until when. Messages of a conversation that come close together are one notice. Users take
 * turns. Bounded: what finds no room is left out, first of those who have the most. No I/O; the clock is the caller's, in
 * milliseconds.
 */
final class NoticeQueue {
    /** Reading on another device needs a moment to be stored. */
    static final long GATHER_MILLIS = 400;
    /** Between two pushes of one conversation. */
    static final long SPACING_MILLIS = 3_000;

    static final int MOST_WAITING = 10_000;
    static final int MOST_WAITING_OF_ONE = 256;
    /** Of all users together: a large group leaves room for others. */
    static final int MOST_WAITING_OF_CONVERSATION = MOST_WAITING / 10;

    static final int MOST_ATTEMPTS = 4;
    static final long FIRST_RETRY_MILLIS = 2_000;
    static final long LONGEST_RETRY_MILLIS = 600_000;

    private final SparseLog log = new SparseLog(LoggerFactory.getLogger(NoticeQueue.class));
    private final PushPlaces places = new PushPlaces();
    /** By user, in the order of whose turn it is; of each at least one. */
    private final Map<Long, Map<Key, Notice>> waiting = new LinkedHashMap<>();

    private final Map<Long, Integer> ofConversations = new HashMap<>();
    private int count;
    private final Map<Key, Told> told = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Told> eldest) {
            return size() > MOST_WAITING;
        }
    };
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
     * @param from the first message that it is for: where the newest is not to be told, one of those between is
     * @param mention the newest message that mentions the user; 0 where none does
     * @param open sessions whose page tells by itself
     */
    record Notice(
            long userId,
            long conversationId,
            long sessionId,
            long from,
            long seq,
            long mention,
            Set<Long> open,
            int attempt,
            long due) {
        /** Of one message, where nobody is mentioned. */
        Notice(long userId, long conversationId, long sessionId, long seq, Set<Long> open, int attempt, long due) {
            this(userId, conversationId, sessionId, seq, seq, 0, open, attempt, due);
        }

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
        add(userId, conversationId, seq, false, open, now);
    }

    /**
     * An older message takes no place from a newer one: it says something else since it was sent.
     *
     * @param isMentioned whether the user is, by this message
     */
    void add(long userId, long conversationId, long seq, boolean isMentioned, Set<Long> open, long now) {
        var key = new Key(userId, conversationId, 0);
        var last = told.get(key);
        long due = Math.max(now + GATHER_MILLIS, last == null ? 0 : last.at() + SPACING_MILLIS);
        var before = of(userId).get(key);
        if (before == null) {
            put(new Notice(userId, conversationId, 0, seq, seq, isMentioned ? seq : 0, open, 1, due));
            return;
        }
        long newest = Math.max(seq, before.seq());
        long mention = isMentioned ? Math.max(seq, before.mention()) : before.mention();
        put(new Notice(
                userId, conversationId, 0, before.from(), newest, mention, open, 1, Math.min(due, before.due())));
    }

    /** The notices whose time has come and who have a place, one a user; each is to be {@link #done}. */
    List<Notice> takeDue(long now) {
        var due = new ArrayList<Notice>();
        take(false, now, due);
        take(true, now, due);
        places.cutThose();
        return due;
    }

    private void take(boolean slow, long now, List<Notice> taken) {
        for (long userId : List.copyOf(waiting.keySet())) {
            var due = places.isSlow(userId) == slow && places.mayEnter(userId, now)
                    ? first(userId, now)
                    : Optional.<Notice>empty();
            if (due.isPresent()) {
                if (!places.makeRoom(slow, now)) {
                    return;
                }
                take(due.get(), now);
                taken.add(due.get());
            }
        }
    }

    private Optional<Notice> first(long userId, long now) {
        return of(userId).values().stream()
                .filter(notice -> notice.due() <= now)
                .findFirst();
    }

    /** Its user comes last then. */
    private void take(Notice notice, long now) {
        places.enter(notice, now);
        var others = of(notice.userId());
        remove(notice);
        if (waiting.remove(notice.userId()) != null) {
            waiting.put(notice.userId(), others);
        }
        if (notice.sessionId() == 0) {
            told.put(notice.key(), new Told(notice.seq(), now));
        }
    }

    /** Completes when its services have been waited for for too long. */
    Future<Void> cut(Notice notice) {
        return places.cut(notice);
    }

    /** @param pushes that were sent for it */
    void done(Notice notice, int pushes, long now) {
        places.leave(notice, pushes, now);
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
                notice.from(),
                notice.seq(),
                notice.mention(),
                notice.open(),
                notice.attempt() + 1,
                now + Math.min(wait, LONGEST_RETRY_MILLIS)));
    }

    void clear() {
        waiting.clear();
        ofConversations.clear();
        count = 0;
    }

    int waiting() {
        return count;
    }

    private Map<Key, Notice> of(long userId) {
        return waiting.getOrDefault(userId, Map.of());
    }

    private void put(Notice notice) {
        long userId = notice.userId();
        boolean isNew = !of(userId).containsKey(notice.key());
        if (isNew && !(hasRoom(notice.conversationId()) && makeRoom(userId))) {
            log.warn("Too many pushes wait: some are left out");
            return;
        }
        waiting.computeIfAbsent(userId, absent -> new LinkedHashMap<>()).put(notice.key(), notice);
        if (isNew) {
            count++;
            ofConversations.merge(notice.conversationId(), 1, Integer::sum);
        }
    }

    private boolean hasRoom(long conversationId) {
        return ofConversations.getOrDefault(conversationId, 0) < MOST_WAITING_OF_CONVERSATION;
    }

    private boolean makeRoom(long userId) {
        int own = of(userId).size();
        if (own >= MOST_WAITING_OF_ONE) {
            return false;
        }
        if (count < MOST_WAITING) {
            return true;
        }
        var most = waiting.values().stream().max(Comparator.comparingInt(Map::size));
        if (most.isEmpty() || most.get().size() <= own + 1) {
            return false;
        }
        log.warn("Too many pushes wait: some are left out");
        remove(List.copyOf(most.get().values()).get(most.get().size() - 1));
        return true;
    }

    private void remove(Notice notice) {
        var others = of(notice.userId());
        others.remove(notice.key());
        count--;
        if (ofConversations.merge(notice.conversationId(), -1, Integer::sum) == 0) {
            ofConversations.remove(notice.conversationId());
        }
        if (others.isEmpty()) {
            waiting.remove(notice.userId());
        }
    }
}
