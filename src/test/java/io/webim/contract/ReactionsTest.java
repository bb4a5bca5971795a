package io.webim.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.contract.Reactions.Kind;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReactionsTest {
    private static final String UP = "\uD83D\uDC4D";
    private static final String HEART = "\u2764\uFE0F";

    @Test
    void kindsStandInTheOrderInWhichTheyCameAndTheNewestIsNamedFirst() {
        var reactions = Reactions.NONE.plus(UP, 1, false).plus(HEART, 2, false).plus(UP, 3, false);

        assertThat(reactions.kinds())
                .containsExactly(new Kind(UP, 2, List.of(3L, 1L), 0), new Kind(HEART, 1, List.of(2L), 0));
        assertThat(Reactions.of(reactions.text())).isEqualTo(reactions);
        assertThat(reactions.minus(HEART, 2).kinds()).hasSize(1);
        assertThat(reactions.minus(UP, 3).minus(UP, 1).minus(HEART, 2).text()).isNull();
        assertThat(Reactions.of(null)).isEqualTo(Reactions.NONE);
    }

    @Test
    void twentyAreNamedAndAllAreCounted() {
        var reactions = LongStream.rangeClosed(1, 30)
                .boxed()
                .reduce(Reactions.NONE, (before, user) -> before.plus(UP, user, false), (one, other) -> one);
        assertThat(reactions.kinds().get(0).count()).isEqualTo(30);
        assertThat(reactions.kinds().get(0).userIds())
                .hasSize(20)
                .startsWith(30L)
                .endsWith(11L);

        assertThat(reactions.minus(UP, 5).toBeNamed()).isEmpty();
        var fewer = reactions.minus(UP, 15);
        assertThat(fewer.toBeNamed()).containsExactly(UP);
        assertThat(fewer.naming(UP, List.of(7L)).kinds()).containsExactly(new Kind(UP, 29, List.of(7L), 0));
    }

    @Test
    void whatOneAloneSeesIsAddedForThatOne() {
        var reactions = Reactions.NONE.plus(UP, 1, false).plus(UP, 2, true).plus(HEART, 2, true);

        assertThat(reactions.isTheSameForAll()).isFalse();
        assertThat(reactions.seenBy(1).kinds()).containsExactly(new Kind(UP, 1, List.of(1L), 0));
        assertThat(reactions.seenBy(2).kinds())
                .containsExactly(new Kind(UP, 2, List.of(2L, 1L), 0), new Kind(HEART, 1, List.of(2L), 0));
        assertThat(Reactions.of(reactions.text())).isEqualTo(reactions);
        assertThat(reactions.minus(UP, 2).minus(HEART, 2)).isEqualTo(Reactions.NONE.plus(UP, 1, false));
        assertThat(reactions.seenBy(2).toJson().encode()).doesNotContain("seenBy");
    }

    @Test
    void thereIsRoomForTwentyKinds() {
        var full = LongStream.rangeClosed(1, Reactions.MOST_KINDS)
                .boxed()
                .reduce(
                        Reactions.NONE,
                        (before, kind) -> before.plus(Character.toString(0x1F600 + kind.intValue()), 1, false),
                        (one, other) -> one);

        assertThat(full.hasRoomFor(Character.toString(0x1F601))).isTrue();
        assertThat(full.hasRoomFor(UP)).isFalse();
        assertThat(full.minus(Character.toString(0x1F601), 1).hasRoomFor(UP)).isTrue();
    }
}
