package io.webim.jvm;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.netty.buffer.Unpooled;
import io.vertx.core.Vertx;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Ends the process when memory runs out, however it was started: one that lives on and answers nothing is never started
 * again. The JVM's {@code -XX:+ExitOnOutOfMemoryError} does it sooner, but can be given on the command line only, and does
 * not count what Netty throws by itself. The error may come up in any thread, and most catch it: so the log, threads that
 * die of it and Vert.x are listened to, and a thread of its own tries once a second whether there is any memory left.
 */
public final class OutOfMemory {
    /** As the JVM's own option has it. */
    static final int STATUS = 3;

    private static final int PROBE_BYTES = 128 << 10;
    /** Prepared, since nothing can be made any more when it is needed. */
    private static final byte[] LAST_WORDS = "webim ends: it is out of memory\n".getBytes(StandardCharsets.US_ASCII);

    private static final FileOutputStream ERRORS = new FileOutputStream(FileDescriptor.err);

    @SuppressWarnings("UnusedVariable") // a place to keep what was tried, or the compiler would leave the trial out
    private static volatile byte @Nullable [] probe;

    private OutOfMemory() {}

    public static void endsTheProcess(Vertx vertx) {
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {
            endIfCausedBy(error);
            LoggerFactory.getLogger(OutOfMemory.class).error("Thread {} died", thread.getName(), error);
        });
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logs) {
            logs.addTurboFilter(new LogFilter());
        }
        vertx.exceptionHandler(error -> {
            endIfCausedBy(error);
            LoggerFactory.getLogger(OutOfMemory.class).error("Unhandled", error);
        });
        var prober = new Thread(OutOfMemory::probe, "memory");
        prober.setDaemon(true);
        prober.start();
    }

    private static void endIfCausedBy(@Nullable Throwable error) {
        // A chain of causes may have a ring in it.
        int depth = 0;
        for (var cause = error; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            if (cause instanceof OutOfMemoryError) {
                end();
            }
        }
    }

    private static void probe() {
        try {
            while (true) {
                probe = new byte[PROBE_BYTES];
                probe = null;
                Unpooled.directBuffer(PROBE_BYTES).release();
                TimeUnit.SECONDS.sleep(1);
            }
        } catch (OutOfMemoryError none) {
            end();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Hooks of a shutdown need memory too. */
    private static void end() {
        try {
            ERRORS.write(LAST_WORDS);
        } catch (IOException nobodyListens) {
            // It ends all the same.
        } finally {
            Runtime.getRuntime().halt(STATUS);
        }
    }

    /** Sees what is logged at whatever level, and lets it pass. */
    private static final class LogFilter extends TurboFilter {
        @Override
        public FilterReply decide(
                @Nullable Marker marker,
                Logger logger,
                Level level,
                @Nullable String format,
                Object @Nullable [] values,
                @Nullable Throwable error) {
            endIfCausedBy(error);
            if (values != null && values.length > 0 && values[values.length - 1] instanceof Throwable last) {
                endIfCausedBy(last);
            }
            return FilterReply.NEUTRAL;
        }
    }
}
