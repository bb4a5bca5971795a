package io.webim.push;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.webim.contract.Times;
import io.webim.push.Sender.Outcome;
import io.webim.push.SubscriptionStore.Telling;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be told, until it is told or has become pointless. Messages of a conversation that come close together are
 * one push; what there is to say is read at the last moment. Bounded: a push is a courtesy, the message itself is safe.
 */
final class Notices {
    private static final Logger log = LoggerFactory.getLogger(Notices.class);
    private static final long TICK_MILLIS = 200;
    /** Reading on another device needs a moment to be stored. */
    private static final long GATHER_MILLIS = 400;
    /** Between two pushes of one conversation. */
    private static final long SPACING_MILLIS = 3_000;

    private static final int MOST_WAITING = 10_000;
    private static final int MOST_AT_ONCE = 64;
    private static final int MOST_ATTEMPTS = 4;
    private static final long FIRST_RETRY_MILLIS = 2_000;
    private static final long LONGEST_RETRY_MILLIS = 600_000;
    /** A device that hangs is noticed within a minute or two. */
    private static final Duration HANGING = Duration.ofMinutes(5);

    private final Vertx vertx;
    private final SubscriptionStore store;
    private final SubscriptionService subscriptions;
    private final Sender sender;
    private final Map<Key, Notice> waiting = new LinkedHashMap<>();
    private final Map<Key, Told> told = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Told> eldest) {
            return size() > MOST_WAITING;
        }
    };
    private final long timer;
    /** Whose pushes are on their way: nobody's slow services hold up more than their own. */
    private final Set<Long> busy = new HashSet<>();

    private boolean full;

    /** @param sessionId the one that is tried again; 0 for all */
    private record Key(long userId, long conversationId, long sessionId) {
        Key ofAll() {
            return new Key(userId, conversationId, 0);
        }
    }

    /** @param open sessions whose page tells by itself */
    private record Notice(long seq, Set<Long> open, int attempt, long due) {}

    private record Told(long seq, long at) {}

    Notices(Vertx vertx, SubscriptionStore store, SubscriptionService subscriptions, Sender sender) {
        this.vertx = vertx;
        this.store = store;
        this.subscriptions = subscriptions;
        this.sender = sender;
        this.timer = vertx.setPeriodic(TICK_MILLIS, tick -> next());
    }

    void stop() {
        vertx.cancelTimer(timer);
        waiting.clear();
    }

    /** A message was written, and nobody looks at a device of its receiver. */
    void unseen(JsonObject event) {
        long userId = event.getLong("userId");
        if (subscriptions.maySubscribe(userId)) {
            add(
                    new Key(userId, event.getLong("conversationId"), 0),
                    event.getLong("seq"),
                    Set.copyOf(PushVerticle.ids(event.getJsonArray("sessionIds"))));
        }
    }

    /** What a device that hung did not take is told now. */
    void away(long userId) {
        if (!subscriptions.maySubscribe(userId)) {
            return;
        }
        store.unreceived(userId, Times.now().minus(HANGING))
                .onSuccess(found -> found.forEach(
                        message -> add(new Key(userId, message.conversationId(), 0), message.seq(), Set.of())))
                .onFailure(error -> log.debug("What user {} has missed is not known: {}", userId, error.toString()));
    }

    private void add(Key key, long seq, Set<Long> open) {
        var last = told.get(key);
        long now = System.currentTimeMillis();
        long due = Math.max(now + GATHER_MILLIS, last == null ? 0 : last.at() + SPACING_MILLIS);
        var before = waiting.get(key);
        put(key, new Notice(seq, open, 1, before == null ? due : Math.min(due, before.due())));
    }

    private void put(Key key, Notice notice) {
        boolean room = waiting.size() < MOST_WAITING || waiting.containsKey(key);
        if (room) {
            waiting.put(key, notice);
        } else if (!full) {
            log.warn("Too many pushes wait: some are left out");
        }
        full = !room;
    }

    private void next() {
        long now = System.currentTimeMillis();
        var due = new LinkedHashMap<Key, Notice>();
        waiting.forEach((key, notice) -> {
            if (notice.due() <= now && busy.size() < MOST_AT_ONCE && busy.add(key.userId())) {
                due.put(key, notice);
            }
        });
        waiting.keySet().removeAll(due.keySet());
        due.forEach(this::tell);
    }

    private void tell(Key key, Notice notice) {
        if (key.sessionId() == 0) {
            told.put(key, new Told(notice.seq(), System.currentTimeMillis()));
        }
        store.toTell(key.userId(), key.conversationId(), notice.seq())
                .compose(tellings -> Future.join(tellings.stream()
                        .filter(telling -> isWanted(telling, key, notice))
                        .map(telling -> send(key, notice, telling))
                        .toList()))
                .onFailure(error -> log.debug("A push cannot be made up: {}", error.toString()))
                .onComplete(done -> busy.remove(key.userId()));
    }

    private boolean isWanted(Telling telling, Key key, Notice notice) {
        long sessionId = telling.subscription().sessionId();
        var last = told.get(key.ofAll());
        if (last != null && last.seq() > notice.seq()) {
            // Tried again, and overtaken meanwhile.
            return false;
        }
        return !notice.open().contains(sessionId) && (key.sessionId() == 0 || key.sessionId() == sessionId);
    }

    private Future<Outcome> send(Key key, Notice notice, Telling telling) {
        var subscription = telling.subscription();
        return sender.send(
                        subscription,
                        Payload.of(key.conversationId(), notice.seq(), telling),
                        Long.toString(key.conversationId()))
                .onSuccess(outcome -> settle(key, notice, subscription, outcome));
    }

    private void settle(Key key, Notice notice, Subscription subscription, Outcome outcome) {
        if (outcome.kind() == Outcome.Kind.GONE) {
            store.removeGone(subscription)
                    .onFailure(error -> log.warn("A push subscription was not removed: {}", error.toString()));
        } else if (outcome.kind() == Outcome.Kind.LATER && notice.attempt() < MOST_ATTEMPTS) {
            long wait = Math.max(outcome.retryAfter() * 1_000L, FIRST_RETRY_MILLIS << (2 * (notice.attempt() - 1)));
            long due = System.currentTimeMillis() + Math.min(wait, LONGEST_RETRY_MILLIS);
            put(
                    new Key(key.userId(), key.conversationId(), subscription.sessionId()),
                    new Notice(notice.seq(), notice.open(), notice.attempt() + 1, due));
        }
    }
}
