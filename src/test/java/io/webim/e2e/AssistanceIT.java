package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.webim.e2e.Screen.fits;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import org.junit.jupiter.api.Test;

/** For those who hear the page, who get dizzy, who use no mouse, and who need it large. */
class AssistanceIT extends BrowserTest {
    /** Of all elements and what stands before and after them, in milliseconds. */
    private static final String LONGEST_MOTION = """
            () => {
              const millis = (text) => Math.max(...text.split(',').map((one) => parseFloat(one) * (/ms/.test(one) ? 1 : 1000)));
              const styles = [...document.querySelectorAll('*')].flatMap((element) =>
                [null, '::before', '::after'].map((part) => getComputedStyle(element, part)));
              return Math.max(...styles.flatMap((style) => [
                millis(style.transitionDuration),
                style.animationName === 'none' ? 0 : millis(style.animationDuration),
              ]));
            }
            """;

    /** Empty, or what has the focus and nothing around it that tells so. */
    private static final String OUTLINED = """
            () => {
              const outlined = (it) => getComputedStyle(it).outlineStyle !== 'none' && parseFloat(getComputedStyle(it).outlineWidth) >= 2;
              const at = document.activeElement;
              return outlined(at) || outlined(at.closest('.search, .composer__box') ?? at) ? '' : at.outerHTML;
            }
            """;

    @Test
    void newMessagesAreReadOutAndThoseOfBeforeAreNot() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.open();
        var spoken = ann.page().locator(".announcer");
        talk.theirs().write(talk.conversation(), "good morning");
        assertThat(spoken).hasText("Bob Marsh: good morning");
        var first = spoken.locator("p").elementHandle();
        talk.theirs().write(talk.conversation(), "good morning");
        ann.page()
                .waitForCondition(() -> !first.evaluate("it => it.isConnected").equals(true));
        assertThat(spoken).hasText("Bob Marsh: good morning");

        ann.write("and to you").seesTick("and to you", "Sent");
        assertThat(spoken).hasText("Bob Marsh: good morning");
        ann.page().reload();
        ann.sees("and to you");
        assertThat(spoken).hasText("");
    }

    @Test
    void whoWantsNoMotionGetsNone() {
        var talk = talk("Ann Lee", "Bob Marsh", moving(wide()));
        talk.theirs().write(talk.conversation(), "look");
        var ann = talk.open().sees("look");
        assertThat(longestMotion(ann)).isGreaterThan(50);

        ann.page().emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));

        assertThat(longestMotion(ann)).isLessThan(1);
        ann.button("Settings").click();
        assertThat(ann.page().locator(".choices")).isVisible();
        assertThat(longestMotion(ann)).isLessThan(1);
    }

    @Test
    void thoseOfOneNameAreToldApart() {
        var ann = person("Ann Lee").enter();
        for (var bob : List.of(person("Bob Marsh").signUp(), person("Bob Marsh").signUp())) {
            ann.add(bob);
            assertThat(ann.page().locator(".talk-head__username")).hasText("@" + bob.username());
            assertThat(ann.page().locator(".talk-head__username")).isInViewport();
        }
    }

    @Test
    void theFocusComesBackToWhereItWas() {
        var ann = talk("Ann Lee", "Bob Marsh").open();
        for (var opener : List.of("New chat", "Settings", "Options")) {
            ann.button(opener).focus();
            ann.page().keyboard().press("Enter");
            assertThat(ann.page().locator(".dialog, .menu").first()).isVisible();
            assertThat(ann.button(opener)).not().isFocused();
            ann.page().keyboard().press("Escape");
            assertThat(ann.page().locator(".dialog, .menu")).hasCount(0);
            assertThat(ann.button(opener)).isFocused();
        }
    }

    @Test
    void theFocusIsNotLostWithWhatIsDeleted() {
        var ann = talk("Ann Lee", "Bob Marsh").open().write("take this back");
        ann.seesTick("take this back", "Sent");
        ann.page().locator(".said__more").focus();
        ann.page().keyboard().press("Enter");
        assertThat(ann.page().locator(".menu__item").first()).isFocused();
        ann.page().keyboard().press("ArrowUp");
        ann.page().keyboard().press("Enter");
        ann.answer("Delete for everyone");

        ann.sees("This message was deleted");
        assertThat(ann.composer()).isFocused();
    }

    @Test
    void aNewPageOfADialogOrAFormHasTheKeyboard() {
        var ann = person("Ann Lee");
        ann.page().navigate("/");
        ann.field("Username").fill(ann.username());
        ann.button("Create account").click();
        assertThat(ann.field("Username")).isFocused();
        assertThat(ann.field("Username")).hasValue(ann.username());
        ann.enter().settings("Devices");
        assertThat(ann.page().locator(".choice", new Page.LocatorOptions().setHasText("Devices")))
                .isFocused();
        ann.page()
                .locator(".choice", new Page.LocatorOptions().setHasText("Two-step log-in"))
                .click();
        ann.button("Set up").click();
        assertThat(ann.field("Password")).isFocused();
    }

    @Test
    void whereTheFocusIsCanBeSeen() {
        var ann = talk("Ann Lee", "Bob Marsh").open();
        ann.button("Settings").focus();
        ann.page().keyboard().press("Tab");
        // The field itself shows it by its border.
        for (int i = 0; !isFocused(ann.composer()); i++) {
            assertThat(i).isLessThan(12);
            assertThat(ann.page().evaluate(OUTLINED)).isEqualTo("");
            ann.page().keyboard().press("Tab");
        }
    }

    @Test
    void atTwiceTheSizeNothingIsCutOff() {
        var talk = talk("Ann Lee", "Bob Marsh", wide().setViewportSize(720, 450).setDeviceScaleFactor(2));
        for (int i = 1; i <= 12; i++) {
            talk.theirs().write(talk.conversation(), "line " + i + " is as long as people write on average");
        }
        var ann = talk.open().sees("line 12");
        fits(ann, "twice-as-large-conversation");
        assertThat(ann.composer()).isInViewport();
        assertThat(ann.row(talk.other())).isInViewport();
        ann.settings("Keyboard shortcuts");
        var last = ann.page().locator(".dialog .switch__box");
        last.scrollIntoViewIfNeeded();
        assertThat(last).isInViewport();
        fits(ann, "twice-as-large-shortcuts");
    }

    private static boolean isFocused(Locator locator) {
        return (boolean) locator.evaluate("element => element === document.activeElement");
    }

    private static double longestMotion(Person person) {
        return ((Number) person.page().evaluate(LONGEST_MOTION)).doubleValue();
    }
}
