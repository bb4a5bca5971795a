package io.webim.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NetworkAddressTest {
    @Test
    void anIpv4AddressStandsForItself() {
        assertThat(NetworkAddress.of("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(NetworkAddress.of("192.0.2.1")).isNotEqualTo(NetworkAddress.of("192.0.2.2"));
    }

    @Test
    void anIpv6AddressStandsForItsNetwork() {
        assertThat(NetworkAddress.of("2001:db8:1:2:3:4:5:6")).isEqualTo(NetworkAddress.of("2001:db8:1:2::9"));
        assertThat(NetworkAddress.of("2001:db8:1:2::9")).isNotEqualTo(NetworkAddress.of("2001:db8:1:3::9"));
    }

    @Test
    void whatIsNoAddressStandsForItself() {
        assertThat(NetworkAddress.of("unix")).isEqualTo("unix");
    }
}
