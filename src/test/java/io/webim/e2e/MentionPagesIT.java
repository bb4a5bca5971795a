package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.webim.e2e.Screen.examine;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mentions: writing them, seeing them, finding the unread ones. */
class MentionPagesIT extends BrowserTest {
    private final Person ann = person("Ann Lee");
    private final Person bob = person("Bob Marsh").signUp();
    private final Person carla = person("Carla Diaz").signUp();
    private final long choir = ann.api().gather("Choir", bob.api(), carla.api());

    @Test
    void anAtSignOffersTheMembersToTheKeyboard() {
        carla.api().write(choir, "who wrote last comes first");
        ann.enter(choir);
        ann.composer().pressSequentially("hello @");
        assertThat(choices(ann)).hasCount(3);
        assertThat(choices(ann).first()).containsText("Carla Diaz");
        assertThat(choices(ann).last()).containsText("@all");
        assertThat(ann.composer()).hasAttribute("aria-activedescendant", "completion-0");
        assertThat(ann.page().getByRole(AriaRole.LISTBOX)).hasAttribute("aria-label", "Members");

        ann.composer().press("ArrowDown");
        assertThat(choices(ann).nth(1)).hasAttribute("aria-selected", "true");
        ann.composer().press("Enter");
        assertThat(ann.composer()).hasValue("hello @" + bob.username() + " ");
        ann.composer().pressSequentially("and @diaz");
        assertThat(choices(ann)).hasCount(1);
        ann.composer().press("Tab");
        var text = "hello @" + bob.username() + " and @" + carla.username() + " ";
        assertThat(ann.composer()).hasValue(text);
        assertThat(ann.composer()).isFocused();
        assertThat(ann.page().locator(".said--mine")).hasCount(0);

        ann.composer().pressSequentially("or @b");
        assertThat(choices(ann)).hasCount(1);
        ann.composer().press("Escape");
        assertThat(choices(ann)).hasCount(0);
        ann.composer().press("Enter");
        ann.sees("or @b");
    }

    @Test
    void anAddressOfMailOffersNobodyAndBetweenTwoNeitherIsAnybody() {
        ann.enter(choir);
        ann.composer().pressSequentially("write to x@b");
        ann.composer().pressSequentially(" and @b");
        // What is looked up for the first would be there before what is for the second.
        assertThat(choices(ann)).hasCount(1);
        ann.composer().fill("");

        long direct = ann.api().add(bob.username());
        ann.page().navigate("/#/chats/" + direct);
        assertThat(ann.page().locator(".talk-head__name")).hasText("Bob Marsh");
        ann.composer().pressSequentially("@b :hear");
        assertThat(choices(ann).first()).containsText(":hear");
    }

    @Test
    void itWorksWhileOneAnswersAndEditsAndByMouse() {
        bob.api().write(choir, "who brings coffee?");
        ann.enter(choir).choose("who brings coffee?", "Reply");
        ann.composer().pressSequentially("@bo");
        choices(ann).first().click();
        assertThat(ann.composer()).isFocused();
        assertThat(ann.composer()).hasValue("@" + bob.username() + " ");
        ann.composer().pressSequentially("you");
        ann.composer().press("Enter");
        ann.seesTick("@" + bob.username() + " you", "Sent");
        assertThat(ann.bubble("you").locator(".quote")).containsText("who brings coffee?");

        ann.composer().press("ArrowUp");
        assertThat(ann.page().locator(".composer__bar")).containsText("Editing");
        ann.composer().press("End");
        ann.composer().pressSequentially(" or @ca");
        assertThat(choices(ann)).hasCount(1);
        ann.composer().press("Enter");
        ann.composer().press("Enter");
        assertThat(mentions(ann)).hasCount(2);
    }

