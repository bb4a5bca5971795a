package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.webim.testrun.Timeout.TIMEOUT;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ServiceWorkerPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Somebody with a browser of their own. What the browser complains about is kept, and must be nothing. */
final class Person {
    static final String PASSWORD = "correct horse battery";

    private static final String COUNT_VIOLATIONS =
            "addEventListener('securitypolicyviolation', e => console.error('CSP: ' + e.violatedDirective))";
    /** A browser without a window says that all was refused; here nobody has been asked yet. */
    private static final String NOT_ASKED_YET = "if (globalThis.Notification?.permission === 'denied')"
            + " Object.defineProperty(Notification, 'permission', { configurable: true, get: () => 'default' })";

    private static final String BLOCKED = "Service Worker registration blocked";

    /** What the page gives a socket to show that it lives, and an interruption to end without a word. */
    private static final long PROBE = 5_000;

    private static final long SHORT_CUT = 1_500;
    private static final String HEAR_OF_OFFLINE =
            "() => { window.heard = new Promise(go => addEventListener('offline', go, { once: true })).then(() => {}); }";

    /** What a browser says of each connection that a test itself has cut, and of what is sent on a session that has ended. */
    private static final Pattern CUT = Pattern.compile(
            "net::ERR_|WebSocket connection to|WebSocket is closed|status of 404 .*/eventbus/.*/xhr_send");

    private final String username;
    private final String displayName;
    private final Supplier<Browser> browser;
    private final Browser.NewContextOptions options;
    private final Supplier<Api> logIn;
    private final List<String> complaints = new ArrayList<>();
    private final List<Pattern> expected = new ArrayList<>(List.of(Pattern.compile(BLOCKED)));
    private @Nullable Api api;
    private @Nullable Page page;

    /**
     * @param browser started when it is first needed
     * @param logIn over REST, when it is first needed
     */
    Person(
            Supplier<Browser> browser,
            String username,
            String displayName,
            Browser.NewContextOptions options,
            Supplier<Api> logIn) {
        this.browser = browser;
        this.username = username;
        this.displayName = displayName;
        this.options = options;
        this.logIn = logIn;
        if (options.serviceWorkers == null) {
            options.setServiceWorkers(ServiceWorkerPolicy.BLOCK);
        }
        if (options.locale == null) {
            options.setLocale("en-GB");
        }
    }

    String username() {
        return username;
    }

    String displayName() {
        return displayName;
    }

    /** Of a browser that is opened when it is first needed. */
    Page page() {
        if (page == null) {
            var context = browser.get().newContext(options);
            context.addInitScript(COUNT_VIOLATIONS);
            context.addInitScript(NOT_ASKED_YET);
            context.setDefaultTimeout(TIMEOUT.toMillis());
            page = newPageOf(context);
        }
        return page;
    }

    /** Another tab of the same browser. */
    Page newTab() {
        return newPageOf(context());
    }

    BrowserContext context() {
        return page().context();
    }

    /** The same person over REST. */
    Api api() {
        if (api == null) {
            api = logIn.get();
        }
        return api;
    }

    /** The test refuses something on purpose: the browser may say so. */
    Person expecting(String complaint) {
        expected.add(Pattern.compile(complaint));
        return this;
    }

    /** The test cuts connections: the browser may say so. */
    Person expectingCuts() {
        expected.add(CUT);
        return this;
    }

    /** A page that waits long for its socket would take another way, past a test that listens to the socket. */
    Person takingSocketsOnly() {
        expectingCuts().page().route("**/eventbus/*/*/xhr*", Route::abort);
        return this;
    }

    List<String> complaints() {
        return complaints;
    }

    void close() {
        if (page != null) {
            context().close();
        }
    }

    /** Has an account, made over REST. */
    Person signUp() {
        api();
        return this;
    }

    /** Makes an account with the form. */
    Person register() {
        page().navigate("/");
        button("Create account").click();
        field("Username").fill(username);
        field("Display name (optional)").fill(displayName);
        field("Password").fill(PASSWORD);
        button("Create account").click();
        return seesTheList();
    }

