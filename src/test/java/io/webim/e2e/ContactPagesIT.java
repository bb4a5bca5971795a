package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contacts, in two browsers. */
class ContactPagesIT extends BrowserTest {
    @Test
    void aContactIsAddedFromTheDirectoryAndTheConversationOpens() {
        var bob = person("Bob Marsh").register();
        var ann = person("Ann Lee").register();

        ann.add(bob);

        assertThat(ann.row(bob)).isVisible();
        assertThat(ann.text("Say hello to Bob Marsh")).isVisible();
        // One-sided: the other is not told.
        assertThat(bob.text("No chats yet")).isVisible();
    }

    @Test
    void aStrangerComesAsARequestThatIsAccepted() {
        var bob = person("Bob Marsh").register();
        var ann = person("Ann Lee").register().add(bob).write("May I?");

        assertThat(bob.page().locator(".list__head").first()).hasText("Requests");
        assertThat(bob.badge(ann)).hasText("1");
        bob.open(ann);
        assertThat(bob.text("Ann Lee is not in your contacts.")).isVisible();
        bob.sees("May I?");
        ann.seesTick("May I?", "Delivered");
        assertThat(bob.badge(ann)).hasText("1");
        bob.button("Accept").click();
        ann.seesTick("May I?", "Read");
        assertThat(bob.badge(ann)).hasCount(0);

        assertThat(bob.text("Ann Lee is not in your contacts.")).isHidden();
        assertThat(bob.page().locator(".list__head")).hasCount(0);
        bob.sees("May I?").write("You may.");
        ann.sees("You may.");
    }

