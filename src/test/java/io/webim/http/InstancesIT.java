package io.webim.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.webim.TestServer;
import io.webim.config.Config;
import io.webim.config.TrustedProxies;
import io.webim.edge.TestEdge;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The HTTP verticle on several event loops. */
class InstancesIT {

    final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        TestServer.await(vertx.close());
    }

    @Test
    void severalInstancesShareOnePortAndAllOfThemServe() throws IOException {
        var instances = new ConcurrentLinkedQueue<HttpVerticle>();
        var loops = new ConcurrentLinkedQueue<String>();
        TestServer.await(vertx.deployVerticle(
                () -> {
                    var instance = TestHttp.of(vertx, config(), loop -> telling(loop, loops), TestEdge.of(vertx));
                    instances.add(instance);
                    return instance;
                },
                new DeploymentOptions().setInstances(2)));

        int port = instances.element().port();
        for (int i = 0; i < 8; i++) {
            var answer = new RawConnection(port)
                    .send("GET /eventbus/loop HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                    .readAll();
            assertThat(answer).startsWith("HTTP/1.1 200");
        }

        assertThat(instances).extracting(HttpVerticle::port).containsOnly(port);
        assertThat(loops).hasSize(8);
        assertThat(loops.stream().distinct()).hasSize(2);
    }

    private static Router telling(Vertx vertx, ConcurrentLinkedQueue<String> loops) {
        var router = Router.router(vertx);
        router.get("/loop").handler(context -> {
            loops.add(Thread.currentThread().getName());
            context.response().end();
        });
        return router;
    }

    static Config config() {
        return new Config(
                new Config.Http("127.0.0.1", 0, Duration.ZERO),
                Path.of("unused"),
                new Config.Database(Optional.empty()),
                Optional.empty(),
                new Config.Jwt(Optional.empty(), Optional.empty()),
                new Config.Sealing(Optional.empty()),
                Optional.empty(),
                TrustedProxies.NONE,
                new Config.Bridge(Optional.empty(), "127.0.0.1", Optional.empty()),
                new Config.Metrics(Optional.empty(), "127.0.0.1"),
                new Config.Push(Optional.empty(), Optional.empty(), List.of()),
                new Config.Webhooks(List.of()),
                new Config.Password(10),
                new Config.Sessions(java.time.Duration.ofDays(1), java.time.Duration.ofDays(1)),
                new Config.Groups(100),
                new Config.Messages(Duration.ofHours(48)),
                new Config.Files(Optional.empty(), Optional.empty(), 1 << 20, 1 << 20),
                Config.Limits.OFF);
    }
}
