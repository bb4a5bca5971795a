package io.webim.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** {@code make torture SECONDS=… SEED=…}: whatever breaks, no message is lost, doubled or out of order. */
class TortureIT {
    @Test
    void nothingIsLostDoubledOrOutOfOrder() throws Exception {
        long seconds = Long.getLong("torture.seconds", 60);
        long seed = Long.getLong("torture.seed", ThreadLocalRandom.current().nextInt(1, 1_000_000));
        System.out.println("torture: seed " + seed + ", " + seconds + " s");
        var folder = Path.of("target", "torture", "seed-" + seed + "-" + System.currentTimeMillis());
        try (var torture = new Torture(seconds, seed, folder)) {
            var verdict = torture.run();
            var report = torture.report(verdict);
            System.out.println(report);
            assertThat(verdict.isClean() && torture.faults() == 0).as(report).isTrue();
        }
        delete(folder);
    }

    /** What failed stays, with the logs of the server; a database is too large to be kept for nothing. */
    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
