package io.webim.jvm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class LogSetupTest {
    private final LoggerContext loggers = new LoggerContext();

    @Test
    void anEventIsALineWhateverItSays() {
        assertThat(logged(() -> loggers.getLogger("io.webim.jvm.Somebody").info("one\r\n\ntwo {}", "🎈")))
                .matches(
                        "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d) INFO  \\[.+] i\\.webim\\.jvm\\.Somebody - one ⏎ two 🎈\n");
    }

    @Test
    void anErrorBringsTheBeginningOfItsTrace() {
        var lines = logged(() -> loggers.getLogger("a").error("It broke", new IllegalStateException("here")))
                .lines()
                .toList();

        assertThat(lines).hasSizeBetween(3, 5);
        assertThat(lines.get(1)).isEqualTo("java.lang.IllegalStateException: here");
        assertThat(lines.get(2)).startsWith("\tat ");
    }

    @Test
    void librariesWarnOnly() {
        assertThat(logged(() -> {
                    loggers.getLogger("io.vertx.core.Something").info("talks");
                    loggers.getLogger("io.netty.buffer.Something").info("talks");
                    loggers.getLogger("org.mariadb.jdbc.Something").warn("talks");
                    loggers.getLogger("io.webim.Something").debug("talks");
                }))
                .isEmpty();
        assertThat(logged(() -> loggers.getLogger("io.vertx.core.Something").warn("warns")))
                .contains("warns");
        assertThat(loggers.getLogger("org.flywaydb.core.internal.command.DbMigrate")
                        .getEffectiveLevel())
                .isEqualTo(Level.OFF);
    }

    @Test
    void whereAFileConfiguresTheLogItIsLeftAlone() {
        var setup = new LogSetup();
        setup.setContext(loggers);

        assertThat(setup.configure(loggers))
                .as("these tests have such a file")
                .isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
        assertThat(loggers.getLogger("root").iteratorForAppenders()).isExhausted();
    }

    private String logged(Runnable work) {
        var bytes = new ByteArrayOutputStream();
        var output = new OutputStreamAppender<ILoggingEvent>();
        output.setOutputStream(bytes);
        loggers.reset();
        loggers.setMDCAdapter(new LogbackMDCAdapter());
        LogSetup.setUp(loggers, output);
        work.run();
        return bytes.toString(UTF_8).replace("\r\n", "\n");
    }
}
