package io.webim.chat.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.chat.conversations.Conversation.Kind;
import io.webim.chat.conversations.Ticks.Settled;
import io.webim.contract.MessageState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicksTest {
    private static final int FEW = Conversation.MOST_WITH_RECEIPTS;

    @Test
    void theHighestTwoAreOfTwoPeople() {
        var two = Two.NOTHING.orHigher(1, 5).orHigher(1, 9).orHigher(2, 7).orHigher(2, 3);

        assertThat(two.without(1)).isEqualTo(7);
        assertThat(two.without(2)).isEqualTo(9);
        assertThat(two.orHigher(2, 12).without(2)).isEqualTo(9);
        assertThat(two.orHigher(2, 12).without(3)).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theHighestWithoutAnyOneIsARecount(long seed) {
        var random = new Random(seed);
        var highest = new HashMap<Long, Long>();
        var two = Two.NOTHING;
        for (int step = 0; step < 1_000; step++) {
            long user = 1 + random.nextInt(5);
            long value = random.nextInt(1 + step);
            highest.merge(user, value, Math::max);
            two = two.orHigher(user, value);
            for (long who = 1; who <= 5; who++) {
                long without = who;
                assertThat(two.without(who))
                        .isEqualTo(highest.entrySet().stream()
                                .filter(entry -> entry.getKey() != without)
                                .mapToLong(Map.Entry::getValue)
                                .max()
                                .orElse(0));
            }
        }
    }

    /** People come and go around the number above which marks decide nothing more. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aStateNeverGoesBack(long seed) {
        var random = new Random(seed);
        var members = new ArrayList<Member>();
        for (long user = 1; user <= FEW; user++) {
            members.add(new Member(user, 0, 0, 0));
        }
        var group = new Conversation(7, Kind.GROUP, 0, 1, Settled.NOTHING, members);
        var before = new HashMap<Long, MessageState>();
        long next = FEW + 1L;
        for (int step = 1; step <= 1_500; step++) {
            var all = List.copyOf(group.members());
            var one = all.get(random.nextInt(all.size()));
            long seq = Math.max(0, group.lastSeq() - random.nextInt(3));
            switch (random.nextInt(8)) {
                case 0 -> group.committed(group.lastSeq() + 1);
                case 1 -> group.receive(one, seq);
                case 2 -> group.read(one, seq);
                case 3 -> all.forEach(member -> group.read(member, group.lastSeq()));
                case 4 -> all.forEach(member -> group.receive(member, seq));
                default -> {
                    boolean comes = all.size() <= FEW - 2 || (all.size() <= FEW + 2 && random.nextBoolean());
                    var newcomer = comes ? new Member(next++, group.lastSeq(), group.lastSeq(), 0) : null;
                    change(group, step + 1, newcomer, one, () -> {
                        all.stream().skip(random.nextInt(2)).forEach(member -> group.read(member, group.lastSeq()));
                        assertNoneGoesBack(group, before);
                    });
                }
            }
            assertNoneGoesBack(group, before);
        }
    }

    private static void assertNoneGoesBack(Conversation group, Map<Long, MessageState> before) {
        var ticks = group.ticks();
        for (long message = 1; message <= group.lastSeq(); message++) {
            // Nobody's own are the hardest: the sender is no member, and all count.
            var state = ticks.of(Two.NOBODY, message);
            var was = before.put(message, state);
            assertThat(was == null || state.compareTo(was) >= 0)
                    .as("message %d: %s after %s", message, state, was)
                    .isTrue();
        }
    }

    /** @param meanwhile what happens while the change is being written */
    private static void change(
            Conversation group, long version, @Nullable Member comes, Member leaves, Runnable meanwhile) {
        boolean had = group.members().size() <= FEW;
        boolean has = group.members().size() + (comes == null ? -1 : 1) <= FEW;
        var settled = had == has ? group.settled() : group.settle(group.lastSeq());
        meanwhile.run();
        group.changed(
                version,
                comes == null ? List.of() : List.of(comes),
                comes == null ? List.of(leaves.userId) : List.of(),
                settled);
        group.releaseTicks();
    }
}
