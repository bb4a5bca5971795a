package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

/** Everything without a mouse. */
class KeyboardPagesIT extends BrowserTest {
    @Test
    void shortcutsWorkAndThoseOfOneKeyCanBeTurnedOff() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.open();
        var keyboard = ann.page().keyboard();
        assertThat(ann.composer()).isFocused();
        keyboard.press("Escape");
        assertThat(ann.composer()).hasCount(0);
        assertThat(ann.row(talk.other())).isFocused();

        keyboard.press("?");
        assertThat(ann.page().locator(".dialog__title")).hasText("Keyboard shortcuts");
        ann.page().getByRole(AriaRole.SWITCH).uncheck();
        keyboard.press("Escape");
        assertThat(ann.row(talk.other())).isFocused();
        keyboard.press("?");
        keyboard.press("Control+k");
        assertThat(ann.field("Search chats by name")).isFocused();
        assertThat(ann.page().locator(".dialog")).hasCount(0);

        keyboard.press("Alt+ArrowDown");
        assertThat(ann.composer()).isFocused();
        keyboard.press("Alt+n");
        assertThat(ann.page().locator(".dialog__title")).hasText("New chat");
    }

    @Test
    void theSearchLeadsToAChatAndToPeopleWithTheKeyboardAlone() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person().enter();
        var search = ann.field("Search chats by name");
        assertThat(ann.row(talk.other())).isVisible();
        ann.page().keyboard().press("Control+k");
        search.fill("marsh");
        search.press("Enter");
        assertThat(ann.composer()).isFocused();
        assertThat(search).hasValue("");

        search.fill("bob");
        search.press("Escape");
        assertThat(search).hasValue("");
        assertThat(ann.composer()).isVisible();
        search.press("ArrowDown");
        assertThat(ann.row(talk.other())).isFocused();

        search.fill("nobody of mine");
        ann.page().locator(".empty__ways").getByText("New chat").click();
        var found = ann.page().getByRole(AriaRole.DIALOG).getByPlaceholder("Name or username");
        assertThat(found).hasValue("nobody of mine");
        found.fill(talk.other().username());
        assertThat(ann.page().locator(".dialog .person")).hasCount(1);
        found.press("Enter");
        assertThat(ann.button("Open the chat with Bob Marsh")).isFocused();
    }

    @Test
    void everythingIsReachedWithTheKeyboard() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "press keys only");
        var ann = talk.open().sees("press keys only");
        ann.page().locator(".row").focus();
        ann.page().keyboard().press("Enter");
        assertThat(ann.composer()).isVisible();

        ann.page().locator(".said__more").last().focus();
        ann.page().keyboard().press("Enter");
        assertThat(ann.page().locator(".menu__item").first()).isFocused();
        ann.page().keyboard().press("ArrowUp");
        ann.page().keyboard().press("Enter");
        assertThat(ann.button("Delete for me")).isVisible();
        ann.page().keyboard().press("Escape");
        assertThat(ann.button("Delete for me")).isHidden();
        ann.sees("press keys only");
    }

    @Test
    void whereTheButtonGoesTheKeyboardGoesOn() {
        var ann = person("Ann Lee").signUp();
        var bob = person("Bob Marsh").signUp();
        long asked = bob.api().add(ann.username());
        bob.api().write(asked, "a line\n\n\nof several ", 1, 30);
        ann.enter(asked);
        ann.button("Accept").press("Enter");
        assertThat(ann.button("Accept")).hasCount(0);
        assertThat(ann.composer()).isFocused();

        var carla = person("Carla Diaz").signUp();
        carla.api().write(carla.api().add(ann.username()), "unasked");
        ann.page().locator(".folder").click();
        ann.open(carla).page().locator(".ask button").first().press("Enter");
        ann.page().locator(".dialog .button--danger").press("Enter");
        assertThat(ann.page().locator(".ask")).hasCount(0);
        assertThat(ann.page().locator(".scroller")).isFocused();

        ann.open(bob).page().locator(".scroller").press("Home");
        ann.button("Jump to the newest message").press("Enter");
        assertThat(ann.button("Jump to the newest message")).hasCount(0);
        assertThat(ann.composer()).isFocused();
    }

    @Test
    void theKeyboardLeavesWhatGoesByItself() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person().enter();
        ann.button("Not now").press("Enter");
        assertThat(ann.button("Not now")).hasCount(0);
        assertThat(ann.row(talk.other())).isFocused();

        ann.open(talk.other());
        ann.goOffline();
        ann.button("Retry now").focus();
        ann.setOffline(false);
        assertThat(ann.button("Retry now")).hasCount(0);
        assertThat(ann.composer()).isFocused();
    }

    @Test
    void whatIsDoneInADialogTakesTheKeyboardOutOfItForNobody() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.mine().block(talk.theirs());
        var ann = talk.person().enter();
        ann.settings("Blocked people");
        ann.button("Unblock Bob Marsh").press("Enter");
        assertThat(ann.text("No one is blocked")).isVisible();
        assertThat(ann.page().locator(".choice", new Page.LocatorOptions().setHasText("Blocked people")))
                .isFocused();

        ann.page()
                .locator(".choice", new Page.LocatorOptions().setHasText("Profile"))
                .press("Enter");
        ann.button("Save").press("Enter");
        assertThat(ann.text("Saved.")).isVisible();
        assertThat(ann.button("Save")).isFocused();
    }

    @Test
    void whatAMenuHasOpenedGivesTheKeyboardBackToWhereItWas() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "press keys only");
        var ann = talk.open().sees("press keys only");
        chooseWithKeys(ann, "Options", "Block");
        assertThat(ann.page().locator(".dialog")).isVisible();
        ann.page().keyboard().press("Escape");
        assertThat(ann.button("Options")).isFocused();
        chooseWithKeys(ann, "Options", "Block");
        ann.page().locator(".dialog .button--danger").press("Enter");
        assertThat(ann.button("Unblock")).isVisible();
        assertThat(ann.button("Options")).isFocused();
        ann.button("Unblock").press("Enter");
        assertThat(ann.composer()).isFocused();

        chooseWithKeys(ann, "Message options", "Select");
        assertThat(ann.page().locator(".said__choice")).isFocused();
        ann.page().keyboard().press("Space");
        assertThat(ann.composer()).isFocused();

        talk(ann, person("Carla Diaz"));
        assertThat(ann.page().locator(".row")).hasCount(2);
        chooseWithKeys(ann, "Options", "Remove from contacts");
        ann.page().locator(".dialog .button--danger").press("Enter");
        assertThat(ann.page().locator(".row")).hasCount(1);
        assertThat(ann.page().locator(".row")).isFocused();
    }

    private static void chooseWithKeys(Person person, String menu, String item) {
        person.button(menu).press("Enter");
        person.page()
                .getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(item))
                .press("Enter");
    }
}
