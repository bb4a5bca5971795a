package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contacts, in two browsers. */
class ContactPagesIT extends BrowserTest {
    @Test
    void aContactIsAddedFromTheDirectoryAndTheConversationOpens() {
        var bob = person("Bob Marsh").enter();
        var ann = person("Ann Lee").enter();

        ann.add(bob);

        assertThat(ann.row(bob)).isVisible();
        assertThat(ann.text("Say hello to Bob Marsh")).isVisible();
        // One-sided: the other is not told.
        assertThat(bob.text("No chats yet")).isVisible();
    }

    @Test
    void aStrangerComesAsARequestThatIsAccepted() {
        var bob = person("Bob Marsh").enter();
        var ann = person("Ann Lee").enter().add(bob).write("May I?");

        assertThat(bob.page().locator(".list__head").first()).hasText("Requests");
        assertThat(bob.badge(ann)).hasText("1");
        bob.open(ann);
        assertThat(bob.text("Ann Lee is not in your contacts.")).isVisible();
        bob.sees("May I?");
        ann.seesTick("May I?", "Delivered");
        // Nobody is told that it was looked at, but it waits no more.
        assertThat(bob.badge(ann)).hasCount(0);
        bob.button("Accept").click();
        ann.seesTick("May I?", "Read");
        assertThat(bob.badge(ann)).hasCount(0);

        assertThat(bob.text("Ann Lee is not in your contacts.")).isHidden();
        assertThat(bob.page().locator(".list__head")).hasCount(0);
        bob.sees("May I?").write("You may.");
        ann.sees("You may.");
    }

    @Test
    void theSignOfBeingOnlineStandsOnTheEdgeOfALargePicture() {
        var ann = pair("Ann Lee", "Bob Marsh").get(0);
        ann.page().locator(".talk-head__info").click();
        var dot = ann.page().locator("dialog .avatar__dot");
        assertThat(dot).isVisible();

        var circle = ann.page().locator("dialog .avatar").boundingBox();
        var sign = dot.boundingBox();
        double right = sign.x + sign.width / 2 - circle.x - circle.width / 2;
        double down = sign.y + sign.height / 2 - circle.y - circle.height / 2;
        assertThat(Math.hypot(right, down)).isCloseTo(circle.width / 2, offset(2.0));
    }

    @Test
    void requestsStandInAFolderAndPushNobodyAway() {
        var talk = talk("Bob Marsh", "Carla Diaz");
        var bob = talk.person().enter();
        var ann = asking(bob, "May I?");
        var folder = bob.page().locator(".folder");
        assertThat(folder).containsText("1 message request");
        assertThat(folder.locator(".badge")).hasText("1");
        assertThat(bob.row(talk.other())).isVisible();
        folder.click();
        assertThat(bob.row(talk.other())).hasCount(0);
        bob.open(ann).sees("May I?");
        bob.page().reload();
        assertThat(folder).containsText("Ann Lee");
        assertThat(folder.locator(".badge")).hasCount(0);

        folder.click();
        bob.button("All chats").click();

        bob.open(talk.other());
    }

    @Test
    void aContactHasAPageBehindNameAndPicture() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.open();
        ann.page().locator(".talk-head__info").click();
        var page = ann.page().locator(".dialog");
        assertThat(page).containsText("Bob Marsh");
        assertThat(page).containsText("@" + talk.other().username());

        ann.button("Block").click();
        ann.answer("Block");

