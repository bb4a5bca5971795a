package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

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
        assertThat(ann.page().locator(".dialog__title")).hasText("Add a contact");
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
        ann.page().locator(".empty__ways").getByText("Add a contact").click();
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
        assertThat(ann.page().getByText("Copy text")).isFocused();
        ann.page().keyboard().press("ArrowUp");
        ann.page().keyboard().press("Enter");
        assertThat(ann.button("Delete for me")).isVisible();
        ann.page().keyboard().press("Escape");
        assertThat(ann.button("Delete for me")).isHidden();
        ann.sees("press keys only");
    }
}