    @Test
    void wordsThatAreStillComposedAreNotLookedUp() {
        ann.api().gather("Crowd", Past.singers(server, ann.username(), 90));
        var asked = questions(ann);
        ann.page().clock().install();
        ann.enter();
        row(ann, "Crowd").click();
        ann.composer().focus();
        var keyboard = ann.page().context().newCDPSession(ann.page());
        var composed = new JsonObject();
        composed.addProperty("text", "@s77");
        composed.addProperty("selectionStart", 4);
        composed.addProperty("selectionEnd", 4);
        keyboard.send("Input.imeSetComposition", composed);
        assertThat(ann.composer()).hasValue("@s77");
        ann.page().clock().runFor(5_000);
        assertThat(choices(ann)).hasCount(0);

        var text = new JsonObject();
        text.addProperty("text", "@s78");
        keyboard.send("Input.insertText", text);
        assertThat(ann.composer()).hasValue("@s78");
        ann.page().clock().runFor(5_000);
        assertThat(choices(ann)).hasText(Pattern.compile("Singer 78.*"));
        assertThat(asked).singleElement().asString().contains("\"q\":\"s78\"");
    }

    @Test
    void aLargeGroupIsSearchedByTheServerWithFewQuestions() {
        ann.api().gather("Crowd", Past.singers(server, ann.username(), 90));
        var asked = questions(ann);
        ann.page().clock().install();
        ann.enter();
        row(ann, "Crowd").click();

        // However long the machine takes from one key to the next, for the page it is no pause.
        ann.page().clock().pauseAt(((Number) ann.page().evaluate("Date.now()")).longValue() + 10_000);
        ann.composer().pressSequentially("@s77_" + ann.username().substring(0, 2));
        ann.page().clock().resume();
        assertThat(choices(ann)).hasCount(1);
        assertThat(choices(ann).first()).containsText("Singer 77");
        assertThat(asked).hasSizeBetween(1, 4).allMatch(frame -> frame.contains("limit"));
        int before = asked.size();
        ann.composer().press("Backspace");
        assertThat(choices(ann).first()).containsText("Singer 77");
        ann.composer().press("Enter");
        assertThat(ann.composer()).hasValue("@s77_" + ann.username() + " ");
        assertThat(asked).hasSizeLessThanOrEqualTo(before + 1);
    }

    @Test
    void whatWouldReachAllIsAskedForWithHowManyTheseAre() {
        ann.enter(choir);
        bob.enter(choir);
        ann.composer().pressSequentially("tonight @al");
        assertThat(choices(ann).first()).hasText(Pattern.compile("@all.*Notifies 2 people"));
        ann.composer().press("Enter");
        ann.composer().press("Enter");
        assertThat(dialog(ann)).containsText("Notify 2 people?");
        ann.answer("Cancel");
        assertThat(ann.composer()).hasValue("tonight @all ");
        assertThat(ann.composer()).isFocused();
        assertThat(ann.page().locator(".said--mine")).hasCount(0);
        ann.composer().press("Enter");
        ann.answer("Send");
        assertThat(mentions(ann)).hasText("@all");
        assertThat(bob.page().locator(".mention--me")).hasText("@all");
        assertThat(ann.page().locator(".mention--me")).hasCount(0);

        // It did before already.
        ann.composer().press("ArrowUp");
        ann.composer().press("End");
        ann.composer().pressSequentially("!");
        ann.composer().press("Enter");
        ann.sees("tonight @all!");
        assertThat(dialog(ann)).hasCount(0);

        bob.write("not me @all").seesTick("not me @all", "Sent");
        assertThat(bob.bubble("not me @all").locator(".mention")).hasCount(0);
        bob.composer().pressSequentially("@al");
        bob.composer().pressSequentially(" @ca");
        assertThat(choices(bob)).hasCount(1);
    }

