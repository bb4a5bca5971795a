package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.webim.e2e.Past.line;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import io.webim.bridge.Eventually;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that are open, with unsent messages and all that a browser keeps, while their server becomes another version. */
class UpgradePagesIT extends BrowserTest {
    /** The release, and the state before there were conversations of any number of people. */
    private static final String RELEASE = "cd660ae";

    private static final String BEFORE_GROUPS = "602cbd6";

    private static final int MESSAGES = 130;
    private static final String NEW_PAGE = "meta[name=webim-version]";
    private static final String VERSION = "document.querySelector('meta[name=webim-version]').content";
    private static final String UNSENT = "async () => { const db = await new Promise(go => {"
            + " indexedDB.open('webim').onsuccess = e => go(e.target.result); });"
            + " const all = await new Promise(go => { db.transaction('outbox').objectStore('outbox').getAll().onsuccess ="
            + " e => go(e.target.result); }); db.close(); return all.length; }";
    private static final String CACHED =
            "async () => { let count = 0; for (const { name } of await indexedDB.databases()) {"
                    + " const db = await new Promise(go => { indexedDB.open(name).onsuccess = e => go(e.target.result); });"
                    + " if (db.objectStoreNames.contains('conversations')) count += (await new Promise(go => {"
                    + " db.transaction('conversations').objectStore('conversations').getAll().onsuccess = e => go(e.target.result);"
                    + " })).reduce((sum, one) => sum + one.messages.length, 0); db.close(); } return count; }";

    private Upgrade upgrade;

    @BeforeEach
    void standBeforeTheServer() {
        upgrade = new Upgrade(server);
    }

    @AfterEach
    void leave() {
        upgrade.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {RELEASE, BEFORE_GROUPS})
    void theNextPageSendsWhatAnOlderOneCouldNot(String commit) {
        var talk = talkWithFullCache(commit, wide());
        var ann = talk.person();
        leaveUnsent(ann);

        upgrade.serveClientOfToday();
        upgrade.mend();
        ann.page().reload();

        assertThat(ann.page().locator(NEW_PAGE)).hasCount(1);
        nothingIsLost(talk);
    }

    @ParameterizedTest
    @ValueSource(strings = {RELEASE, BEFORE_GROUPS})
    void aWorkerReplacesAnOlderPageThatHasUnsentMessages(String commit) {
        var talk = talkWithFullCache(commit, withWorker());
        var ann = talk.person();
        ann.awaitWorker();
        leaveUnsent(ann);

        upgrade.serveClientOfToday();
        upgrade.mend();
        ann.awaitUpdate();
        assertThat(ann.text("A new version of webim is ready.")).isVisible();
        ann.button("Reload").click();

        assertThat(ann.page().locator(NEW_PAGE)).hasCount(1);
        nothingIsLost(talk);
    }

    @Test
    void aPageThatIsReplacedWithoutAServerKeepsWhatIsUnsent() {
        var talk = talkWithFullCache(BEFORE_GROUPS, withWorker());
        var ann = talk.person();
        ann.awaitWorker();
        upgrade.serveClientOfToday();
        ann.awaitUpdate();
        leaveUnsent(ann);

        ann.page().reload();
        assertThat(ann.page().locator(NEW_PAGE)).hasCount(1);
        assertThat(ann.page().evaluate(UNSENT)).isEqualTo(2);

        upgrade.mend();
        nothingIsLost(talk);
    }

    @ParameterizedTest
    @ValueSource(strings = {RELEASE, BEFORE_GROUPS})
    void anOlderPageSendsWhatANewerOneLeft(String commit) {
        var talk = talkWithFullCache("", wide());
        var ann = talk.person();
        leaveUnsent(ann, upgrade::cutSockets);
        upgrade.serveClientOf(commit);

        var tab = ann.newTab();
        tab.navigate("/#/chats/" + talk.conversation());
        assertThat(bubble(tab, "unsent two").locator(".tick")).hasAttribute("aria-label", "Waiting to be sent");
        assertThat(tab.locator(NEW_PAGE)).hasCount(0);
        upgrade.mend();

        nothingIsLost(talk);
        assertThat(bubble(tab, "unsent one")).hasCount(1);
        assertThat(bubble(tab, "unsent two")).hasCount(1);
    }

