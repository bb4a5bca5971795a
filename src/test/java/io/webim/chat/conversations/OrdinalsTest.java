package io.webim.chat.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrdinalsTest {
    private static final long ANN = 1;
    private static final long BERT = 2;

    private final Ordinals ordinals = new Ordinals();

    @Test
    void nothingIsKnownOfWhoHasNotWritten() {
        assertThat(ordinals.of(ANN, 0)).isNull();
        ordinals.committed(0, 3, Map.of(ANN, 3L));
        assertThat(ordinals.of(BERT, 3)).isNull();
        assertThat(ordinals.of(ANN, 3)).isEqualTo(3);
    }

    @Test
    void whatOneHasWrittenHoldsWhileOthersWriteHere() {
        ordinals.committed(0, 3, Map.of(ANN, 3L));
        ordinals.committed(3, 5, Map.of(BERT, 2L));
        assertThat(ordinals.of(ANN, 5)).isEqualTo(3);
        assertThat(ordinals.of(BERT, 5)).isEqualTo(2);
    }

    @Test
    void nothingHoldsWhereOthersHaveWrittenElsewhere() {
        ordinals.committed(0, 3, Map.of(ANN, 3L));
        assertThat(ordinals.of(ANN, 4)).isNull();
        ordinals.committed(4, 5, Map.of(BERT, 2L));
        assertThat(ordinals.of(ANN, 5)).isNull();
        assertThat(ordinals.of(BERT, 5)).isEqualTo(2);
    }

    @Test
    void whatWasCommittedBeforeChangesNothing() {
        ordinals.committed(3, 5, Map.of(ANN, 4L));
        ordinals.committed(0, 3, Map.of(ANN, 2L, BERT, 1L));
        assertThat(ordinals.of(ANN, 5)).isEqualTo(4);
        assertThat(ordinals.of(BERT, 5)).isNull();
    }

    /** Two nodes write to one conversation in any turn, and either may hear late, or never, that it has. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsKnownIsWhatIsWritten(int seed) {
        var random = new Random(seed);
        var nodes = List.of(new Ordinals(), new Ordinals());
        var written = new HashMap<Long, Long>();
        var unheard = new ArrayList<Runnable>();
        long seq = 0;
        for (int step = 0; step < 500; step++) {
            var node = nodes.get(random.nextInt(2));
            long from = seq;
            var batch = new HashMap<Long, Long>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                long sender = 1 + random.nextInt(3);
                batch.put(sender, written.merge(sender, 1L, Long::sum));
                seq++;
            }
            long to = seq;
            unheard.add(() -> node.committed(from, to, batch));
            while (!unheard.isEmpty() && random.nextInt(3) > 0) {
                unheard.remove(random.nextInt(unheard.size())).run();
            }
            for (long user = 1; user <= 3; user++) {
                for (var each : nodes) {
                    assertThat(each.of(user, seq)).isIn(null, written.get(user));
                }
            }
        }
    }
}
