package io.webim.database;

import io.webim.DatabaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The embedded server alone, for a whole test run. */
public final class TestDatabase {
    /** Of some fifteen servers at once. */
    private static final int CONNECTIONS = 400;

    private TestDatabase() {}

    /** Ends with the JVM. Its account may use all databases named {@code webim…}, and break them with triggers. */
    public static DatabaseUrl start(Path dataDir) {
        try {
            var server = EmbeddedServer.start(
                    Files.createDirectories(dataDir), "webim%", EmbeddedServer.RIGHTS + ", TRIGGER", CONNECTIONS);
            Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "stop test database"));
            return server.access().url();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
