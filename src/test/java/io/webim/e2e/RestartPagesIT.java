package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import io.webim.TestServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pages that are open while their server is restarted, and while the first few come to it. */
class RestartPagesIT extends BrowserTest {
    private static TestServer restarted;

    @BeforeAll
    static void startServer() {
        // The same port after the restart: the pages are still open.
        restarted = TestServer.start(Map.of("WEBIM_HTTP_PORT", Integer.toString(lastingPort())));
        server = restarted;
    }

    @AfterAll
    static void stopServer() {
        restarted.close();
    }

    @Test
    void aRestartOfTheServerLosesNothing() {
        var people = pair("Ann Lee", "Bob Marsh");
        var ann = people.get(0).expectingCuts().expecting("50[23]");
        var bob = people.get(1).expectingCuts().expecting("50[23]");
        ann.write("before the restart");
        bob.sees("before the restart");

        restarted.restart();
        ann.write("right after it");
        bob.write("from the other side");

        bob.sees("right after it");
        ann.sees("from the other side").seesTick("right after it", "Read");
        assertThat(ann.bubble("right after it")).hasCount(1);
    }

    @Test
    void whoeverComesToAServerOfFewIsListedWhereTheFirstAreWelcomed() {
        var bob = person("Bob Marsh").signUp();
        var ann = person("Ann Lee").enter();
        var people = ann.page().locator(".welcome .people");
        assertThat(people).containsText("@" + bob.username());

        var carla = person("Carla Diaz").signUp();
        assertThat(people).containsText("@" + carla.username());
    }

    /** Below those that systems give to outgoing connections, so that nothing takes it between two starts. */
    private static int lastingPort() {
        for (; ; ) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 30_000);
            try (var socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // Another, then.
            }
        }
    }
}
