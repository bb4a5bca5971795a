package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.webim.e2e.Screen.examine;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one is told of a conversation: all, mentions or nothing, and for how long it is muted. */
class NotifyPagesIT extends BrowserTest {
    private final Person bob = person("Bob Marsh").signUp();

    @Test
    void theLevelDecidesWhatCountsInTheTitleAndIsTheSameOnAllDevices() {
        var ann = person("Ann Lee");
        long choir = ann.api().gather("Choir", bob.api());
        openInfo(ann, choir);
        choose(ann, "Mentions");
        assertThat(ann.text("You are notified when someone mentions you or everyone."))
                .isVisible();
        ann.page().keyboard().press("Escape");
        ann.page().navigate("/#/");

        bob.api().write(choir, "for nobody");
        assertThat(row(ann, "Choir").locator(".badge--quiet")).hasText("1");
        assertThat(ann.page()).hasTitle("webim");
        assertThat(ann.page().locator(".announcer p")).hasCount(0);
        bob.api().write(choir, "for @" + ann.username());
        assertThat(ann.page()).hasTitle("(1) webim");
        assertThat(ann.page().locator(".announcer p")).containsText("Bob Marsh in Choir: for @");
        assertThat(row(ann, "Choir").getByLabel("1 unread mention")).isVisible();

        var elsewhere = alsoAs(ann, wide());
        openInfo(elsewhere, choir);
        assertThat(level(elsewhere, "Mentions")).isChecked();
        choose(elsewhere, "Nothing");
        assertThat(ann.page()).hasTitle("webim");
        choose(elsewhere, "All messages");
        bob.api().write(choir, "one more");
        assertThat(ann.page()).hasTitle(Pattern.compile("\\(\\d\\) webim"));
    }

    @Test
    void ofMentionsAloneNotificationsTell() {
        var ann = person("Ann Lee", withWorker()).expecting("Push API in incognito");
        long choir = ann.api().gather("Choir", bob.api());
        notify(ann, choir, "mentions");
        ann.allow("notifications");
        ann.enter();
        ann.page().evaluate("() => navigator.serviceWorker.ready.then(() => {})");
        ann.button("Turn on").click();
        assertThat(ann.button("Turn on")).hasCount(0);
        var notifications = Notifications.of(ann);
        ann.page()
                .evaluate("() => { Object.defineProperty(document, 'hasFocus', { value: () => false });"
                        + " dispatchEvent(new Event('blur')); }");

        bob.api().write(choir, "for nobody");
        bob.api().write(choir, "for @" + ann.username());

        assertThat(notifications.after(1)).isEqualTo(List.of("Choir: Bob Marsh: for @" + ann.username()));
        bob.api().write(choir, "no news");
        bob.api().edit(choir, 4, "news for @" + ann.username());
        assertThat(notifications.after(2)).isEqualTo(List.of("Choir: Bob Marsh: news for @" + ann.username()));
    }

    @Test
    void aGroupIsMutedForATimeAndIsLoudAgainWhenThatIsOver() {
        var ann = person("Ann Lee");
        long choir = ann.api().gather("Choir", bob.api());
        ann.page().clock().install();
        openInfo(ann, choir);
        ann.field("Mute").click();
        assertThat(ann.text("Mute this chat")).isVisible();
        ann.button("Close").last().click();
        assertThat(ann.field("Mute")).not().isChecked();

        ann.field("Mute").click();
        ann.button("For 8 hours").click();
        assertThat(ann.field("Mute")).isChecked();
        assertThat(ann.text("Muted until")).isVisible();
        assertThat(ann.text("You are notified of every new message.")).hasCount(0);
        assertThat(ann.page().locator(".row__muted")).isVisible();
        ann.page().clock().fastForward("08:00:01");
        assertThat(ann.page().locator(".row__muted")).hasCount(0);
        assertThat(ann.field("Mute")).not().isChecked();
        assertThat(ann.text("Muted until")).hasCount(0);
    }

    @Test
    void betweenTwoTooAndWithoutEnd() {
        var talk = talk(person("Ann Lee"), bob);
        var ann = talk.open();
        ann.chooseOption("Mute").button("For 1 hour").click();
        assertThat(ann.page().locator(".word")).containsText("Muted until");
        ann.chooseOption("Unmute");
        assertThat(ann.page().locator(".row__muted")).hasCount(0);

        ann.chooseOption("Mute").button("Until I unmute it").click();
        assertThat(ann.page().locator(".word")).hasText("Muted. You are not notified of this chat.");
        assertThat(ann.page().locator(".row__muted")).isVisible();
        ann.page().reload();
        assertThat(ann.page().locator(".row__muted")).isVisible();
    }

    @Test
    void aMutedChatIsNotReadOutThoughItIsOpen() {
        var talk = talk(person("Ann Lee"), bob);
        var ann = talk.open();
        ann.chooseOption("Mute").button("Until I unmute it").click();
        assertThat(ann.page().locator(".row__muted")).isVisible();
        ann.listen();

        talk.theirs().write(talk.conversation(), "in silence");
        ann.sees("in silence");
        ann.chooseOption("Unmute");
        assertThat(ann.page().locator(".row__muted")).hasCount(0);
        talk.theirs().write(talk.conversation(), "aloud");

        assertThat(ann.page().locator(".announcer")).hasText("Bob Marsh: aloud");
        assertThat(ann.heard()).isEqualTo(List.of("Bob Marsh: aloud"));
    }

    @ParameterizedTest
    @CsvSource({"wide,en-GB", "phone,zh-CN", "phone,en-GB", "wide,zh-CN"})
    void thePagesFit(String size, String locale) {
        var look = "-" + locale.substring(0, 2);
        var ann = person("Ann Lee", options(size).setLocale(locale));
        long choir = ann.api().gather("Choir of the old town", bob.api());
        notify(ann, choir, "mentions");
        openInfo(ann, choir);
        examine(ann, "notify-levels" + look, size);
        ann.page().getByRole(AriaRole.SWITCH).click();
        assertThat(ann.page().locator("dialog .choice").last()).isVisible();
        assertThat(ann.page().getByRole(AriaRole.DIALOG)).hasCount(2);
        examine(ann, "mute" + look, size);
    }

    private static void notify(Person person, long group, String level) {
        person.api()
                .rest()
                .put("/api/conversations/" + group + "/notify", new JsonObject().put("level", level))
                .expect(200);
    }

    private static Browser.NewContextOptions options(String size) {
        return size.equals("phone") ? phone() : wide();
    }

    private static void openInfo(Person person, long group) {
        person.enter(group);
        person.page().locator(".talk-head__info").click();
        assertThat(person.page().locator(".segments")).isVisible();
    }

    private static void choose(Person person, String level) {
        person.page()
                .locator(".segments__choice", new Page.LocatorOptions().setHasText(level))
                .click();
        assertThat(level(person, level)).isChecked();
    }

    private static Locator level(Person person, String level) {
        return person.page().getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName(level));
    }

    private static Locator row(Person person, String title) {
        return person.page().locator(".row").filter(new Locator.FilterOptions().setHasText(title));
    }
}
