package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.MouseButton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Chat, in two browsers. */
class ChatPagesIT extends BrowserTest {
    private Person ann;
    private Person bob;

    @BeforeEach
    void twoWhoKnowEachOther() {
        var people = pair("Ann Lee", "Bob Marsh");
        ann = people.get(0);
        bob = people.get(1);
    }

    @Test
    void bothOnlineTheySeeEachOthersMessagesAtOnceWithTicks() {
        ann.write("Are you there?");
        bob.sees("Are you there?").write("I am.");
        ann.sees("I am.").seesTick("Are you there?", "Read");
        bob.seesTick("I am.", "Read");
    }

    @Test
    void ticksGoFromSentToDeliveredToRead() {
        bob.expectingCuts().setOffline(true);
        assertThat(bob.text("You are offline.")).isVisible();
        ann.write("step by step").seesTick("step by step", "Sent");

        bob.page().navigate("/#/");
        bob.setOffline(false);
        ann.seesTick("step by step", "Delivered");

        bob.open(ann);
        ann.seesTick("step by step", "Read");
    }

    @Test
    void aReceiverWhoWasOfflineGetsEverythingInOrder() {
        bob.expectingCuts().setOffline(true);
        assertThat(bob.text("You are offline.")).isVisible();
        var texts = numbered("while you were away ", 30);
        texts.forEach(ann::write);
        ann.seesTick("while you were away 030", "Sent");

        bob.setOffline(false);

        bob.sees("while you were away 030");
        assertThat(bob.texts()).containsExactlyElementsOf(texts);
        ann.seesTick("while you were away 030", "Read");
    }

    @Test
    void bothOfflineTheMessagesWaitInTheBrowserAndGoOutOnReturn() {
        ann.expectingCuts().setOffline(true);
        bob.expectingCuts().setOffline(true);
        assertThat(ann.text("You are offline.")).isVisible();
        var texts = numbered("written offline ", 5);
        texts.forEach(ann::write);
        ann.seesTick("written offline 005", "Waiting to be sent");

        ann.setOffline(false);
        ann.seesTick("written offline 005", "Sent");
        bob.setOffline(false);

        bob.sees("written offline 005");
        assertThat(bob.texts()).containsExactlyElementsOf(texts);
        ann.seesTick("written offline 005", "Read");
    }

    @Test
    void aRestartOfTheServerLosesNothing() {
        ann.expectingCuts().expecting("50[23]");
        bob.expectingCuts().expecting("50[23]");
        ann.write("before the restart");
        bob.sees("before the restart");

        server.restart();
        ann.write("right after it");
        bob.write("from the other side");

        bob.sees("right after it");
        ann.sees("from the other side").seesTick("right after it", "Read");
        assertThat(ann.bubble("right after it")).hasCount(1);
    }

    @Test
    void pendingMessagesSurviveAReload() {
        var cut = new AtomicBoolean(true);
        ann.expectingCuts().page().route("**/eventbus/**", route -> cutOrGo(cut, route));
        ann.page().routeWebSocket("**/eventbus/**", socket -> cutOrGo(cut, socket));
        ann.page().reload();
        assertThat(ann.text("You are offline.")).isVisible();
        ann.write("kept in the browser").seesTick("kept in the browser", "Waiting to be sent");

        ann.page().reload();
        assertThat(ann.text("You are offline.")).isVisible();
        ann.seesTick("kept in the browser", "Waiting to be sent");
        assertThat(bob.bubble("kept in the browser")).hasCount(0);

        cut.set(false);
        bob.sees("kept in the browser");
        ann.seesTick("kept in the browser", "Read");
        assertThat(bob.bubble("kept in the browser")).hasCount(1);
    }

    private static void cutOrGo(AtomicBoolean cut, Route route) {
        if (cut.get()) {
            route.abort();
        } else {
            route.resume();
        }
    }

    private static void cutOrGo(AtomicBoolean cut, WebSocketRoute socket) {
        if (cut.get()) {
            socket.close();
        } else {
            socket.connectToServer();
        }
    }

