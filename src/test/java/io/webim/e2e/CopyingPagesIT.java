package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.MouseButton;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What lands in the clipboard, and what is said of it. */
class CopyingPagesIT extends BrowserTest {
    /** As in a page that did not come by https. */
    private static final String NO_CLIPBOARD = "delete Navigator.prototype.clipboard";

    /** Marks from a place in one message to a place in another, as somebody drags the pointer. */
    private static final String MARK = """
            ([from, to]) => {
              const place = ([text, offset]) => {
                const all = document.createTreeWalker(document.querySelector('.timeline'), NodeFilter.SHOW_TEXT);
                while (all.nextNode()) if (all.currentNode.data.includes(text)) return [all.currentNode, all.currentNode.data.indexOf(text) + offset];
                throw new Error(text);
              };
              getSelection().setBaseAndExtent(...place(from), ...place(to));
            }
            """;

    @Test
    void overALinkThereIsTheMenuOfTheBrowser() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "see https://example.org/page there");
        var ann = talk.open();
        ann.page().evaluate("addEventListener('contextmenu', event => { window.kept = event.defaultPrevented })");
        var right = new Locator.ClickOptions().setButton(MouseButton.RIGHT);

        ann.page().locator(".bubble a").click(right);
        assertThat(ann.page().evaluate("window.kept")).isEqualTo(false);
        assertThat(ann.page().getByRole(AriaRole.MENU)).hasCount(0);

        ann.page().locator(".bubble time").click(right);
        assertThat(ann.page().getByRole(AriaRole.MENU)).isVisible();
        assertThat(ann.page().evaluate("window.kept")).isEqualTo(true);
    }

    @Test
    void severalMarkedMessagesAreCopiedAsOneQuotesThem() {
        var talk = talk("Ann Lee", "Bert");
        talk.theirs().write(talk.conversation(), "first line\nand **its** second");
        talk.theirs().write(talk.conversation(), "the next");
        talk.mine().write(talk.conversation(), "my answer");
        var ann = talk.open().sees("my answer");
        ann.allow("clipboard-read", "clipboard-write");

        mark(ann, "first line", 0, "my answer", 9);
        assertThat(copied(ann))
                .matches(
                        "\\[.+] Bert: first line\nand \\*\\*its\\*\\* second\n\\[.+] Bert: the next\n\\[.+] Ann Lee: my answer");
        mark(ann, "its", 0, "my answer", 2);
        assertThat(copied(ann)).matches("\\[.+] Bert: its second\n\\[.+] Bert: the next\n\\[.+] Ann Lee: my");
        mark(ann, "first line", 0, "first line", 5);
        assertThat(copied(ann)).isEqualTo("first");
    }

    @Test
    void itemsOfAListKeepTheirNumbers() {
        var talk = talk("Ann Lee", "Bert");
        talk.theirs()
                .write(
                        talk.conversation(),
                        "bring:\n1. plates\n4. **cups**\n   - big ones\n   - small ones\n9. spoons\nbye\n\n2) forks\n3) knives");
        talk.theirs().write(talk.conversation(), "thanks");
        var ann = talk.open().sees("thanks");
        ann.allow("clipboard-read", "clipboard-write");

        mark(ann, "cups", 0, "spoons", 6);
        assertThat(copied(ann)).isEqualTo("4. cups\n  - big ones\n  - small ones\n9. spoons");
        mark(ann, "plates", 2, "small", 5);
        assertThat(copied(ann)).isEqualTo("ates\n4. cups\n  - big ones\n  - small");
        mark(ann, "bring", 2, "cups", 2);
        assertThat(copied(ann)).isEqualTo("ing:\n1. plates\n4. cu");
        mark(ann, "bye", 0, "thanks", 5);
        assertThat(copied(ann)).matches("\\[.+] Bert: bye\n2\\) forks\n3\\) knives\n\\[.+] Bert: thank");
        mark(ann, "big", 0, "small ones", 10);
        assertThat(copied(ann)).isEqualTo("- big ones\n- small ones");
        mark(ann, "plates", 0, "plates", 6);
        assertThat(copied(ann)).isEqualTo("plates");
        ann.page().evaluate("() => getSelection().extend(document.querySelector('.bubble [value=\"4\"]'), 0)");
        assertThat(copied(ann)).isEqualTo("plates");
    }

    /** A triple click marks up to the beginning of what follows. */
    @Test
    void oneMarkedMessageIsCopiedWithoutWhatStandsAroundIt() {
        var talk = talk("Ann Lee", "Bert");
        talk.theirs().write(talk.conversation(), "only this");
        talk.theirs().write(talk.conversation(), "not this");
        var ann = talk.open().sees("not this");
        ann.allow("clipboard-read", "clipboard-write");

        mark(ann, "only this", 0, "Bert wrote", 0);
        ann.page().evaluate("() => getSelection().extend(document.querySelectorAll('.said')[1], 0)");
        assertThat(copied(ann)).isEqualTo("only this");
        ann.page().evaluate("() => getSelection().selectAllChildren(document.querySelector('.bubble'))");
        assertThat(copied(ann)).isEqualTo("only this");
    }

    @Test
    void aMessageIsCopiedWhereTheBrowserGivesNoClipboardAndThatIsSaid() {
        var talk = talk("Ann Lee", "Bert");
        talk.theirs().write(talk.conversation(), "take me\nalong");
        var ann = talk.person();
        ann.page().context().addInitScript(NO_CLIPBOARD);
        talk.open().choose("take me", "Copy text");

        assertThat(ann.page().locator(".word")).hasText("Copied");
        ann.photograph("word-wide-light");
        ann.composer().press("Control+V");
        assertThat(ann.composer()).hasValue("take me\nalong");
        assertThat(ann.page().locator(".word")).isEmpty();
    }

    @Test
    void whatCouldNotBeCopiedIsSaidToo() {
        var talk = talk("Ann Lee", "Bert");
        talk.theirs().write(talk.conversation(), "take me");
        var ann = talk.person();
        ann.page().context().addInitScript(NO_CLIPBOARD + "; document.execCommand = () => false");
        talk.open().choose("take me", "Copy text");
        assertThat(ann.page().locator(".word")).containsText("Could not copy.");

        ann.button("Settings").click();
        ann.page()
                .locator(".choice", new Page.LocatorOptions().setHasText("Invite someone"))
                .click();
        ann.button("Copy link").click();
        assertThat(ann.page().getByRole(AriaRole.ALERT)).containsText("Could not copy.");
    }

    @Test
    void whatCannotBeSeenIsSaid() {
        var talk = talk("Ann Lee", "Bert");
        var ann = talk.open().chooseOption("Mute").answer("Until I unmute it");
        assertThat(ann.page().locator(".word")).hasText("Muted. You are not notified of this chat.");
        ann.chooseOption("Unmute");
        assertThat(ann.page().locator(".word")).hasText("Unmuted. You are notified of this chat again.");
    }

    private static void mark(Person person, String from, int fromOffset, String to, int toOffset) {
        person.page().evaluate(MARK, List.of(List.of(from, fromOffset), List.of(to, toOffset)));
    }

    private static String copied(Person person) {
        person.page().evaluate("() => navigator.clipboard.writeText('')");
        person.page().keyboard().press("Control+C");
        person.page().waitForCondition(() -> !clipboard(person).isEmpty());
        return clipboard(person);
    }

    private static String clipboard(Person person) {
        return person.page().evaluate("navigator.clipboard.readText()").toString();
    }
}
