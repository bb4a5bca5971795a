package io.webim.jvm;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;

/**
 * The log where nobody configures another: a line an event, to the standard error output. In code, since a file of logback's
 * brings an XML parser and some 400 classes into every start.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
    private static final String LINE =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{20} - %replace(%msg){'[\\r\\n]+', ' ⏎ '}%n%ex{short}";
    private static final Map<String, Level> LEVELS = Map.of(
            "io.netty",
            Level.WARN,
            "io.vertx",
            Level.WARN,
            "org.flywaydb",
            Level.WARN,
            // A migration that fails stops the start, which says what to do.
            "org.flywaydb.core.internal.command.DbMigrate",
            Level.OFF,
            "org.flywaydb.database.mysql.MySQLNamedLockTemplate",
            Level.OFF,
            // What it warns of comes as an exception too.
            "org.mariadb.jdbc",
            Level.ERROR);

    @Override
    public ExecutionStatus configure(LoggerContext loggers) {
        if (isConfiguredElsewhere()) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        var output = new ConsoleAppender<ILoggingEvent>();
        output.setTarget(ConsoleTarget.SystemErr.getName());
        setUp(loggers, output);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static boolean isConfiguredElsewhere() {
        var loader = LogSetup.class.getClassLoader();
        return System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) != null
                || loader.getResource(ClassicConstants.TEST_AUTOCONFIG_FILE) != null
                || loader.getResource(ClassicConstants.AUTOCONFIG_FILE) != null;
    }

    static void setUp(LoggerContext loggers, OutputStreamAppender<ILoggingEvent> output) {
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(loggers);
        encoder.setPattern(LINE);
        encoder.start();
        output.setContext(loggers);
        output.setEncoder(encoder);
        output.start();
        LEVELS.forEach((name, level) -> loggers.getLogger(name).setLevel(level));
        var root = loggers.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(output);
    }
}
