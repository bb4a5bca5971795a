package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.webim.e2e.Screen.examine;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Taking everything along, and the end of an account. */
class LeavingPagesIT extends BrowserTest {
    @Test
    void allThatIsKeptOfSomebodyComesAsOneFile() throws IOException {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "for the records 🗃");
        var ann = talk.person().enter();

        ann.settings("Your data");
        var file = ann.page().waitForDownload(() -> ann.button("Download").click());

        assertThat(file.suggestedFilename()).isEqualTo("webim-" + ann.username() + ".json");
        var kept = new JsonObject(Files.readString(file.path()));
        assertThat(kept.encode())
                .contains("for the records 🗃", ann.username(), talk.other().username())
                .doesNotContain("password", "hash");
    }

    @Test
    void whoLogsInNextIsNotLedToAChatOfSomebodyElse() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var carla = person("Carla Diaz");
        talk(carla, person("Dora Kim"));
        var ann = talk.open().logOut();

        ann.field("Username").fill(carla.username());
        ann.field("Password").fill(Person.PASSWORD);
        ann.button("Log in").click();

        assertThat(ann.text("Choose a chat from the list, or start a new one.")).isVisible();
        assertThat(ann.page()).not().hasURL(Pattern.compile("chats"));
    }

    @Test
    void whoLeftAGroupBeforeTheAccountWasDeletedIsNamedThereNoMore() {
        var bob = person("Bob Marsh").signUp();
        var ann = person("Ann Lee");
        long choir = ann.api().gather("Choir", bob.api());
        bob.api().write(choir, "adieu");
        ann.enter(choir).sees("adieu");
        var writer = ann.page().locator(".said__name");
        assertThat(writer).hasText("Bob Marsh");
        ann.api().remove(choir, bob.api(), "");
        assertThat(ann.page().locator(".happened").last()).hasText("You removed Bob Marsh");

        bob.api().deleteAccount();
        ann.page().reload();
        assertThat(writer).hasText("Deleted account");
    }

    @Test
    void whatWasWrittenToAnAccountThatIsGoneCanBeTakenAlong() {
        var talk = talk("Ann Lee", "Bob Marsh", phone());
        var ann = talk.open();
        ann.composer().fill("Are you still there?\nI have your umbrella.");
        talk.theirs().deleteAccount();
        var left = ann.page().locator(".left-draft");
        assertThat(left).containsText("I have your umbrella.");
        assertThat(ann.page().locator(".empty")).hasText("Messages will appear here.");
        examine(ann, "left-draft", "phone");
        ann.allow("clipboard-read", "clipboard-write");
        left.getByText("Copy text").click();
        assertThat(ann.text("Copied")).isVisible();
        assertThat(ann.page().evaluate("navigator.clipboard.readText()"))
                .isEqualTo("Are you still there?\nI have your umbrella.");

        left.getByText("Discard").click();
        assertThat(left).hasCount(0);
        ann.page().reload();
        assertThat(ann.text("This account was deleted.")).isVisible();
        assertThat(left).hasCount(0);
    }

    @Test
    void anAccountEndsForGoodAndWhatItWroteStays() {
        var people = pair("Ann Lee", "Bob Marsh");
        var ann = people.get(0).expecting("40[13]").expectingCuts();
        var bob = people.get(1);
        ann.write("remember me");
        bob.sees("remember me");

        ann.settings("Your data").button("Delete account").click();
        ann.field("Password").fill("not this one");
        examine(ann, "delete-account", "wide");
        ann.button("Delete permanently").click();
        assertThat(ann.text("The current password is wrong.")).isVisible();
        ann.field("Password").fill(Person.PASSWORD);
        ann.button("Delete permanently").click();

        assertThat(ann.button("Log in")).isVisible();
        assertThat(ann.text("Your account has been deleted. Take care!")).isVisible();
        ann.logIn(Person.PASSWORD);
        assertThat(ann.text("Username or password is wrong.")).isVisible();
        bob.page().reload();
        assertThat(bob.page().locator(".row").first()).containsText("Deleted account");
        bob.sees("remember me");
        assertThat(bob.page().locator(".talk-head__name")).hasText("Deleted account");
        assertThat(bob.text("This account was deleted.")).isVisible();
        assertThat(bob.composer()).hasCount(0);
        bob.button("Options").click();
        assertThat(bob.page().getByRole(AriaRole.MENUITEM))
                .hasText(new String[] {"Contact info", "Photos and files", "Remove from contacts"});
        bob.page().keyboard().press("Escape");
        bob.photograph("deleted-account-wide-light");
        assertThat(bob.page().content().toLowerCase(Locale.ROOT)).doesNotContain(ann.username());
    }
}
