package io.webim.bus;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Writes what others can cause again and again: one line in ten seconds, and with the next one how many were left out.
 * Each kind of trouble has one of its own. Safe from any thread.
 */
public final class SparseLog {
    static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Logger log;
    private final LongSupplier nanos;
    private boolean begun;
    private long last;
    private long leftOut;

    public SparseLog(Logger log) {
        this(log, System::nanoTime);
    }

    SparseLog(Logger log, LongSupplier nanos) {
        this.log = log;
        this.nanos = nanos;
    }

    /** @param arguments as SLF4J takes them; the last one may be an exception */
    public void info(String format, @Nullable Object... arguments) {
        write(Level.INFO, format, arguments);
    }

    /** @param arguments as SLF4J takes them; the last one may be an exception */
    public void warn(String format, @Nullable Object... arguments) {
        write(Level.WARN, format, arguments);
    }

    /** @param arguments as SLF4J takes them; the last one may be an exception */
    public void error(String format, @Nullable Object... arguments) {
        write(Level.ERROR, format, arguments);
    }

    private void write(Level level, String format, @Nullable Object... arguments) {
        long skipped = take();
        if (skipped >= 0) {
            var counted = skipped == 0 ? format : format + " (and " + skipped + " more like it before)";
            log.atLevel(level).log(counted, arguments);
        }
    }

    /** @return how many were left out before this line; -1 for one that is left out itself */
    private synchronized long take() {
        long now = nanos.getAsLong();
        if (begun && now - last < PERIOD_NANOS) {
            leftOut++;
            return -1;
        }
        long skipped = leftOut;
        begun = true;
        last = now;
        leftOut = 0;
        return skipped;
    }
}