    @Test
    void whatIsKeptInAnotherShapeIsThrownAwayAndComesAgain() {
        var talk = talkWithFullCache("", wide());
        var ann = talk.person().expecting("404"); // the icon of a page that names none
        ann.page().navigate("/icon.svg");
        ann.page()
                .evaluate(
                        "() => new Promise(go => { const open = indexedDB.open('webim-cache', 99);"
                                + " open.onupgradeneeded = () => { open.result.deleteObjectStore('conversations');"
                                + " open.result.createObjectStore('other'); }; open.onsuccess = () => { open.result.close(); go(); }; })");

        ann.page().navigate("/#/chats/" + talk.conversation());

        ann.sees(line(MESSAGES));
        ann.until("async () => await (" + CACHED + ")() >= 100");
    }

    @Test
    void aNewerVersionTakesOverWhereAChatIsOpen() {
        var talk = talkWithFullCache("", withWorker());
        var ann = talk.person();
        ann.awaitWorker();
        upgrade.serveNextClient("next");
        ann.awaitUpdate();
        var before = ann.page().evaluate(VERSION);

        ann.page().reload();

        ann.sees(line(MESSAGES));
        assertThat(ann.page().evaluate(VERSION)).isNotEqualTo(before);
        assertThat(ann.page()).hasURL(upgrade.url() + "/#/chats/" + talk.conversation());
    }

    @Test
    void withoutANetworkAPageStaysWithTheVersionThatHasItsConversations() {
        var talk = talkWithFullCache("", withWorker());
        var ann = talk.person();
        ann.awaitWorker();
        upgrade.serveNextClient("next");
        ann.awaitUpdate();
        var before = ann.page().evaluate(VERSION);

        ann.setOffline(true);
        ann.page().reload();
        ann.sees(line(MESSAGES));
        assertThat(ann.page().evaluate(VERSION)).isEqualTo(before);

        ann.setOffline(false);
        ann.page().reload();
        ann.sees(line(MESSAGES));
        assertThat(ann.page().evaluate(VERSION)).isNotEqualTo(before);
    }

    @Test
    void anOlderPageReloadsByItselfOnceNobodyUsesIt() {
        var talk = talkWithFullCache("", wide());
        var ann = talk.person();
        ann.page().clock().install();
        ann.page().evaluate("() => { window.older = true; }");
        ann.composer().fill("half a sentence");

        upgrade.serveNextClient("next");
        upgrade.closeAll();
        assertThat(ann.text("webim has been updated.")).isVisible();
        ann.page().clock().fastForward("10:00");
        ann.page().clock().fastForward("00:10");
        assertThat(ann.page().evaluate("() => window.older")).isEqualTo(true);

        ann.composer().fill("");
        ann.page().clock().fastForward("10:00");
        ann.page().clock().fastForward("00:10");
        ann.page().waitForFunction("() => !window.older");
        ann.sees(line(MESSAGES));
        assertThat(ann.text("webim has been updated.")).isHidden();
    }

