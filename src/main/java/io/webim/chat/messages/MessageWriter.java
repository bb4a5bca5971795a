package io.webim.chat.messages;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.messages.Draft.Written;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The one class that writes messages. A conversation belongs to one lane, so its messages are numbered in the order in
 * which they came; whoever is told "written" is told after the commit.
 */
public final class MessageWriter {
    private static final int LANES = 2;
    private static final long PATIENCE_MILLIS = 4_000;
    private static final long PAUSE_MILLIS = 150;

    private final List<Lane> lanes;

    /** @param committed told of each written draft in the order of its conversation, before its sender is */
    public MessageWriter(Vertx vertx, MessageStore store, BiConsumer<Draft, Written> committed, WriterMeters meters) {
        Supplier<Committer> committers = () -> new Committer(
                store::write,
                () -> vertx.timer(PAUSE_MILLIS, TimeUnit.MILLISECONDS),
                PATIENCE_MILLIS,
                committed,
                meters);
        lanes = Stream.generate(() -> new Lane(committers.get()::commit))
                .limit(LANES)
                .toList();
    }

    public Future<Written> write(Conversation conversation, long senderId, UUID clientId, Content content) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        var draft = new Draft(conversation, senderId, clientId, content, deadline, Promise.promise());
        conversation.pin();
        lane(conversation.id).write(draft);
        return draft.result().future().onComplete(done -> conversation.unpin());
    }

    /** Runs another write to a conversation when it is the turn of whoever it is for. */
    public <T> Future<T> inTurn(long userId, long conversationId, Supplier<Future<T>> job) {
        return lane(conversationId).run(userId, job);
    }

    /** How many lanes there are, and which one a conversation belongs to. */
    int lanes() {
        return LANES;
    }

    public int laneOf(long conversationId) {
        return (int) (conversationId % LANES);
    }

    /** How much is queued; for metrics, from any thread, and no more exact than they are. */
    public int waiting() {
        return lanes.stream().mapToInt(Lane::waiting).sum();
    }

    /** Completes when all that was queued has been settled. */
    public Future<Void> drained() {
        return Future.all(lanes.stream().map(Lane::drained).toList()).mapEmpty();
    }

    private Lane lane(long conversationId) {
        return lanes.get(laneOf(conversationId));
    }
}
