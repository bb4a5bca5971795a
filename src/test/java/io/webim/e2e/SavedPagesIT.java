package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.webim.e2e.Past.line;
import static io.webim.e2e.Screen.examine;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages that one has saved, and the chat with oneself. */
class SavedPagesIT extends BrowserTest {
    @Test
    void whatIsSavedIsFoundInTheSettingsAndLedToAlsoFarUp() {
        var talk = talk("Ann Lee", "Bob Marsh");
        Past.fill(server, talk, 700);
        talk.mine().save(talk.conversation(), 9);
        var carol = Api.register(server, "c" + talk.person().username(), "Carol Dahl");
        carol.write(carol.add(talk.person().username()), "call me back");
        var ann = talk.person().enter();
        ann.page().locator(".folder").click();
        ann.page()
                .locator(".row:not(.folder)")
                .filter(new Locator.FilterOptions().setHasText("Carol Dahl"))
                .click();
        ann.choose("call me back", "Save");
        assertThat(ann.text("Saved. Find it under Settings, Saved messages.")).isVisible();

        ann.settings("Saved messages");
        assertThat(entries(ann)).hasCount(2);
        assertThat(entries(ann).first()).containsText("Carol Dahl");
        assertThat(entries(ann).last()).containsText(line(9));
        entries(ann).last().locator(".pinned__entry").click();
        assertThat(ann.page().locator(".dialog")).hasCount(0);
        assertThat(ann.page().locator(".talk-head__name")).hasText("Bob Marsh");
        assertThat(ann.bubble(line(9))).isInViewport();
        ann.button("Back to where you were").click();
        assertThat(ann.bubble(line(700))).isInViewport();
        ann.settings("Saved messages");
        entries(ann).last().locator(".pinned__entry").click();
        assertThat(ann.bubble(line(9))).isInViewport();
    }

    @Test
    void theMenuSaysWhetherItIsSavedOnEachDevice() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "to keep");
        var ann = talk.open().sees("to keep");
        ann.choose("to keep", "Save");
        assertThat(ann.text("Saved. Find it under Settings, Saved messages.")).isVisible();
        ann.choose("to keep", "Remove from saved");
        assertThat(ann.text("Removed from saved messages.")).isVisible();

        talk.mine().save(talk.conversation(), 1);
        ann.choose("to keep", "Remove from saved");
        assertThat(ann.text("Removed from saved messages.")).isVisible();
        talk.mine().save(talk.conversation(), 1);
        ann.page().reload();
        ann.sees("to keep").choose("to keep", "Remove from saved");
        ann.settings("Saved messages");
        assertThat(ann.text("Nothing saved yet")).isVisible();
    }

    @Test
    void whatIsRemovedOrDeletedGoesFromTheListAtOnce() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "line ", 1, 3);
        for (int seq = 1; seq <= 3; seq++) {
            talk.mine().save(talk.conversation(), seq);
        }
        var ann = talk.person().enter().settings("Saved messages");
        assertThat(entries(ann)).hasCount(3);
        ann.button("Remove from saved: line 002").click();
        assertThat(entries(ann)).hasCount(2);
        talk.theirs().edit(talk.conversation(), 1, "line one");
        assertThat(entries(ann).last()).containsText("line one");
        talk.theirs().deleteForEveryone(talk.conversation(), 3);
        assertThat(entries(ann)).hasCount(1);
        ann.button("Remove from saved: line one").click();
        assertThat(ann.text("Nothing saved yet")).isVisible();
    }

    @Test
    void theNotesAreOpenedFromTheSettingsAndAreOnAllDevices() {
        var ann = person("Ann Lee").signUp();
        var phone = alsoAs(ann, phone());
        ann.enter();
        phone.enter();
        ann.settings("Notes to self");
        assertThat(ann.page().locator(".talk-head__name")).hasText("Notes to self");
        assertThat(ann.text("Only you see what you write here, on all your devices."))
                .isVisible();
        phone.page().locator(".row").click();
        assertThat(phone.page().locator(".talk-head__name")).hasText("Notes to self");
        ann.write("buy milk").seesTick("buy milk", "Read");
        phone.sees("buy milk");
        phone.write("and bread");
        ann.sees("and bread");
        assertThat(ann.page().locator(".badge")).hasCount(0);
        assertThat(ann.page().locator(".row")).containsText("Notes to self");
        assertThat(ann.page().locator(".talk-head__username")).isEmpty();

        ann.chooseOption("Remove").answer("Remove");
        assertThat(ann.page().locator(".row")).hasCount(0);
        ann.settings("Notes to self");
        ann.sees("buy milk").sees("and bread");
    }

    @Test
    void messagesAreForwardedToTheNotesBeforeThereAreAny() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "an address");
        var ann = talk.open();
        ann.choose("an address", "Forward");
        ann.page().locator(".dialog .pick").first().check();
        ann.answer("Forward to 1 chat");
        assertThat(ann.page().locator(".talk-head__name")).hasText("Notes to self");
        assertThat(ann.bubble("an address").locator(".bubble__origin")).hasText("Forwarded from Bob Marsh");
        ann.page().locator(".side-search input").fill("notes");
        assertThat(ann.page().locator(".row")).hasCount(1);
    }

    @ParameterizedTest
    @CsvSource({"wide,en-GB", "wide,zh-CN", "phone,zh-CN", "phone,en-GB"})
    void savedMessagesAndNotesFit(String size, String locale) {
        var bob = person("Bob Marsh").signUp();
        var ann = person("Ann Lee", (size.equals("phone") ? phone() : wide()).setLocale(locale));
        long choir = ann.api().gather("Choir of the old town", bob.api());
        long withBob = ann.api().add(bob.username());
        long notes = ann.api()
                .rest()
                .call("POST", "/api/conversations/self")
                .expect(201)
                .body()
                .getLong("conversationId");
        ann.enter(notes);
        examine(ann, "notes-empty-" + locale.substring(0, 2), size);
        ann.api().write(notes, "Things to bring:\n- camera\n- coffee");
        bob.api()
                .write(
                        choir,
                        "We sing the Mass in B minor this autumn, and rehearsals begin on Tuesday at seven in the small hall.");
        ann.api().write(withBob, "The key is with the **caretaker**, second door.");
        ann.api().save(withBob, 1);
        ann.api().save(choir, 2);
        ann.api().save(notes, 1);
        ann.sees("camera");
        examine(ann, "notes-" + locale.substring(0, 2), size);
        if (size.equals("phone")) {
            ann.page().locator(".back").click();
            examine(ann, "notes-in-list-" + locale.substring(0, 2), size);
        }
        ann.page().locator(".shell__side .bar .icon-button").last().click();
        assertThat(ann.page().locator(".choices")).isVisible();
        examine(ann, "settings-with-notes-" + locale.substring(0, 2), size);
        ann.page().locator(".choice").nth(1).click();
        assertThat(entries(ann)).hasCount(3);
        examine(ann, "saved-" + locale.substring(0, 2), size);
    }

    private static Locator entries(Person person) {
        return person.page().locator(".dialog .person");
    }
}
