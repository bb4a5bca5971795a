package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.KeyboardModifier;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Reading: formatted text, several messages at once, and when each was sent. */
class ReadingPagesIT extends BrowserTest {
    @Test
    void whatPeopleMeanIsShownAndNothingMore() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var text = String.join(
                "\n",
                "**bold**, *slanted*, ~~gone~~ and `code`",
                "- one",
                "- two",
                "> quoted",
                "```",
                "<script>alert(1)</script>",
                "```",
                "https://example.org/a?b=c. javascript:alert(2) <img src=x onerror=alert(3)>");
        talk.theirs().write(talk.conversation(), text);

        var bubble = talk.open().page().locator(".bubble").last();

        assertThat(bubble.locator("strong")).hasText("bold");
        assertThat(bubble.locator("em")).hasText("slanted");
        assertThat(bubble.locator("s")).hasText("gone");
        assertThat(bubble.locator(":not(pre) > code")).hasText("code");
        assertThat(bubble.locator("ul li")).hasText(new String[] {"one", "two"});
        assertThat(bubble.locator("blockquote")).hasText("quoted");
        assertThat(bubble.locator("pre")).hasText("<script>alert(1)</script>");
        assertThat(bubble.locator("script, img")).hasCount(0);
        var link = bubble.locator("a");
        assertThat(link).hasCount(1);
        assertThat(link).hasAttribute("href", "https://example.org/a?b=c");
        assertThat(link).hasAttribute("target", "_blank");
        assertThat(link.getAttribute("rel")).contains("noopener");
        assertThat(talk.person().row(talk.other())).containsText("bold, slanted, gone and code one two");
    }

    /** What has no words of its own language must not take the direction of those around it, nor a quote lose that of its. */
    @Test
    void quotesFollowTheirWordsAndLinksAndCodeRunFromLeftToRight() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "> ציטוט ראשון\nתשובה");
        talk.theirs().write(talk.conversation(), "> a quote\nתשובה");
        talk.theirs().write(talk.conversation(), "ראו https://a.example/שלום/ או `a < b`");
        talk.theirs().write(talk.conversation(), "https://b.example/ זה הקישור");
        var ann = talk.open().sees("זה הקישור");

        var directions = ann.page().evaluate("""
                () => ['.quoted', '.bubble__text a', '.code', '.bubble__text > span'].flatMap((part) =>
                  [...document.querySelectorAll(part)].map((one) => `${part} ${getComputedStyle(one).direction}`))
                """);

        assertThat(directions)
                .isEqualTo(List.of(
                        ".quoted rtl",
                        ".quoted ltr",
                        ".bubble__text a ltr",
                        ".bubble__text a ltr",
                        ".code ltr",
                        ".bubble__text > span rtl",
                        ".bubble__text > span rtl",
                        ".bubble__text > span rtl",
                        ".bubble__text > span rtl"));
    }

    /** The browser tells of a scrolling with the next frame. */
    @Test
    void whatWasScrolledJustBeforeTheChatWasLeftIsNoFault() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "hello");
        var ann = talk.open().sees("hello");
        var scroller = ann.page().querySelector(".scroller");

        ann.page().navigate("/#/");
        assertThat(ann.page().locator(".scroller")).hasCount(0);
        scroller.evaluate("element => element.dispatchEvent(new Event('scroll'))");
    }

    @Test
    void severalMessagesAreCopiedTogether() {
        var talk = talk("Ann Lee", "Bob Marsh");
        for (int i = 1; i <= 5; i++) {
            talk.theirs().write(talk.conversation(), "note " + i);
        }
        talk.mine().write(talk.conversation(), "thanks");
        var ann = talk.open().sees("thanks");
        ann.allow("clipboard-read", "clipboard-write");

        ann.choose("note 2", "Select");
        ann.bubble("note 4").click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));
        ann.bubble("note 3").click();
        ann.bubble("thanks").click();
        assertThat(ann.page().locator(".selection__count")).hasText("3 selected");
        ann.photograph("selection-wide-light");
        toolbar(ann, "Copy").click();

        assertThat(ann.page().locator(".selection")).hasCount(0);
        assertThat(ann.page().locator(".word")).hasText("Copied");
        assertThat(ann.page().evaluate("navigator.clipboard.readText()").toString())
                .matches("\\[.+] Bob Marsh: note 2\n\\[.+] Bob Marsh: note 4\n\\[.+] Ann Lee: thanks");
    }

    @Test
    void detailsTellWhenAMessageWasSentDeliveredAndRead() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.mine().write(talk.conversation(), "read by now");
        talk.theirs().read(talk.conversation(), 1);
        talk.mine().write(talk.conversation(), "not yet read");
        var ann = talk.open().seesTick("read by now", "Read");

        ann.choose("read by now", "Message details");
        var steps = ann.page().locator(".details__step");
        assertThat(steps).hasCount(3);
        for (int i = 0; i < 3; i++) {
            assertThat(steps.nth(i).locator("time")).hasText(Pattern.compile("\\d{4}.*\\d{2}:\\d{2}"));
        }
        ann.page().keyboard().press("Escape");

        ann.choose("not yet read", "Message details");
        assertThat(steps.nth(0).locator("time")).isVisible();
        assertThat(steps.nth(2)).hasText(Pattern.compile("Read\\s*Not yet"));
    }

    private static Locator toolbar(Person person, String name) {
        return person.page()
                .getByRole(AriaRole.TOOLBAR)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
    }
}
