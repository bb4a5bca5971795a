package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.webim.e2e.Screen.examine;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that say something else than at first. */
class EditPagesIT extends BrowserTest {
    private static final String LOST = "The message you were editing was deleted. What you wrote is kept here.";

    @Test
    void whatIsEditedIsAnotherForBothAndSaysThatItWas() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.mine().write(talk.conversation(), "Se you at noon");
        var both = talk.both();
        var ann = both.get(0);
        var bob = both.get(1);
        bob.sees("Se you at noon");

        ann.choose("Se you", "Edit");
        assertThat(bar(ann)).hasText("EditingSe you at noon");
        assertThat(ann.composer()).hasValue("Se you at noon");
        assertThat(ann.composer()).isFocused();
        ann.composer().press("Home");
        ann.composer().press("ArrowRight");
        ann.composer().pressSequentially("e");
        ann.composer().press("Enter");

        for (var one : both) {
            assertThat(one.bubble("See you at noon").locator(".bubble__meta")).containsText("edited");
            assertThat(one.text("Se you")).hasCount(0);
        }
        assertThat(bar(ann)).hasCount(0);
        assertThat(ann.composer()).hasValue("");
        assertThat(ann.row(bob)).containsText("See you at noon");
        assertThat(bob.row(ann)).containsText("See you at noon");
        ann.choose("See you", "Message details");
        assertThat(ann.page().locator(".details")).containsText("Edited");
    }

    @Test
    void theArrowEditsWhatIWroteLastAndEscapeBringsTheDraftBack() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.mine().write(talk.conversation(), "first of mine");
        talk.mine().write(talk.conversation(), "last of mine");
        talk.theirs().write(talk.conversation(), "of Bob");
        var ann = talk.open().sees("of Bob");

        ann.composer().press("ArrowUp");
        assertThat(ann.composer()).hasValue("last of mine");
        ann.composer().fill("");
        ann.composer().press("Enter");
        ann.composer().press("ArrowUp");
        assertThat(bar(ann)).containsText("last of mine");
        ann.composer().press("Escape");
        assertThat(bar(ann)).hasCount(0);
        assertThat(ann.composer()).hasValue("");

        ann.composer().fill("a draft");
        ann.composer().press("ArrowUp");
        assertThat(bar(ann)).hasCount(0);
        ann.choose("of Bob", "Reply");
        ann.choose("first of mine", "Edit");
        assertThat(ann.composer()).hasValue("first of mine");
        ann.page().reload();
        assertThat(bar(ann)).hasText("Editingfirst of mine");
        assertThat(ann.composer()).hasValue("first of mine");
        ann.composer().press("Escape");
        assertThat(ann.composer()).hasValue("a draft");
        assertThat(bar(ann)).containsText("Reply to Bob Marsh");
    }

    @Test
    void whatIsTheSameIsNotSaved() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.mine().write(talk.conversation(), "as it is");
        var ann = talk.open().choose("as it is", "Edit");
        ann.composer().fill("  as it is ");

        ann.composer().press("Enter");

        assertThat(bar(ann)).hasCount(0);
        assertThat(ann.composer()).hasValue("");
        var stored = server.query("SELECT edited_at FROM message WHERE conversation_id = ?", talk.conversation());
        assertThat(stored.get(0).getValue("edited_at")).isNull();
    }

    @Test
    void ofOthersAndOfLongAgoNothingIsEdited() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "of Bob");
        talk.mine().write(talk.conversation(), "of the day before yesterday");
        server.query(
                "UPDATE message SET sent_at = sent_at - INTERVAL 49 HOUR WHERE conversation_id = ? AND seq = 2",
                talk.conversation());
        var ann = talk.open().sees("of Bob");

        for (var text : new String[] {"of Bob", "of the day"}) {
            ann.bubble(text)
                    .click(new Locator.ClickOptions().setButton(com.microsoft.playwright.options.MouseButton.RIGHT));
            assertThat(ann.page().locator(".menu__item").filter(new Locator.FilterOptions().setHasText("Reply")))
                    .isVisible();
            assertThat(ann.page().locator(".menu__item").filter(new Locator.FilterOptions().setHasText("Edit")))
                    .hasCount(0);
            ann.page().keyboard().press("Escape");
        }
        ann.composer().press("ArrowUp");
        assertThat(bar(ann)).hasCount(0);
    }

    @Test
    void anEmptiedOneIsNotSavedAndItSaysWhy() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.mine().write(talk.conversation(), "before");
        var ann = talk.open().sees("before").choose("before", "Edit");
        ann.composer().fill("");

        ann.composer().press("Enter");

        assertThat(ann.text("A message cannot be empty. Delete it instead.")).isVisible();
        ann.sees("before");
    }

    @Test
    void withoutANetworkItSaysSoAndKeepsTheWords() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.mine().write(talk.conversation(), "before");
        var ann = talk.open().sees("before");
        ann.goOffline();
        ann.choose("before", "Edit").composer().fill("after");
        ann.composer().press("Enter");
        assertThat(failure(ann)).hasText("Not saved: you are offline. Your text stays here until you try again.");
        assertThat(ann.composer()).hasValue("after");
        ann.sees("before");

        ann.setOffline(false);
        ann.page().clock().fastForward("00:30");
        assertThat(ann.page().locator(".offline")).hasCount(0);
        // What stands there no more may be about to come again: whoever hears others is connected.
        talk.theirs().write(talk.conversation(), "are you there?");
        ann.sees("are you there?");
        ann.composer().press("Enter");

        ann.sees("after");
        assertThat(failure(ann)).hasCount(0);
        assertThat(bar(ann)).hasCount(0);
    }

    @Test
    void whatCannotBeSavedSaysWhyAndKeepsTheWords() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.mine().write(talk.conversation(), "before");
        var ann = talk.person().expecting("403");
        talk.open().choose("before", "Edit").composer().fill("after");
        server.query(
                "UPDATE message SET sent_at = sent_at - INTERVAL 49 HOUR WHERE conversation_id = ?",
                talk.conversation());

        ann.composer().press("Enter");

        assertThat(failure(ann)).hasText("It is too late to edit this message.");
        assertThat(ann.composer()).hasValue("after");
        ann.composer().press("Escape");
        assertThat(failure(ann)).hasCount(0);
        ann.sees("before");
    }

    @Test
    void whatIsDeletedMeanwhileIsNotEditedAnyMore() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.mine().write(talk.conversation(), "secret");
        var ann = talk.open();
        ann.composer().fill("a draft");
        ann.choose("secret", "Edit");
        assertThat(ann.composer()).hasValue("secret");

        talk.mine().deleteForEveryone(talk.conversation(), 1);

        assertThat(ann.composer()).hasValue("a draft");
        assertThat(bar(ann)).hasCount(0);
        assertThat(failure(ann)).hasCount(0);
        assertThat(ann.text("secret")).hasCount(0);
        assertThat(ann.page().evaluate("JSON.stringify({ ...localStorage })").toString())
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a draft"})
    void whatIsTypedStaysThoughItsMessageIsDeletedInAnotherTab(String draft) {
        var left = draft.isEmpty() ? "and more" : draft + "\n\nand more";
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.mine().write(talk.conversation(), "secret");
        var ann = talk.person();
        ann.enter(talk.conversation()).sees("secret").composer().fill(draft);
        ann.choose("secret", "Edit").composer().fill("and more");
        var tab = ann.newTab();
        tab.navigate("/#/chats/" + talk.conversation());
        assertThat(tab.locator(".composer__text")).hasValue("and more");

        talk.mine().deleteForEveryone(talk.conversation(), 1);

        for (var page : List.of(ann.page(), tab)) {
            assertThat(page.locator(".composer__bar")).hasCount(0);
            assertThat(page.locator(".composer__failure")).hasText(LOST);
            assertThat(page.locator(".composer__text")).hasValue(left);
        }
        ann.page().reload();
        assertThat(failure(ann)).hasText(LOST);
        assertThat(ann.composer()).hasValue(left);
        ann.photograph("edit-lost" + (draft.isEmpty() ? "" : "-draft"));
        ann.composer().press("ControlOrMeta+End");
        ann.composer().pressSequentially("!");
        assertThat(failure(ann)).hasCount(0);
        assertThat(tab.locator(".composer__failure")).hasCount(0);
        ann.composer().press("Enter");
        assertThat(ann.bubble("and more!")).isVisible();
    }

    @Test
    void whatIsTypedStaysThoughItsMessageWasDeletedWhileOneWasAway() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.mine().write(talk.conversation(), "secret");
        var ann = talk.open().sees("secret");
        ann.choose("secret", "Edit").composer().fill("and more");
        ann.goOffline();
        talk.mine().deleteForEveryone(talk.conversation(), 1);

        ann.setOffline(false);
        ann.page().clock().fastForward("00:30");

        assertThat(failure(ann)).hasText(LOST);
        assertThat(ann.composer()).hasValue("and more");
    }

    @Test
    void aDeviceThatWasAwayLearnsOfIt() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "line ", 1, 3);
        var ann = talk.open().sees("line 003");
        ann.goOffline();
        talk.theirs().edit(talk.conversation(), 2, "another line");
        talk.theirs().edit(talk.conversation(), 3, "the last line");
        talk.theirs().react(talk.conversation(), 1, "🎉");

        ann.setOffline(false);
        ann.page().clock().fastForward("00:30");

        ann.sees("another line").sees("the last line");
        assertThat(ann.row(talk.other())).containsText("the last line");
        assertThat(ann.bubble("line 001").locator(".chip")).hasText("🎉1");
    }

    @ParameterizedTest
    @CsvSource({"wide,en-GB", "wide,zh-CN", "phone,zh-CN", "phone,en-GB"})
    void editingFits(String size, String locale) {
        boolean english = locale.startsWith("en");
        var talk = talk("Ann Lee", "Bob Marsh", (size.equals("phone") ? phone() : wide()).setLocale(locale));
        talk.theirs().write(talk.conversation(), "At half past seven, as always, in front of the town hall?");
        talk.mine().write(talk.conversation(), "Yes, but bring the tickets, pleas");
        talk.mine().write(talk.conversation(), "好的");
        talk.theirs().write(talk.conversation(), "I will");
        talk.mine().edit(talk.conversation(), 3, "好的，明天见");
        talk.theirs().edit(talk.conversation(), 4, "I will, and an umbrella");
        var ann = talk.person();
        ann.enter(talk.conversation()).sees("umbrella");
        examine(ann, "edited-" + locale.substring(0, 2), size);
        ann.choose("tickets", english ? "Edit" : "编辑");
        assertThat(bar(ann)).isVisible();
        examine(ann, "editing-" + locale.substring(0, 2), size);
    }

    private static Locator bar(Person person) {
        return person.page().locator(".composer__bar");
    }

    private static Locator failure(Person person) {
        return person.page().locator(".composer__failure");
    }
}
