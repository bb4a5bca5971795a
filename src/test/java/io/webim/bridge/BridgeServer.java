package io.webim.bridge;

import static io.webim.testrun.Timeout.TIMEOUT;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.webim.bus.Bus;
import io.webim.config.Config;
import io.webim.config.TrustedProxies;
import io.webim.contract.Address;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Fields;
import io.webim.contract.Reply;
import io.webim.edge.Edge;
import io.webim.edge.TestEdge;
import io.webim.limits.Admission;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The bridge alone on real sockets and a real event bus, for what concerns the protocol: the other modules answer in a
 * few lines here. A token {@code user.session.seconds} is valid, any other is not.
 */
final class BridgeServer implements AutoCloseable {
    final Vertx vertx;
    final Bus bus;
    final Delivery delivery = new Delivery();
    final Bridge bridge;

    /** Requests to {@code chat.sync} wait here for the test to answer them. */
    final Queue<Promise<Reply>> held = new ConcurrentLinkedQueue<>();

    /** Logins with a token that starts with {@code held:} wait here. */
    final Queue<Promise<Reply>> heldLogins = new ConcurrentLinkedQueue<>();

    private final AtomicLong now = new AtomicLong();
    private final HttpServer http;

    BridgeServer(SocketLimits limits) throws Exception {
        this(limits, Optional.empty());
    }

    BridgeServer(SocketLimits limits, Optional<Config.MutualTls> tls) throws Exception {
        this(limits, tls, Vertx.vertx(), TestEdge::of, Admission.FREE);
    }

    BridgeServer(
            SocketLimits limits,
            Optional<Config.MutualTls> tls,
            Vertx vertx,
            Function<Vertx, Edge> makeEdge,
            Admission admission)
            throws Exception {
        this.vertx = vertx;
        bus = new Bus(vertx);
        var edge = makeEdge.apply(vertx);
        bridge = new Bridge(vertx, bus, config(tls), delivery, edge, admission, limits, now::get);
        serveOthers();
        await(bridge.start());
        var router = Router.router(vertx);
        router.route("/eventbus/*").subRouter(bridge.sockets(vertx));
        var options = new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setMaxWebSocketFrameSize(512 << 10)
                .setStrictThreadMode(true);
        http = await(vertx.createHttpServer(options)
                .connectionHandler(connection -> edge.guard(connection, options))
                .requestHandler(router)
                .listen(0, "127.0.0.1"));
    }

    int port() {
        return http.actualPort();
    }

    /** The only way in which time passes here. */
    void pass(long millis) {
        now.addAndGet(millis);
    }

    /** How long the one socket of this user may still be silent. */
    long patienceWith(long userId) {
        return delivery.of(userId)[0].deadline() - now.get();
    }

    void revoke(long userId, long sessionId) {
        bus.publish(
                Address.AUTH_SESSION_REVOKED,
                new JsonObject().put("userId", userId).put("sessionIds", new JsonArray().add(sessionId)));
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        await(vertx.close());
    }

    private void serveOthers() {
        bus.serve(Address.AUTH_TOKEN_VERIFY, BridgeServer::readToken, (caller, token) -> verify(token));
        bus.serve(
                Address.CHAT_MESSAGE_SEND,
                fields -> fields.optionalText("text", 0, 300_000),
                (caller, text) -> Future.succeededFuture(Reply.of(new JsonObject()
                        .put("userId", caller.userId())
                        .put("sessionId", caller.sessionId())
                        .put("text", text))));
        bus.serve(Address.CHAT_SYNC, fields -> fields, (caller, fields) -> {
            var promise = Promise.<Reply>promise();
            held.add(promise);
            return promise.future();
        });
        bus.serve(
                Address.CONTACTS_ADD,
                fields -> fields,
                (caller, fields) ->
                        Future.failedFuture(Failure.of(ErrorCode.USER_NOT_FOUND, "There is no such user.")));
    }

    Reply verified(long userId, long sessionId, long expiresIn) {
        return Reply.of(new JsonObject()
                .put("userId", userId)
                .put("sessionId", sessionId)
                .put("expiresIn", expiresIn));
    }

    private static String readToken(Fields fields) {
        return fields.text("accessToken", 1, 200);
    }

    private Future<Reply> verify(String token) {
        if (token.startsWith("held:")) {
            var promise = Promise.<Reply>promise();
            heldLogins.add(promise);
            return promise.future();
        }
        var parts = token.split("\\.");
        if (parts.length == 4) {
            return Future.succeededFuture(ofBot(parts));
        }
        if (parts.length != 3) {
            return Future.failedFuture(Failure.of(ErrorCode.INVALID_TOKEN, "The access token is not valid."));
        }
        return Future.succeededFuture(
                verified(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2])));
    }

    /** {@code <bot>.<token>.<seconds>.<owner>}. */
    private Reply ofBot(String... parts) {
        var verified = verified(Long.parseLong(parts[0]), 0, Long.parseLong(parts[2]));
        verified.toJson().put("tokenId", Long.parseLong(parts[1])).put("ownerId", Long.parseLong(parts[3]));
        return verified;
    }

    static Config config(Optional<Config.MutualTls> tls) {
        return new Config(
                new Config.Http("127.0.0.1", 0, Duration.ZERO),
                Path.of("target"),
                new Config.Database(Optional.empty()),
                Optional.empty(),
                new Config.Jwt(Optional.empty(), Optional.empty()),
                new Config.Sealing(Optional.empty()),
                Optional.empty(),
                TrustedProxies.NONE,
                new Config.Bridge(Optional.of(0), "127.0.0.1", tls),
                new Config.Metrics(Optional.empty(), "127.0.0.1"),
                new Config.Push(Optional.empty(), Optional.empty(), List.of()),
                new Config.Webhooks(List.of()),
                new Config.Password(17),
                new Config.Sessions(java.time.Duration.ofDays(1), java.time.Duration.ofDays(1)),
                new Config.Groups(100),
                new Config.Messages(Duration.ofHours(48)),
                new Config.Files(Optional.empty(), Optional.empty(), 1 << 20, 1 << 20),
                Config.Limits.OFF);
    }
}