    @Test
    void tabsAreReplacedTogetherOnceNoneIsUsed() throws Exception {
        var talk = talkWithFullCache("", withWorker());
        var ann = talk.person();
        ann.awaitWorker();
        var tab = ann.newTab();
        ann.page().clock().install();
        tab.navigate("/#/chats/" + talk.conversation());
        for (var page : new Page[] {ann.page(), tab}) {
            page.evaluate("() => { window.older = true; }");
        }
        tab.locator(".composer__text").fill("half a sentence");

        upgrade.serveNextClient("next");
        upgrade.closeAll();
        assertThat(ann.text("webim has been updated.")).isVisible();
        assertThat(tab.getByText("webim has been updated.")).isVisible();
        rest(ann.page());
        assertThat(ann.page().evaluate("() => window.older")).isEqualTo(true);

        tab.locator(".composer__text").fill("");
        // Tabs ask each other, which takes a while whatever the clock says.
        Eventually.holds(() -> {
            rest(ann.page());
            return isReplaced(ann.page()) && isReplaced(tab);
        });
        for (var page : new Page[] {ann.page(), tab}) {
            assertThat(page.locator(".side-title")).hasText("Chats");
        }
    }

    private static boolean isReplaced(Page page) {
        try {
            page.waitForFunction("() => !window.older", null, new Page.WaitForFunctionOptions().setTimeout(1_000));
            return true;
        } catch (TimeoutError e) {
            return false;
        }
    }

    /** The clock of all tabs goes on. */
    private static void rest(Page page) {
        page.clock().fastForward("10:00");
        page.clock().fastForward("00:10");
        page.clock().fastForward("00:10");
    }

    /** Ann with a page of this commit, or of today, who has seen a long conversation and has half a sentence elsewhere. */
    private Talk talkWithFullCache(String commit, Browser.NewContextOptions options) {
        if (!commit.isEmpty()) {
            upgrade.serveClientOf(commit);
        }
        var ann = person("Ann Lee", options, upgrade.url()).expectingCuts().expecting("50[23]");
        var talk = talk(ann, person("Bob Marsh"));
        Past.fill(server, talk, MESSAGES);
        var carl = person("Carl Ott").signUp();
        ann.api().add(carl.username());
        ann.enter().open(carl);
        ann.composer().fill("a draft for Carl");
        ann.page().evaluate("() => { location.hash = '#/chats/" + talk.conversation() + "'; }");
        ann.sees(line(MESSAGES));
        assertThat(ann.page().locator(NEW_PAGE)).hasCount(commit.isEmpty() ? 1 : 0);
        ann.until("async () => await (" + CACHED + ")() >= 100");
        return talk;
    }

    private void leaveUnsent(Person ann) {
        leaveUnsent(ann, upgrade::cut);
    }

    private static void leaveUnsent(Person ann, Runnable cut) {
        cut.run();
        assertThat(ann.page().locator(".offline")).isVisible();
        ann.write("unsent one").write("unsent two").seesTick("unsent two", "Waiting to be sent");
        ann.until("async () => await (" + UNSENT + ")() === 2");
    }

    /** Both messages are there once, for everybody and in their order, with all that was there before. */
    private static void nothingIsLost(Talk talk) {
        var ann = talk.person();
        ann.page().waitForCondition(() -> sent(talk) == 2);
        ann.until("async () => await (" + UNSENT + ")() === 0");
        ann.sees(line(MESSAGES)).sees("unsent one").sees("unsent two");
        assertThat(ann.bubble("unsent one")).hasCount(1);
        assertThat(ann.bubble("unsent two")).hasCount(1);
        assertThat(server.query(
                        "SELECT text FROM message WHERE conversation_id = ? AND seq > ? ORDER BY seq",
                        talk.conversation(),
                        MESSAGES))
                .extracting(row -> row.getString(0))
                .containsExactly("unsent one", "unsent two");
        assertThat(ann.row(talk.other())).containsText("unsent two");
        assertThat(ann.page().locator(".row").filter(new Locator.FilterOptions().setHasText("Carl Ott")))
                .containsText("a draft for Carl");
    }

    private static int sent(Talk talk) {
        return server.query(
                        "SELECT 1 FROM message WHERE conversation_id = ? AND text LIKE 'unsent %'", talk.conversation())
                .size();
    }

    private static Locator bubble(Page page, String text) {
        return page.locator(".bubble").filter(new Locator.FilterOptions().setHasText(text));
    }
}