    /** Has an account and is logged in, as after the forms; both over REST. */
    Person enter() {
        return enter("/").seesTheList();
    }

    /** The same, at a place in the page. */
    Person enter(String path) {
        var session = api();
        context().addCookies(List.of(session.cookie(options.baseURL)));
        try (var once = context().addInitScript(session.remembering())) {
            page().navigate(path);
            return this;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** In front of the conversation. */
    Person enter(long conversation) {
        enter("/#/chats/" + conversation);
        assertThat(page().locator(".talk-head__name")).isVisible();
        return this;
    }

    /** Where the form is. */
    Person logIn(String password) {
        page().navigate("/");
        field("Username").fill(username);
        field("Password").fill(password);
        button("Log in").click();
        return this;
    }

    Person seesTheList() {
        assertThat(page().locator(".side-title")).hasText("Chats");
        return this;
    }

    Person logOut() {
        settings("Log out");
        assertThat(button("Log in")).isVisible();
        return this;
    }

    /** Opens a page of the settings, by its title. */
    Person settings(String title) {
        button("Settings").click();
        page().locator(".choice", new Page.LocatorOptions().setHasText(title)).click();
        return this;
    }

    /** Finds the other in the directory, which opens the conversation. */
    Person add(Person other) {
        button("New chat").first().click();
        search(other.username);
        var exactly = page().getByText("@" + other.username, new Page.GetByTextOptions().setExact(true));
        page().getByRole(AriaRole.DIALOG)
                .locator(".person", new Locator.LocatorOptions().setHas(exactly))
                .getByRole(AriaRole.BUTTON)
                .click();
        assertThat(page().locator(".talk-head__name")).hasText(other.displayName);
        return this;
    }

    /** In the dialog that finds people. */
    Person search(String text) {
        page().getByRole(AriaRole.DIALOG).getByPlaceholder("Name or username").fill(text);
        return this;
    }

    Person open(Person other) {
        row(other).click();
        assertThat(page().locator(".talk-head__name")).hasText(other.displayName);
        return this;
    }

    Person write(String text) {
        composer().fill(text);
        if (Boolean.TRUE.equals(options.hasTouch)) {
            // No tap: on a busy machine the finger may rest there for so long that it is none.
            page().locator(".composer__send").click();
        } else {
            composer().press("Enter");
        }
        return this;
    }

    Person sees(String text) {
        assertThat(bubble(text)).isVisible();
        return this;
    }

    /** The tick of an own message: Sent, Delivered, Read or Waiting to be sent. */
    Person seesTick(String text, String tick) {
        assertThat(bubble(text).locator(".tick")).hasAttribute("aria-label", tick);
        return this;
    }

    Person choose(String text, String action) {
        bubble(text).click(new Locator.ClickOptions().setButton(com.microsoft.playwright.options.MouseButton.RIGHT));
        page().getByRole(
                        AriaRole.MENUITEM,
                        new Page.GetByRoleOptions().setName(action).setExact(true))
                .click();
        return this;
    }

    Person chooseOption(String option) {
        button("Options").click();
        page().getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(option))
                .click();
        return this;
    }

    /** In whatever language. */
    Person chooseOptionAt(int index) {
        page().locator(".talk-head > .icon-button").last().click();
        page().getByRole(AriaRole.MENUITEM).nth(index).click();
        return this;
    }

    /** Presses a button of the dialog that asks. */
    Person answer(String button) {
        page().getByRole(AriaRole.DIALOG)
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(button).setExact(true))
                .click();
        return this;
    }

    /** What the browser would ask its user for. */
    void allow(String... permissions) {
        context().grantPermissions(List.of(permissions));
    }

    /** Without a network, and the page says so. */
    Person goOffline() {
        loseNetwork();
        noticeAbsence();
        return this;
    }

