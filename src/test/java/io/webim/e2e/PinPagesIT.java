package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.webim.e2e.Past.line;
import static io.webim.e2e.Screen.examine;

import com.microsoft.playwright.Locator;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages that are pinned to their conversation. */
class PinPagesIT extends BrowserTest {
    @Test
    void whatIsPinnedStandsOnTopForBothUntilItIsUnpinned() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "the address");
        var both = talk.both();
        var ann = both.get(0);
        var bob = both.get(1);
        assertThat(bar(ann)).hasCount(0);

        ann.choose("the address", "Pin");
        for (var one : both) {
            assertThat(bar(one)).containsText("Pinned messagethe address");
            assertThat(one.bubble("the address").getByLabel("Pinned")).isVisible();
        }
        talk.theirs().edit(talk.conversation(), 1, "the new address");
        assertThat(bar(ann)).containsText("the new address");
        bob.choose("the new address", "Unpin");
        for (var one : both) {
            assertThat(bar(one)).hasCount(0);
        }
        bob.choose("the new address", "Pin");
        assertThat(bar(ann)).isVisible();
        talk.theirs().deleteForEveryone(talk.conversation(), 1);
        for (var one : both) {
            assertThat(bar(one)).hasCount(0);
        }
    }

    @Test
    void aPressLeadsToEachInTurnAlsoFarUp() {
        var talk = talk("Ann Lee", "Bob Marsh");
        Past.fill(server, talk, 700);
        talk.theirs().pin(talk.conversation(), 9);
        talk.theirs().pin(talk.conversation(), 400);
        talk.theirs().pin(talk.conversation(), 700);
        var ann = talk.open().sees(line(700));

        assertThat(bar(ann)).containsText("Pinned message 3 of 3" + line(700));
        bar(ann).locator(".pinned__one").click();
        assertThat(bar(ann)).containsText("Pinned message 2 of 3" + line(400));
        bar(ann).locator(".pinned__one").click();
        assertThat(ann.bubble(line(400))).isInViewport();
        assertThat(bar(ann)).containsText("Pinned message 1 of 3" + line(9));
        bar(ann).locator(".pinned__one").click();
        assertThat(ann.bubble(line(9))).isInViewport();

        ann.button("Back to where you were").click();
        assertThat(ann.bubble(line(400))).isInViewport();
        ann.button("Back to where you were").click();
        assertThat(ann.bubble(line(700))).isInViewport();
        ann.button("All pinned messages").click();
        assertThat(ann.page().locator(".dialog .person")).hasCount(3);
        ann.page()
                .locator(".dialog .person")
                .nth(1)
                .locator("[aria-label^=Unpin]")
                .click();
        assertThat(ann.page().locator(".dialog .person")).hasCount(2);
        ann.page().locator(".dialog .pinned__entry").last().click();
        assertThat(ann.page().locator(".dialog")).hasCount(0);
        assertThat(ann.bubble(line(9))).isInViewport();
    }

    @Test
    void inAGroupItsRulesSayWhoPinsAndALineTellsOfIt() {
        var bob = person("Bob Marsh");
        var ann = person("Ann Lee").signUp();
        long choir = ann.api().gather("Choir", bob.api());
        ann.api().write(choir, "Tuesday at seven");
        bob.enter(choir);
        bob.bubble("Tuesday")
                .click(new Locator.ClickOptions().setButton(com.microsoft.playwright.options.MouseButton.RIGHT));
        assertThat(item(bob, "Reply")).isVisible();
        assertThat(item(bob, "Pin")).hasCount(0);
        bob.page().keyboard().press("Escape");

        ann.api().pin(choir, 2);
        assertThat(bar(bob)).containsText("Tuesday at seven");
        bob.button("All pinned messages").click();
        assertThat(bob.page().locator(".dialog .pinned__entry")).containsText("Ann Lee");
        assertThat(bob.page().locator(".dialog .person .icon-button")).hasCount(0);
        bob.page().keyboard().press("Escape");
        bob.button("Ann Lee pinned a message").click();
        assertThat(bob.bubble("Tuesday at seven")).isInViewport();

        ann.api().change(choir, new JsonObject().put("mayPin", "members"));
        bob.button("All pinned messages").click();
        assertThat(bob.button("Unpin: Tuesday at seven")).isVisible();
        bob.page().keyboard().press("Escape");
        bob.choose("Tuesday", "Unpin");
        assertThat(bar(bob)).hasCount(0);
    }

    @Test
    void whatWasPinnedWhileOneWasAwayIsFound() {
        var talk = talk("Ann Lee", "Bob Marsh");
        Past.fill(server, talk, 300);
        talk.theirs().pin(talk.conversation(), 299);
        var ann = talk.open().sees(line(300));
        assertThat(bar(ann)).containsText(line(299));
        ann.goOffline();
        talk.theirs().pin(talk.conversation(), 5);

        ann.setOffline(false);
        ann.page().clock().fastForward("00:30");

        assertThat(bar(ann)).containsText("Pinned message 2 of 2");
    }

    @ParameterizedTest
    @CsvSource({"wide,en-GB", "wide,zh-CN", "phone,zh-CN", "phone,en-GB"})
    void pinsFit(String size, String locale) {
        var bob = person("Bob Marsh").signUp();
        var ann = person("Ann Lee", (size.equals("phone") ? phone() : wide()).setLocale(locale));
        long choir = ann.api().gather("Choir of the old town", bob.api());
        bob.api()
                .write(
                        choir,
                        "We sing the Mass in B minor this autumn, and rehearsals begin on Tuesday at seven in the small hall.");
        ann.api().write(choir, "The key is with the **caretaker**, second door.");
        ann.api().pin(choir, 2);
        ann.api().pin(choir, 3);
        ann.enter(choir);
        assertThat(bar(ann)).isVisible();
        examine(ann, "pinned-" + locale.substring(0, 2), size);
        bar(ann).locator(".icon-button").click();
        assertThat(ann.page().locator(".dialog .person")).hasCount(2);
        examine(ann, "pinned-list-" + locale.substring(0, 2), size);
    }

    private static Locator bar(Person person) {
        return person.page().locator(".pinned");
    }

    private static Locator item(Person person, String name) {
        return person.page().locator(".menu__item").filter(new Locator.FilterOptions().setHasText(name));
    }
}
