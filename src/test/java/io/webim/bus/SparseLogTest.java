package io.webim.bus;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SparseLogTest {
    final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    final ListAppender<ILoggingEvent> written = new ListAppender<>();
    final Logger log = new LoggerContext().getLogger("some");
    final SparseLog sparse = new SparseLog(log, now::get);

    @BeforeEach
    void listen() {
        written.start();
        log.addAppender(written);
    }

    @Test
    void thousandsInAPeriodAreOneLineAndTheNextSaysHowManyWereLeftOut() {
        for (int i = 0; i < 5_000; i++) {
            sparse.warn("away: {}", i);
        }
        assertThat(lines()).containsExactly("away: 0");

        now.addAndGet(SparseLog.PERIOD_NANOS - 1);
        sparse.warn("away: {}", "still");
        now.addAndGet(1);
        sparse.warn("away: {}", "again");

        assertThat(lines()).containsExactly("away: 0", "away: again (and 5000 more like it before)");
    }

    @Test
    void theExceptionIsWrittenWithItsLine() {
        sparse.error("{} failed", "it", new IllegalStateException("why"));

        assertThat(written.list.get(0).getThrowableProxy().getMessage()).isEqualTo("why");
    }

    private List<String> lines() {
        return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
