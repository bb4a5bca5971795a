package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

/** Deleting messages, and what others then see. */
class DeletingPagesIT extends BrowserTest {
    @Test
    void deletedForMeIsGoneForMeAlone() {
        var people = pair("Ann Lee", "Bob Marsh");
        var ann = people.get(0).write("keep this").write("forget this");
        var bob = people.get(1);
        bob.sees("forget this").choose("forget this", "Delete").answer("Delete for me");

        assertThat(bob.bubble("forget this")).hasCount(0);
        ann.sees("forget this");
        bob.page().reload();
        bob.sees("keep this");
        assertThat(bob.bubble("forget this")).hasCount(0);
    }

    @Test
    void deletedForEveryoneLeavesAStubOnBothSides() {
        var people = pair("Ann Lee", "Bob Marsh");
        var ann = people.get(0).write("a slip of the pen");
        var bob = people.get(1);
        bob.sees("a slip of the pen");
        ann.choose("a slip of the pen", "Delete").answer("Delete for everyone");

        ann.sees("This message was deleted");
        bob.sees("This message was deleted");
        assertThat(bob.bubble("a slip of the pen")).hasCount(0);
        assertThat(bob.row(ann)).containsText("Message deleted");
    }

    @Test
    void aDeletionReachesWhoWasOffline() {
        var people = pair("Ann Lee", "Bob Marsh");
        var ann = people.get(0).write("soon gone").write("stays");
        var bob = people.get(1);
        bob.sees("stays").goOffline();
        ann.choose("soon gone", "Delete").answer("Delete for everyone");
        ann.sees("This message was deleted");

        bob.setOffline(false);

        bob.sees("This message was deleted");
        assertThat(bob.bubble("soon gone")).hasCount(0);
    }

    @Test
    void onlyOnesOwnMessagesCanBeDeletedForEveryone() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "theirs, not mine");
        var ann = talk.open().sees("theirs, not mine").choose("theirs, not mine", "Delete");

        assertThat(ann.button("Delete for me")).isVisible();
        assertThat(ann.button("Delete for everyone")).hasCount(0);
    }

    @Test
    void severalMessagesAreDeletedTogetherForEveryoneOnlyWhereAllAreMine() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "from the other side");
        for (int i = 1; i <= 4; i++) {
            talk.mine().write(talk.conversation(), "slip " + i);
        }
        var ann = talk.open().sees("slip 4");

        ann.choose("from the other side", "Select");
        ann.bubble("slip 1").click();
        delete(ann);
        assertThat(ann.text("Delete 2 messages?")).isVisible();
        assertThat(ann.button("Delete for everyone")).hasCount(0);
        ann.answer("Delete for me");
        assertThat(ann.bubble("from the other side")).hasCount(0);
        assertThat(ann.bubble("slip 1")).hasCount(0);

        ann.choose("slip 2", "Select");
        ann.bubble("slip 3").click();
        delete(ann);
        ann.answer("Delete for everyone");
        assertThat(ann.bubble("This message was deleted")).hasCount(2);
        ann.sees("slip 4");

        ann.choose("slip 4", "Select");
        assertThat(ann.page().locator(".selection__count")).isVisible();
        ann.page().keyboard().press("Escape");
        assertThat(ann.composer()).isVisible();
        ann.sees("slip 4");
    }

    private static void delete(Person person) {
        person.page()
                .getByRole(AriaRole.TOOLBAR)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Delete"))
                .click();
    }
}
