package io.webim.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.webim.contract.SeqRanges.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Held against what they stand for: a set of numbers. */
class SeqRangesTest {
    private static final int HIGHEST = 40;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void rangesAreTheSetOfTheirNumbers(int seed) {
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            var one = any(random);
            var other = any(random);
            var union = new TreeSet<>(numbers(one));
            union.addAll(numbers(other));
            long from = random.nextInt(HIGHEST) + 1;
            long to = random.nextInt(HIGHEST) + 1;
            var ranges = SeqRanges.of(one);

            assertThat(numbers(ranges)).isEqualTo(numbers(one));
            assertThat(numbers(ranges.plus(SeqRanges.of(other)))).isEqualTo(union);
            assertThat(numbers(ranges.within(from, to)))
                    .isEqualTo(from > to ? new TreeSet<>() : numbers(one).subSet(from, true, to, true));
            assertThat(numbers(ranges.minus(SeqRanges.of(other))))
                    .isEqualTo(numbers(one).stream()
                            .filter(number -> !numbers(other).contains(number))
                            .collect(Collectors.toCollection(TreeSet::new)));
            assertThat(ranges.size()).isEqualTo(numbers(one).size());
            assertThat(numbers(ranges.lowest(from)))
                    .isEqualTo(numbers(one).stream().limit(from).collect(Collectors.toCollection(TreeSet::new)));
            assertThat(numbers(ranges.highest(from)))
                    .isEqualTo(numbers(one).descendingSet().stream()
                            .limit(from)
                            .collect(Collectors.toCollection(TreeSet::new)));
            assertThat(SeqRanges.ofSeqs(numbers(one))).isEqualTo(ranges);
            assertThat(numbers(SeqRanges.between(from, to)))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(from, to).boxed().toList());
            assertThat(ranges.isEmpty()).isEqualTo(one.isEmpty());
            assertThat(LongStream.rangeClosed(0, HIGHEST * 2).filter(ranges::contains))
                    .containsExactlyElementsOf(numbers(one));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void theyAreAscendingAndDoNotEvenTouchWhateverTheyAreMadeOf(int seed) {
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            var ranges = SeqRanges.of(any(random)).plus(SeqRanges.of(any(random)));
            assertThat(SeqRanges.read(ranges.toJson())).contains(ranges);
            for (int i = 1; i < ranges.ranges().size(); i++) {
                assertThat(ranges.ranges().get(i).from())
                        .isGreaterThan(ranges.ranges().get(i - 1).to() + 1);
            }
        }
    }

    @Test
    void aRangeHoldsBothItsEnds() {
        var three = new SeqRanges(List.of(new Range(2, 4)));

        assertThat(three.ranges().get(0).size()).isEqualTo(3);
        assertThat(LongStream.rangeClosed(1, 5).filter(three::contains)).containsExactly(2L, 3L, 4L);
    }

    @Test
    void oneInsideAnotherIsSwallowed() {
        assertThat(SeqRanges.of(List.of(new Range(1, 9), new Range(3, 4))).ranges())
                .containsExactly(new Range(1, 9));
    }

    @Test
    void neighboursBecomeOneAndAGapOfOneKeepsThemApart() {
        assertThat(SeqRanges.of(List.of(new Range(4, 6), new Range(1, 3))).ranges())
                .containsExactly(new Range(1, 6));
        assertThat(SeqRanges.of(List.of(new Range(5, 6), new Range(1, 3))).ranges())
                .containsExactly(new Range(1, 3), new Range(5, 6));
    }

    @Test
    void theyAreWrittenAsPairs() {
        var ranges = SeqRanges.of(List.of(new Range(7, 7), new Range(1, 3)));

        assertThat(ranges.toJson().encode()).isEqualTo("[[1,3],[7,7]]");
        assertThat(SeqRanges.NONE.toJson().encode()).isEqualTo("[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[[1,1]]", "[[1,9007199254740991]]", "[[5,6],[1,2],[2,5]]"})
    void pairsOfNumbersFromOneOnAreRead(String json) {
        assertThat(SeqRanges.read(new JsonArray(json))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1]",
                "[[1]]",
                "[[1,2,3]]",
                "[[0,1]]",
                "[[2,1]]",
                "[[-1,1]]",
                "[[1.5,2]]",
                "[[1,2.5]]",
                "[[\"1\",2]]",
                "[[1,null]]",
                "[[1,9007199254740992]]",
                "[[1,2],null]",
                "[{}]"
            })
    void nothingElseIs(String json) {
        assertThat(SeqRanges.read(new JsonArray(json))).isEmpty();
    }

    private static List<Range> any(Random random) {
        var ranges = new ArrayList<Range>();
        for (int i = random.nextInt(6); i > 0; i--) {
            long from = random.nextInt(HIGHEST) + 1;
            ranges.add(new Range(from, Math.min(HIGHEST, from + random.nextInt(6))));
        }
        return ranges;
    }

    private static TreeSet<Long> numbers(SeqRanges ranges) {
        return numbers(ranges.ranges());
    }

    private static TreeSet<Long> numbers(List<Range> ranges) {
        var numbers = new TreeSet<Long>();
        ranges.forEach(range -> LongStream.rangeClosed(range.from(), range.to()).forEach(numbers::add));
        return numbers;
    }
}
