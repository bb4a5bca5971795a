package io.webim.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.Tuple;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SqlTest {
    @Test
    void runsHaveFewLengthsAndAreTogetherTheWhole() {
        var lengths = new TreeSet<Integer>();
        for (int size = 0; size <= 300; size++) {
            var all = IntStream.range(0, size).boxed().toList();
            var runs = Sql.runs(all, 128);

            assertThat(runs.stream().flatMap(List::stream)).containsExactlyElementsOf(all);
            assertThat(runs).hasSizeLessThanOrEqualTo(size <= 8 ? 1 : 7);
            runs.forEach(run -> lengths.add(run.size()));
        }
        assertThat(lengths).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 16, 32, 64, 128);
    }

    @Test
    void chunksAreFullButTheLastAndTogetherTheWhole() {
        for (int size = 0; size <= 70; size++) {
            var all = IntStream.range(0, size).boxed().toList();
            var chunks = Sql.chunks(all, 8);

            assertThat(chunks.stream().flatMap(List::stream)).containsExactlyElementsOf(all);
            assertThat(chunks).hasSize((size + 7) / 8).allMatch(chunk -> !chunk.isEmpty() && chunk.size() <= 8);
        }
    }

    @Test
    void aListHasAsManyPlacesAsValuesAndFewForms() {
        var forms = new HashSet<String>();
        for (int size = 1; size <= 256; size++) {
            var ids = LongStream.rangeClosed(1, size).boxed().toList();
            var in = Sql.in(size);
            var values = Sql.inValues(ids);

            forms.add(in);
            assertThat(in.chars().filter(place -> place == '?')).hasSize(values.size());
            assertThat(in).startsWith("(?").endsWith("?)");
            for (int i = 0; i < values.size(); i++) {
                assertThat(values.getLong(i)).isEqualTo(Math.min(i + 1, size));
            }
        }
        assertThat(forms).hasSize(9);
    }

    @Test
    void theValuesOfAListFollowThoseBeforeIt() {
        assertThat(Sql.addInValues(Tuple.of("first"), List.of(4L, 5L, 6L)).deepToString())
                .isEqualTo(Tuple.of("first", 4L, 5L, 6L, 6L).deepToString());
        assertThat(Sql.rows("(?, ?)", 2)).isEqualTo("(?, ?), (?, ?)");
    }
}
