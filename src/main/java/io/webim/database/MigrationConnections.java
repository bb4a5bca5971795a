package io.webim.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.mariadb.jdbc.MariaDbDataSource;

/** Connections that are set up as those of the pool are, before anybody has seen them. */
final class MigrationConnections extends MariaDbDataSource {
    private final String url;
    private final Properties properties = new Properties();

    MigrationConnections(ServerAddress access) {
        url = access.jdbcUrl();
        properties.putAll(access.jdbcProperties());
        properties.put("user", access.url().user());
        properties.put("password", access.url().password());
    }

    @Override
    public Connection getConnection() throws SQLException {
        var connection = DriverManager.getConnection(url, properties);
        try (var statement = connection.createStatement()) {
            for (var sql : SessionSettings.SET_UP) {
                statement.execute(sql);
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