    @Test
    void anyTextArrivesAsItWasWritten() {
        var texts = Stream.of(
                        "你好，世界！明天见。",
                        "👩‍👩‍👧‍👦 🏳️‍🌈 😀 👍🏽",
                        "שלום עולם! مرحبا بالعالم",
                        "<b>not bold</b> <script>alert(1)</script> &amp;",
                        "one\ntwo\n\n  three  four",
                        "a\u0301 e\u0301 Z\u0351\u036b\u0343")
                .toList();
        texts.forEach(ann::write);

        bob.sees("Z\u0351");
        assertThat(bob.texts()).containsExactlyElementsOf(texts);
        assertThat(bob.page().locator(".bubble b, .bubble script")).hasCount(0);
    }

    @Test
    void tenThousandCodePointsGoAndOneMoreDoesNot() {
        var longest = "😀".repeat(10_000);
        ann.composer().fill(longest + "!");
        assertThat(ann.text("10,001 of 10,000 characters")).isVisible();
        assertThat(ann.button("Send")).isDisabled();

        ann.write(longest);
        ann.write("after the long one");

        bob.sees("after the long one");
        assertThat(bob.texts()).containsExactly(longest, "after the long one");
        bob.button("Show more").click();
        assertThat(bob.button("Show less")).isVisible();
    }

    @Test
    void shiftEnterBreaksTheLineAndEnterDuringCompositionDoesNotSend() {
        ann.composer().pressSequentially("first");
        ann.composer().press("Shift+Enter");
        ann.composer().pressSequentially("second");
        ann.composer().dispatchEvent("keydown", Map.of("key", "Enter", "isComposing", true));
        ann.composer().dispatchEvent("keydown", Map.of("key", "Enter", "keyCode", 229));
        assertThat(ann.composer()).hasValue("first\nsecond");

        ann.composer().press("Enter");

        bob.sees("second");
        assertThat(bob.texts()).containsExactly("first\nsecond");
        assertThat(ann.composer()).hasValue("");
    }

    @Test
    void aConversationOpensAtTheFirstUnreadMessage() {
        ann.page().navigate("/#/");
        var api = Api.logIn(server, bob.username());
        long id = api.add(ann.username());
        api.write(id, "line ", 1, 60);
        Api.logIn(server, ann.username()).read(id, 20);
        ann.page().reload();
        assertThat(ann.badge(bob)).hasText("40");

        ann.open(bob);

        assertThat(ann.page().locator(".new-line")).isInViewport();
        assertThat(ann.bubble("line 021")).isInViewport();
        assertThat(ann.bubble("line 060")).not().isInViewport();
    }

    @Test
    void whoReadsOlderMessagesIsNotMovedByANewOne() {
        var api = Api.logIn(server, bob.username());
        long id = api.add(ann.username());
        api.write(id, "line ", 1, 90);
        ann.sees("line 090");
        ann.page().locator(".scroller").evaluate("element => element.scrollTop = element.scrollHeight / 2");
        assertThat(ann.button("Jump to the newest message")).isVisible();
        var before = ann.page().locator(".scroller").evaluate("element => element.scrollTop");

        bob.write("news at the end");

        assertThat(ann.page().locator(".to-newest .badge")).hasText("1");
        assertThat(ann.page().locator(".scroller").evaluate("element => element.scrollTop"))
                .isEqualTo(before);
        ann.button("Jump to the newest message").click();
        assertThat(ann.bubble("news at the end")).isInViewport();
    }

    @Test
    void whoLeavesTheEndIsNotTakenBackByWhatChangesAtThatMoment() {
        var api = Api.logIn(server, bob.username());
        api.write(api.add(ann.username()), "line ", 1, 90);
        ann.sees("line 090");
        ann.bubble("line 090").click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
        var select = ann.page().getByText("Select", new Page.GetByTextOptions().setExact(true));
        assertThat(select).isVisible();

        // Before the browser tells of the scrolling, as it does with the next picture.
        select.evaluate("button => { const scroller = document.querySelector('.scroller');"
                + " scroller.scrollTop = scroller.scrollHeight / 2; button.click(); }");

        assertThat(ann.page().getByRole(AriaRole.TOOLBAR)).isVisible();
        assertThat(ann.button("Jump to the newest message")).isVisible();
        assertThat(ann.bubble("line 090")).not().isInViewport();
    }

