package io.webim.config;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The proxies that are believed when they say for whom they ask. Whoever else says so may be lying. */
public final class TrustedProxies {
    public static final TrustedProxies NONE = new TrustedProxies("");
    static final String ACCEPTS = "addresses or networks such as 127.0.0.1, 10.0.0.0/8, fd00::/8";

    private final String text;
    private final List<IpSubnetFilterRule> networks;

    private TrustedProxies(String text) {
        this.text = text;
        this.networks = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(network -> !network.isEmpty())
                .map(TrustedProxies::network)
                .toList();
    }

    /** @throws IllegalArgumentException where a part is neither an address nor a network */
    static TrustedProxies parse(String text) {
        return new TrustedProxies(text);
    }

    public boolean trusts(String address) {
        return !networks.isEmpty() && inet(address).filter(this::trusts).isPresent();
    }

    /**
     * Who asks: each proxy adds on the right whom it serves, so the rightmost that is no trusted proxy.
     *
     * @param peer the other end of the connection
     * @param forwardedFor the headers X-Forwarded-For in their order
     */
    public String clientOf(String peer, List<String> forwardedFor) {
        var client = peer;
        var hops = forwardedFor.stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .toList();
        for (int i = hops.size() - 1; i >= 0 && trusts(client); i--) {
            var hop = inet(withoutPort(hops.get(i).strip()));
            if (hop.isEmpty()) {
                return client;
            }
            client = hop.get().getHostAddress();
        }
        return client;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrustedProxies proxies && proxies.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    private boolean trusts(InetAddress address) {
        var socket = new InetSocketAddress(address, 0);
        return networks.stream().anyMatch(network -> network.matches(socket));
    }

    private static IpSubnetFilterRule network(String text) {
        var parts = text.split("/", 2);
        var address = inet(parts[0]).orElseThrow(() -> new IllegalArgumentException(text));
        int bits = address.getAddress().length * Byte.SIZE;
        int prefix = bits;
        if (parts.length == 2) {
            if (!parts[1].matches("\\d{1,3}") || Integer.parseInt(parts[1]) > bits) {
                throw new IllegalArgumentException(text);
            }
            prefix = Integer.parseInt(parts[1]);
        }
        return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
    }

    /** Never asks a name server; an IPv4 address in the clothes of IPv6 comes out as itself. */
    private static Optional<InetAddress> inet(String text) {
        try {
            byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
            return bytes == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException impossible) {
            return Optional.empty();
        }
    }

    private static String withoutPort(String hop) {
        if (hop.startsWith("[")) {
            return hop.substring(1, Math.max(1, hop.indexOf(']')));
        }
        int colon = hop.indexOf(':');
        return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
    }
}
