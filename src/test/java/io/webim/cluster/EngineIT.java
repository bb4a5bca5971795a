package io.webim.cluster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import io.webim.TestServer;
import io.webim.bridge.Certificate;
import io.webim.config.Config;
import io.webim.config.EngineUrl;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways to an engine. */
class EngineIT {
    private static final String CHANNEL = "webim:n.me";
    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    static Path folder;

    @AfterAll
    static void close() {
        TestServer.await(VERTX.close());
    }

    @Test
    void sentinelsSayWhereItIs() throws Exception {
        try (var server = EngineServer.start();
                var sentinel = EngineServer.sentinelOf(server, "main")) {
            assertSpeaks(
                    new EngineUrl(false, "", "", List.of("127.0.0.1:" + sentinel.port()), Optional.of("main")), null);
        }
    }

    @Test
    void bothSidesShowTheirCertificates() throws Exception {
        var engines = Certificate.make(folder, "engine");
        var nodes = Certificate.make(folder, "node");
        var node = nodes.forClient(engines);
        try (var server = EngineServer.startWithTls(engines.forClient(nodes))) {
            var url = new EngineUrl(true, "", "", List.of("127.0.0.1:" + server.port()), Optional.empty());
            assertSpeaks(url, node);
            assertThatThrownBy(() -> assertSpeaks(url, null)).isInstanceOf(IllegalStateException.class);
        }
    }

    private static void assertSpeaks(EngineUrl url, Config.@Nullable MutualTls own) {
        var heard = Promise.<Void>promise();
        var engine = new Engine(
                VERTX,
                Connections.of(new Config.Cluster(
                        url,
                        Optional.ofNullable(own).map(Config.MutualTls::clientCa),
                        Optional.ofNullable(own).map(tls -> new Config.OwnCertificate(tls.certificate(), tls.key())),
                        "webim",
                        "me")),
                CHANNEL,
                new Engine.Listener() {
                    @Override
                    public void up() {
                        // It is asked for below.
                    }

                    @Override
                    public void down() {
                        // Nothing depends on it.
                    }

                    @Override
                    public void told(String channel, Response message) {
                        heard.tryComplete();
                    }
                });
        try {
            TestServer.await(engine.connect());
            engine.say(CHANNEL, "hello");
            TestServer.await(heard.future());
        } finally {
            TestServer.await(engine.close());
        }
    }
}
