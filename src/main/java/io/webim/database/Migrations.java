package io.webim.database;

import io.webim.CannotStart;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the schema up to this version; blocking. */
final class Migrations {
    private Migrations() {}

    static void run(Access access) {
        try {
            Flyway.configure()
                    .dataSource(
                            access.jdbcUrl(), access.url().user(), access.url().password())
                    .jdbcProperties(access.jdbcProperties())
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new CannotStart("The database " + access.url() + " cannot be prepared: " + cause(e), e);
        }
    }

    private static String cause(Throwable error) {
        var deepest = error;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage()).lines().findFirst().orElse("");
    }
}
