package io.webim;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.webim.commands.DoctorCommand;
import io.webim.commands.ReportsCommand;
import io.webim.commands.RotateKeysCommand;
import io.webim.config.CannotStart;
import io.webim.config.Config;
import io.webim.config.Usage;
import io.webim.jvm.Memory;
import io.webim.jvm.OutOfMemory;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts webim and says where it is. */
public final class Main {
    private static final Logger log = LoggerFactory.getLogger(Main.class);
    private static final int STOP_SECONDS = 10;

    private Main() {}

    public static void main(String[] args) {
        Usage.answer(args).ifPresentOrElse(Main::say, () -> run(args));
    }

    private static void run(String[] args) {
        // A hundred classes in every start, for a recording that hardly anybody makes.
        System.getProperties().putIfAbsent("io.netty.jfr.enabled", "false");
        var vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        switch (args.length > 0 ? args[0] : "") {
            case "doctor" -> examine(vertx, Arrays.copyOfRange(args, 1, args.length));
            case "reports" -> reports(vertx, Arrays.copyOfRange(args, 1, args.length));
            case "rotate-keys" -> rotate(vertx, Arrays.copyOfRange(args, 1, args.length));
            default -> serve(vertx, args);
        }
    }

    private static void serve(Vertx vertx, String[] args) {
        OutOfMemory.endsTheProcess(vertx);
        Memory.giveBackWhenIdle();
        var server = Promise.<Server>promise();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server.future()), "stop"));
        Config.load(vertx, args)
                .compose(config -> Server.start(vertx, config).onSuccess(started -> {
                    announce(config, started);
                    started.lost().onSuccess(lost -> endAtOnce());
                }))
                .onComplete(server)
                .onFailure(Main::giveUp);
    }

    private static void examine(Vertx vertx, String[] args) {
        var checkup = DoctorCommand.of(args);
        Config.load(vertx, checkup.rest().toArray(String[]::new))
                .compose(config -> checkup.run(vertx, config))
                .onSuccess(well -> exit(well ? 0 : 1))
                .onFailure(Main::giveUp);
    }

    private static void reports(Vertx vertx, String[] args) {
        var command = ReportsCommand.of(args);
        Config.load(vertx, command.rest().toArray(String[]::new))
                .compose(config -> command.run(vertx, config))
                .onSuccess(done -> exit(done ? 0 : 1))
                .onFailure(Main::giveUp);
    }

    private static void rotate(Vertx vertx, String[] args) {
        Config.load(vertx, args)
                .compose(config -> vertx.executeBlocking(() -> RotateKeysCommand.run(config)))
                .onSuccess(done -> exit(0))
                .onFailure(Main::giveUp);
    }

    /** The one line that scripts wait for. */
    private static void announce(Config config, Server server) {
        var host = config.http().host();
        say("webim is ready: http://"
                + (host.contains(":") ? "[" + host + "]" : host.equals("0.0.0.0") ? "127.0.0.1" : host) + ":"
                + server.port());
    }

    @SuppressWarnings("SystemOut") // what was asked for
    private static void say(String text) {
        System.out.println(text);
    }

    private static void giveUp(Throwable error) {
        if (error instanceof CannotStart) {
            System.err.println("webim cannot start: " + error.getMessage());
        } else {
            log.error("webim cannot start", error);
        }
        exit(1);
    }

    /** Not from the caller's thread, which may be one that the shutdown waits for. */
    private static void exit(int status) {
        new Thread(() -> System.exit(status), "exit").start();
    }

    private static long drainSeconds(Future<Server> server) {
        return server.isComplete() ? server.result().drain().toSeconds() : 0;
    }

    /** As if it had been killed: what it has acknowledged is there, and it may not write any more. */
    private static void endAtOnce() {
        log.error("Another webim serves the database now: this one ends");
        Runtime.getRuntime().halt(1);
    }

    private static void stop(Future<Server> server) {
        if (server.failed()) {
            return;
        }
        try {
            server.compose(Server::close)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(STOP_SECONDS + drainSeconds(server), TimeUnit.SECONDS);
        } catch (Exception e) {
            log.warn("Not everything stopped in order: {}", e.toString());
        }
    }
}
