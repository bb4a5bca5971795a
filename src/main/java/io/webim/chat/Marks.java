package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.webim.chat.Conversation.Member;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves marks: at once in memory, in the database 100 ms later at most when it is well, together with all others that
 * moved meanwhile. A crash loses them at most; the devices tell them again.
 */
final class Marks {
    private static final long DELAY_MILLIS = 100;
    private static final Logger log = LoggerFactory.getLogger(Marks.class);

    private final Vertx vertx;
    private final MarkStore store;
    private final MessageWriter writer;
    private final Map<Key, Dirty> dirty = new HashMap<>();
    private final Map<Key, Future<Void>> storing = new HashMap<>();
    private boolean scheduled;
    private boolean failing;

    private record Key(long conversationId, long userId) {}

    /** @param stored completes when the database has the mark, or a later one */
    private record Dirty(Conversation conversation, Member member, Move received, Move read, Promise<Void> stored) {}

    /** Where a mark stood, how far it went, and when: 0 while it stands still. */
    private record Move(long from, long to, long at) {
        static Move of(long from, long to) {
            return new Move(from, to, from == to ? 0 : System.currentTimeMillis());
        }

        Move and(Move other) {
            return new Move(Math.min(from, other.from), Math.max(to, other.to), Math.max(at, other.at));
        }
    }

    Marks(Vertx vertx, MarkStore store, MessageWriter writer) {
        this.vertx = vertx;
        this.store = store;
        this.writer = writer;
    }

    /** @return whether the mark moved */
    boolean received(Conversation conversation, long userId, long seq) {
        var member = conversation.member(userId);
        return move(conversation, member, () -> member.receive(seq, conversation.lastSeq()));
    }

    /** @return whether the mark moved */
    boolean read(Conversation conversation, long userId, long seq) {
        var member = conversation.member(userId);
        return move(conversation, member, () -> member.read(seq, conversation.lastSeq()));
    }

    /** Completes when the database has this member's marks as they are now: what is lost before, the device tells again. */
    Future<Void> stored(Conversation conversation, long userId) {
        var key = new Key(conversation.id, userId);
        var waiting = dirty.get(key);
        return waiting != null ? waiting.stored().future() : storing.getOrDefault(key, Future.succeededFuture());
    }

    /** Completes when what has moved in these conversations is stored, so that a query sees it. */
    Future<Void> settled(Set<Long> conversationIds) {
        store(dirty.values().stream()
                .filter(entry -> conversationIds.contains(entry.conversation().id))
                .toList());
        return Future.all(storing.entrySet().stream()
                        .filter(entry -> conversationIds.contains(entry.getKey().conversationId()))
                        .map(Map.Entry::getValue)
                        .toList())
                .mapEmpty();
    }

    /** Completes when everything is stored; for the shutdown. */
    Future<Void> flush() {
        store(List.copyOf(dirty.values()));
        return Future.all(List.copyOf(storing.values())).mapEmpty();
    }

    private boolean move(Conversation conversation, Member member, BooleanSupplier move) {
        long received = member.received();
        long read = member.read();
        boolean moved = move.getAsBoolean();
        if (moved) {
            keep(new Dirty(
                    conversation,
                    member,
                    Move.of(received, member.received()),
                    Move.of(read, member.read()),
                    Promise.promise()));
        }
        return moved;
    }

    private void keep(Dirty entry) {
        var key = new Key(entry.conversation().id, entry.member().userId);
        var before = dirty.get(key);
        if (before == null) {
            entry.conversation().pin();
            dirty.put(key, entry);
        } else {
            dirty.put(
                    key,
                    new Dirty(
                            entry.conversation(),
                            entry.member(),
                            before.received().and(entry.received()),
                            before.read().and(entry.read()),
                            before.stored()));
            before.stored().future().onSuccess(entry.stored()::tryComplete);
        }
        if (!scheduled) {
            scheduled = true;
            vertx.setTimer(DELAY_MILLIS, id -> {
                scheduled = false;
                store(List.copyOf(dirty.values()));
            });
        }
    }

    private void store(Collection<Dirty> entries) {
        var byLane = new HashMap<Integer, List<Dirty>>();
        entries.forEach(
                entry -> byLane.computeIfAbsent(writer.laneOf(entry.conversation().id), lane -> new ArrayList<>())
                        .add(entry));
        byLane.values().forEach(this::storeInTurn);
    }

    private void storeInTurn(List<Dirty> entries) {
        entries.sort(Comparator.<Dirty>comparingLong(entry -> entry.conversation().id)
                .thenComparingLong(entry -> entry.member().userId));
        entries.forEach(entry -> dirty.remove(key(entry)));
        var stored = writer.inTurn(
                entries.get(0).conversation().id,
                () -> store.store(entries.stream().map(Marks::toStore).toList()));
        entries.forEach(entry -> storing.put(key(entry), stored));
        stored.onComplete(done -> {
            entries.forEach(entry -> storing.remove(key(entry), stored));
            entries.forEach(entry -> settle(entry, done.succeeded()));
            entries.forEach(entry -> entry.conversation().unpin());
            note(done.cause());
        });
    }

    private void settle(Dirty entry, boolean stored) {
        if (stored) {
            entry.stored().tryComplete();
        } else {
            keep(entry);
        }
    }

    private static MarkStore.Marks toStore(Dirty entry) {
        var member = entry.member();
        return new MarkStore.Marks(
                entry.conversation().id,
                member.userId,
                entry.conversation().peerOf(member.userId).userId,
                member.received(),
                member.read(),
                entry.received().from() + 1,
                Math.min(member.received(), member.cachedTo()),
                new MarkStore.Reached(entry.received().to(), entry.received().at()),
                new MarkStore.Reached(entry.read().to(), entry.read().at()));
    }

    private static Key key(Dirty entry) {
        return new Key(entry.conversation().id, entry.member().userId);
    }

    /** One line when storing begins to fail and one when it works again. */
    private void note(@Nullable Throwable error) {
        if (error != null && !failing) {
            log.warn("Marks wait in memory for the database: {}", error.toString());
        } else if (error == null && failing) {
            log.info("Marks are stored again");
        }
        failing = error != null;
    }
}
