package io.webim.outbound;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/** Whether an address is somewhere on the internet, rather than here, next door, or nowhere. */
final class PublicAddress {
    /** Networks that are not public, and those that lead to an IPv4 address inside of an IPv6 one. */
    private static final List<Network> OTHERS = List.of(
            Network.of(8, 0),
            Network.of(8, 10),
            Network.of(10, 100, 64),
            Network.of(8, 127),
            Network.of(16, 169, 254),
            Network.of(12, 172, 16),
            Network.of(24, 192, 0, 0),
            Network.of(24, 192, 0, 2),
            Network.of(24, 192, 88, 99),
            Network.of(16, 192, 168),
            Network.of(15, 198, 18),
            Network.of(24, 198, 51, 100),
            Network.of(24, 203, 0, 113),
            // Multicast, reserved, broadcast.
            Network.of(3, 224));
    /** What is given out of IPv6 so far; all the rest is local, reserved, or a translation. */
    private static final Network GLOBAL = Network.of(3, 0x20);

    private static final List<Network> NOT_GLOBAL = List.of(
            // Teredo and its neighbours, documentation, 6to4.
            Network.of(23, 0x20, 0x01, 0x00),
            Network.of(32, 0x20, 0x01, 0x0d, 0xb8),
            Network.of(16, 0x20, 0x02),
            Network.of(20, 0x3f, 0xff, 0x00));

    private PublicAddress() {}

    static boolean is(InetAddress address) {
        var bytes = address.getAddress();
        return address instanceof Inet4Address
                ? OTHERS.stream().noneMatch(network -> network.has(bytes))
                : GLOBAL.has(bytes) && NOT_GLOBAL.stream().noneMatch(network -> network.has(bytes));
    }

    private record Network(int bits, List<Integer> prefix) {
        static Network of(int bits, Integer... prefix) {
            return new Network(bits, List.of(prefix));
        }

        boolean has(byte[] address) {
            for (int bit = 0; bit < bits; bit++) {
                int wanted = bit / 8 < prefix.size() ? prefix.get(bit / 8) : 0;
                if (((wanted ^ address[bit / 8]) >> (7 - bit % 8) & 1) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
