package io.webim.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteRangeTest {
    @Test
    void neverReachesBeyondTheFile() {
        for (long size : new long[] {1, 2, 10}) {
            for (var range :
                    new String[] {"bytes=0-", "bytes=0-99", "bytes=-99", "bytes=-1", "bytes=1-1", "bytes=9-9"}) {
                var part = ByteRange.of(range, size).orElseThrow();
                assertThat(part.isEmpty() || part.from() + part.length() <= size)
                        .as(range + " of " + size)
                        .isTrue();
                assertThat(part.length()).isBetween(0L, size);
            }
        }
    }

    @Test
    void ofNothingThereIsNoPart() {
        assertThat(ByteRange.of("bytes=0-0", 0)).isEmpty();
        assertThat(ByteRange.of(null, 5)).isEmpty();
    }
}
