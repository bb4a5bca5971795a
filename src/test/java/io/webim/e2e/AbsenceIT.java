package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Browser;
import org.junit.jupiter.api.Test;

/** Without a connection: how soon it is said, for which of three reasons, and what is no longer claimed. */
class AbsenceIT extends BrowserTest {
    private static final String HEAR =
            "() => { window.heard = new Promise(go => addEventListener('offline', go, { once: true })).then(() => {}); }";
    private static final String DOT =
            "() => getComputedStyle(document.querySelector('.row .avatar__dot')).backgroundColor";
    private static final String NO_NETWORK = "You are offline. Your messages will be sent once you are back.";
    private static final String NO_SERVER = "The server cannot be reached. Your messages will be sent once it is back.";
    private static final String NO_LINE =
            "The server is up, but messages are not getting through. Yours will be sent once they do.";

    @Test
    void twoSecondsAfterTheBrowserKnowsItIsSaidAndNobodyIsCalledOnline() {
        var people = pair("Ann Lee", "Bob Marsh");
        var ann = people.get(0).expectingCuts();
        assertThat(ann.page().locator(".talk-head__state")).hasText("online");
        var green = ann.page().evaluate(DOT);
        var clock = ann.page().clock();
        clock.install();
        clock.pauseAt(System.currentTimeMillis() + 60_000);
        ann.page().evaluate(HEAR);

        ann.setOffline(true);
        ann.page().evaluate("() => window.heard");
        clock.runFor(2_000);

        // The clock stands still: what is not said by now is not said later.
        assertThat(ann.text(NO_NETWORK)).isVisible();
        assertThat(ann.page().locator(".talk-head__state")).hasText("waiting for a connection");
        assertThat(ann.page().evaluate(DOT)).isNotEqualTo(green);
        assertThat(ann.row(people.get(1)).getByText("online")).hasCount(0);

        clock.resume();
        ann.setOffline(false);
        assertThat(ann.page().locator(".offline")).hasCount(0);
        assertThat(ann.page().locator(".talk-head__state")).hasText("online");
        assertThat(ann.page().evaluate(DOT)).isEqualTo(green);
    }

    @Test
    void theReasonIsTheRightOneOfThree() {
        try (var front = new Versions(server.url(""))) {
            var ann = person("Ann Lee", wide(), front.url()).expectingCuts().expecting("503|Failed to load resource");
            ann.enter();
            assertThat(ann.text(NO_LINE)).isVisible();
            ann.photograph("away-line-wide-light");

            front.close();
            ann.button("Retry now").click();
            assertThat(ann.text(NO_SERVER)).isVisible();
            ann.photograph("away-server-wide-light");

            ann.setOffline(true);
            assertThat(ann.text(NO_NETWORK)).isVisible();
            ann.setOffline(false);
            assertThat(ann.text(NO_SERVER)).isVisible();
        }
    }

    @Test
    void aServerOnThisMachineNeedsNoNetwork() {
        var people = pair("Ann Lee", "Bob Marsh");
        var ann = people.get(0);
        ann.page().clock().install();
        ann.page()
                .evaluate("() => { Object.defineProperty(navigator, 'onLine', { get: () => false });"
                        + " dispatchEvent(new Event('offline')); }");
        people.get(1).write("still here");
        ann.sees("still here");
        ann.page().clock().fastForward(10_000);
        ann.page().clock().runFor(5_000);

        people.get(1).write("and now");
        ann.sees("and now");
        assertThat(ann.page().locator(".offline")).hasCount(0);
    }

    @Test
    void whatTheServerIsNeededForSaysSoAndComesWithTheNextTry() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.open().goOffline();
        var said = ann.page().locator(".word").getByText("The server cannot be reached.");
        var panel = ann.page().locator(".emoji-panel");
        ann.button("Settings").click();
        assertThat(said).isVisible();
        ann.button("Emoji").click();
        assertThat(ann.button("Emoji")).hasAttribute("aria-expanded", "false");

        ann.setOffline(false);
        assertThat(ann.page().locator(".offline")).hasCount(0);
        ann.button("Emoji").click();
        assertThat(panel).isVisible();
        ann.button("Settings").click();
        assertThat(ann.page().locator(".choices")).isVisible();
    }

    @Test
    void aMessageThatWaitsHasNoTimeUntilItIsSent() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.open();
        ann.goOffline();
        ann.write("from the tunnel").seesTick("from the tunnel", "Waiting to be sent");
        double width = ann.bubble("from the tunnel").boundingBox().width;
        assertThat(ann.bubble("from the tunnel").locator("time")).hasCount(0);
        assertThat(ann.row(talk.other()).locator("time")).hasCount(0);
        ann.page().clock().fastForward("07:00:00");

        ann.setOffline(false);
        ann.seesTick("from the tunnel", "Sent");
        var sentAt = server.query(
                        "SELECT DATE_FORMAT(sent_at, '%Y-%m-%dT%H:%i') FROM message WHERE conversation_id = ?",
                        talk.conversation())
                .get(0)
                .getString(0);
        assertThat(ann.bubble("from the tunnel").locator("time").getAttribute("datetime"))
                .startsWith(sentAt);
        assertThat(ann.bubble("from the tunnel").boundingBox().width).isCloseTo(width, within(5.0));
    }

    @Test
    void screens() {
        photograph("away-network-wide-dark", dark(wide()));
        photograph("away-network-phone-light", phone());
        photograph("away-network-phone-zh-dark", dark(phone()).setLocale("zh-CN"));
        photograph("away-network-wide-zh-light", wide().setLocale("zh-CN"));
    }

    private void photograph(String name, Browser.NewContextOptions options) {
        var talk = talk("Ann Lee", "Bob Marsh", options);
        talk.theirs().write(talk.conversation(), "where are you?");
        talk.other().enter();
        var ann =
                talk.person().enter(talk.conversation()).sees("where are you?").expectingCuts();
        assertThat(ann.page().locator(".talk-head__state")).hasText(name.contains("zh") ? "在线" : "online");
        ann.setOffline(true);
        assertThat(ann.page().locator(".offline")).isVisible();
        ann.write("in the tunnel").sees("in the tunnel");
        if (name.contains("wide")) {
            Screen.keepsNobodyOut(ann, name);
        }
        Screen.fits(ann, name);
    }
}
