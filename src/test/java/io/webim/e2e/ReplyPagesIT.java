package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.webim.e2e.Past.line;
import static io.webim.e2e.Screen.examine;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages that answer others. */
class ReplyPagesIT extends BrowserTest {
    /** What is shown for a moment to be the message that was gone to. */
    private static final String NOTE_FOUND = """
            () => new MutationObserver(() => {
              window.found = document.querySelector('.said--found .bubble__text')?.textContent ?? window.found;
            }).observe(document.querySelector('.timeline'), { subtree: true, attributes: true })
            """;

    @Test
    void aReplyShowsWhatItAnswersAsThatIsNow() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "Shall we **meet**?\nAt noon?");
        var both = talk.both();
        var ann = both.get(0);
        var bob = both.get(1);

        ann.choose("Shall we", "Reply");
        assertThat(bar(ann)).hasText("Reply to Bob MarshShall we meet? At noon?");
        assertThat(ann.composer()).isFocused();
        ann.write("Gladly");

        assertThat(bar(ann)).hasCount(0);
        assertThat(quote(ann, "Gladly")).hasText("Bob MarshShall we meet? At noon?");
        assertThat(quote(bob, "Gladly")).hasText("YouShall we meet? At noon?");
        ann.seesTick("Gladly", "Read");
        talk.theirs().edit(talk.conversation(), 1, "Shall we meet at one?");
        for (var one : both) {
            assertThat(quote(one, "Gladly")).containsText("Shall we meet at one?");
        }
        talk.theirs().deleteForEveryone(talk.conversation(), 1);
        for (var one : both) {
            assertThat(quote(one, "Gladly")).hasText("Deleted message");
            assertThat(one.text("Shall we meet")).hasCount(0);
        }
    }

    @Test
    void aPressOnItLeadsToWhatItAnswersAndThereIsAWayBack() {
        var talk = talk("Ann Lee", "Bob Marsh");
        Past.fill(server, talk, 700);
        talk.theirs().reply(talk.conversation(), 12, "remember this?");
        talk.mine().read(talk.conversation(), 701);
        var ann = talk.open();

        assertThat(quote(ann, "remember this?")).containsText(line(12));
        assertThat(ann.bubble(line(12)).locator(".bubble__text").getByText(line(12)))
                .hasCount(0);
        quote(ann, "remember this?").click();
        assertThat(said(ann, line(12))).isInViewport();
        assertThat(ann.bubble("remember this?")).hasCount(0);

        ann.button("Back to where you were").click();
        assertThat(ann.bubble("remember this?")).isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(1));
        assertThat(ann.button("Back to where you were")).hasCount(0);
        assertThat(ann.button("Jump to the newest message")).hasCount(0);
        ann.write("I do").seesTick("I do", "Sent");
    }

    @Test
    void whatIsInSightIsGoneToWithoutAWayBack() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "one");
        talk.theirs().reply(talk.conversation(), 1, "two");
        var ann = talk.open();

        ann.page().evaluate(NOTE_FOUND);
        quote(ann, "two").click();

        ann.page().waitForFunction("() => window.found === 'one'");
        assertThat(ann.button("Back to where you were")).hasCount(0);
        assertThat(ann.page().locator(".said--found")).hasCount(0);
    }

    @Test
    void theDraftKeepsWhatItAnswersInAllTabsAndOverAReload() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "a question");
        var ann = talk.open().choose("a question", "Reply");
        ann.composer().fill("half an answer");
        var tab = ann.newTab();
        tab.navigate("/#/chats/" + talk.conversation());
        assertThat(tab.locator(".composer__bar")).containsText("a question");
        ann.page().reload();
        assertThat(bar(ann)).containsText("a question");
        assertThat(ann.composer()).hasValue("half an answer");

        tab.locator(".composer__text").press("Enter");

        assertThat(bar(ann)).hasCount(0);
        assertThat(ann.composer()).hasValue("");
        assertThat(quote(ann, "half an answer")).containsText("a question");
    }

    @Test
    void whatIsDeletedIsNotAnsweredAnyMore() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "a question");
        var ann = talk.open().choose("a question", "Reply");
        ann.composer().fill("an answer");

        talk.theirs().deleteForEveryone(talk.conversation(), 1);

        assertThat(bar(ann)).hasCount(0);
        assertThat(ann.composer()).hasValue("an answer");
        assertThat(ann.text("a question")).hasCount(0);
    }

    @Test
    void aReplyThatWaitsKeepsWhatItAnswers() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "a question");
        var ann = talk.open().sees("a question");
        ann.goOffline();
        ann.choose("a question", "Reply").write("an answer").seesTick("an answer", "Waiting to be sent");
        assertThat(quote(ann, "an answer")).containsText("a question");

        ann.setOffline(false);
        ann.page().clock().fastForward("00:30");

        ann.seesTick("an answer", "Sent");
        var stored = server.query(
                "SELECT reply_to_seq FROM message WHERE conversation_id = ? AND seq = 2", talk.conversation());
        assertThat(stored.get(0).getLong("reply_to_seq")).isEqualTo(1);
    }

    @Test
    void theKeyboardAnswersAndTakesItBack() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "first");
        talk.theirs().write(talk.conversation(), "second");
        talk.mine().write(talk.conversation(), "mine");
        var ann = talk.open().sees("mine");
        var keyboard = ann.page().keyboard();

        keyboard.press("Alt+r");
        assertThat(bar(ann)).containsText("second");
        keyboard.press("Escape");
        assertThat(bar(ann)).hasCount(0);
        assertThat(ann.composer()).isFocused();
        ann.bubble("first").locator("xpath=..").locator(".said__more").focus();
        keyboard.press("Alt+r");
        assertThat(bar(ann)).containsText("first");
        assertThat(ann.composer()).isFocused();
        keyboard.press("Shift+Tab");
        keyboard.press("Shift+Tab");
        keyboard.press("Enter");
        assertThat(bar(ann)).hasCount(0);

        ann.composer().press("Escape");
        assertThat(ann.composer()).hasCount(0);
    }

    @Test
    void aFingerAnswersBySwipingAndScrollsOtherwise() {
        var talk = talk("Ann Lee", "Bob Marsh", phone());
        talk.theirs().write(talk.conversation(), "line ", 1, 40);
        talk.mine().read(talk.conversation(), 40);
        var ann = talk.open().sees("line 040");
        var finger = Finger.quick(ann.page());

        finger.on(ann.bubble("line 040")).moves(-30, 0).lifts();
        finger.on(ann.bubble("line 040")).moves(80, 0).lifts();
        assertThat(bar(ann)).hasCount(0);
        assertThat(ann.page().locator(".menu")).hasCount(0);
        finger.on(ann.bubble("line 038")).moves(-40, 4).moves(-90, 6).lifts();

        assertThat(bar(ann)).containsText("line 038");
        assertThat(ann.bubble("line 038").first()).hasCSS("translate", "none");
        ann.write("by hand");
        assertThat(quote(ann, "by hand")).containsText("line 038");
        finger.on(ann.bubble("line 032")).moves(-30, 150).moves(-90, 330).lifts();
        assertThat(ann.button("Jump to the newest message")).isVisible();
        assertThat(bar(ann)).hasCount(0);
    }

    @Test
    void inAGroupItSaysWhomAndShowsNothingOfWhomIBlocked() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person();
        var carla = person("Carla Diaz").signUp();
        long choir = ann.api().gather("Choir", talk.theirs(), carla.api());
        talk.theirs().write(choir, "too loud");
        carla.api().reply(choir, 2, "no");
        ann.enter(choir);
        assertThat(quote(ann, "no")).hasText("Bob Marshtoo loud");

        ann.api().block(talk.theirs());
        ann.page().reload();
        assertThat(quote(ann, "no")).hasText("Bob MarshMessage from someone you have blocked");
    }

    @Test
    void severalCopiedSayWhatTheyAnswer() {
        var talk = talk("Ann Lee", "Bert");
        talk.theirs().write(talk.conversation(), "a question");
        talk.mine().reply(talk.conversation(), 1, "an answer");
        var ann = talk.open().sees("an answer");
        ann.allow("clipboard-read", "clipboard-write");

        ann.choose("an answer", "Select");
        ann.bubble("a question").first().click();
        ann.button("Copy").click();
        assertThat(ann.page().locator(".word")).hasText("Copied");
        assertThat(ann.page().evaluate("navigator.clipboard.readText()").toString())
                .matches("\\[.+] Bert: a question\n\\[.+] Ann Lee:\n> Bert: a question\nan answer");
        ann.choose("an answer", "Copy text");
        ann.page().waitForFunction("async () => (await navigator.clipboard.readText()) === 'an answer'");
    }

    @Test
    void itIsThereWithoutANetworkToo() {
        var talk = talk(person("Ann Lee", withWorker()), person("Bob Marsh"));
        Past.fill(server, talk, 300);
        talk.theirs().reply(talk.conversation(), 3, "remember this?");
        var ann = talk.open().expectingCuts();
        assertThat(quote(ann, "remember this?")).containsText(line(3));
        ann.awaitWorker().awaitCached("line 000003");

        ann.setOffline(true);
        ann.page().reload();

        assertThat(quote(ann, "remember this?")).containsText(line(3));
    }

    @ParameterizedTest
    @CsvSource({"wide,en-GB", "wide,zh-CN", "phone,zh-CN", "phone,en-GB"})
    void repliesFit(String size, String locale) {
        boolean english = locale.startsWith("en");
        var zhang = person("张伟").signUp();
        var bob = person("Bob Marsh").signUp();
        var ann = person("Ann Lee", (size.equals("phone") ? phone() : wide()).setLocale(locale));
        long choir = ann.api().gather("Choir of the old town", bob.api(), zhang.api());
        bob.api()
                .write(
                        choir,
                        "We sing the Mass in B minor this autumn, and rehearsals begin on Tuesday at seven in the small hall.");
        zhang.api().reply(choir, 2, "好的，我带上乐谱。");
        ann.api().reply(choir, 3, "One for me, please.");
        bob.api().reply(choir, 2, "👍");
        ann.api()
                .reply(
                        choir,
                        4,
                        "And, as I have said before, somebody should bring the long list of all the songs that we sang last year.");
        zhang.api().write(choir, "谁说的？");
        zhang.api().reply(choir, 7, "我");
        zhang.api().deleteForEveryone(choir, 7);
        bob.api().write(choir, "Who has the key?");
        ann.enter(choir);

        examine(ann, "reply-" + locale.substring(0, 2), size);
        ann.choose("Who has", english ? "Reply" : "回复");
        assertThat(bar(ann)).isVisible();
        examine(ann, "reply-writing-" + locale.substring(0, 2), size);
    }

    private static Locator bar(Person person) {
        return person.page().locator(".composer__bar");
    }

    private static Locator said(Person person, String text) {
        return person.page().locator(".bubble__text").filter(new Locator.FilterOptions().setHasText(text));
    }

    private static Locator quote(Person person, String text) {
        return person.page()
                .locator(".bubble")
                .filter(new Locator.FilterOptions()
                        .setHas(person.page()
                                .locator(
                                        ".bubble__text",
                                        new com.microsoft.playwright.Page.LocatorOptions().setHasText(text))))
                .locator(".quote");
    }
}
