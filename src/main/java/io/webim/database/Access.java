package io.webim.database;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.mysqlclient.SslMode;
import io.webim.config.DatabaseUrl;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How to reach a database server.
 *
 * @param socket a Unix socket of the same server, which the pool prefers where it can
 */
record Access(DatabaseUrl url, Optional<Path> socket) {
    private static final int CACHED_STATEMENTS = 512;
    private static final int CONNECT_TIMEOUT_MILLIS = 4_000;

    /** For the pool. */
    MySQLConnectOptions options(boolean unixSockets) {
        var options = new MySQLConnectOptions()
                .setHost(url.host())
                .setPort(url.port())
                .setUser(url.user())
                .setPassword(url.password())
                .setDatabase(url.database())
                .setCharset("utf8mb4")
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(CACHED_STATEMENTS)
                // Without this, statements of 2,048 characters and more are prepared anew each time.
                .setPreparedStatementCacheSqlFilter(sql -> true)
                // Rows that matched, changed or not: an update that finds its row says so.
                .setUseAffectedRows(false);
        socket.filter(path -> unixSockets)
                .ifPresentOrElse(path -> options.setHost(path.toString()), () -> secure(options));
        return options;
    }

    /** For the migrations. */
    String jdbcUrl() {
        // The driver speaks with both kinds of server.
        return "jdbc:mariadb://" + bracketed(url.host()) + ":" + url.port() + "/" + url.database();
    }

    Map<String, String> jdbcProperties() {
        var properties = new HashMap<String, String>();
        properties.put("connectTimeout", String.valueOf(CONNECT_TIMEOUT_MILLIS));
        properties.put("sslMode", jdbcSslMode());
        url.sslCa().ifPresent(path -> properties.put("serverSslCert", path));
        if (url.sslMode() == DatabaseUrl.SslMode.DISABLED) {
            // MySQL 8's default log-in without TLS encrypts the password with a key that it hands out.
            properties.put("allowPublicKeyRetrieval", "true");
        }
        return properties;
    }

    private void secure(MySQLConnectOptions options) {
        if (url.sslMode() == DatabaseUrl.SslMode.DISABLED) {
            options.setSslMode(SslMode.DISABLED);
            return;
        }
        var tls = new ClientSSLOptions().setSslHandshakeTimeout(CONNECT_TIMEOUT_MILLIS);
        if (url.sslMode() == DatabaseUrl.SslMode.REQUIRED) {
            tls.setTrustAll(true);
        }
        url.sslCa().ifPresent(path -> tls.setTrustOptions(new PemTrustOptions().addCertPath(path)));
        tls.setHostnameVerificationAlgorithm(url.sslMode() == DatabaseUrl.SslMode.VERIFY_IDENTITY ? "HTTPS" : "");
        options.setSslMode(SslMode.valueOf(url.sslMode().name())).setSslOptions(tls);
    }

    private String jdbcSslMode() {
        return switch (url.sslMode()) {
            case DISABLED -> "disable";
            case REQUIRED -> "trust";
            case VERIFY_CA -> "verify-ca";
            case VERIFY_IDENTITY -> "verify-full";
        };
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
