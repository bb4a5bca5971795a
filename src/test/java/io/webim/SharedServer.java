package io.webim;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Sets a static field to the server that all tests with the same settings share, before any of the class runs.
 *
 * <pre>{@code
 * class HistoryIT {
 *     @SharedServer
 *     static TestServer server;
 *
 *     @Test void outsiderCannotReadHistory() {
 *         // server.url("/api/…"), server.port(), server.tcpPort(), server.query("SELECT …", …)
 *     }
 * }
 * }</pre>
 *
 * <p>Others have left accounts and messages in its database, and go on: a test makes people of its own and asks about
 * them alone. One that breaks the server, or counts all that there is, starts a {@link TestServer} of its own.
 */
@Target({ElementType.FIELD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SharedServerExtension.class)
public @interface SharedServer {
    /** Environment variables, such as {@code WEBIM_LIMITS=on}, beside those of {@link TestServer}. */
    String[] value() default {};

    /** Tests that do to it what others should not meet share one of this name: it is restarted, its rows are damaged. */
    String name() default "";
}
