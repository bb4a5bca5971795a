package io.webim.cluster;

import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.RedisRole;
import io.webim.config.Config;
import java.util.ArrayList;

/** How the engine is reached. */
final class Connections {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int MOST_UNANSWERED = 32_768;

    private Connections() {}

    static RedisOptions of(Config.Cluster cluster) {
        var url = cluster.url();
        var options = new RedisOptions()
                .setEndpoints(new ArrayList<>(url.hosts().stream()
                        .map(host -> (url.tls() ? "rediss://" : "redis://") + host)
                        .toList()))
                .setMaxWaitingHandlers(MOST_UNANSWERED)
                .setMaxPoolSize(2)
                .setNetClientOptions(net(cluster));
        if (!url.user().isEmpty()) {
            options.setUser(url.user());
        }
        if (!url.password().isEmpty()) {
            options.setPassword(url.password());
        }
        url.master()
                .ifPresent(name -> options.setType(RedisClientType.SENTINEL)
                        .setMasterName(name)
                        .setRole(RedisRole.MASTER));
        return options;
    }

    private static NetClientOptions net(Config.Cluster cluster) {
        var net = new NetClientOptions().setConnectTimeout(CONNECT_MILLIS).setTcpKeepAlive(true);
        if (cluster.url().tls()) {
            net.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
            cluster.ca().ifPresent(ca -> net.setTrustOptions(new PemTrustOptions().addCertPath(ca.toString())));
            cluster.own()
                    .ifPresent(own -> net.setKeyCertOptions(new PemKeyCertOptions()
                            .addCertPath(own.certificate().toString())
                            .addKeyPath(own.key().toString())));
        }
        return net;
    }
}
