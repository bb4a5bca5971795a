package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.webim.chat.Conversation.Member;
import io.webim.chat.Conversation.Position;
import io.webim.contract.Gossip;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves marks: at once in memory, in the database 100 ms later at most when it is well, together with all others that
 * moved meanwhile. A crash loses them at most; the devices tell them again.
 */
final class Marks {
    private static final long DELAY_MILLIS = 100;
    /** After which a node that has not stored what it has moved is taken for gone. */
    private static final long PATIENCE_MILLIS = 2_000;

    private static final int MOST_TOGETHER = 128;
    private static final int MOST_CACHED = 1_000;
    private static final Logger log = LoggerFactory.getLogger(Marks.class);

    private final Vertx vertx;
    private final MarkStore store;
    private final MessageWriter writer;
    private final Gossip gossip;
    private final Map<MemberKey, MovedMarks> dirty = new HashMap<>();
    private final Map<MemberKey, Future<Void>> storing = new HashMap<>();
    /** What other nodes have moved, and have not said to be stored yet. */
    private final Map<MemberKey, Heard> elsewhere = new HashMap<>();

    private boolean scheduled;
    private boolean failing;

    Marks(Vertx vertx, MarkStore store, MessageWriter writer, Gossip gossip) {
        this.gossip = gossip;
        this.vertx = vertx;
        this.store = store;
        this.writer = writer;
    }

    /**
     * What has moved of a member's marks.
     *
     * @param own what the member has
     * @param told what the others see of it
     */
    record Moved(boolean own, boolean told) {
        private static Moved between(Position before, Position now) {
            return new Moved(
                    now.received() > before.received() || now.read() > before.read(), now.isToldMoreThan(before));
        }
    }

    /** Among many it is stored only who has a message first. */
    Moved received(Conversation conversation, long userId, long seq) {
        var member = conversation.member(userId);
        if (!conversation.hasReceipts() && !conversation.isAhead(seq)) {
            var before = member.position();
            conversation.receive(member, seq);
            return Moved.between(before, member.position());
        }
        return move(conversation, member, () -> conversation.receive(member, seq));
    }

    Moved read(Conversation conversation, long userId, long seq) {
        var member = conversation.member(userId);
        return move(conversation, member, () -> conversation.read(member, seq));
    }

    /** @param before where the marks stood, as far as is known in the database too */
    private record Heard(Conversation conversation, Member member, Position before) {}

    /** Another node has moved marks. Where it does not store them, or somebody relies on it before, this one does. */
    void movedElsewhere(Conversation conversation, long userId, Position position, boolean stored) {
        if (!conversation.has(userId)) {
            return;
        }
        var member = conversation.member(userId);
        var before = member.position();
        conversation.movedElsewhere(userId, position);
        var key = new MemberKey(conversation.id, userId);
        var now = member.position();
        if (stored && position.received() >= now.received() && position.read() >= now.read()) {
            elsewhere.remove(key);
        } else if (!stored
                && !before.equals(now)
                && elsewhere.putIfAbsent(key, new Heard(conversation, member, before)) == null) {
            vertx.setTimer(PATIENCE_MILLIS, id -> takeOver(key));
        }
    }

    private void takeOver(MemberKey key) {
        @Nullable Heard heard = elsewhere.remove(key);
        if (heard != null) {
            keep(MovedMarks.since(heard.before(), heard.conversation(), heard.member(), System.currentTimeMillis()));
        }
    }

    /** Completes when the database has this member's marks as they are now: what is lost before, the device tells again. */
    Future<Void> stored(Conversation conversation, long userId) {
        var key = new MemberKey(conversation.id, userId);
        takeOver(key);
        var waiting = dirty.get(key);
        return waiting != null ? waiting.stored().future() : storing.getOrDefault(key, Future.succeededFuture());
    }

    /** Completes when what has moved in these conversations is stored, so that a query sees it. */
    Future<Void> settled(Set<Long> conversationIds) {
        List.copyOf(elsewhere.keySet()).stream()
                .filter(key -> conversationIds.contains(key.conversationId()))
                .forEach(this::takeOver);
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

    private Moved move(Conversation conversation, Member member, Runnable move) {
        var before = member.position();
        move.run();
        var moved = Moved.between(before, member.position());
        if (moved.own() || moved.told()) {
            keep(MovedMarks.since(before, conversation, member, System.currentTimeMillis()));
            News.marks(gossip, conversation.id, member.userId, member.position(), false);
        }
        return moved;
    }

    private void keep(MovedMarks moved) {
        var before = dirty.get(moved.key());
        if (before == null) {
            moved.conversation().pin();
            dirty.put(moved.key(), moved);
        } else {
            dirty.put(moved.key(), before.and(moved));
        }
        if (!scheduled) {
            scheduled = true;
            vertx.setTimer(DELAY_MILLIS, id -> {
                scheduled = false;
                store(List.copyOf(dirty.values()));
            });
        }
    }

    private void store(Collection<MovedMarks> entries) {
        var byLane = new TreeMap<Integer, List<MovedMarks>>();
        entries.stream()
                .sorted(Comparator.comparing(MovedMarks::key))
                .forEach(entry -> byLane.computeIfAbsent(
                                writer.laneOf(entry.conversation().id), lane -> new ArrayList<>())
                        .add(entry));
        byLane.values().forEach(ofLane -> shares(ofLane).forEach(this::storeShare));
    }

    /** What is stored in one turn is bounded, by marks and by messages that leave the cache with them. */
    private static List<List<MovedMarks>> shares(List<MovedMarks> entries) {
        var shares = new ArrayList<List<MovedMarks>>();
        var share = new ArrayList<MovedMarks>();
        long cached = 0;
        for (var entry : entries) {
            if (share.size() == MOST_TOGETHER || (!share.isEmpty() && cached + entry.cached() > MOST_CACHED)) {
                shares.add(share);
                share = new ArrayList<>();
                cached = 0;
            }
            share.add(entry);
            cached += entry.cached();
        }
        shares.add(share);
        return shares;
    }

    private void storeShare(List<MovedMarks> entries) {
        entries.forEach(entry -> dirty.remove(entry.key()));
        var stored = storeInTurns(entries);
        entries.forEach(entry -> storing.put(entry.key(), stored));
        stored.onComplete(done -> {
            entries.forEach(entry -> storing.remove(entry.key(), stored));
            entries.forEach(entry -> settle(entry, done.succeeded()));
            entries.forEach(entry -> entry.conversation().unpin());
            note(done.cause());
        });
    }

    /** One turn after the other: in between, others write. */
    private Future<Void> storeInTurns(List<MovedMarks> entries) {
        var steps = entries.stream().map(entry -> entry.toStore(MOST_CACHED)).toList();
        return writer.inTurn(Lane.NOBODY, steps.get(0).conversationId(), () -> store.store(steps))
                .compose(done -> {
                    var rest = IntStream.range(0, steps.size())
                            .mapToObj(i -> entries.get(i).beyond(steps.get(i)))
                            .flatMap(Optional::stream)
                            .toList();
                    return rest.isEmpty() ? Future.succeededFuture() : storeInTurns(rest);
                });
    }

    private void settle(MovedMarks entry, boolean stored) {
        if (stored) {
            entry.conversation().drained(entry.member(), entry.received().to());
            // Once more: whoever has read the conversation in between has heard of the move too early.
            News.marks(
                    gossip,
                    entry.conversation().id,
                    entry.member().userId,
                    entry.member().position(),
                    !dirty.containsKey(entry.key()) && !elsewhere.containsKey(entry.key()));
            entry.stored().tryComplete();
        } else {
            keep(entry);
        }
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
