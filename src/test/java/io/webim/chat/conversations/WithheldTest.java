package io.webim.chat.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.contract.SeqRanges;
import org.junit.jupiter.api.Test;

class WithheldTest {
    @Test
    void whatIsWrittenDuringOneBlockIsOneRange() {
        var seqs = Withheld.with(Withheld.with(SeqRanges.NONE, 4), 5);

        assertThat(Withheld.text(seqs)).isEqualTo("[[4,5]]");
        assertThat(Withheld.of("[[4,5]]")).isEqualTo(seqs);
        assertThat(Withheld.of(null)).isEqualTo(SeqRanges.NONE);
    }

    /** Never is less withheld than was: of what lies between it is told too little. */
    @Test
    void ofMoreBlocksThanAreKeptTheOldestBecomeOne() {
        var seqs = SeqRanges.NONE;
        for (int i = 1; i <= Withheld.MOST + 2; i++) {
            seqs = Withheld.with(seqs, 10L * i);
        }

        assertThat(seqs.ranges()).hasSize(Withheld.MOST);
        assertThat(seqs.ranges().get(0)).isEqualTo(new SeqRanges.Range(10, 30));
        assertThat(Withheld.text(seqs).length()).isLessThan(2_048);
        assertThat(Withheld.text(SeqRanges.between((1L << 53) - 2, (1L << 53) - 1))
                                .length()
                        * Withheld.MOST)
                .isLessThan(2_048);
    }
}
