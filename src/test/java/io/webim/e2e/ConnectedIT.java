package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocket;
import com.microsoft.playwright.WebSocketRoute;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Staying connected: sleep, several tabs, and being told of news. */
class ConnectedIT extends BrowserTest {
    /** Counts in the storage, which all tabs share. */
    private static final String COUNT = "const count = name =>"
            + " localStorage.setItem(name, Number(localStorage.getItem(name) ?? 0) + 1);"
            + "const wrap = (kind, method, name) => { const real = kind[method];"
            + " kind[method] = function (...given) { count(name); return real.apply(this, given); }; };"
            + "wrap(ServiceWorkerRegistration.prototype, 'showNotification', 'test.shown');"
            + "wrap(Notification, 'requestPermission', 'test.asked');"
            + "wrap(AudioContext.prototype, 'createOscillator', 'test.tones');";

    /** The interval is all that the page tells its worker. */
    private static final String PING_OFTEN = "const post = Worker.prototype.postMessage;"
            + "Worker.prototype.postMessage = function () { post.call(this, 100); };";

    private static final String CLICK = "(async () => { const [notification] = await registration.getNotifications();"
            + " if (notification) dispatchEvent(new NotificationEvent('notificationclick', { notification })); })()";

    private static final String READY = "() => navigator.serviceWorker.ready.then(() => undefined)";

    @Test
    void aPageWhereNothingHappensShowsThatItLives() {
        var ann = person("Ann Lee").signUp();
        var page = ann.takingSocketsOnly().page();
        page.addInitScript(PING_OFTEN);

        var socket = page.waitForWebSocket(ann::enter);

        var aPing = new WebSocket.WaitForFrameSentOptions()
                .setPredicate(frame -> frame.text().contains("ping"));
        assertThat(socket.waitForFrameSent(aPing, () -> {}).text()).contains("ping");
    }

    @Test
    void wakingUpBringsWhatWasMissedWithoutAReloadOrAFlicker() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person();
        var bob = talk.other();
        var dead = new AtomicBoolean();
        ann.takingSocketsOnly().page().routeWebSocket("**/eventbus/**", socket -> connect(socket, dead));
        ann.page().clock().install();
        talk.both();
        bob.write("good night");
        ann.sees("good night");
        ann.page()
                .evaluate("() => { window.sameAsBefore = true; window.banners = 0; new MutationObserver(() =>"
                        + " window.banners += document.querySelectorAll('.offline, .spinner').length)"
                        + ".observe(document.body, { childList: true, subtree: true }); }");

        dead.set(true);
        bob.write("are you asleep?").write("I will wait.");
        bob.seesTick("I will wait.", "Sent");
        long woken = ((Number) ann.page().evaluate("Date.now()")).longValue()
                + Duration.ofHours(1).toMillis();
        ann.page().clock().pauseAt(woken);
        // From there the time of the page goes no faster than the machine: it is back in a moment, and says nothing.
        ann.page().waitForCondition(() -> {
            ann.page().clock().runFor(10);
            return ann.bubble("I will wait.").count() > 0;
        });
        ann.page().clock().resume();

