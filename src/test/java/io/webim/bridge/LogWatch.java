package io.webim.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that nothing that happens in a class's tests is an event for the log: {@code @ExtendWith(LogWatch.class)}.
 */
public final class LogWatch implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final AppenderBase<ILoggingEvent> appender;
    private final List<String> loud = new CopyOnWriteArrayList<>();

    public LogWatch() {
        appender = new AppenderBase<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (!isOfStopping(event)
                        && (event.getLevel().isGreaterOrEqual(Level.ERROR) || event.getThrowableProxy() != null)) {
                    loud.add(event.getLevel() + " " + event.getLoggerName() + ": " + event.getFormattedMessage() + "\n"
                            + (event.getThrowableProxy() == null
                                    ? ""
                                    : ThrowableProxyUtil.asString(event.getThrowableProxy())));
                }
            }
        };
        appender.setContext(root.getLoggerContext());
    }

    /** A connection that comes while the test's server stops is none of its business: nobody is there to take it. */
    private static boolean isOfStopping(ILoggingEvent event) {
        return switch (event.getLoggerName()) {
            case "io.netty.bootstrap.ServerBootstrap" -> true;
            case "io.netty.channel.ChannelInitializer" ->
                event.getThrowableProxy() != null
                        && ThrowableProxyUtil.asString(event.getThrowableProxy())
                                .contains("ServerChannelLoadBalancer$WorkerList.chooseHandler");
            default -> false;
        };
    }

    @Override
    public void beforeAll(ExtensionContext tests) {
        root.setLevel(Level.INFO);
        appender.start();
        root.addAppender(appender);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        assertThat(loud).isEmpty();
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        root.detachAppender(appender);
        assertThat(loud).isEmpty();
    }
}
