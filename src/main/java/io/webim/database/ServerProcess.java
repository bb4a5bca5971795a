package io.webim.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running mariadbd, started again whenever it dies.
 *
 * <p>All of it happens on one thread that lives as long as the server does: Linux tells a child of its parent's death
 * when the <em>thread</em> that started it ends.
 */
final class ServerProcess {
    private static final Logger log = LoggerFactory.getLogger("mariadbd");
    private static final int STOP_SECONDS = 8;
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final List<String> command;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread keeper = new Thread(this::keepRunning, "mariadbd");
    private volatile @Nullable Process process;
    private volatile String lastWords = "";
    private volatile boolean accepting;

    private ServerProcess(List<String> command) {
        this.command = command;
        keeper.setDaemon(true);
    }

    static ServerProcess start(List<String> command) {
        var server = new ServerProcess(command);
        server.keeper.start();
        return server;
    }

    /** Completes when connections are accepted for the first time; fails when the first start fails. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    /** The last error that it wrote. */
    String lastWords() {
        return lastWords;
    }

    long pid() {
        var running = process;
        return running == null ? 0 : running.pid();
    }

    /** Returns when it is gone. */
    void stop() {
        synchronized (this) {
            stopped.countDown();
            if (process != null) {
                // Through the handle: the process's own method closes its output, which says when it is gone.
                process.toHandle().destroy();
            }
        }
        try {
            keeper.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
            var running = process;
            if (keeper.isAlive() && running != null) {
                log.warn("The database did not stop within {} s; its process is killed", STOP_SECONDS);
                running.toHandle().destroyForcibly();
                keeper.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keepRunning() {
        long pause = FIRST_PAUSE_MILLIS;
        while (!isStopping()) {
            accepting = false;
            int status = runOnce();
            if (isStopping()) {
                return;
            }
            if (!ready.isDone()) {
                ready.completeExceptionally(new IOException("ended with status " + status));
                return;
            }
            pause = accepting ? FIRST_PAUSE_MILLIS : Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            log.warn("The database server ended with status {}; it is started again", status);
            pause(pause);
        }
    }

    private int runOnce() {
        try {
            var started = launch();
            return started == null ? 0 : listen(started);
        } catch (IOException e) {
            lastWords = String.valueOf(e.getMessage());
            return -1;
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts this thread", e);
        }
    }

    private synchronized @Nullable Process launch() throws IOException {
        if (isStopping()) {
            return null;
        }
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return process;
    }

    private int listen(Process running) throws IOException, InterruptedException {
        try (var lines = running.inputReader(StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                heard(line);
            }
        }
        return running.waitFor();
    }

    private void heard(String line) {
        if (line.contains("ready for connections")) {
            if (ready.isDone()) {
                log.info("The database server accepts connections again");
            }
            accepting = true;
            ready.complete(null);
        }
        if (line.contains("[ERROR]")) {
            lastWords = line;
            log.error(line);
        } else {
            log.debug(line);
        }
    }

    private void pause(long millis) {
        try {
            stopped.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts this thread", e);
        }
    }

    private boolean isStopping() {
        return stopped.getCount() == 0;
    }
}