    @Test
    void mentionsAreMarkedWhereTheServerSaysSoAndLeadToWhoItIs() {
        var dora = person("Dora Gray").signUp();
        bob.api()
                .write(
                        choir,
                        "for @%s, **@%s** and @%s, not `@%s` nor x@%s"
                                .formatted(
                                        ann.username(),
                                        carla.username(),
                                        dora.username(),
                                        carla.username(),
                                        carla.username()));
        ann.enter(choir);
        assertThat(mentions(ann)).hasText(new String[] {"@" + ann.username(), "@" + carla.username()});
        assertThat(ann.page().locator(".mention--me")).hasText("@" + ann.username());
        assertThat(mentions(ann).last()).hasAttribute("title", "Carla Diaz");

        mentions(ann).last().click();
        assertThat(dialog(ann).locator(".offer__name")).hasText("Carla Diaz");
        assertThat(ann.button("Make admin")).isVisible();
        ann.page().keyboard().press("Escape");
        assertThat(dialog(ann)).hasCount(0);
        mentions(ann).first().focus();
        ann.page().keyboard().press("Enter");
        assertThat(dialog(ann).locator(".offer__name")).hasText("Ann Lee");
        assertThat(ann.button("Send a message")).hasCount(0);
        ann.page().keyboard().press("Escape");

        ann.api().remove(choir, carla.api(), "");
        mentions(ann).last().click();
        assertThat(dialog(ann)).containsText("No longer a member");
        assertThat(ann.button("Ban")).hasCount(0);
    }

    @Test
    void unreadMentionsAreCountedInTheListAndGoneToOneByOne() {
        for (int i = 0; i < 40; i++) {
            bob.api()
                    .write(
                            choir,
                            i == 10 || i == 30 ? "line " + i + " for @" + ann.username() : "line " + i + "\n\nmore");
        }
        ann.enter();
        var row = row(ann, "Choir");
        assertThat(row.getByLabel("2 unread mentions")).hasText("@2");
        assertThat(row.getByLabel("40 unread messages")).hasText("40");
        bob.api().edit(choir, 2, "now for @" + ann.username());
        assertThat(row.getByLabel("3 unread mentions")).isVisible();
        bob.api().edit(choir, 2, "and for nobody");
        assertThat(row.getByLabel("2 unread mentions")).isVisible();
        bob.api().edit(choir, 3, "@all is not for Bob");
        bob.api().deleteForEveryone(choir, 3);
        assertThat(row.getByLabel("39 unread messages")).isVisible();
        assertThat(row.getByLabel("2 unread mentions")).isVisible();

        row.click();
        ann.button("Jump to your next mention (2 unread)").click();
        assertThat(ann.bubble("line 10 for")).isInViewport();
        ann.button("Jump to your next mention (1 unread)").click();
        assertThat(ann.bubble("line 30 for")).isInViewport();
        assertThat(ann.page().locator(".to-mention")).hasCount(0);
        ann.button("Jump to the newest message").click();
        assertThat(row.locator(".badge")).hasCount(0);
    }

    @Test
    void whatIsFurtherUpThanTheDeviceHasIsCountedAndFoundToo() {
        for (int i = 0; i < 130; i++) {
            bob.api().write(choir, i == 5 ? "far up for @" + ann.username() : "line " + i);
        }
        ann.enter();
        var row = row(ann, "Choir");
        assertThat(row.getByLabel("1 unread mention")).hasText("@");
        bob.api().edit(choir, 4, "this too for @" + ann.username());
        assertThat(row.getByLabel("2 unread mentions")).isVisible();
        bob.api().edit(choir, 4, "this not");
        assertThat(row.getByLabel("1 unread mention")).isVisible();

        row.click();
        ann.button("Jump to your next mention (1 unread)").click();
        assertThat(ann.bubble("far up for")).isInViewport();
        assertThat(ann.page().locator(".to-mention")).hasCount(0);
        ann.api().read(choir, 131);
        assertThat(row.locator(".badge")).hasCount(0);
    }

