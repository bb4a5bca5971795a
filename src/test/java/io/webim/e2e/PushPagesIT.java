package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.webim.TestServer;
import io.webim.push.PushServer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Web Push from the switch in the page to the notification of the closed page. Of all this, one part is not real: the
 * push service of the browser's maker, to which there is no way from here, is one on this machine.
 */
class PushPagesIT extends BrowserTest {
    private static final String KEPT =
            "SELECT 1 FROM push_subscription JOIN account ON account.id = push_subscription.user_id WHERE username = ?";
    private static final String OWN_SERVICE = "globalThis.unsubscribed = 0; { let kept = null; const given = %s;"
            + " const make = () => ({ toJSON: () => given,"
            + " unsubscribe: async () => { kept = null; unsubscribed++; return true; } });"
            + " PushManager.prototype.subscribe = async () => (kept ??= make());"
            + " PushManager.prototype.getSubscription = async () => kept; }";
    private static PushServer service;
    private static TestServer allowed;

    @BeforeAll
    static void startService() {
        service = new PushServer();
        allowed = TestServer.start(Map.of("WEBIM_PUSH_ALLOW", service.origin()));
        server = allowed;
    }

    @AfterAll
    static void stopService() {
        allowed.close();
        service.close();
    }

    @Override
    Browser browser() {
        return Chromium.whole();
    }

    @Test
    void aClosedPageTellsOfNewsAsMuchAsItMay() throws GeneralSecurityException {
        var talk = subscribed();
        var ann = talk.person();
        var notifications = Notifications.of(ann);
        leave(ann);
        talk.theirs().write(talk.conversation(), "see you at six");
        var shown = service.read(ann.username(), 1);
        assertThat(shown.getString("text")).isEqualTo("see you at six");
        deliver(ann.page(), shown.encode());
        assertThat(notifications.after(1)).isEqualTo(List.of("Bob Marsh: see you at six"));

        comeBack(ann);
        assertThat(ann.row(talk.other())).containsText("see you at six");
        choose(ann, "Show the text", false);
        leave(ann);
        talk.theirs().write(talk.conversation(), "nobody else reads this");
        var hidden = service.read(ann.username(), 2);
        assertThat(hidden.containsKey("text")).isFalse();
        deliver(ann.page(), hidden.encode());
        // In the place of the first: there is one a conversation.
        assertThat(notifications.after(2)).isEqualTo(List.of("Bob Marsh: New message"));
    }

    @Test
    void aPushThatTheWorkerCannotReadTellsOfNewsAllTheSame() throws GeneralSecurityException {
        var ann = subscribed().person();
        var notifications = Notifications.of(ann);
        leave(ann);

        deliver(ann.page(), "{\"type\": \"call\", \"conversationId\": 7}");
        assertThat(notifications.after(1)).isEqualTo(List.of("webim: New message"));
        deliver(ann.page(), "{\"type\": \"message\", \"title\": \"Choir\", \"conversationId\": 7}");
        deliver(ann.page(), "no JSON");
        deliver(ann.page(), "null");
        // One for the conversation and one for all else, however many there were.
        assertThat(notifications.after(4)).isEqualTo(List.of("webim: New message", "webim: New message"));
    }

    @Test
    void turnedOffAndLoggedOutTheServerForgetsTheBrowser() throws GeneralSecurityException {
        var ann = subscribed().person();
        assertThat(kept(ann)).isEqualTo(1);
        choose(ann, "Also when webim is closed", false);
        ann.page().waitForCondition(() -> kept(ann) == 0);
        choose(ann, "Also when webim is closed", true);
        ann.page().waitForCondition(() -> kept(ann) == 1);

        ann.logOut();

        assertThat(kept(ann)).isZero();
        assertThat(ann.page().evaluate("unsubscribed")).isEqualTo(2);
    }

    @Test
    void aPushServiceThatCannotBeReachedIsSaid() throws GeneralSecurityException {
        var ann = subscribed().person();
        choose(ann, "Also when webim is closed", false);
        ann.page()
                .evaluate("() => { PushManager.prototype.subscribe = () =>"
                        + " Promise.reject(new DOMException('no service', 'AbortError')); }");

        ann.settings("Notifications");
        toggle(ann, "Also when webim is closed").click();

        assertThat(ann.text("The push service of your browser cannot be reached."))
                .isVisible();
        assertThat(toggle(ann, "Also when webim is closed")).not().isChecked();
    }

    /** Ann, who wants to be told also when webim is closed, and Bob. */
    private Talk subscribed() throws GeneralSecurityException {
        // Where there is no page to name it, the browser looks for an icon by itself.
        var ann = person("Ann Lee", withWorker().setPermissions(List.of("notifications")))
                .expecting("404");
        var subscription = service.subscribe(ann.username()).encode();
        ann.page().context().addInitScript(String.format(OWN_SERVICE, subscription));
        var talk = talk(ann, person("Bob Marsh"));
        ann.enter().page().evaluate("() => navigator.serviceWorker.ready.then(() => undefined)");
        ann.button("Turn on").click();
        assertThat(ann.button("Turn on")).isHidden();
        ann.open(talk.other());
        ann.settings("Notifications");
        assertThat(toggle(ann, "Also when webim is closed")).isChecked();
        ann.page().keyboard().press("Escape");
        return talk;
    }

    private static void choose(Person person, String name, boolean on) {
        person.settings("Notifications");
        toggle(person, name).click();
        assertThat(toggle(person, name)).isEnabled();
        assertThat(toggle(person, name)).isChecked(new LocatorAssertions.IsCheckedOptions().setChecked(on));
        person.page().keyboard().press("Escape");
        assertThat(person.page().locator(".dialog")).hasCount(0);
    }

    private static Locator toggle(Person person, String name) {
        return person.page().getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName(name));
    }

    /** To something of the same origin, from where one can ask what the service worker shows. */
    private static void leave(Person person) {
        person.page().navigate("/icon.svg");
    }

    private static void comeBack(Person person) {
        person.page().navigate("/");
        person.seesTheList();
    }

    private static int kept(Person person) {
        return server.query(KEPT, person.username()).size();
    }

    /** As the browser does when its push service has something for it. */
    private static void deliver(Page page, String data) {
        var devtools = page.context().newCDPSession(page);
        var registrations = new ArrayList<String>();
        devtools.on(
                "ServiceWorker.workerRegistrationUpdated",
                event -> event.getAsJsonArray("registrations")
                        .forEach(it -> registrations.add(
                                it.getAsJsonObject().get("registrationId").getAsString())));
        devtools.send("ServiceWorker.enable");
        page.waitForCondition(() -> !registrations.isEmpty());
        var push = new JsonObject();
        push.addProperty("origin", server.url(""));
        push.addProperty("registrationId", registrations.get(0));
        push.addProperty("data", data);
        devtools.send("ServiceWorker.deliverPushMessage", push);
        devtools.detach();
    }
}
