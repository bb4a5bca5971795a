package io.webim.e2e;

import static io.webim.testrun.Timeout.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ServiceWorkerPolicy;
import io.webim.SharedServer;
import io.webim.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A real server, and people with real browsers in front of it. Each test ends without a complaint of any browser. */
abstract class BrowserTest {
    /** Generous: the machine may be busy with something else. */
    @SharedServer
    static TestServer server;

    private static int created;

    private final List<Person> people = new ArrayList<>();

    @BeforeAll
    static void bePatient() {
        PlaywrightAssertions.setDefaultAssertionTimeout(TIMEOUT.toMillis());
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
        return keep(new Person(
                () -> browser(options),
                username,
                displayName,
                options.setBaseURL(url),
                () -> Api.register(server, username, displayName)));
    }

    /** The same person in another browser. */
    Person alsoAs(Person person, Browser.NewContextOptions options) {
        var username = person.username();
        var displayName = person.displayName();
        return keep(new Person(
                () -> browser(options),
                username,
                displayName,
                options.setBaseURL(server.url("")),
                () -> Api.logIn(server, username, displayName)));
    }

    /** In which somebody opens their pages: whoever is notified needs more. */
    Browser browser(Browser.NewContextOptions options) {
        return options.serviceWorkers == ServiceWorkerPolicy.ALLOW ? Chromium.whole() : Chromium.running();
    }

    private Person keep(Person person) {
        people.add(person);
        return person;
    }

    static Browser.NewContextOptions wide() {
        return calm().setViewportSize(1440, 900);
    }

    /** As for somebody who wants no motion: to wait for the end of each takes a quarter of a test's time. */
    private static Browser.NewContextOptions calm() {
        return new Browser.NewContextOptions().setReducedMotion(ReducedMotion.REDUCE);
    }

    /** With the motion that there is unless somebody wants none. */
    static Browser.NewContextOptions moving(Browser.NewContextOptions options) {
        return options.setReducedMotion(ReducedMotion.NO_PREFERENCE);
    }

    /** With the service worker, which other tests do without: it would only cost them time. */
    static Browser.NewContextOptions withWorker() {
        return wide().setServiceWorkers(ServiceWorkerPolicy.ALLOW);
    }

    static Browser.NewContextOptions tablet() {
        return calm().setViewportSize(820, 1180);
    }

    static Browser.NewContextOptions phone() {
        return calm().setViewportSize(390, 844)
                .setDeviceScaleFactor(2)
                .setHasTouch(true)
                .setIsMobile(true);
    }

    static Browser.NewContextOptions dark(Browser.NewContextOptions options) {
        return options.setColorScheme(ColorScheme.DARK);
    }

    /** Two people who have added each other, both with the conversation open. */
    List<Person> pair(String one, String other) {
        return talk(one, other).both();
    }

    /** Two who have each other as contacts; their browsers are not open yet. */
    Talk talk(String one, String other) {
        return talk(one, other, wide());
    }

    Talk talk(String one, String other, Browser.NewContextOptions options) {
        return talk(person(one, options), person(other));
    }

    static Talk talk(Person first, Person second) {
        first.signUp();
        second.api().add(first.username());
        return new Talk(first, second, first.api().add(second.username()));
    }

    /** Two people and what they have to say to each other. */
    record Talk(Person person, Person other, long conversation) {
        /** The first, who has opened the conversation from the list. */
        Person open() {
            return person.enter().open(other);
        }

        List<Person> both() {
            return List.of(person.enter(conversation), other.enter(conversation));
        }

        Api mine() {
            return person.api();
        }

        Api theirs() {
            return other.api();
        }
    }
}
