package io.webim.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptedEncodingsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "GZIP",
                "br, gzip",
                "deflate, gzip;q=1.0, *;q=0.5",
                "gzip ; q=0.001",
                "*",
                "br;q=0.9, *;q=0.1",
                "identity;q=0, gzip",
                "identity;q=0.5, gzip;q=0.5"
            })
    void gzipIsTaken(String header) {
        assertThat(AcceptedEncodings.of(List.of(header)).take("gzip")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "br",
                "gzipped",
                "identity",
                "gzip;q=0",
                "gzip; q=0",
                "gzip ;q=0.000",
                "gzip;q=0, *",
                "*;q=0",
                "identity, gzip;q=0.5",
                "gzip;q=none",
                "gzip;q=-1",
                "gzip;q=2"
            })
    void gzipIsNotTaken(String header) {
        assertThat(AcceptedEncodings.of(List.of(header)).take("gzip")).isFalse();
    }

    @Test
    void severalHeadersAreOneList() {
        assertThat(AcceptedEncodings.of(List.of("br", "gzip")).take("gzip")).isTrue();
        assertThat(AcceptedEncodings.of(List.of()).take("gzip")).isFalse();
    }
}
