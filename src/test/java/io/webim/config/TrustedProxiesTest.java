package io.webim.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    static final TrustedProxies PROXIES = TrustedProxies.parse("127.0.0.1, 10.1.0.0/16, fd00::/8");

    /** Several headers are divided by a bar. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // Nothing said, or said by somebody who is not believed
                "127.0.0.1; ; 127.0.0.1",
                "203.0.113.9; 198.51.100.1; 203.0.113.9",
                "10.2.0.1; 198.51.100.1; 10.2.0.1",
                // One proxy, and what the client itself had claimed before it
                "127.0.0.1; 198.51.100.1; 198.51.100.1",
                "127.0.0.1; 1.1.1.1, 198.51.100.1; 198.51.100.1",
                "127.0.0.1; 127.0.0.1, 198.51.100.1; 198.51.100.1",
                "127.0.0.1; 1.1.1.1|198.51.100.1; 198.51.100.1",
                // Two proxies
                "127.0.0.1; 198.51.100.1, 10.1.2.3; 198.51.100.1",
                "127.0.0.1; 1.1.1.1|198.51.100.1|10.1.2.3; 198.51.100.1",
                "127.0.0.1; 198.51.100.1, 10.2.2.3; 10.2.2.3",
                "127.0.0.1; 10.1.0.9, 10.1.2.3; 10.1.0.9",
                // IPv6, ports, and IPv4 in the clothes of IPv6
                "fd12::1; 2001:db8::5; 2001:db8:0:0:0:0:0:5",
                "127.0.0.1; [2001:db8::5]:4711; 2001:db8:0:0:0:0:0:5",
                "127.0.0.1; 198.51.100.1:4711; 198.51.100.1",
                "127.0.0.1; ::ffff:198.51.100.1; 198.51.100.1",
                "::ffff:127.0.0.1; 198.51.100.1; 198.51.100.1",
                // Nonsense ends the belief
                "127.0.0.1; unknown; 127.0.0.1",
                "127.0.0.1; 198.51.100.1, ; 127.0.0.1",
                "127.0.0.1; 1.1.1.1, nonsense, 10.1.2.3; 10.1.2.3",
                "127.0.0.1; localhost; 127.0.0.1",
                "127.0.0.1; [; 127.0.0.1"
            })
    void theRightmostThatIsNoTrustedProxyAsks(String peer, @Nullable String headers, String client) {
        List<String> forwarded = headers == null ? List.of() : Arrays.asList(headers.split("\\|"));

        assertThat(PROXIES.clientOf(peer, forwarded)).isEqualTo(client);
    }

    @Test
    void nobodyIsTrustedUnlessTold() {
        assertThat(TrustedProxies.NONE.clientOf("127.0.0.1", List.of("198.51.100.1")))
                .isEqualTo("127.0.0.1");
        assertThat(TrustedProxies.NONE.trusts("127.0.0.1")).isFalse();
        assertThat(TrustedProxies.parse("0.0.0.0/0").trusts("198.51.100.1")).isTrue();
        assertThat(TrustedProxies.parse("::/0").trusts("2001:db8::1")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.0.0.0/33", "10.0.0.0/x", "::/129", "10.0.0", "127.0.0.1/", "a,b"})
    void whatIsNoNetworkIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> TrustedProxies.parse(text));
    }
}
