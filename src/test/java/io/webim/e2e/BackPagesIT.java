package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The way back of a phone: it closes what was opened last, and only then leaves. */
class BackPagesIT extends BrowserTest {
    private static final Pattern A_CHAT = Pattern.compile("#/chats/\\d+$");

    @Test
    void whatStandsOverAChatGoesBeforeTheChat() {
        var ann = opened();
        ann.button("Emoji").tap();
        assertThat(ann.page().locator("[data-emoji]").first()).isVisible();
        back(ann);
        assertThat(ann.page().locator(".emoji-panel")).hasCount(0);
        assertThat(ann.page()).hasURL(A_CHAT);

        ann.bubble("news").tap();
        assertThat(menu(ann)).isVisible();
        back(ann);
        assertThat(menu(ann)).hasCount(0);
        assertThat(ann.page()).hasURL(A_CHAT);

        back(ann);
        assertThat(ann.page().locator(".side-title")).isVisible();
        assertThat(ann.page().locator(".talk-head")).hasCount(0);
    }

    @Test
    void oneThingAfterTheOther() {
        var ann = opened();
        ann.bubble("news").tap();
        ann.page().getByText("Select").tap();
        var toolbar = ann.page().getByRole(AriaRole.TOOLBAR);
        toolbar.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Delete"))
                .tap();
        assertThat(ann.button("Delete for me")).isVisible();

        back(ann);
        assertThat(ann.button("Delete for me")).hasCount(0);
        assertThat(toolbar).isVisible();
        back(ann);
        assertThat(toolbar).hasCount(0);
        assertThat(ann.composer()).isVisible();
        back(ann);
        assertThat(ann.page().locator(".side-title")).isVisible();
    }

    @Test
    void whatIsClosedInAnotherWayLeavesNothingInTheHistory() {
        var ann = opened();
        ann.bubble("news").tap();
        ann.page().getByText("Details").tap();
        ann.button("Close").tap();
        assertThat(ann.page().locator(".dialog")).hasCount(0);
        ann.button("Emoji").tap();
        assertThat(ann.page().locator("[data-emoji]").first()).isVisible();
        ann.bubble("news").tap();
        assertThat(ann.page().locator(".emoji-panel")).hasCount(0);
        // The press that closed the panel did nothing else.
        assertThat(menu(ann)).hasCount(0);

        back(ann);

        assertThat(ann.page().locator(".side-title")).isVisible();
    }

    @Test
    void outOfARequestBackLeadsToItsFolderAndThenOutOfThat() {
        var talk = talk("Ann Lee", "Bob Marsh", phone());
        var carla = person("Carla Diaz").signUp();
        carla.api().write(carla.api().add(talk.person().username()), "may I?");
        var ann = talk.person().enter();
        ann.page().locator(".folder").tap();
        ann.open(carla).sees("may I?");

        back(ann);
        assertThat(ann.row(carla)).isVisible();
        assertThat(ann.button("All chats")).isVisible();
        back(ann);
        assertThat(ann.button("All chats")).hasCount(0);
        assertThat(ann.row(talk.other())).isVisible();

        ann.page().locator(".folder").tap();
        ann.open(carla);
        ann.button("Back to the list").tap();
        ann.button("All chats").tap();
        assertThat(ann.row(talk.other())).isVisible();
        assertThat(ann.page()).hasURL(Pattern.compile("/(#/)?$"));
    }

    @Test
    void settingsAreLeftPageByPage() {
        var ann = opened();
        back(ann);
        ann.settings("Appearance");
        ann.text("Dark").tap();
        back(ann);
        assertThat(ann.page().locator(".dialog__title")).hasText("Settings");
        back(ann);
        assertThat(ann.page().locator(".dialog")).hasCount(0);
        assertThat(ann.page().locator(".side-title")).isVisible();

        ann.settings("Profile");
        ann.page().reload();
        ann.seesTheList();
        ann.page().waitForFunction("() => !history.state?.open");
        ann.page().locator(".row").tap();
        assertThat(ann.composer()).isVisible();
        back(ann);
        assertThat(ann.page().locator(".talk-head")).hasCount(0);
    }

    @Test
    void whereADialogLedToAChatBackLeadsToTheList() {
        var bob = person("Bob Marsh").signUp();
        var ann = person("Ann Lee", phone()).enter().add(bob);
        assertThat(ann.page()).hasURL(A_CHAT);
        back(ann);
        assertThat(ann.page().locator(".dialog")).hasCount(0);
        assertThat(ann.page().locator(".row")).isVisible();

        ann.open(bob).chooseOption("Remove");
        ann.answer("Remove");
        assertThat(ann.page().locator(".side-title")).isVisible();
        assertThat(ann.page().locator(".row")).hasCount(0);
    }

    @Test
    void anotherInviteLinkTakesThePlaceOfTheFirst() {
        var bob = person("Bob Marsh").signUp();
        var carla = person("Carla Diaz").signUp();
        var ann = person("Ann Lee", phone()).enter("/#/add/" + bob.username());
        var name = ann.page().locator(".offer__name");
        assertThat(name).hasText("Bob Marsh");

        ann.page().evaluate("to => { location.hash = to }", "#/add/" + carla.username() + "/");
        assertThat(name).hasText("Carla Diaz");
        assertThat(ann.page().locator(".dialog")).hasCount(1);
        back(ann);
        assertThat(ann.page().locator(".dialog")).hasCount(0);
        assertThat(ann.page().locator(".side-title")).isVisible();

        ann.page().evaluate("to => { location.hash = to }", "#/add/" + bob.username());
        ann.button("Add and write").tap();
        assertThat(ann.page().locator(".talk-head__name")).hasText("Bob Marsh");
    }

    @Test
    void whereThereIsRoomForBothBackLeadsToAnotherPageWithoutTheDialog() {
        var ann = talk("Ann Lee", "Bob Marsh").open();
        ann.settings("Profile");

        back(ann);

        assertThat(ann.page().locator(".dialog")).hasCount(0);
    }

    /** With a chat open that was opened from the list, and something in it. */
    private Person opened() {
        var talk = talk("Ann Lee", "Bob Marsh", moving(phone()));
        talk.theirs().write(talk.conversation(), "news");
        return talk.open().sees("news");
    }

    private static void back(Person person) {
        person.page().evaluate("history.back()");
    }

    private static Locator menu(Person person) {
        return person.page().getByRole(AriaRole.MENU);
    }
}
