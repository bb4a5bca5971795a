package io.webim.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.webim.TestServer;
import io.webim.bridge.Certificate;
import io.webim.bridge.Eventually;
import io.webim.bridge.LogWatch;
import io.webim.limits.Workers;
import io.webim.outbound.Destinations;
import io.webim.push.Sender.Outcome;
import io.webim.push.Sender.Outcome.Kind;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS: the service must be the one that the endpoint names, though its address was looked up before. */
@ExtendWith(LogWatch.class)
class SenderIT {
    @TempDir
    static Path folder;

    private static Vertx vertx;
    private static HttpServer service;
    private static String trusted;
    private static final AtomicInteger taken = new AtomicInteger();
    private static final Set<String> begun = ConcurrentHashMap.newKeySet();
    private static final Set<String> ended = ConcurrentHashMap.newKeySet();
    private static final AtomicBoolean cut = new AtomicBoolean();

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        // For 127.0.0.1, and not for localhost.
        var certificate = Certificate.make(folder, "service");
        var files = certificate.forClient(certificate);
        trusted = files.certificate().toString();
        var options = new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(trusted)
                        .setKeyPath(files.key().toString()));
        service = TestServer.await(vertx.createHttpServer(options)
                .requestHandler(request -> {
                    taken.incrementAndGet();
                    begun.add(request.path());
                    request.connection().closeHandler(closed -> ended.add(request.path()));
                    if (request.path().equals("/dripping")) {
                        request.response().setStatusCode(201).setChunked(true);
                        long timer = vertx.setPeriodic(
                                100, tick -> request.response().write("."));
                        request.connection().closeHandler(closed -> {
                            vertx.cancelTimer(timer);
                            ended.add(request.path());
                        });
                    } else if (request.path().equals("/wordy")) {
                        request.response().putHeader("x", "y".repeat(20_000)).end();
                    } else if (request.path().equals("/silent")) {
                        // It never says a word.
                    } else if (request.path().equals("/endless")) {
                        request.response().setStatusCode(201).setChunked(true);
                        vertx.setPeriodic(
                                1,
                                timer -> request.response()
                                        .write(Buffer.buffer(new byte[4096]))
                                        .onFailure(error -> {
                                            vertx.cancelTimer(timer);
                                            cut.set(true);
                                        }));
                    } else {
                        request.response().setStatusCode(201).end();
                    }
                })
                .listen(0, "127.0.0.1"));
    }

    @AfterAll
    static void stop() {
        TestServer.await(vertx.close());
    }

    @Test
    void serviceWithItsOwnCertificateIsGivenThePush() throws Exception {
        int before = taken.get();
        assertThat(send("127.0.0.1", "/push", new PemTrustOptions().addCertPath(trusted)))
                .isEqualTo(Kind.DONE);
        assertThat(taken.get()).isEqualTo(before + 1);
    }

    @Test
    void certificateOfAnotherHostOrOfNobodyKnownIsRefused() throws Exception {
        int before = taken.get();
        assertThat(send("localhost", "/push", new PemTrustOptions().addCertPath(trusted)))
                .isEqualTo(Kind.LATER);
        assertThat(send("127.0.0.1", "/push", null)).isEqualTo(Kind.LATER);
        assertThat(taken.get()).isEqualTo(before);
    }

    /** Not one that the service can have written as often as it likes; what it causes is noted once. */
    @Test
    void answerThatIsNoneIsNoEventForTheLog() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(send("127.0.0.1", "/wordy", new PemTrustOptions().addCertPath(trusted)))
                    .isEqualTo(Kind.LATER);
        }
    }

    @Test
    void answerWithoutEndIsNotReadToTheEnd() throws Exception {
        assertThat(send("127.0.0.1", "/endless", new PemTrustOptions().addCertPath(trusted)))
                .isEqualTo(Kind.DONE);
        PushServer.eventually("the connection is cut", cut::get);
    }

    @Test
    void answerThatDripsWithoutEndIsNotReadForLong() throws Exception {
        assertThat(send("127.0.0.1", "/dripping", new PemTrustOptions().addCertPath(trusted)))
                .isEqualTo(Kind.DONE);
        Eventually.holds(() -> ended.contains("/dripping"));
    }

    @Test
    void whatIsCutIsToBeTriedAgainAndHoldsNoConnection() throws Exception {
        var cut = Promise.<Void>promise();
        var outcome = begin("127.0.0.1", "/silent", new PemTrustOptions().addCertPath(trusted), cut.future());
        Eventually.holds(() -> begun.contains("/silent"));
        assertThat(outcome.isComplete()).isFalse();
        cut.complete();

        assertThat(TestServer.await(outcome).kind()).isEqualTo(Kind.LATER);
        Eventually.holds(() -> ended.contains("/silent"));
    }

    private static Kind send(String host, String path, PemTrustOptions trust) throws Exception {
        return TestServer.await(begin(host, path, trust, Promise.<Void>promise().future()))
                .kind();
    }

    private static Future<Outcome> begin(String host, String path, PemTrustOptions trust, Future<Void> cut)
            throws Exception {
        var origin = "https://" + host + ":" + service.actualPort();
        var worker = vertx.createSharedWorkerExecutor("test", 1);
        var options = new HttpClientOptions();
        if (trust != null) {
            options.setTrustOptions(trust);
        }
        var sender = new Sender(
                vertx,
                worker,
                new Destinations(
                        new Workers(vertx, "hosts", 1, 1), InetAddress::getAllByName, List.of(origin), "endpoint"),
                VapidKey.load(folder),
                "mailto:test@localhost",
                options);
        var browser = Browser.create();
        var subscription = new Subscription(
                1,
                origin + path,
                Buffer.buffer(Browser.decode(browser.keys().getString("p256dh"))),
                Buffer.buffer(Browser.decode(browser.keys().getString("auth"))),
                false);
        return sender.send(1, subscription, new JsonObject(), "topic", cut);
    }
}
