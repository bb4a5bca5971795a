package io.webim.bench;

import io.webim.SharedDatabase;
import io.webim.TestServer;
import io.webim.cluster.EngineServer;
import io.webim.cluster.Nodes;
import io.webim.database.OwnDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;

/** Two nodes of one webim, with an engine and a database. */
final class TwoNodes implements AutoCloseable {
    private final OwnDatabase database;
    private final EngineServer engine;
    private final Target one;
    private final Target other;

    private TwoNodes(OwnDatabase database, EngineServer engine, Target one, Target other) {
        this.database = database;
        this.engine = engine;
        this.one = one;
        this.other = other;
        one.among(
                List.of(other.handle(), engine.handle()),
                ProcessHandle.of(database.pid()).orElseThrow());
    }

    static TwoNodes start(Path folder, List<String> java) throws IOException {
        var database = OwnDatabase.start(folder.resolve("database"));
        var engine = EngineServer.start();
        var settings = new HashMap<>(Nodes.settings(engine.url()));
        settings.put("WEBIM_JWT_SECRET", TestServer.SECRET);
        settings.put(
                "WEBIM_DATABASE_URL",
                SharedDatabase.textOf(database.url(), database.url().database()));
        return new TwoNodes(
                database,
                engine,
                Target.start(folder.resolve("one"), java, settings),
                Target.start(folder.resolve("other"), java, settings));
    }

    /** What it uses is what both and the engine use. */
    Target one() {
        return one;
    }

    Target other() {
        return other;
    }

    @Override
    public void close() {
        one.close();
        other.close();
        engine.close();
        database.close();
    }
}
