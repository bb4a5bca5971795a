package io.webim.chat.messages;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Counts what the writer does, once a batch: a message costs nothing of it. */
public final class WriterMeters {
    private final DistributionSummary batches;
    private final Timer commits;

    public WriterMeters(MeterRegistry meters) {
        this.batches = DistributionSummary.builder("webim.message.batch").register(meters);
        this.commits = Timer.builder("webim.message.commit")
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(2),
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(25),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(2))
                .register(meters);
    }

    /** @param begun of {@link System#nanoTime} */
    void committed(int messages, long begun) {
        batches.record(messages);
        commits.record(Duration.ofNanos(System.nanoTime() - begun));
    }
}
