package io.webim;

import static io.webim.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.webim.config.Config;
import io.webim.database.Database;
import io.webim.database.TestSchema;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A start that migrates for long is no event for the log: there is nothing that its operator could do. */
class LongStartIT {
    private final Logger log = (Logger) LoggerFactory.getLogger("io.vertx.core.impl.BlockedThreadChecker");
    private final ListAppender<ILoggingEvent> warnings = new ListAppender<>();

    @TempDir
    Path folder;

    @BeforeEach
    void listen() {
        warnings.list = new CopyOnWriteArrayList<>();
        warnings.start();
        log.addAppender(warnings);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(warnings);
    }

    /** The time after which a busy thread is warned of is a millisecond here instead of a minute. */
    @Test
    void nothingWarnsOfTheThreadThatMigrates() throws Exception {
        var vertx = Vertx.vertx(new VertxOptions()
                .setMaxWorkerExecuteTime(1)
                .setMaxWorkerExecuteTimeUnit(TimeUnit.MILLISECONDS)
                .setWarningExceptionTime(1)
                .setWarningExceptionTimeUnit(TimeUnit.MILLISECONDS)
                .setBlockedThreadCheckInterval(1)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS));
        try (var schema = TestSchema.on(SharedDatabase.url())) {
            var environment = Map.of(
                    "WEBIM_DATABASE_URL",
                    SharedDatabase.textOf(schema.url(), schema.url().database()),
                    "WEBIM_DATA_DIR",
                    folder.toString());
            var config = await(Config.load(vertx, new String[0], environment));
            await(await(Database.start(vertx, config)).close());
            assertThat(warnings.list)
                    .extracting(warning -> ThrowableProxyUtil.asString(warning.getThrowableProxy()))
                    .noneMatch(stack -> stack.contains(Database.class.getName() + ".lambda$start"));
        } finally {
            await(vertx.close());
        }
    }
}
