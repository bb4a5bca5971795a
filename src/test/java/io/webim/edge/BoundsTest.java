package io.webim.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever strangers do, there is memory left for work. */
class BoundsTest {
    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @CsvSource({"192, 128", "256, 128", "512, 128", "512, 256", "1024, 0", "16384, 1024"})
    void halfOfWhatIsNotTakenIsLeft(long heap, long taken) {
        var bounds = Bounds.of(heap * MIB, taken * MIB, 4_096, 1_000);

        long left = heap * MIB - Math.min(taken, heap / 2) * MIB;
        assertThat(bounds.connections() + bounds.input() + bounds.output()).isLessThanOrEqualTo(left / 2);
        assertThat(bounds.inputOfNetwork()).isLessThanOrEqualTo(bounds.input());
        assertThat(bounds.outputOfNetwork()).isLessThanOrEqualTo(bounds.output());
        assertThat(bounds.outputOfUser()).isLessThanOrEqualTo(bounds.outputOfNetwork());
    }

    @Test
    void descriptorsAreLeftForFilesAndTheDatabase() {
        assertThat(Bounds.of(512 * MIB, 0, 1_024, 1_000).connectionsOfAll()).isEqualTo(768);
        assertThat(Bounds.of(512 * MIB, 0, 20_000, 1_000).connectionsOfAll()).isEqualTo(19_000);
        assertThat(Bounds.of(512 * MIB, 0, Long.MAX_VALUE, 1_000).connectionsOfAll())
                .isPositive();
    }
}
