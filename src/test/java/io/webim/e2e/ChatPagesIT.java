package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Chat, in two browsers, with all that moves. */
class ChatPagesIT extends BrowserTest {
    private Person ann;
    private Person bob;

    @BeforeEach
    void twoWhoKnowEachOther() {
        var people = talk(person("Ann Lee", moving(wide())), person("Bob Marsh", moving(wide())))
                .both();
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
        bob.goOffline();
        ann.write("step by step").seesTick("step by step", "Sent");

        bob.page().navigate("/#/");
        assertThat(bob.composer()).hasCount(0);
        bob.setOffline(false);
        ann.seesTick("step by step", "Delivered");

        bob.open(ann);
        ann.seesTick("step by step", "Read");
    }

    @Test
    void aReceiverWhoWasOfflineGetsEverythingInOrder() {
        bob.goOffline();
        var texts = numbered("while you were away ", 30);
        texts.forEach(ann::write);
        ann.seesTick("while you were away 030", "Sent");

        bob.setOffline(false);

        bob.sees("while you were away 030");
        assertThat(bob.texts()).containsExactlyElementsOf(texts);
        ann.seesTick("while you were away 030", "Delivered");
        bob.page().locator(".scroller").press("End");
        ann.seesTick("while you were away 030", "Read");
    }

    @Test
    void bothOfflineTheMessagesWaitInTheBrowserAndGoOutOnReturn() {
        ann.goOffline();
        bob.goOffline();
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
    void pendingMessagesSurviveAReload() {
        var way = Way.of(ann);
        way.cut();
        ann.page().clock().install();
        ann.page().reload();
        ann.noticeAbsence();
        ann.write("kept in the browser").seesTick("kept in the browser", "Waiting to be sent");

        ann.page().reload();
        ann.noticeAbsence();
        ann.seesTick("kept in the browser", "Waiting to be sent");
        assertThat(bob.bubble("kept in the browser")).hasCount(0);

        way.mend();
        ann.page().clock().fastForward("00:30");
        bob.sees("kept in the browser");
        ann.seesTick("kept in the browser", "Read");
        assertThat(bob.bubble("kept in the browser")).hasCount(1);
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
    void twoTabsOfOneUserShowTheSame() {
        var tab = ann.newTab();
        tab.navigate("/#/");
        tab.locator(".row").click();

        ann.write("from the first tab");

        assertThat(tab.locator(".bubble").filter(new Locator.FilterOptions().setHasText("from the first tab")))
                .isVisible();
    }

    private static List<String> numbered(String text, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> text + String.format("%03d", i))
                .toList();
    }
}