    /** Without a network, of which the page only knows what the browser tells it. */
    void loseNetwork() {
        expectingCuts().page().clock().install();
        page().evaluate(HEAR_OF_OFFLINE);
        setOffline(true);
        page().evaluate("() => window.heard");
    }

    /** The page finds that its socket is dead, and says so; its waiting takes no time. */
    void noticeAbsence() {
        page().clock().fastForward(PROBE);
        page().clock().fastForward(SHORT_CUT);
        assertThat(page().locator(".offline")).isVisible();
    }

    void setOffline(boolean offline) {
        context().setOffline(offline);
    }

    /** Notes from now on what the page reads out, until it is reloaded. */
    void listen() {
        page.evaluate("""
                () => {
                  window.heard = [];
                  const announcer = document.querySelector('.announcer');
                  new MutationObserver(() => heard.push(announcer.textContent)).observe(announcer, { childList: true, subtree: true });
                }""");
    }

    /** What was read out since {@link #listen}. */
    List<?> heard() {
        return (List<?>) page.evaluate("heard");
    }

    Locator bubble(String text) {
        return page().locator(".bubble").filter(new Locator.FilterOptions().setHasText(text));
    }

    /** All texts of the conversation in the order in which they stand. */
    List<String> texts() {
        return page().locator(".bubble__text").allTextContents();
    }

    Locator row(Person other) {
        return page().locator("a.row").filter(new Locator.FilterOptions().setHasText(other.displayName));
    }

    Locator badge(Person other) {
        return row(other).locator(".badge");
    }

    Locator composer() {
        return page().locator(".composer__text");
    }

    Locator button(String name) {
        return page().getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator field(String label) {
        return page().getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    Locator text(String text) {
        return page().getByText(text);
    }

    /** Until another version waits to take over: one whose parts come too late is given up till the next look. */
    /** Until the page would open without a network. */
    Person awaitWorker() {
        page().evaluate("() => navigator.serviceWorker.ready.then(async () => {"
                + " while (!navigator.serviceWorker.controller) await new Promise(go => setTimeout(go, 20)); })");
        return this;
    }

    /** Until a text is among the conversations that the device keeps. */
    void awaitCached(String text) {
        until("""
                async () => {
                  const db = await new Promise(go => { indexedDB.open('webim-cache').onsuccess = e => go(e.target.result); });
                  const all = await new Promise(go => {
                    db.transaction('conversations').objectStore('conversations').getAll().onsuccess = e => go(e.target.result);
                  });
                  db.close();
                  return JSON.stringify(all).includes('%s');
                }
                """.formatted(text));
    }

    void awaitUpdate() {
        until(
                "() => navigator.serviceWorker.getRegistration().then(async it => {"
                        + " if (!it.waiting && !it.installing) await it.update().catch(() => {}); return it.waiting !== null; })");
    }

    /** Waits for something that the page finds out asynchronously. */
    void until(String asyncFunction) {
        page().evaluate("async () => { const until = Date.now() + " + TIMEOUT.toMillis() + "; const look = "
                + asyncFunction
                + "; while (!(await look())) { if (Date.now() > until) throw new Error('never: ' + look);"
                + " await new Promise(go => setTimeout(go, 30)); } }");
    }

    void photograph(String name) {
        page().screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target", "screenshots", name + ".png"))
                .setAnimations(com.microsoft.playwright.options.ScreenshotAnimations.DISABLED));
    }

    private Page newPageOf(BrowserContext context) {
        var tab = context.newPage();
        tab.onPageError(error -> complaints.add(username + ": " + error));
        tab.onConsoleMessage(this::hear);
        return tab;
    }

    private void hear(ConsoleMessage message) {
        boolean serious = message.type().equals("error") || message.type().equals("warning");
        var complaint = message.text() + " " + message.location();
        if (serious
                && expected.stream()
                        .noneMatch(pattern -> pattern.matcher(complaint).find())) {
            complaints.add(username + ": " + complaint);
        }
    }
}
