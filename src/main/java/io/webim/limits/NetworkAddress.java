package io.webim.limits;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.HexFormat;

/** Whom an address counts for: an IPv4 address, or the /64 network that one IPv6 customer has at least. */
public final class NetworkAddress {
    private static final int IPV6_BYTES = 16;

    private NetworkAddress() {}

    public static String of(String remoteAddress) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(remoteAddress);
        return bytes != null && bytes.length == IPV6_BYTES
                ? HexFormat.of().formatHex(Arrays.copyOf(bytes, IPV6_BYTES / 2))
                : remoteAddress;
    }
}