        ann.sees("I will wait.");
        assertThat(ann.texts()).containsExactly("good night", "are you asleep?", "I will wait.");
        bob.seesTick("I will wait.", "Read");
        assertThat(ann.page().evaluate("() => [window.sameAsBefore, window.banners]"))
                .isEqualTo(List.of(true, 0));
    }

    @Test
    void theBannerSaysWhenTheNextAttemptIsAndRetriesWhenAsked() {
        var ann = person("Ann Lee");
        var way = Way.of(ann);
        way.cut();
        ann.enter();

        assertThat(ann.page().getByText("next attempt in")).isVisible();
        assertThat(ann.text("The server is up")).isVisible();
        way.mend();
        ann.button("Retry now").click();
        assertThat(ann.text("The server is up")).isHidden();
    }

    @Test
    void comingBackShowsWhoIsThereAndAsksForNoList() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person();
        var bob = talk.other();
        var way = Way.of(ann);
        talk.both();
        var dot = ann.row(bob).locator(".avatar__dot");
        assertThat(dot).isVisible();
        var asked = new ArrayList<String>();
        ann.page().onRequest(request -> asked.add(request.url()));

        way.cutOff();
        assertThat(ann.text("The server is up")).isVisible();
        bob.logOut();
        way.mend();
        ann.button("Retry now").click();

        assertThat(ann.text("The server is up")).isHidden();
        assertThat(dot).hasCount(0);
        assertThat(ann.page().locator(".talk-head__state")).containsText("last seen");
        way.cutOff();
        assertThat(ann.text("The server is up")).isVisible();
        bob.logIn(Person.PASSWORD).seesTheList();
        way.mend();
        ann.button("Retry now").click();

        assertThat(dot).isVisible();
        assertThat(asked)
                .anyMatch(url -> url.contains("/eventbus"))
                .noneMatch(url -> url.contains("/api/conversations"));
    }

    @Test
    void whatIsReadInOneTabIsReadInTheOther() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person().enter();
        var tab = ann.newTab();
        tab.navigate("/#/");
        talk.theirs().write(talk.conversation(), "one");
        talk.theirs().write(talk.conversation(), "two");
        assertThat(tab.locator(".row .badge")).hasText("2");
        assertThat(tab).hasTitle("(2) webim");
        assertThat(tab.locator("link[rel=icon]")).hasAttribute("href", "/icon-unread.svg");

        ann.open(talk.other()).sees("two");

        assertThat(tab.locator(".row .badge")).hasCount(0);
        assertThat(tab).hasTitle("webim");
        assertThat(tab.locator("link[rel=icon]")).hasAttribute("href", "/icon.svg");
    }

    @Test
    void ofTwoTabsOneTellsOfNewsAndAClickLeadsToTheConversation() {
        // Private windows have no push service, and say so.
        var ann = person("Ann Lee", withWorker().setPermissions(List.of("notifications")))
                .expecting("Push API in incognito");
        ann.page().context().addInitScript(COUNT);
        var talk = talk(ann, person("Bob Marsh"));
        ann.enter().page().evaluate(READY);
        ann.button("Turn on").click();
        ann.open(talk.other());
        var tab = ann.newTab();
        tab.navigate("/#/");
        assertThat(tab.locator(".row")).hasCount(1);

        talk.theirs().write(talk.conversation(), "while you look");
        ann.sees("while you look");
        assertThat(counted(ann, "test.shown")).isZero();
        assertThat(counted(ann, "test.tones")).isZero();
        assertThat(ann.badge(talk.other())).hasCount(0);

        lookAway(ann.page());
        lookAway(tab);
        var notifications = Notifications.of(ann);
        talk.theirs().write(talk.conversation(), "while you look elsewhere");
        ann.page().waitForFunction("() => Number(localStorage.getItem('test.shown')) > 0");
        assertThat(tab.locator(".row .badge")).hasText("1");
        assertThat(counted(ann, "test.shown")).isEqualTo(1);
        assertThat(counted(ann, "test.tones")).isEqualTo(2);
        assertThat(notifications.after(1)).isEqualTo(List.of("Bob Marsh: while you look elsewhere"));

        ann.page().navigate("/#/");
        // Both can be seen: which of them leads there is the browser's choice. A worker that sleeps hears nothing.
        ann.page().waitForCondition(() -> {
            ann.page().evaluate("() => navigator.serviceWorker.ready.then(({ active }) => active.postMessage('wake'))");
            inServiceWorker(CLICK);
            ann.page().waitForTimeout(200);
            return Stream.of(ann.page(), tab).anyMatch(page -> page.url().contains("/chats/"));
        });
        notifications.awaitNone();
    }

    @Test
    void aNotificationGoesWhenItsConversationIsReadAndMayHideTheText() {
        var ann = person("Ann Lee", withWorker().setPermissions(List.of("notifications")));
        ann.page()
                .context()
                .addInitScript("if (!localStorage.getItem('webim.preferences')) localStorage.setItem("
                        + "'webim.preferences', '{\"notifications\":\"on\",\"preview\":false,\"sound\":false}');"
                        + COUNT);
        var talk = talk(ann, person("Bob Marsh"));
        ann.enter(talk.conversation()).page().evaluate(READY);
        lookAway(ann.page());
        var notifications = Notifications.of(ann);
        talk.theirs().write(talk.conversation(), "nobody else reads this");
        assertThat(notifications.after(1)).isEqualTo(List.of("Bob Marsh: New message"));
        assertThat(counted(ann, "test.tones")).isZero();

        ann.page().evaluate("() => { delete document.hasFocus; dispatchEvent(new Event('focus')); }");
        notifications.awaitNone();
    }

    @Test
    void permissionIsAskedForOnlyAfterAClick() {
        var ann = person("Ann Lee");
        ann.page().context().addInitScript(COUNT);
        ann.page()
                .context()
                .addInitScript("Object.defineProperty(Notification, 'permission',"
                        + " { get: () => localStorage.getItem('test.asked') ? 'denied' : 'default' })");
        ann.enter();
        assertThat(ann.text("Get notified of new messages")).isHidden();
        ann.add(person("Bob Marsh").signUp());
        assertThat(ann.text("Get notified of new messages")).isHidden();
        ann.page().navigate("/#/");
        assertThat(ann.text("Get notified of new messages")).isVisible();
        assertThat(counted(ann, "test.asked")).isZero();

        ann.button("Turn on").click();

        assertThat(ann.text("Get notified of new messages")).isHidden();
        assertThat(counted(ann, "test.asked")).isEqualTo(1);
        assertThat(ann.page().locator(".word")).containsText("Notifications are blocked for this page.");
    }

    @Test
    void whoWantsNoNotificationsIsNotAskedAgain() {
        var ann = person("Ann Lee", phone());
        ann.page()
                .context()
                .addInitScript("Object.defineProperty(Notification, 'permission', { get: () => 'default' })");
        ann.enter(talk(ann, person("Bob Marsh")).conversation());
        ann.button("Back to the list").click();
        var asked = ann.page().locator(".suggestion");
        assertThat(asked).isVisible();
        ann.photograph("notifications-asked");
        assertThat(asked.boundingBox().height).isLessThan(50);

        ann.button("Not now").click();
        assertThat(asked).hasCount(0);
        ann.page().reload();
        assertThat(ann.page().locator(".row")).isVisible();
        assertThat(asked).hasCount(0);
    }

    /** Frames of a socket that was open when the machine fell asleep go nowhere, and nobody says so. */
    private static void connect(WebSocketRoute socket, AtomicBoolean dead) {
        var server = socket.connectToServer();
        boolean fresh = dead.get();
        socket.onMessage(frame -> {
            if (fresh || !dead.get()) {
                send(server, frame);
            }
        });
        server.onMessage(frame -> {
            if (fresh || !dead.get()) {
                send(socket, frame);
            }
        });
    }

    private static void send(WebSocketRoute to, com.microsoft.playwright.WebSocketFrame frame) {
        if (frame.text() != null) {
            to.send(frame.text());
        } else {
            to.send(frame.binary());
        }
    }

    private static void inServiceWorker(String expression) {
        var session = Chromium.whole().newBrowserCDPSession();
        // That of a browser which is just closed may still be among them.
        var workers = session.send("Target.getTargets").getAsJsonArray("targetInfos").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(target -> target.get("type").getAsString().equals("service_worker"))
                .filter(target -> target.get("url").getAsString().startsWith(server.url("")))
                .toList();
        assertThat(workers).isNotEmpty();
        workers.forEach(worker -> evaluate(session, worker, expression));
        session.detach();
    }

    private static void evaluate(CDPSession session, JsonObject worker, String expression) {
        var attach = new JsonObject();
        attach.add("targetId", worker.get("targetId"));
        attach.addProperty("flatten", false);
        var parameters = new JsonObject();
        parameters.addProperty("expression", expression);
        var command = new JsonObject();
        command.addProperty("id", 1);
        command.addProperty("method", "Runtime.evaluate");
        command.add("params", parameters);
        var message = session.send("Target.attachToTarget", attach);
        message.addProperty("message", command.toString());
        session.send("Target.sendMessageToTarget", message);
    }

    /** Every page of the driven browser has the focus: that it has not is all that is made up here. */
    private static void lookAway(Page page) {
        page.evaluate("() => { document.hasFocus = () => false; dispatchEvent(new Event('blur')); }");
    }

    private static int counted(Person person, String name) {
        var count = person.page().evaluate("name => Number(localStorage.getItem(name) ?? 0)", name);
        return ((Number) count).intValue();
    }
}
