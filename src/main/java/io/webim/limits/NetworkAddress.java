package io.webim.limits;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.HexFormat;

/** Whom an address counts for: an IPv4 address, or the /64 network that one IPv6 customer has at least. */
public final class NetworkAddress {
    private static final int IPV6_BYTES = 16;
    /** A /48, the most that one customer is given without giving reasons. */
    private static final int WIDE_IPV6_BYTES = 6;
    /** A /24, the least that is routed by itself. */
    private static final int WIDE_IPV4_BYTES = 3;

    private NetworkAddress() {}

    public static String of(String remoteAddress) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(remoteAddress);
        return bytes != null && bytes.length == IPV6_BYTES ? first(IPV6_BYTES / 2, bytes) : remoteAddress;
    }

    /** The wider network, of which one attacker may have many addresses: a /24 of IPv4, a /48 of IPv6. */
    public static String wide(String remoteAddress) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(remoteAddress);
        return bytes == null
                ? remoteAddress
                : first(bytes.length == IPV6_BYTES ? WIDE_IPV6_BYTES : WIDE_IPV4_BYTES, bytes);
    }

    private static String first(int count, byte[] bytes) {
        return HexFormat.of().formatHex(Arrays.copyOf(bytes, count));
    }
}
