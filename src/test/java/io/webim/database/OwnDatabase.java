package io.webim.database;

import io.webim.config.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A database server of one test alone, which may kill it: it is started again. Every method blocks. */
public final class OwnDatabase implements AutoCloseable {
    private static final int CONNECTIONS = 400;

    private final EmbeddedServer server;

    private OwnDatabase(EmbeddedServer server) {
        this.server = server;
    }

    public static OwnDatabase start(Path dataDir) throws IOException {
        return new OwnDatabase(EmbeddedServer.start(
                Files.createDirectories(dataDir),
                new EmbeddedServer.Shape("webim", EmbeddedServer.RIGHTS, CONNECTIONS, List.of(), "")));
    }

    public DatabaseUrl url() {
        return server.access().url();
    }

    /** Of the process that runs now. */
    public long pid() {
        return server.pid();
    }

    @Override
    public void close() {
        server.stop();
    }
}
