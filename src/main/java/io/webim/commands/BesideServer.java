package io.webim.commands;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.webim.config.Config;
import io.webim.database.Database;
import io.webim.datadir.DataDir;
import java.util.function.Function;

/** For commands that use the database of a webim, be it running or not, and leave its tables as they are. */
final class BesideServer {
    private BesideServer() {}

    static <T> Future<T> with(Vertx vertx, Config config, Function<Pool, Future<T>> work) {
        return database(vertx, config)
                .compose(database -> work.apply(database.pool()).eventually(database::close));
    }

    private static Future<Database> database(Vertx vertx, Config config) {
        return vertx.executeBlocking(() -> config.database().url().isPresent() || DataDir.isHeld(config.dataDir()))
                .compose(running -> running ? Database.join(vertx, config) : Database.startUnchanged(vertx, config));
    }
}
