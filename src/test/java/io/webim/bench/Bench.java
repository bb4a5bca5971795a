package io.webim.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.internal.VertxInternal;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the parts have in common: the server that is measured, the client's event loops, the report. */
final class Bench implements AutoCloseable {
    private static final int MOST_SOCKETS = 40_000;
    private static final int LONGEST_FRAME = 4 << 20;
    private static final long PATIENCE_SECONDS = 120;

    private final Options options;
    private final Report report;
    private final Target target;
    private final People people;
    private final Vertx vertx;
    private final List<Context> contexts;
    private final WebSocketClient client;

    Bench(Options options, Report report, Target target) {
        this.options = options;
        this.report = report;
        this.target = target;
        this.people = new People(target.uri());
        // The machine is the server's too.
        int loops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        this.vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(loops));
        this.contexts = Stream.<Context>generate(((VertxInternal) vertx)::createEventLoopContext)
                .limit(loops)
                .toList();
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setMaxConnections(MOST_SOCKETS)
                .setMaxFrameSize(LONGEST_FRAME)
                .setMaxMessageSize(LONGEST_FRAME));
    }

    Options options() {
        return options;
    }

    Report report() {
        return report;
    }

    Target target() {
        return target;
    }

    People people() {
        return people;
    }

    Vertx vertx() {
        return vertx;
    }

    /** Of the event loops in turn. */
    Context context(int i) {
        return contexts.get(i % contexts.size());
    }

    /** To be called on a context, where the socket then lives. */
    Future<Peer> connect(boolean framed) {
        return connect(target.uri(), framed);
    }

    /** The same with another server than the one that is measured. */
    Future<Peer> connect(URI server, boolean framed) {
        return Peer.connect(client, server, framed);
    }

    <T> T on(Context context, Supplier<T> task) {
        var result = Promise.<T>promise();
        context.runOnContext(go -> result.complete(task.get()));
        return await(result.future());
    }

    <T> T await(Future<T> future) {
        return await(future, () -> {});
    }

    /** @param verify throws when it is not worth to wait any longer */
    <T> T await(Future<T> future, Runnable verify) {
        var result = future.toCompletionStage().toCompletableFuture();
        for (long waited = 0; waited < 10 * PATIENCE_SECONDS; waited++) {
            verify.run();
            try {
                return result.get(100, TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                continue;
            } catch (ExecutionException e) {
                throw new VoidRun(String.valueOf(e.getCause().getMessage()), e.getCause());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new VoidRun("No answer within " + PATIENCE_SECONDS + " s");
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
