package io.webim.database;

import io.webim.config.CannotStart;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database server that outlived a crash of ours and still holds the data directory. */
final class Leftover {
    private static final Logger log = LoggerFactory.getLogger(Leftover.class);
    private static final int PATIENCE_SECONDS = 15;

    private Leftover() {}

    /** Ends it, if there is one; the caller holds the lock of the data dir, so it serves nobody. */
    static void end(Path program, Path dataDir) {
        ProcessHandle.allProcesses()
                .filter(process -> serves(process.info(), program, dataDir))
                .forEach(Leftover::end);
    }

    /** One that runs our own unpacked program, or an installed one on our data. */
    private static boolean serves(ProcessHandle.Info process, Path program, Path dataDir) {
        var command = process.command().orElse("");
        if (program.startsWith(dataDir)) {
            return command.equals(program.toString());
        }
        return Path.of(command).endsWith(program.getFileName())
                && Arrays.asList(process.arguments().orElse(new String[0]))
                        .contains("--datadir=" + dataDir.resolve("mariadb"));
    }

    private static void end(ProcessHandle process) {
        log.warn("A database server was left over from a crash (process {}); it is ended", process.pid());
        process.destroy();
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            process.onExit().join();
        } catch (InterruptedException | ExecutionException e) {
            throw new CannotStart("A database server is left over from a crash: end process " + process.pid(), e);
        }
    }
}
