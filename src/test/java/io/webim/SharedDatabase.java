package io.webim;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.mysqlclient.MySQLConnection;
import io.webim.database.TestDatabase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** The one database server of a test run. */
final class SharedDatabase {
    private SharedDatabase() {}

    /** The server given by {@code webim.test.database} or {@code WEBIM_DATABASE_URL}, else the embedded one. */
    static DatabaseUrl url() {
        return Holder.URL;
    }

    /** The same server, another schema. */
    static String textOf(DatabaseUrl url, String schema) {
        return "mysql://" + encoded(url.user()) + ":" + encoded(url.password()) + "@" + url.host() + ":" + url.port()
                + "/" + schema + "?sslMode=" + url.sslMode().name().toLowerCase(Locale.ROOT);
    }

    static void execute(Vertx vertx, String sql) {
        TestServer.await(executing(vertx, sql));
    }

    static Future<?> executing(Vertx vertx, String sql) {
        return MySQLConnection.connect(vertx, TestServer.options(url(), url().database()))
                .compose(connection -> connection.query(sql).execute().eventually(connection::close));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Started by the first test that asks. */
    private static final class Holder {
        /** Until the JVM ends. */
        private static DataDir held;

        private static final DatabaseUrl URL =
                given().isEmpty() ? TestDatabase.start(freeFolder()) : DatabaseUrl.parse(given());

        /** Kept between runs; a run at the same time takes the next. */
        private static Path freeFolder() {
            for (int i = 1; ; i++) {
                var folder = Path.of("target", "test-database-" + i);
                try {
                    held = DataDir.hold(folder);
                    return folder;
                } catch (CannotStart e) {
                    if (i == 20) {
                        throw e;
                    }
                }
            }
        }

        private static String given() {
            var property = System.getProperty("webim.test.database", "");
            return property.isEmpty() ? System.getenv().getOrDefault("WEBIM_DATABASE_URL", "") : property;
        }
    }
}
