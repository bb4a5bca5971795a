package io.webim.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ServiceWorkerPolicy;
import io.webim.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A real server, and people with real browsers in front of it. Each test ends without a complaint of any browser. */
abstract class BrowserTest {
    static TestServer server;

    /** Generous: the machine may be busy with something else. */
    private static final double PATIENCE = 30_000;

    /** Where the server may find a push service. */
    static final int PUSH_PORT = freePort();

    private static int created;

    private final List<Person> people = new ArrayList<>();

    @BeforeAll
    static void startServer() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        // The same port after a restart: the pages are still open.
        server = TestServer.start(Map.of(
                "WEBIM_HTTP_PORT", Integer.toString(freePort()), "WEBIM_PUSH_ALLOW", "http://127.0.0.1:" + PUSH_PORT));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @AfterEach
    void nothingToComplainAbout() {
        var complaints =
                people.stream().flatMap(person -> person.complaints().stream()).toList();
        people.forEach(Person::close);
        assertThat(complaints)
                .as("errors and policy violations in the browsers")
                .isEmpty();
    }

    /** At a desk; not registered yet. The username is unique in this run. */
    Person person(String displayName) {
        return person(displayName, wide());
    }

    Person person(String displayName, Browser.NewContextOptions options) {
        return person(displayName, options, server.url(""));
    }

    /** @param url where the server is found, for one that stands behind something */
    Person person(String displayName, Browser.NewContextOptions options, String url) {
        var username =
                "u" + ++created + "_" + displayName.replaceAll("[^A-Za-z]", "").toLowerCase(java.util.Locale.ROOT);
        var person = new Person(url, username, displayName, options);
        people.add(person);
        return person;
    }

    /** The same person in another browser. */
    Person alsoAs(Person person, Browser.NewContextOptions options) {
        var again = new Person(server.url(""), person.username(), person.displayName(), options);
        people.add(again);
        return again;
    }

    static Browser.NewContextOptions wide() {
        return new Browser.NewContextOptions().setViewportSize(1440, 900);
    }

    /** With the service worker, which other tests do without: it would only cost them time. */
    static Browser.NewContextOptions withWorker() {
        return wide().setServiceWorkers(ServiceWorkerPolicy.ALLOW);
    }

    static Browser.NewContextOptions tablet() {
        return new Browser.NewContextOptions().setViewportSize(820, 1180);
    }

    static Browser.NewContextOptions phone() {
        return new Browser.NewContextOptions()
                .setViewportSize(390, 844)
                .setDeviceScaleFactor(2)
                .setHasTouch(true)
                .setIsMobile(true);
    }

    static Browser.NewContextOptions dark(Browser.NewContextOptions options) {
        return options.setColorScheme(ColorScheme.DARK);
    }

    /** Two people who have added each other, both with the conversation open. */
    List<Person> pair(String one, String other) {
        var first = person(one).register();
        var second = person(other).register();
        first.add(second);
        second.add(first);
        return List.of(first, second);
    }

    /** Two who have each other as contacts, made without a browser; the second is left without one. */
    Talk talk(String one, String other) {
        return talk(one, other, wide());
    }

    Talk talk(String one, String other, Browser.NewContextOptions options) {
        var first = person(one, options);
        var second = person(other);
        Api.register(server, first.username(), one);
        Api.register(server, second.username(), other);
        var mine = Api.logIn(server, first.username());
        var theirs = Api.logIn(server, second.username());
        theirs.add(first.username());
        return new Talk(first, second, mine, theirs, mine.add(second.username()));
    }

    /** Somebody with a browser, somebody else, and what both can do over REST. */
    record Talk(Person person, Person other, Api mine, Api theirs, long conversation) {
        Person open() {
            return person.logIn(Person.PASSWORD).seesTheList().open(other);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