    @Test
    void deletedForMeIsGoneForMeAlone() {
        ann.write("keep this").write("forget this");
        bob.sees("forget this").choose("forget this", "Delete").answer("Delete for me");

        assertThat(bob.bubble("forget this")).hasCount(0);
        ann.sees("forget this");
        bob.page().reload();
        bob.sees("keep this");
        assertThat(bob.bubble("forget this")).hasCount(0);
    }

    @Test
    void deletedForEveryoneLeavesAStubOnBothSides() {
        ann.write("a slip of the pen");
        bob.sees("a slip of the pen");
        ann.choose("a slip of the pen", "Delete").answer("Delete for everyone");

        ann.sees("This message was deleted");
        bob.sees("This message was deleted");
        assertThat(bob.bubble("a slip of the pen")).hasCount(0);
        assertThat(bob.row(ann)).containsText("Message deleted");
    }

    @Test
    void aDeletionReachesWhoWasOffline() {
        ann.write("soon gone").write("stays");
        bob.sees("stays");
        bob.expectingCuts().setOffline(true);
        assertThat(bob.text("You are offline.")).isVisible();
        ann.choose("soon gone", "Delete").answer("Delete for everyone");
        ann.sees("This message was deleted");

        bob.setOffline(false);

        bob.sees("This message was deleted");
        assertThat(bob.bubble("soon gone")).hasCount(0);
    }

    @Test
    void onlyOnesOwnMessagesCanBeDeletedForEveryone() {
        ann.write("mine, not yours");
        bob.sees("mine, not yours").choose("mine, not yours", "Delete");

        assertThat(bob.button("Delete for me")).isVisible();
        assertThat(bob.button("Delete for everyone")).hasCount(0);
    }

    @Test
    void typingShowsInTheHeadAndInTheListAndEndsWithTheMessage() {
        ann.composer().pressSequentially("I am wri");

        assertThat(bob.page().locator(".talk-head__state")).hasText("typing…");
        assertThat(bob.row(ann)).containsText("typing…");
        assertThat(bob.page().locator(".writing")).isVisible();

        ann.composer().press("Enter");
        bob.sees("I am wri");
        assertThat(bob.page().locator(".writing")).hasCount(0);
    }

    @Test
    void presenceFollowsWhoComesAndGoes() {
        var state = ann.page().locator(".talk-head__state");
        assertThat(state).hasText("online");
        assertThat(ann.row(bob).locator(".avatar__dot")).isVisible();

        bob.logOut();
        assertThat(state).containsText("last seen");
        assertThat(ann.row(bob).locator(".avatar__dot")).hasCount(0);

        bob.logIn(Person.PASSWORD).seesTheList();
        assertThat(state).hasText("online");
    }

    @Test
    void whatIsTypedAfterAClickOnAMessageIsNotLost() {
        ann.write("press here");
        ann.bubble("press here").click();
        assertThat(ann.composer()).not().isFocused();

        ann.page().keyboard().type("lost?");

        assertThat(ann.composer()).hasValue("lost?");
        assertThat(ann.page().locator(".dialog")).hasCount(0);
    }

    @Test
    void aDraftWaitsInItsConversation() {
        ann.composer().fill("half a sent");
        ann.page().reload();

        assertThat(ann.composer()).hasValue("half a sent");
        ann.composer().press("Enter");
        bob.sees("half a sent");
    }

    @Test
    void twoTabsOfOneUserShowTheSame() {
        var tab = ann.newTab();
        tab.navigate("/#/");
        tab.locator(".row").click();

        ann.write("from the first tab");

        assertThat(tab.locator(".bubble").filter(new Locator.FilterOptions().setHasText("from the first tab")))
                .isVisible();
    }

    private static String three(int number) {
        return String.format("%03d", number);
    }

    private static List<String> numbered(String text, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> text + three(i)).toList();
    }
}
