package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Browsers that keep nothing for the site, or only some of it: webim then works from memory, and says what that costs. */
class BlockedSiteDataIT extends BrowserTest {
    private static final String NOTHING_KEPT = "This browser does not store data for webim";
    private static final String NO_COOKIES = "This browser rejects cookies from webim";

    /** What Chromium's own getters do where site data is blocked. */
    private static final String THROWING = """
            Object.defineProperty(%s, '%s', { get() {
                throw new DOMException("Failed to read the '%2$s' property: Access is denied for this document.", 'SecurityError');
            } })""";

    @TempDir
    Path profile;

    @ParameterizedTest
    @CsvSource({
        "Window.prototype, localStorage, true",
        "Window.prototype, indexedDB, true",
        "Window.prototype, sessionStorage, false",
        "Window.prototype, caches, false",
        "Navigator.prototype, serviceWorker, false",
        "Navigator.prototype, locks, false",
    })
    void whatThrowsIsDoneWithout(String owner, String name, boolean costs) {
        var holder = owner.startsWith("Window") ? "window" : owner;
        writesAndReads(THROWING.formatted(holder, name), costs ? NOTHING_KEPT : "");
    }

    @ParameterizedTest
    @CsvSource({
        "localStorage, true",
        "indexedDB, true",
        "sessionStorage, false",
        "caches, false",
    })
    void whatIsMissingIsDoneWithout(String name, boolean costs) {
        writesAndReads(
                "Object.defineProperty(window, '%s', { value: null })".formatted(name), costs ? NOTHING_KEPT : "");
    }

    @Test
    void whatIsRefusedLaterIsDoneWithout() {
        writesAndReads("""
                const refuse = () => { throw new DOMException('Denied', 'SecurityError'); };
                IDBFactory.prototype.open = refuse;
                CacheStorage.prototype.open = async () => refuse();
                LockManager.prototype.request = async () => refuse();
                LockManager.prototype.query = async () => refuse();
                ServiceWorkerContainer.prototype.register = async () => refuse();
                """, NOTHING_KEPT);
    }

    @Test
    void aFullStorageHindersNobodyFromLoggingIn() {
        writesAndReads("""
                Storage.prototype.setItem = () => { throw new DOMException('Full', 'QuotaExceededError'); };
                """, "");
    }

    /** The setting of the browser itself: no cookies, and nothing of all that it keeps for others. */
    @Test
    void aBrowserThatBlocksAllSiteDataSaysWhatItMisses() throws IOException {
        var talk = talk("Ann", "Bob");
        try (var context = Chromium.blockingSiteData(profile)) {
            var page = context.newPage();
            page.navigate(server.url("/"));
            assertThat(page.getByText(NO_COOKIES)).isVisible();
            photograph(page, "blocked-entrance");

            page.getByLabel("Username", exact()).fill(talk.person().username());
            page.getByLabel("Password", exact()).fill(Person.PASSWORD);
            page.keyboard().press("Enter");
            page.locator(".row").click();
            page.locator(".composer__text").fill("from memory");
            page.keyboard().press("Enter");
            assertThat(page.locator(".bubble .tick")).hasAttribute("aria-label", "Sent");
            assertThat(page.getByText(NO_COOKIES)).isVisible();
            photograph(page, "blocked-chat");

            page.locator(".blocked").getByRole(AriaRole.BUTTON).click();
            assertThat(page.locator(".blocked")).isHidden();
        }
    }

    private static Page.GetByLabelOptions exact() {
        return new Page.GetByLabelOptions().setExact(true);
    }

    private static void photograph(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
    }

    @Test
    void cookiesThatThrowAreDoneWithout() {
        writesAndReads(THROWING.formatted("Document.prototype", "cookie"), NO_COOKIES);
    }

    private void writesAndReads(String blocking, String says) {
        var talk = talk("Ann", "Bob");
        var ann = talk.person();
        ann.context().addInitScript(blocking);
        ann.logIn(Person.PASSWORD).seesTheList();
        if (says.isEmpty()) {
            assertThat(ann.page().locator(".blocked")).isHidden();
        } else {
            assertThat(ann.text(says)).isVisible();
        }
        ann.open(talk.other()).write("from memory").seesTick("from memory", "Sent");
        talk.theirs().write(talk.conversation(), "an answer");
        ann.sees("an answer");
    }
}
