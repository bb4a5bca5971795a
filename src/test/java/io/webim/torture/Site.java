package io.webim.torture;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is tortured: a server with a database of its own, or several nodes that have one in common. Everything blocks. */
interface Site extends AutoCloseable {
    /** One for each server. */
    List<Place> places();

    String jdbcUrl() throws IOException;

    /** What {@code java -jar webim.jar doctor} says; empty where it finds no database. */
    Optional<String> examine() throws IOException;

    /** All that can break in it. */
    List<Fault> faults(Tally tally, Pace pace);

    /** Starts what has ended by itself, which is a fault. */
    void reviveDead(Tally tally) throws IOException;

    Duration slowestStart();

    Duration slowestStop();

    @Override
    void close();

    /** The database is sound at any time, not only at the end. */
    default void examine(Tally tally) throws IOException {
        var report = examine();
        tally.count(report.isPresent() ? "examinations" : "examinations without a database");
        report.filter(text -> !text.contains(JarServer.WELL)).ifPresent(tally::fault);
    }
}
