package io.webim.chat.marks;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.Member;
import io.webim.chat.conversations.MemberKey;
import io.webim.chat.conversations.NodeNews;
import io.webim.chat.conversations.Position;
import io.webim.chat.marks.HeardMarks.Heard;
import io.webim.chat.messages.Lane;
import io.webim.chat.messages.MessageWriter;
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
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves marks: at once in memory, in the database 100 ms later at most when it is well, together with all others that
 * moved meanwhile. A crash loses them at most; the devices tell them again.
 */
public final class Marks {
    private static final long DELAY_MILLIS = 100;
    /** After which a node that has not stored what it has moved is taken for gone. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long WATCH_MILLIS = 1_000;
    private static final int MOST_HEARD = 10_000;

    private static final int MOST_TOGETHER = 128;
    private static final int MOST_CACHED = 1_000;
    private static final Logger log = LoggerFactory.getLogger(Marks.class);

    private final BiConsumer<Long, Runnable> later;
    private final Function<List<MarkStore.MarkRow>, Future<Void>> store;
    private final LongToIntFunction laneOf;
    private final Gossip gossip;
    private final Map<MemberKey, MovedMarks> dirty = new HashMap<>();
    private final Map<MemberKey, Future<Void>> storing = new HashMap<>();
    private final HeardMarks elsewhere;

    private boolean scheduled;
    private boolean watching;
    private boolean failing;

    public Marks(Vertx vertx, MarkStore store, MessageWriter writer, Gossip gossip) {
        this(
                (millis, job) -> vertx.setTimer(millis, id -> job.run()),
                marks -> writer.inTurn(Lane.NOBODY, marks.get(0).conversationId(), () -> store.store(marks)),
                writer::laneOf,
                gossip,
                MOST_HEARD);
    }

    /**
     * @param later runs something after so many milliseconds
     * @param store stores marks of conversations of one lane, in its turn
     * @param mostHeard of so many members it is kept what other nodes have moved and not stored
     */
    public Marks(
            BiConsumer<Long, Runnable> later,
            Function<List<MarkStore.MarkRow>, Future<Void>> store,
            LongToIntFunction laneOf,
            Gossip gossip,
            int mostHeard) {
        this.later = later;
        this.store = store;
        this.laneOf = laneOf;
        this.gossip = gossip;
        this.elsewhere = new HeardMarks(mostHeard);
    }

    /**
     * What has moved of a member's marks.
     *
     * @param own what the member has
     * @param told what the others see of it
     */
    public record Moved(boolean own, boolean told) {
        private static Moved between(Position before, Position now) {
            return new Moved(
                    now.received() > before.received() || now.read() > before.read(), now.isToldMoreThan(before));
        }
    }

    /** Among many it is stored only who has a message first. */
    public Moved received(Conversation conversation, long userId, long seq) {
        var member = conversation.member(userId);
        if (!conversation.hasReceipts() && !conversation.isAhead(seq)) {
            var before = member.position();
            conversation.receive(member, seq);
            return Moved.between(before, member.position());
        }
        return move(conversation, member, () -> conversation.receive(member, seq));
    }

    public Moved read(Conversation conversation, long userId, long seq) {
        var member = conversation.member(userId);
        return move(conversation, member, () -> conversation.read(member, seq));
    }

    /** Another node has moved marks. Where it does not store them, or somebody relies on it before, this one does. */
    public void movedElsewhere(Conversation conversation, long userId, Position position, boolean stored) {
        var key = new MemberKey(conversation.id, userId);
        // What there is no room for is told once more when it is stored.
        if (!conversation.has(userId) || (!stored && !elsewhere.hasRoomFor(key))) {
            return;
        }
        var member = conversation.member(userId);
        var before = member.position();
        conversation.movedElsewhere(userId, position);
        var now = member.position();
        if (stored) {
            elsewhere.stored(key, position);
        } else if (!before.equals(now)) {
            elsewhere.add(new Heard(conversation, member, before, now, System.nanoTime()));
            watch();
        }
    }

    private void watch() {
        if (!watching) {
            watching = true;
            later.accept(WATCH_MILLIS, () -> {
                watching = false;
                elsewhere.takeBefore(System.nanoTime() - PATIENCE_NANOS).forEach(this::takeOver);
                if (!elsewhere.isEmpty()) {
                    watch();
                }
            });
        }
    }

    private void takeOver(Heard heard) {
        keep(heard.moved());
    }

    /** Completes when the database has this member's marks as they are now: what is lost before, the device tells again. */
    public Future<Void> stored(Conversation conversation, long userId) {
        var key = new MemberKey(conversation.id, userId);
        elsewhere.take(key).forEach(this::takeOver);
        var waiting = dirty.get(key);
        return waiting != null ? waiting.stored().future() : storing.getOrDefault(key, Future.succeededFuture());
    }

    /** Completes when this member's marks are known wherever the member asks next: without other nodes they are. */
    public Future<Void> known(Conversation conversation, long userId) {
        return gossip == Gossip.NONE ? Future.succeededFuture() : stored(conversation, userId);
    }

    /** Completes when what has moved in these conversations is stored, so that a query sees it. */
    public Future<Void> settled(Set<Long> conversationIds) {
        conversationIds.forEach(id -> elsewhere.take(id).forEach(this::takeOver));
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
    public Future<Void> flush() {
        store(List.copyOf(dirty.values()));
        return Future.all(List.copyOf(storing.values())).mapEmpty();
    }

    private Moved move(Conversation conversation, Member member, Runnable move) {
        var before = member.position();
        move.run();
        var moved = Moved.between(before, member.position());
        if (moved.own() || moved.told()) {
            keep(MovedMarks.since(before, conversation, member, System.currentTimeMillis()));
            NodeNews.marks(gossip, conversation.id, member.userId, member.position(), false);
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
            later.accept(DELAY_MILLIS, () -> {
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
                                laneOf.applyAsInt(entry.conversation().id), lane -> new ArrayList<>())
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
        return store.apply(steps).compose(done -> {
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
            // Once more: whoever has read the conversation in between has heard of the move too early. No more than is
            // stored, since the member may have gone on.
            NodeNews.marks(gossip, entry.conversation().id, entry.member().userId, entry.position(), true);
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
