package io.webim.chat.marks;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.Conversation.Kind;
import io.webim.chat.conversations.Member;
import io.webim.chat.conversations.MemberKey;
import io.webim.chat.conversations.Position;
import io.webim.chat.conversations.Ticks.Settled;
import io.webim.chat.marks.HeardMarks.Heard;
import io.webim.chat.messages.Lane;
import io.webim.contract.Gossip;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of two nodes with one database, which stores when the test says so. */
class MarksTest {
    private static final long GROUP = 7;
    private static final long ANN = 1;
    private static final long LAST = 200;
    private static final long BOTH = 2;

    private final Map<Long, Position> database = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>(List.of(new Node(), new Node()));
    private final Node one = nodes.get(0);
    private final Node other = nodes.get(1);
    private long version = 1;

    @Test
    void whatIsToldToBeStoredIsNoMoreThanWhatIs() {
        receive(one, 95);
        one.marks.settled(Set.of(GROUP));
        receive(one, 96);
        one.marks.settled(Set.of(GROUP));
        one.storeNext();
        other.hearAll();

        assertThat(stored().received()).isEqualTo(95);
        assertAnswersOnceStored(other, 96);
    }

    @Test
    void whoHasGoneAndComeBackIsStoredAsTheOneWhoCameBack() {
        receive(one, 80);
        other.hearAll();
        comeBack(90);
        nodes.forEach(Node::hearAll);
        receive(one, 96);
        other.hearAll();

        assertAnswersOnceStored(other, 96);
        assertAnswersOnceStored(one, 96);
    }

    @Test
    void whatIsReadIsKnownAtTheOtherNodeOnceItIsAnswered() {
        one.marks.read(one.group, ANN, 96);
        var known = one.marks.known(one.group, ANN);
        assertThat(known.isComplete()).isFalse();
        one.passTime();
        one.storeAll();

        assertThat(known.succeeded()).isTrue();
        assertThat(stored().read()).isEqualTo(96);
    }

    @Test
    void whatANodeThatIsGoneHasNotStoredTheOtherOneStores() {
        receive(one, 96);
        other.hearAll();
        var settled = other.marks.settled(Set.of(GROUP));
        other.storeAll();

        assertThat(settled.succeeded()).isTrue();
        assertThat(stored().received()).isEqualTo(96);
    }

    @Test
    void beyondTheBoundItIsAsIfNothingHadBeenHeard() {
        var heard = new HeardMarks((int) BOTH);
        var group = group();
        for (long userId = ANN; userId <= BOTH + 1; userId++) {
            var key = new MemberKey(GROUP, userId);
            if (heard.hasRoomFor(key)) {
                heard.add(new Heard(group, group.member(userId), Position.of(0, 0), Position.of(userId, 0), userId));
            }
        }
        assertThat(heard.size()).isEqualTo((int) BOTH);
        assertThat(heard.hasRoomFor(new MemberKey(GROUP, ANN))).isTrue();
        assertThat(heard.hasRoomFor(new MemberKey(GROUP + 1, ANN))).isFalse();
        assertThat(group.isPinned()).isTrue();

        heard.stored(new MemberKey(GROUP, ANN), Position.of(ANN, 0));
        assertThat(heard.hasRoomFor(new MemberKey(GROUP + 1, ANN))).isTrue();
        assertThat(heard.takeBefore(BOTH)).isEmpty();
        assertThat(heard.takeBefore(BOTH + 1)).hasSize(1);
        assertThat(heard.isEmpty()).isTrue();
        assertThat(group.isPinned()).isFalse();
    }

    @Test
    void whatThereWasNoRoomForIsStoredBeforeItIsAnsweredAllTheSame() {
        var full = new Node(0);
        nodes.add(full);
        receive(one, 96);
        full.hearAll();
        assertThat(full.position().received()).isZero();
        assertAnswersOnceStored(full, 96);

        one.passTime();
        one.storeAll();
        receive(one, 97);
        one.passTime();
        one.storeAll();
        full.hearAll();
        assertThat(full.position().received()).isEqualTo(97);
    }