    @Test
    void aReplyToWhatIsGoneGoesWithoutIt() {
        bob.api().write(choir, "a question");
        ann.enter(choir).sees("a question");
        ann.expecting("404").goOffline();
        ann.choose("a question", "Reply").write("an answer").seesTick("an answer", "Waiting to be sent");
        ann.api()
                .rest()
                .delete("/api/conversations/" + choir + "/messages/2?scope=me")
                .expect(204);

        ann.setOffline(false);
        ann.page().clock().fastForward("00:30");
        assertThat(ann.page().locator(".failed")).containsText("The message you replied to is no longer there.");
        ann.button("Send without reply").click();

        ann.seesTick("an answer", "Sent");
        assertThat(ann.bubble("an answer").locator(".quote")).hasCount(0);
    }

    @ParameterizedTest
    @CsvSource({"wide,en-GB", "phone,zh-CN", "phone,en-GB", "wide,zh-CN"})
    void mentionsFit(String size, String locale) {
        var look = "-" + locale.substring(0, 2);
        var eve = person("Eve Long-Winded-Surname", options(size).setLocale(locale));
        ann.api().add(choir, eve.api());
        for (int i = 0; i < 24; i++) {
            bob.api().write(choir, i == 3 ? "Can @" + eve.username() + " bring the keys?" : "Line " + i + " of many");
        }
        bob.api().write(choir, "Thanks @" + carla.username() + ", and @" + eve.username() + " too!");
        ann.api().write(choir, "@all Rehearsal is at seven tonight.");
        eve.enter("/");
        assertThat(row(eve, "Choir")).isVisible();
        examine(eve, "mention-list" + look, size);
        row(eve, "Choir").click();
        assertThat(eve.page().locator(".to-mention")).isVisible();
        examine(eve, "mention-unread" + look, size);
        eve.page().locator(".scroller").press("End");
        assertThat(eve.page().locator(".mention--me").last()).isInViewport();
        examine(eve, "mention-bubbles" + look, size);
        eve.composer().pressSequentially("@");
        assertThat(choices(eve)).hasCount(3);
        examine(eve, "mention-completion" + look, size);
        if (size.equals("phone")) {
            choices(eve).first().tap();
        } else {
            choices(eve).first().click();
        }
        assertThat(eve.composer()).hasValue("@" + ann.username() + " ");
        assertThat(eve.composer()).isFocused();
    }

    @ParameterizedTest
    @CsvSource({"wide,en-GB", "phone,zh-CN"})
    void theQuestionFits(String size, String locale) {
        var eve = person("Eve Long", options(size).setLocale(locale));
        long group = eve.api().gather("Choir", bob.api(), carla.api());
        eve.enter(group);
        eve.composer().pressSequentially("@");
        assertThat(choices(eve)).hasCount(3);
        examine(eve, "mention-all-choice-" + locale.substring(0, 2), size);
        eve.composer().fill("");
        eve.write("@all Rehearsal is at seven tonight.");
        assertThat(dialog(eve)).isVisible();
        examine(eve, "mention-all-" + locale.substring(0, 2), size);
    }

    /** What is asked of the members of groups. */
    private static List<String> questions(Person person) {
        var asked = Collections.synchronizedList(new ArrayList<String>());
        person.page()
                .onWebSocket(socket -> socket.onFrameSent(frame -> {
                    if (frame.text().contains("groups.members")) {
                        asked.add(frame.text().replace("\\\"", "\""));
                    }
                }));
        return asked;
    }

    private static Browser.NewContextOptions options(String size) {
        return size.equals("phone") ? phone() : wide();
    }

    private static Locator row(Person person, String title) {
        return person.page().locator(".row").filter(new Locator.FilterOptions().setHasText(title));
    }

    private static Locator choices(Person person) {
        return person.page().locator(".completion__choice");
    }

    private static Locator mentions(Person person) {
        return person.page().locator(".mention");
    }

    private static Locator dialog(Person person) {
        return person.page().getByRole(AriaRole.DIALOG);
    }
}
