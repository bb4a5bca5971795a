package io.webim.torture;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A server alone, with the database that it starts itself. */
final class OneServer implements Site {
    private final JarServer server;
    private final CuttingProxy front;

    OneServer(Path folder) throws IOException {
        server = JarServer.start(folder);
        front = new CuttingProxy(server.port());
    }

    @Override
    public List<Place> places() {
        return List.of(new Place(server.port(), front, server::life));
    }

    @Override
    public List<Fault> faults(Tally tally, Pace pace) {
        return List.of(
                new Fault("server kills", 1, random -> {
                    examine(tally);
                    server.kill();
                }),
                new Fault("database kills", 1, random -> server.awaitDatabase().destroyForcibly()),
                new Fault("database pauses", 1, random -> pauseDatabase(random, pace)),
                new Fault("server restarts", 0.34, random -> server.restart()));
    }

    private void pauseDatabase(Random random, Pace pace) throws IOException {
        var database = server.awaitDatabase();
        JarServer.suspend(database);
        pace.hang(random);
        JarServer.resume(database);
    }

    @Override
    public void reviveDead(Tally tally) throws IOException {
        if (!server.isAlive()) {
            tally.fault("the server ended by itself");
            server.revive();
        }
    }

    @Override
    public String jdbcUrl() throws IOException {
        return server.jdbcUrl();
    }

    @Override
    public Optional<String> examine() throws IOException {
        return server.examine();
    }

    @Override
    public Duration slowestStart() {
        return server.slowestStart();
    }

    @Override
    public Duration slowestStop() {
        return server.slowestStop();
    }

    @Override
    public void close() {
        front.close();
        server.close();
    }
}
