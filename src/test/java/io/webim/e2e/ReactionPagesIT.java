package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.webim.e2e.Screen.examine;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reactions to messages. */
class ReactionPagesIT extends BrowserTest {
    private static final List<String> FIRST = List.of("👍", "❤️", "😂", "😮", "😢", "🙏");

    @Test
    void aDoubleClickOffersSixAndAPressReactsAndTakesItBack() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "It is done");
        var both = talk.both();
        var ann = both.get(0);
        var bob = both.get(1);

        ann.bubble("It is done").dblclick();
        assertThat(bar(ann).locator(".emoji-button")).hasText(FIRST.toArray(String[]::new));
        bar(ann).getByText("❤️").click();
        assertThat(bar(ann)).hasCount(0);
        for (var one : both) {
            assertThat(chips(one, "It is done")).hasText(new String[] {"❤️1"});
        }
        assertThat(chips(ann, "It is done")).hasAttribute("aria-pressed", "true");
        assertThat(chips(bob, "It is done")).hasAttribute("aria-pressed", "false");
        assertThat(chips(bob, "It is done")).hasAttribute("title", "Ann Lee");

        chips(bob, "It is done").click();
        assertThat(chips(ann, "It is done")).hasText("❤️2");
        assertThat(chips(ann, "It is done")).hasAttribute("title", "You and Bob Marsh");
        chips(ann, "It is done").click();
        assertThat(chips(bob, "It is done")).hasText("❤️1");
        assertThat(chips(ann, "It is done")).hasAttribute("aria-pressed", "false");
        chips(bob, "It is done").click();
        assertThat(chips(ann, "It is done")).hasCount(0);
    }

    @Test
    void theLastUsedComeFirstAlsoAfterAReload() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "one");
        var ann = talk.open();
        ann.choose("one", "React");
        bar(ann).getByLabel("More emoji").click();
        assertThat(ann.page().locator("[data-emoji]").first()).isVisible();
        ann.field("Search emoji").fill("party popper");
        assertThat(ann.page().locator("[data-emoji]").first()).hasText("🎉");
        ann.field("Search emoji").press("Enter");
        assertThat(ann.page().locator(".dialog")).hasCount(0);
        assertThat(chips(ann, "one")).hasText("🎉1");

        ann.page().reload();
        ann.bubble("one").locator(".bubble__text").dblclick();
        assertThat(bar(ann).locator(".emoji-button")).hasText(new String[] {"🎉", "👍", "❤️", "😂", "😮", "😢"});
        assertThat(bar(ann).getByText("🎉")).hasAttribute("aria-pressed", "true");
    }

    @Test
    void theKeyboardReacts() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "one");
        var ann = talk.open().sees("one");
        var keyboard = ann.page().keyboard();
        ann.page().locator(".said__more").press("Enter");
        ann.page()
                .getByRole(AriaRole.MENUITEM, new com.microsoft.playwright.Page.GetByRoleOptions().setName("React"))
                .press("Enter");
        assertThat(bar(ann).getByText("👍")).isFocused();
        keyboard.press("ArrowRight");
        keyboard.press("ArrowRight");
        assertThat(bar(ann).getByText("😂")).isFocused();
        keyboard.press("Escape");
        assertThat(bar(ann)).hasCount(0);
        assertThat(ann.page().locator(".said__more")).isFocused();
        assertThat(ann.composer()).isVisible();

        keyboard.press("Enter");
        ann.page()
                .getByRole(AriaRole.MENUITEM, new com.microsoft.playwright.Page.GetByRoleOptions().setName("React"))
                .press("Enter");
        assertThat(bar(ann).getByText("👍")).isFocused();
        keyboard.press("ArrowLeft");
        keyboard.press("ArrowLeft");
        keyboard.press("Enter");
        assertThat(chips(ann, "one")).hasText("🙏1");
        chips(ann, "one").press("Enter");
        assertThat(chips(ann, "one")).hasCount(0);
    }

    @Test
    void aFingerThatRestsOrTapsOffersThemAboveTheMenu() {
        var talk = talk("Ann Lee", "Bob Marsh", phone());
        talk.theirs().write(talk.conversation(), "news of today");
        var ann = talk.open().sees("news of today");
        var finger = new Finger(ann.page());

        finger.on(ann.bubble("news of today"));
        assertThat(quick(ann)).hasText(FIRST.toArray(String[]::new));
        finger.lifts();
        assertThat(ann.page().getByRole(AriaRole.MENUITEM)).hasText(new String[] {
            "Reply", "Copy text", "Forward", "Pin", "Save", "Select", "Message details", "Report", "Delete"
        });
        examine(ann, "touched-message", "phone-light");
        quick(ann).getByText("👍").tap();
        assertThat(chips(ann, "news of today")).hasText("👍1");

        chips(ann, "news of today").tap();
        assertThat(chips(ann, "news of today")).hasCount(0);
        assertThat(ann.page().locator(".menu")).hasCount(0);
        ann.bubble("news of today").tap();
        assertThat(quick(ann)).hasText(FIRST.toArray(String[]::new));
        ann.page().goBack();
        assertThat(ann.page().locator(".menu")).hasCount(0);

        ann.bubble("news of today").tap();
        assertThat(ann.page().locator(".menu")).isVisible();
        ann.page().touchscreen().tap(200, 90);
        assertThat(ann.page().locator(".menu")).hasCount(0);
    }

    @Test
    void theDetailsSayWhoHasReacted() {
        var bob = person("Bob Marsh").signUp();
        var carla = person("Carla Diaz").signUp();
        var ann = person("Ann Lee");
        long choir = ann.api().gather("Choir", bob.api(), carla.api());
        ann.api().write(choir, "Tuesday at seven");
        bob.api().react(choir, 2, "👍");
        carla.api().react(choir, 2, "👍");
        carla.api().react(choir, 2, "🎶");
        ann.enter(choir);
        assertThat(chips(ann, "Tuesday")).hasText(new String[] {"👍2", "🎶1"});
        assertThat(chips(ann, "Tuesday").nth(1)).hasAttribute("title", "Carla Diaz");

        ann.choose("Tuesday", "Message details");

        var people = ann.page().locator(".dialog .person");
        assertThat(people).hasCount(3);
        assertThat(people.filter(new Locator.FilterOptions().setHasText("👍")).locator(".person__name"))
                .hasText(new String[] {"Bob Marsh", "Carla Diaz"});
        assertThat(people.filter(new Locator.FilterOptions().setHasText("🎶")).locator(".person__name"))
                .hasText("Carla Diaz");
    }

    @Test
    void whatIsTooMuchIsSaidInWords() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "one");
        for (var emoji : "🐶🐱🐭🐹🐰🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧🐦🐤🦆"
                .codePoints()
                .mapToObj(Character::toString)
                .toList()) {
            talk.theirs().react(talk.conversation(), 1, emoji);
        }
        var ann = talk.open();
        assertThat(chips(ann, "one")).hasCount(20);

        ann.bubble("one").locator(".bubble__text").dblclick();
        bar(ann).getByText("👍").click();

        assertThat(ann.page().locator(".word")).hasText("This message cannot have any more kinds of reactions.");
        chips(ann, "one").first().click();
        assertThat(chips(ann, "one").first()).hasText("🐶2");
    }

    @Test
    void whereNobodyIsReachedNobodyReacts() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "one");
        talk.mine().block(talk.theirs());
        var ann = talk.open().sees("one");

        ann.bubble("one").dblclick();
        ann.bubble("one")
                .click(new Locator.ClickOptions().setButton(com.microsoft.playwright.options.MouseButton.RIGHT));

        assertThat(ann.page().locator(".menu__item"))
                .hasText(
                        new String[] {"Copy text", "Forward", "Save", "Select", "Message details", "Report", "Delete"});
        assertThat(bar(ann)).hasCount(0);
    }

    @ParameterizedTest
    @CsvSource({"wide,en-GB", "wide,zh-CN", "phone,zh-CN", "phone,en-GB"})
    void reactionsFit(String size, String locale) {
        var bob = person("Bob Marsh").signUp();
        var carla = person("Carla Diaz").signUp();
        var ann = person("Ann Lee", (size.equals("phone") ? phone() : wide()).setLocale(locale));
        long choir = ann.api().gather("Choir of the old town", bob.api(), carla.api());
        bob.api().write(choir, "We sing the Mass in B minor this autumn, and rehearsals begin on Tuesday at seven.");
        ann.api().write(choir, "👍");
        ann.api().reply(choir, 3, "I bring the music");
        carla.api().write(choir, "And I the coffee");
        carla.api().write(choir, "Tuesday, then");
        carla.api().write(choir, "Yes");
        for (var emoji : List.of("👍", "❤️", "😂", "🎶", "🥳", "👏", "🔥", "🎻", "🎺", "🥁")) {
            carla.api().react(choir, 2, emoji);
        }
        ann.api().react(choir, 2, "👍");
        bob.api().react(choir, 2, "👍");
        bob.api().react(choir, 3, "😂");
        bob.api().react(choir, 4, "🙏");
        ann.api().react(choir, 7, "🎉");
        ann.enter(choir).sees("I bring the music");
        examine(ann, "reactions-" + locale.substring(0, 2), size);
        var offered = ann.page().locator(size.equals("phone") ? ".menu__head" : ".reacting");
        if (size.equals("phone")) {
            ann.bubble("Yes").tap();
        } else {
            ann.choose("Yes", locale.startsWith("en") ? "React" : "回应");
        }
        assertThat(offered.locator(".emoji-button")).hasCount(6);
        examine(ann, "reaction-bar-" + locale.substring(0, 2), size);
        offered.locator(".icon-button").click();
        assertThat(ann.page().locator("[data-emoji]").first()).isVisible();
        examine(ann, "reaction-picker-" + locale.substring(0, 2), size);
        ann.page().keyboard().press("Escape");
        ann.choose("We sing", locale.startsWith("en") ? "Message details" : "消息详情");
        assertThat(ann.page().locator(".dialog .person")).hasCount(12);
        examine(ann, "reaction-details-" + locale.substring(0, 2), size);
    }

    private static Locator quick(Person person) {
        return person.page().locator(".menu__head .emoji-button");
    }

    private static Locator bar(Person person) {
        return person.page().locator(".reacting");
    }

    private static Locator chips(Person person, String text) {
        return person.bubble(text).locator(".chip");
    }
}
