package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More tabs than a browser makes connections to a server, where there is no WebSocket. */
class ManyTabsIT extends BrowserTest {
    private static final int TABS = 8;

    /** A driven browser shows all its tabs at once: which one is seen is made up here. */
    private static final String WITHOUT_WEBSOCKET = "delete window.WebSocket;"
            + "Object.defineProperty(document, 'visibilityState', { get: () => window.covered ? 'hidden' : 'visible' });"
            + "const hasFocus = document.hasFocus.bind(document);"
            + "document.hasFocus = () => !window.covered && hasFocus();";

    private static final String NO_LOCKS =
            "Object.defineProperty(Navigator.prototype, 'locks', { get: () => undefined });";
    private static final String COVER = "covered => { window.covered = covered;"
            + " document.dispatchEvent(new Event('visibilitychange', { bubbles: true })); }";

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eachTabIsConnectedWhenItIsSeen(boolean locks) {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person().expectingCuts();
        ann.page().context().addInitScript(WITHOUT_WEBSOCKET + (locks ? "" : NO_LOCKS));
        ann.enter();
        talk.theirs().write(talk.conversation(), "to tab 1");
        sees(ann.page(), "to tab 1");

        var tabs = new ArrayList<>(List.of(ann.page()));
        while (tabs.size() < TABS) {
            tabs.get(tabs.size() - 1).evaluate(COVER, true);
            var tab = ann.newTab();
            tabs.add(tab);
            tab.navigate("/#/");
            var text = "to tab " + tabs.size();
            assertThat(tab.locator(".row")).isVisible();
            talk.theirs().write(talk.conversation(), text);
            sees(tab, text);
        }

        var last = tabs.get(TABS - 1);
        last.evaluate(COVER, true);
        var holder = locks ? tabs.get(0) : last;
        talk.theirs().write(talk.conversation(), "to nobody");
        assertThat(holder).hasTitle("(" + (TABS + 1) + ") webim");

        for (int i : new int[] {2, 5, 0}) {
            var tab = tabs.get(i);
            tab.evaluate(COVER, false);
            var text = "back in tab " + (i + 1);
            talk.theirs().write(talk.conversation(), text);
            sees(tab, text);
            assertThat(tab.locator(".offline")).hasCount(0);
            tab.evaluate(COVER, true);
        }
    }

    private static void sees(Page tab, String text) {
        assertThat(tab.locator(".row")).containsText(text);
    }
}