    /** Whatever comes first, an answer is never ahead of the database, nor is what a query relies on. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void nothingIsAnsweredBeforeItIsStored(int seed) {
        var random = new Random(seed);
        if (seed % 2 == 0) {
            nodes.add(new Node(seed / 4));
        }
        for (int step = 0; step < 3_000; step++) {
            var node = nodes.get(random.nextInt(nodes.size()));
            switch (random.nextInt(12)) {
                case 0, 1 -> receive(node, position(node).received() + random.nextInt(3));
                case 2 -> node.marks.read(node.group, ANN, position(node).received() + random.nextInt(2));
                case 3, 4 -> node.hearNext();
                case 5, 6 -> node.storeNext();
                case 7 -> node.failNext(random.nextBoolean());
                case 8 -> node.passTime();
                case 9 -> assertThatHolds(position(node), node.marks.settled(Set.of(GROUP)));
                case 10 -> assertThatHolds(position(node), node.marks.stored(node.group, ANN));
                default -> comeBackSometimes(random);
            }
        }
        for (int round = 0; round < 3; round++) {
            nodes.forEach(Node::passTime);
            nodes.forEach(Node::storeAll);
            nodes.forEach(Node::hearAll);
        }
        assertThat(nodes)
                .allSatisfy(
                        node -> assertThat(stored().isAtLeast(node.position())).isTrue());
        assertThat(stored().read()).isGreaterThan(20);
    }

    private void comeBackSometimes(Random random) {
        if (random.nextInt(8) == 0) {
            comeBack(Math.min(
                    LAST,
                    nodes.stream()
                            .mapToLong(node -> node.position().received())
                            .max()
                            .orElseThrow()));
        }
    }

    private static Position position(Node node) {
        return node.position();
    }

    private Position stored() {
        return database.getOrDefault(ANN, Position.of(0, 0));
    }

    private void receive(Node node, long seq) {
        node.marks.received(node.group, ANN, seq);
    }

    /** She has left the group, and entered it again: as it was when the database held its row. */
    private void comeBack(long at) {
        database.merge(ANN, Position.of(at, at), Position::and);
        long now = ++version;
        nodes.forEach(node -> node.untold.add(
                () -> node.group.changed(now, List.of(new Member(ANN, stored(), 0)), List.of(ANN), Settled.NOTHING)));
    }

    private void assertAnswersOnceStored(Node node, long seq) {
        receive(node, seq);
        var answer = node.marks.stored(node.group, ANN);
        node.marks.settled(Set.of(GROUP));
        node.storeAll();
        assertThat(answer.succeeded()).isTrue();
        assertThat(stored().received()).isGreaterThanOrEqualTo(seq);
    }

    private void assertThatHolds(Position at, Future<Void> answer) {
        answer.onSuccess(done -> assertThat(stored().isAtLeast(at))
                .as("%s was answered, stored is %s", at, stored())
                .isTrue());
    }

    private static Conversation group() {
        return new Conversation(
                GROUP,
                Kind.GROUP,
                LAST,
                List.of(new Member(ANN, 0, 0, 0), new Member(2, 0, 0, 0), new Member(3, 0, 0, 0)));
    }

    /** What one of them has in memory, and what is on its way to the database and from the others. */
    private final class Node implements Gossip {
        final Conversation group = group();
        final Deque<Runnable> untold = new ArrayDeque<>();
        private final Lane lane = new Lane(drafts -> Future.succeededFuture());
        private final Deque<Write> writes = new ArrayDeque<>();
        private final Deque<Runnable> later = new ArrayDeque<>();
        final Marks marks;

        Node() {
            this(100);
        }

        Node(int mostHeard) {
            marks = new Marks((millis, job) -> later.add(job), this::store, id -> 0, this, mostHeard);
        }

        private record Write(List<MarkStore.MarkRow> marks, Promise<Void> done) {}

        private Future<Void> store(List<MarkStore.MarkRow> what) {
            return lane.run(Lane.NOBODY, () -> {
                var write = new Write(what, Promise.promise());
                writes.add(write);
                return write.done().future();
            });
        }

        Position position() {
            return group.member(ANN).position();
        }

        void storeNext() {
            var write = writes.poll();
            if (write != null) {
                apply(write);
                write.done().complete();
            }
        }

        /** @param isStored though nobody learns of it */
        void failNext(boolean isStored) {
            var write = writes.poll();
            if (write != null) {
                if (isStored) {
                    apply(write);
                }
                write.done().fail("away");
            }
        }

        private void apply(Write write) {
            write.marks().forEach(mark -> database.merge(mark.userId(), mark.position(), Position::and));
        }

        void storeAll() {
            while (!writes.isEmpty()) {
                storeNext();
            }
        }

        void passTime() {
            for (int due = later.size(); due > 0; due--) {
                later.remove().run();
            }
        }

        void hearNext() {
            var next = untold.poll();
            if (next != null) {
                next.run();
            }
        }

        void hearAll() {
            while (!untold.isEmpty()) {
                hearNext();
            }
        }

        private void hear(JsonObject told) {
            var at = told.getJsonArray("at");
            marks.movedElsewhere(
                    group,
                    told.getLong("of"),
                    new Position(at.getLong(0), at.getLong(1), at.getLong(2), at.getLong(3)),
                    told.getBoolean("stored"));
        }

        @Override
        public void tell(long conversationId, JsonObject what) {
            nodes.stream().filter(node -> node != this).forEach(node -> node.untold.add(() -> node.hear(what)));
        }

        @Override
        public long epoch() {
            return 1;
        }

        @Override
        public Future<Void> follow(long conversationId) {
            return Future.succeededFuture();
        }

        @Override
        public void unfollow(long conversationId) {
            // Here nothing is forgotten.
        }

        @Override
        public void onTold(BiConsumer<Long, JsonObject> listener) {
            // The test tells.
        }
    }
}
