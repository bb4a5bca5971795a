package io.webim;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.mysqlclient.MySQLConnection;
import io.webim.config.CannotStart;
import io.webim.config.DatabaseUrl;
import io.webim.database.TestDatabase;
import io.webim.datadir.DataDir;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** The one database server of a test run. */
public final class SharedDatabase {
    /** Until the JVM ends. */
    private static final List<DataDir> HELD = new CopyOnWriteArrayList<>();

    private SharedDatabase() {}

    /** The server given by {@code webim.test.database} or {@code WEBIM_DATABASE_URL}, else the embedded one. */
    public static DatabaseUrl url() {
        return Holder.URL;
    }

    /** The same server, another schema. */
    public static String textOf(DatabaseUrl url, String schema) {
        return "mysql://" + encoded(url.user()) + ":" + encoded(url.password()) + "@" + url.host() + ":" + url.port()
                + "/" + schema + "?sslMode=" + url.sslMode().name().toLowerCase(Locale.ROOT);
    }

    static Future<?> executing(Vertx vertx, DatabaseUrl url, String sql) {
        return MySQLConnection.connect(vertx, TestServer.options(url, url.database()))
                .compose(connection -> TestDatabase.setUp(connection)
                        .compose(done -> connection.query(sql).execute())
                        .eventually(connection::close));
    }

    /** One with the worst defaults that a server can have; started by the first test that asks. */
    static DatabaseUrl hostile() {
        return Hostile.URL;
    }

    private static DatabaseUrl start(String name, Function<Path, DatabaseUrl> server) {
        return server.apply(freeFolder(name));
    }

    /** Kept between runs; a run at the same time takes the next. */
    private static Path freeFolder(String name) {
        for (int i = 1; ; i++) {
            var folder = Path.of("target", name + "-" + i);
            try {
                HELD.add(DataDir.hold(folder));
                return folder;
            } catch (CannotStart e) {
                if (i == 20) {
                    throw e;
                }
            }
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Started by the first test that asks. */
    private static final class Holder {
        private static final DatabaseUrl URL =
                given().isEmpty() ? start("test-database", TestDatabase::start) : DatabaseUrl.parse(given());

        private static String given() {
            var property = System.getProperty("webim.test.database", "");
            return property.isEmpty() ? System.getenv().getOrDefault("WEBIM_DATABASE_URL", "") : property;
        }
    }

    private static final class Hostile {
        private static final DatabaseUrl URL = start("hostile-database", TestDatabase::startHostile);
    }
}