        assertThat(ann.text("You have blocked this person.")).isVisible();
    }

    @Test
    void theRequestOfADeletedAccountCanOnlyBeRemoved() {
        var bob = person("Bob Marsh").enter();
        var ann = asking(bob, "Goodbye!");
        assertThat(bob.badge(ann)).hasText("1");
        ann.api().deleteAccount();

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
        var ann = person("Ann Lee", wide().setViewportSize(width, 844));
        var username = "w".repeat(28) + width;
        Api.register(server, username, "W".repeat(64));
        ann.enter(ann.api().add(username));
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
        var bob = person("Bob Marsh").enter();
        var ann = asking(bob, "May I?");
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
        var bob = person("Bob Marsh").enter();
        var ann = person("Ann Lee").signUp();
        long conversation = ann.api().add(bob.username());
        ann.api().write(conversation, "first try");

        bob.open(ann).button("Remove").click();
        bob.answer("Remove");
        assertThat(bob.row(ann)).hasCount(0);

        ann.api().write(conversation, "second try");
        assertThat(bob.row(ann)).isVisible();
        bob.open(ann).sees("second try");
        assertThat(bob.bubble("first try")).hasCount(0);
    }

    @Test
    void addingADeletedContactAgainShowsTheWholeHistory() {
        var talk = talk("Bob Marsh", "Ann Lee");
        talk.theirs().write(talk.conversation(), "from the old days");
        var bob = talk.open().sees("from the old days");

        bob.chooseOption("Remove from contacts").answer("Remove");
        assertThat(bob.row(talk.other())).hasCount(0);

        bob.add(talk.other()).sees("from the old days");
    }

    @Test
    void unreadIsCountedOnTheRowAndInTheTitleAndGoesToZero() {
        var talk = talk("Bob Marsh", "Ann Lee");
        var bob = talk.person();
        var ann = talk.other();
        bob.enter(talk(bob, person("Carla Diaz")).conversation());

        talk.theirs().write(talk.conversation(), "one");
        talk.theirs().write(talk.conversation(), "two");
        talk.theirs().write(talk.conversation(), "three");
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
        var talk = talk("Bob Marsh", "Ann Lee");
        var ann = talk.other();
        var bob = talk.person().enter();
        var phone = alsoAs(bob, phone()).enter();
        talk.theirs().write(talk.conversation(), "for all your devices");
        assertThat(bob.badge(ann)).hasText("1");
        assertThat(phone.badge(ann)).hasText("1");

        phone.open(ann).sees("for all your devices");

        assertThat(bob.badge(ann)).hasCount(0);
    }

    @Test
    void onAPhoneTheWayBackTellsOfOtherChats() {
        var withBob = talk("Ann Lee", "Bob Marsh", phone());
        var ann = withBob.open();
        var carla = person("Carla Diaz").signUp();
        long withCarla = carla.api().add(ann.username());
        var waiting = ann.button("Back to the list").locator(".badge");
        assertThat(waiting).hasCount(0);

        carla.api().write(withCarla, "one");
        carla.api().write(withCarla, "two");
        assertThat(waiting).hasText("2");
        var arrow = ann.button("Back to the list").locator("svg").boundingBox();
        assertThat(waiting.boundingBox().x).isGreaterThanOrEqualTo(arrow.x + arrow.width);
        withBob.theirs().write(withBob.conversation(), "in the open chat");
        ann.sees("in the open chat");
        assertThat(ann.badge(withBob.other())).hasCount(0);
        assertThat(waiting).hasText("2");

        ann.button("Back to the list").click();
        ann.page().locator(".folder").click();
        ann.open(carla).sees("two");
        assertThat(waiting).hasCount(0);
    }

    @Test
    void anAddressThatLeadsToNoChatSaysSo() {
        var ann = talk("Ann Lee", "Bob Marsh").open();
        ann.page().navigate("/#/chats/999999");
        assertThat(ann.text("This chat is not available")).isVisible();

        ann.page().reload();
        assertThat(ann.text("This chat is not available")).isVisible();
        assertThat(ann.page()).hasTitle("webim");
    }

    @Test
    void onAPhoneAnAddressThatLeadsToNoChatLeadsToTheListAndSaysSo() {
        var talk = talk("Ann Lee", "Bob Marsh", phone());
        var ann = talk.person().enter("/#/chats/999999");

        assertThat(ann.text("This chat is not available")).isVisible();
        assertThat(ann.page()).hasURL(server.url("/#/"));
        ann.row(talk.other()).tap();
        assertThat(ann.composer()).isVisible();
        ann.page().goBack();
        assertThat(ann.row(talk.other())).isVisible();
    }

    @Test
    void theSearchEndsWhenAChatIsOpened() {
        var withBob = talk("Ann Lee", "Bob Marsh");
        var carla = talk(withBob.person(), person("Carla Diaz")).other();
        var ann = withBob.person().enter();
        var filter = ann.page().getByPlaceholder("Search chats by name");

        filter.fill("car");
        assertThat(ann.page().locator(".row")).hasCount(1);
        ann.open(carla);
        assertThat(filter).hasValue("");
        assertThat(ann.page().locator(".row")).hasCount(2);

        filter.fill("car");
        ann.open(carla);
        assertThat(filter).hasValue("");
        filter.fill("bob");
        filter.press("Enter");
        assertThat(ann.page().locator(".talk-head__name")).hasText("Bob Marsh");
        assertThat(filter).hasValue("");
    }

    @Test
    void theNewestConversationStandsFirst() {
        var withBob = talk("Ann Lee", "Bob Marsh");
        var ann = withBob.person();
        var withCarla = talk(ann, person("Carla Diaz"));
        withBob.mine().write(withBob.conversation(), "to Bob");
        withCarla.mine().write(withCarla.conversation(), "to Carla");
        ann.enter();
        assertThat(ann.page().locator(".row__name").first()).hasText("Carla Diaz");

        withBob.theirs().write(withBob.conversation(), "and back");

        assertThat(ann.page().locator(".row__name").first()).hasText("Bob Marsh");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jose garcia", "García José", "@%s"})
    void somebodyIsFoundInTheListAndTheDirectoryByWhatIsShownOfThem(String typed) {
        var talk = talk("Ann Lee", "José García");
        var name = typed.formatted(talk.other().username());
        var ann = talk.open();

        ann.field("Search chats by name").fill(name);
        assertThat(ann.page().locator(".row__name")).hasText("José García");
        ann.field("Search chats by name").fill("josef");
        assertThat(ann.text("No chats with that name")).isVisible();
        ann.button("New chat").first().click();
        ann.search("@" + talk.other().username());

        assertThat(ann.page().locator(".person")).hasCount(1);
        assertThat(ann.page().locator(".person__name")).hasText("José García");
    }

    @Test
    void whereNobodyIsShownYetThatIsSaid() {
        var ann = talk("Ann Lee", "Bob Marsh").open();
        var held = new CopyOnWriteArrayList<Route>();
        ann.page().route("**/api/users?*", held::add);
        ann.button("New chat").first().click();
        var dialog = ann.page().getByRole(AriaRole.DIALOG);
        assertThat(dialog.getByRole(AriaRole.STATUS)).hasAccessibleName("Loading…");

        ann.page().unroute("**/api/users?*");
        held.forEach(Route::resume);
        assertThat(dialog.locator(".person").first()).isVisible();
        assertThat(dialog.getByRole(AriaRole.STATUS)).hasCount(0);
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

    @Test
    void whatWaitedToBeReadWaitsAgainAfterABlockThoughOneLookedMeanwhile() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "line ", 1, 60);
        var ann = talk.open();
        assertThat(ann.badge(talk.other())).not().hasText("60");
        ann.chooseOption("Block").answer("Block");
        assertThat(ann.text("You have blocked this person.")).isVisible();
        int before = unreadOfBlocked(talk.mine());
        ann.page().locator(".scroller").evaluate("element => element.scrollBy(0, 300)");
        ann.page().waitForCondition(() -> unreadOfBlocked(talk.mine()) < before);

        ann.button("Unblock").click();

        assertThat(ann.badge(talk.other())).isVisible();
        ann.photograph("unblocked-with-unread");
        ann.page().navigate("/#/");
        ann.page().reload();
        assertThat(ann.badge(talk.other())).isVisible();
    }

    private static int unreadOfBlocked(Api who) {
        return who.rest()
                .get("/api/contacts?blocked=true")
                .body()
                .getJsonArray("contacts")
                .getJsonObject(0)
                .getInteger("unread");
    }

    /** Somebody who has written to a stranger. */
    private Person asking(Person whom, String text) {
        var person = person("Ann Lee").signUp();
        person.api().write(person.api().add(whom.username()), text);
        return person;
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
