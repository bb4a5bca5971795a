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
    void aWideNetworkIsWhatOneCustomerMayBeGiven() {
        assertThat(NetworkAddress.wide("192.0.2.1")).isEqualTo(NetworkAddress.wide("192.0.2.200"));
        assertThat(NetworkAddress.wide("192.0.2.1")).isNotEqualTo(NetworkAddress.wide("192.0.3.1"));
        assertThat(NetworkAddress.wide("2001:db8:1:2::9")).isEqualTo(NetworkAddress.wide("2001:db8:1:ffff::1"));
        assertThat(NetworkAddress.wide("2001:db8:1:2::9")).isNotEqualTo(NetworkAddress.wide("2001:db8:2:2::9"));
        assertThat(NetworkAddress.wide("unix")).isEqualTo("unix");
    }

    @Test
    void whatIsNoAddressStandsForItself() {
        assertThat(NetworkAddress.of("unix")).isEqualTo("unix");
    }
}
