package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.webim.e2e.Past.line;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.assertions.LocatorAssertions.IsInViewportOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is at the end of a conversation stays there, whatever changes the height of anything. */
class StayingAtTheEndIT extends BrowserTest {
    private static final String AT_END = "() => { const it = document.querySelector('.scroller');"
            + " return it.scrollHeight - it.scrollTop - it.clientHeight < 2; }";
    private static final String TWO_FRAMES =
            "() => new Promise(go => requestAnimationFrame(() => requestAnimationFrame(() => go())))";
    /** As in a browser whose text fields do not grow by themselves. */
    private static final String FIXED_FIELDS = "const supports = CSS.supports.bind(CSS);"
            + " CSS.supports = (...asked) => !asked.join().includes('field-sizing') && supports(...asked);"
            + " new MutationObserver(() => document.querySelector('.composer__text')?.style.setProperty('field-sizing', 'fixed'))"
            + ".observe(document, { childList: true, subtree: true });";

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoWritesSeveralLinesSeesTheNewestMessages(boolean fixedFields) {
        var talk = talk("Ann Lee", "Bob Marsh");
        Past.fill(server, talk, 90);
        if (fixedFields) {
            talk.person().page().addInitScript(FIXED_FIELDS);
        }
        var ann = talk.open().sees(line(90));
        var lines = new StringBuilder();

        for (int i = 1; i <= 9; i++) {
            double before = ann.composer().boundingBox().height;
            ann.composer().pressSequentially("line " + i);
            ann.composer().press("Shift+Enter");
            lines.append("line ").append(i).append('\n');
            assertThat(ann.composer()).hasValue(lines.toString());
            if (i <= 4) {
                assertThat(ann.composer().boundingBox().height).isGreaterThan(before);
            }
            staysAtEnd(ann);
        }
        for (int i = 1; i <= 9; i++) {
            ann.composer().press("Backspace");
            staysAtEnd(ann);
        }

        talk.theirs().write(talk.conversation(), "comes while the other writes");
        assertThat(ann.bubble("comes while the other writes")).isInViewport(whole());
        ann.composer().fill("");
        staysAtEnd(ann);
        assertThat(ann.composer().boundingBox().height).isLessThan(50);
    }

    @Test
    void aPastedTextHidesNothingThatHasJustCome() {
        var talk = talk("Ann Lee", "Bob Marsh");
        Past.fill(server, talk, 90);
        var ann = talk.open().sees(line(90));

        // Grows the field in the same moment in which the browser has a scrolling to tell of.
        ann.page()
                .evaluate("() => { const scroller = document.querySelector('.scroller');"
                        + " scroller.scrollTop -= 20; scroller.dispatchEvent(new Event('scroll'));"
                        + " scroller.scrollTop += 10; const field = document.querySelector('.composer__text');"
                        + " field.focus(); document.execCommand('insertText', false, 'pasted\\n'.repeat(9)); }");

        staysAtEnd(ann);
    }

    @Test
    void theKeyboardOfAPhoneHidesNothing() {
        var talk = talk("Ann Lee", "Bob Marsh", phone());
        Past.fill(server, talk, 90);
        var ann = talk.open().sees(line(90));
        for (int height : new int[] {500, 420, 844, 390, 844}) {
            ann.page().setViewportSize(390, height);
            assertThat(ann.bubble(line(90))).isInViewport(whole());
            staysAtEnd(ann);
        }
        ann.page().setViewportSize(844, 390);
        assertThat(ann.bubble(line(90))).isInViewport(whole());
        staysAtEnd(ann);
    }

    @Test
    void largerLettersAndPicturesThatComeLateHideNothing() {
        var talk = talk("Ann Lee", "Bob Marsh");
        Past.fill(server, talk, 90);
        var ann = talk.open().sees(line(90));
        for (var size : new String[] {"140%", "80%", "200%", "100%"}) {
            ann.page().evaluate("size => document.documentElement.style.setProperty('font-size', size)", size);
            staysAtEnd(ann);
        }
        ann.page()
                .evaluate("() => { for (const text of [...document.querySelectorAll('.bubble__text')].slice(-3))"
                        + " { const picture = new Image(100, 300); text.append(picture); } }");
        staysAtEnd(ann);
        assertThat(ann.bubble(line(90))).isInViewport(whole());
    }

    @Test
    void whoReadsFurtherUpKeepsTheirLinesWhileWriting() {
        var talk = talk("Ann Lee", "Bob Marsh", phone());
        Past.fill(server, talk, 90);
        var ann = talk.open().sees(line(90));
        var scroller = ann.page().locator(".scroller");
        scroller.evaluate("element => { element.scrollTop -= 150 }");
        assertThat(ann.bubble(line(90))).not().isInViewport();
        var before = Place.of(ann);

        for (int i = 1; i <= 7; i++) {
            ann.composer().press("Shift+Enter");
            ann.composer().pressSequentially("line " + i);
        }

        before.isHeldFor(ann);
    }

    @Test
    void theOfflineBannerAndTheSelectionBarHideNothing() {
        var talk = talk("Ann Lee", "Bob Marsh");
        Past.fill(server, talk, 90);
        var ann = talk.open().sees(line(90));
        ann.composer().fill("one\ntwo\nthree\nfour\nfive");
        staysAtEnd(ann);
        ann.choose(line(90), "Select");
        // The bar is fetched when it is first wanted.
        assertThat(ann.page().locator(".selection__count")).isVisible();
        staysAtEnd(ann);
        ann.page().keyboard().press("Escape");
        assertThat(ann.composer()).isVisible();
        staysAtEnd(ann);
        ann.goOffline();
        staysAtEnd(ann);
        ann.setOffline(false);
        assertThat(ann.page().locator(".offline")).hasCount(0);
        staysAtEnd(ann);
    }

    @Test
    void screens() {
        photograph("several-lines-wide-light", wide());
        photograph("several-lines-phone-dark", dark(phone()));
    }

    private void photograph(String name, Browser.NewContextOptions options) {
        var talk = talk("Ann Lee", "Bob Marsh", options);
        Past.fill(server, talk, 30);
        var ann = talk.open().sees(line(30));
        ann.composer().fill("one\ntwo\nthree\nfour\nfive\nsix");
        talk.theirs().write(talk.conversation(), "comes while the other writes");
        assertThat(ann.bubble("comes while the other writes")).isInViewport(whole());
        ann.photograph(name);
    }

    /** It comes to be so, and it is still so when the browser has told of everything. */
    private static void staysAtEnd(Person person) {
        person.page().waitForFunction(AT_END);
        person.page().evaluate(TWO_FRAMES);
        assertThat(person.page().evaluate(AT_END)).isEqualTo(true);
        assertThat(person.page().locator(".to-newest")).hasCount(0);
    }

    private static IsInViewportOptions whole() {
        return new IsInViewportOptions().setRatio(0.98);
    }
}