    @Test
    void theRequestOfADeletedAccountCanOnlyBeRemoved() {
        var bob = person("Bob Marsh").register();
        var ann = person("Ann Lee").register().add(bob).write("Goodbye!");
        assertThat(bob.badge(ann)).hasText("1");
        ann.settings("Your data").button("Delete account").click();
        ann.field("Password").fill(Person.PASSWORD);
        ann.button("Delete for good").click();
        assertThat(ann.button("Log in")).isVisible();

        bob.page().reload();
        bob.page().locator(".row").click();
        bob.sees("Goodbye!");
        assertThat(bob.page().locator(".ask .button")).hasText(new String[] {"Remove"});
        bob.button("Remove").click();
        bob.answer("Remove");
        assertThat(bob.page().locator(".row")).hasCount(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void aLongNameWidensNothing(int width) {
        var ann = person("Ann Lee", wide().setViewportSize(width, 844)).register();
        var username = "w".repeat(28) + width;
        Api.register(server, username, "W".repeat(64));
        long id = Api.logIn(server, ann.username()).add(username);
        ann.page().navigate("/#/chats/" + id);
        assertThat(ann.page().locator(".talk-head__name")).isInViewport();
        if (width == 390) {
            assertThat(ann.page().locator(".talk-head__username")).not().isInViewport();
        }
        assertThat(sticksOut(ann, ".shell__main, .empty")).isLessThanOrEqualTo(0);

        ann.chooseOption("Remove from contacts");
        assertThat(ann.page().locator(".dialog__title")).containsText("WWW");
        ann.photograph("long-name-" + width);
        assertThat(sticksOut(ann, ".dialog, .dialog__title, .dialog__body")).isLessThanOrEqualTo(0);
        ann.answer("Cancel");

        ann.page().navigate("/#/add/" + username);
        assertThat(ann.page().locator(".offer__name")).isVisible();
        ann.photograph("long-name-invited-" + width);
        assertThat(sticksOut(ann, ".dialog, .dialog__body, .offer, .offer__name"))
                .isLessThanOrEqualTo(0);
    }

    @Test
    void whoeverIsBlockedForAskingIsOutOfTheList() {
        var bob = person("Bob Marsh").register();
        var ann = person("Ann Lee").register().add(bob).write("May I?");
        bob.open(ann).button("Block").click();
        bob.answer("Block");

        assertThat(bob.text("You have blocked this person.")).isVisible();
        assertThat(bob.button("Accept")).hasCount(0);
        assertThat(bob.row(ann)).hasCount(0);
        assertThat(bob.page()).hasTitle("webim");

        bob.button("Unblock").click();
        assertThat(bob.row(ann)).isVisible();
        assertThat(bob.button("Accept")).isVisible();
    }

    @Test
    void aRequestIsDeletedAndANewerMessageBringsItBack() {
        var bob = person("Bob Marsh").register();
        var ann = person("Ann Lee").register().add(bob).write("first try");

        bob.open(ann).button("Remove").click();
        bob.answer("Remove");
        assertThat(bob.row(ann)).hasCount(0);

        ann.write("second try");
        assertThat(bob.row(ann)).isVisible();
        bob.open(ann).sees("second try");
        assertThat(bob.bubble("first try")).hasCount(0);
    }

    @Test
    void addingADeletedContactAgainShowsTheWholeHistory() {
        var people = pair("Ann Lee", "Bob Marsh");
        var ann = people.get(0);
        var bob = people.get(1);
        ann.write("from the old days");
        bob.sees("from the old days");

        bob.chooseOption("Remove from contacts").answer("Remove");
        assertThat(bob.row(ann)).hasCount(0);

        bob.add(ann).sees("from the old days");
    }

    @Test
    void unreadIsCountedOnTheRowAndInTheTitleAndGoesToZero() {
        var bob = person("Bob Marsh").register();
        var ann = person("Ann Lee").register().add(bob);
        bob.add(ann);
        var carla = person("Carla Diaz").register();
        bob.add(carla);

        ann.write("one").write("two").write("three");
        assertThat(bob.badge(ann)).hasText("3");
        assertThat(bob.page()).hasTitle("(3) webim");

        bob.open(ann).sees("three");
        assertThat(bob.badge(ann)).hasCount(0);
        assertThat(bob.page()).hasTitle("webim");

        bob.page().reload();
        bob.sees("three");
        assertThat(bob.badge(ann)).hasCount(0);
    }

    @Test
    void readingOnOneDeviceIsReadingOnAll() {
        var people = pair("Ann Lee", "Bob Marsh");
        var ann = people.get(0);
        var bob = people.get(1);
        bob.page().navigate("/#/");
        var phone = alsoAs(bob, phone());
        phone.logIn(Person.PASSWORD).seesTheList();
        ann.write("for all your devices");
        assertThat(bob.badge(ann)).hasText("1");
        assertThat(phone.badge(ann)).hasText("1");

        phone.open(ann).sees("for all your devices");

        assertThat(bob.badge(ann)).hasCount(0);
    }

    @Test
    void onAPhoneTheWayBackTellsOfOtherChats() {
        var ann = person("Ann Lee", phone()).register();
        var bob = person("Bob Marsh").register().add(ann);
        var carla = person("Carla Diaz").register().add(ann);
        ann.add(bob);
        var waiting = ann.button("Back to the list").locator(".badge");
        assertThat(waiting).hasCount(0);

        carla.write("one").write("two");
        assertThat(waiting).hasText("2");
        var arrow = ann.button("Back to the list").locator("svg").boundingBox();
        assertThat(waiting.boundingBox().x).isGreaterThanOrEqualTo(arrow.x + arrow.width);
        bob.write("in the open chat");
        ann.sees("in the open chat");
        assertThat(waiting).hasText("2");

        ann.button("Back to the list").click();
        ann.open(carla).sees("two");
        assertThat(waiting).hasCount(0);
    }

    @Test
    void anAddressThatLeadsToNoChatSaysSo() {
        var ann = person("Ann Lee").register().add(person("Bob Marsh").register());
        ann.page().navigate("/#/chats/999999");
        assertThat(ann.text("This chat is not here")).isVisible();

        ann.page().reload();
        assertThat(ann.text("This chat is not here")).isVisible();
        assertThat(ann.page()).hasTitle("webim");
    }

    @Test
    void theNewestConversationStandsFirst() {
        var ann = person("Ann Lee").register();
        var bob = person("Bob Marsh").register();
        var carla = person("Carla Diaz").register();
        ann.add(bob).write("to Bob");
        ann.add(carla).write("to Carla");
        assertThat(ann.page().locator(".row__name").first()).hasText("Carla Diaz");

        bob.open(ann).write("and back");

        assertThat(ann.page().locator(".row__name").first()).hasText("Bob Marsh");
    }

    @Test
    void whomIBlockIsNotHeardAndNotTold() {
        var people = pair("Ann Lee", "Bob Marsh");
        var ann = people.get(0);
        var bob = people.get(1);
        bob.chooseOption("Block").answer("Block");
        assertThat(bob.text("You have blocked this person.")).isVisible();

        ann.write("can you hear me?").seesTick("can you hear me?", "Sent");
        bob.button("Unblock").click();
        assertThat(bob.composer()).isVisible();
        ann.write("and now?");

        bob.sees("and now?");
        assertThat(bob.bubble("can you hear me?")).hasCount(0);
    }

    /** By how much one of the elements is wider inside than it is itself. */
    private static int sticksOut(Person person, String selector) {
        var most = person.page()
                .evaluate(
                        "selector => Math.max(...[...document.querySelectorAll(selector)]"
                                + ".map(it => it.scrollWidth - it.clientWidth))",
                        selector);
        return ((Number) most).intValue();
    }
}
