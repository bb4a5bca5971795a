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

/** Groups and channels in the list and as conversations. */
class GroupPagesIT extends BrowserTest {
    @Test
    void whoWroteStandsAboveTheFirstAndBesideTheLastOfSeveral() {
        var bob = person("Bob Marsh").signUp();
        var carla = person("Carla Diaz").signUp();
        var ann = person("Ann Lee");
        long choir = ann.api().gather("Choir", bob.api(), carla.api());
        bob.api().write(choir, "one");
        bob.api().write(choir, "two");
        carla.api().write(choir, "three");
        ann.api().write(choir, "four");

        ann.enter(choir).sees("four");

        var names = ann.page().locator(".said__name");
        assertThat(names).hasText(new String[] {"Bob Marsh", "Carla Diaz"});
        assertThat(said(ann, "one").locator(".avatar")).hasCount(0);
        assertThat(said(ann, "two").locator(".avatar")).isVisible();
        assertThat(said(ann, "four").locator(".avatar")).hasCount(0);
        assertThat(said(ann, "four")).hasClass(Pattern.compile("said--mine"));
        var colour = "element => getComputedStyle(element).color";
        assertThat(names.nth(0).evaluate(colour)).isNotEqualTo(names.nth(1).evaluate(colour));
        assertThat(ann.page().locator(".talk-head__state")).hasText("3 members");
        assertThat(ann.bubble("two").locator(".unseen")).hasText("Bob Marsh wrote");
    }

    @Test
    void aLongNameIsNoWiderThanWhereOneChoosesWhomToAdd() {
        var bob = person("Водогрязеторфопарафинолечебница-Превысокомногорассмотри")
                .signUp();
        var ann = person("Ann Lee", phone());
        ann.api().add(bob.username());
        ann.enter().button("New chat").first().click();
        ann.text("New group or channel").click();
        ann.page().locator(".person--pick").click();
        assertThat(ann.page().locator(".chosen__one")).isVisible();

        Screen.fits(ann, "group-long-name-phone-light");
    }

    @Test
    void aGroupComesAndGoesWhileOneLooks() {
        var bob = person("Bob Marsh").enter();
        var ann = person("Ann Lee").signUp();

        long choir = ann.api().gather("Choir", bob.api());
        assertThat(row(bob, "Choir")).containsText("Ann Lee");
        ann.api().write(choir, "Shall we sing?");
        assertThat(row(bob, "Choir")).containsText("Ann Lee: Shall we sing?");
        assertThat(row(bob, "Choir").locator(".badge")).hasText("1");
        row(bob, "Choir").click();
        bob.sees("Shall we sing?");
        assertThat(row(bob, "Choir").locator(".badge")).hasCount(0);

        ann.api().change(choir, new JsonObject().put("title", "Small choir"));
        assertThat(bob.page().locator(".talk-head__name")).hasText("Small choir");
        assertThat(row(bob, "Small choir")).isVisible();
        ann.api().remove(choir, bob.api(), "");
        assertThat(bob.page().locator(".row")).hasCount(0);
        assertThat(bob.text("You are no longer in Small choir")).isVisible();
        assertThat(bob.composer()).hasCount(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en-GB | You created “Choir” and added Bob Marsh | You changed the name to “Duo” | You added Carla Diaz | You removed Carla Diaz | You changed the rules
            zh-CN | 您创建了“Choir”并添加了Bob Marsh | 您将名称改为“Duo” | 您添加了Carla Diaz | 您移除了Carla Diaz | 您修改了规则
            """)
    void whatHappenedStandsBetweenTheMessages(
            String locale, String made, String named, String more, String removed, String rules) {
        var bob = person("Bob Marsh").signUp();
        var carla = person("Carla Diaz").signUp();
        var ann = person("Ann Lee", wide().setLocale(locale));
        long choir = ann.api().gather("Choir", bob.api());
        ann.api().change(choir, new JsonObject().put("title", "Duo"));
        ann.api().add(choir, carla.api());
        ann.api().remove(choir, carla.api(), "");
        ann.api().change(choir, new JsonObject().put("slowSeconds", 10));

        ann.enter(choir);

        var lines = ann.page().locator(".happened");
        assertThat(lines.last()).hasText(rules);
        assertThat(lines.allTextContents()).containsSubsequence(made, named, more, removed, rules);
        assertThat(row(ann, "Duo")).containsText(rules);
        assertThat(ann.page().locator(".said")).hasCount(0);
    }

    @Test
    void whatIsWrittenGoesToAllAndItsTickTellsOfTheSlowest() {
        var carla = person("Carla Diaz").signUp();
        var ann = person("Ann Lee").signUp();
        var bob = person("Bob Marsh");
        long choir = ann.api().gather("Choir", bob.api(), carla.api());
        ann.enter(choir);
        bob.enter(choir);

        bob.composer().pressSequentially("Hel");
        assertThat(row(ann, "Choir")).containsText("typing…");
        bob.write("Hello all");
        ann.sees("Hello all");
        ann.composer().pressSequentially("Good");
        ann.write("Good morning");
        bob.sees("Good morning");
        bob.composer().pressSequentially("And");
        assertThat(ann.page().locator(".talk-head__state")).hasText("Bob Marsh: typing…");
        assertThat(row(ann, "Choir")).containsText("Bob Marsh: typing…");

        bob.seesTick("Hello all", "Sent");
        carla.enter(choir).sees("Good morning");
        bob.seesTick("Hello all", "Read");
        ann.seesTick("Good morning", "Read");
    }

    @Test
    void itIsThereWithoutANetworkWithTheNamesOfThoseWhoWrote() {
        var bob = person("Bob Marsh").signUp();
        var ann = person("Ann Lee", withWorker()).expectingCuts();
        long choir = ann.api().gather("Choir", bob.api());
        bob.api().write(choir, "before the tunnel");
        ann.enter(choir).sees("before the tunnel");
        ann.awaitWorker().awaitCached("before the tunnel");

        ann.setOffline(true);
        ann.page().reload();

        ann.sees("before the tunnel");
        assertThat(ann.page().locator(".said__name")).hasText("Bob Marsh");
        assertThat(row(ann, "Choir")).containsText("Bob Marsh: before the tunnel");
        ann.write("from inside").seesTick("from inside", "Waiting to be sent");
        ann.setOffline(false);
        ann.seesTick("from inside", "Sent");
        ann.page().reload();
        ann.sees("from inside");
    }

    @Test
    void inAChannelOnlyAdminsWriteAndTheOthersAreToldSo() {
        var ann = person("Ann Lee").signUp();
        var bob = person("Bob Marsh");
        long news = ann.api().gather("channel", "News", bob.api());
        bob.enter(news);
        assertThat(bob.page().locator(".composer__closed")).hasText("Only admins can write here.");
        assertThat(bob.composer()).hasCount(0);

        ann.api().make(news, bob.api(), "admin");
        assertThat(bob.composer()).isVisible();
        bob.write("From the editors").seesTick("From the editors", "Sent");
        ann.api().make(news, bob.api(), "member");
        assertThat(bob.composer()).hasCount(0);
    }

    @Test
    void whereTheRulesOfAGroupSaySoToo() {
        var ann = person("Ann Lee").signUp();
        var bob = person("Bob Marsh");
        long choir = ann.api().gather("Choir", bob.api());
        ann.api().change(choir, new JsonObject().put("mayPost", "admins"));
        bob.enter(choir);
        assertThat(bob.page().locator(".composer__closed")).isVisible();

        ann.api().change(choir, new JsonObject().put("mayPost", "members"));
        assertThat(bob.composer()).isVisible();
    }

    @Test
    void whatMayNotBeWrittenAnyMoreSaysWhy() {
        var ann = person("Ann Lee").signUp();
        var bob = person("Bob Marsh");
        long choir = ann.api().gather("Choir", bob.api());
        bob.expecting("403").enter(choir);
        bob.goOffline();
        bob.write("too late");
        ann.api().change(choir, new JsonObject().put("mayPost", "admins"));

        bob.setOffline(false);
        bob.page().clock().fastForward("00:30");

        assertThat(bob.page().locator(".failed")).containsText("Only admins can do that here.");
    }

    @Test
    void inSlowModeAMessageWaitsSaysSoAndGoesByItself() {
        var ann = person("Ann Lee").signUp();
        var bob = person("Bob Marsh");
        long choir = ann.api().gather("Choir", bob.api());
        ann.api().change(choir, new JsonObject().put("slowSeconds", 12));
        bob.enter(choir);

        bob.write("one").seesTick("one", "Sent");
        bob.write("two").seesTick("two", "Waiting to be sent");
        assertThat(bob.text("Slow mode is on. This will be sent when the pause is over."))
                .isVisible();

        bob.seesTick("two", "Sent");
        assertThat(bob.text("Slow mode is on")).hasCount(0);
    }

    @Test
    void theDetailsOfAnOwnMessageSayWhoHasReadIt() {
        var carla = person("Carla Diaz").signUp();
        var ann = person("Ann Lee");
        var bob = person("Bob Marsh");
        long choir = ann.api().gather("Choir", bob.api(), carla.api());
        ann.enter(choir).write("Who comes?").seesTick("Who comes?", "Sent");
        bob.enter(choir).sees("Who comes?");
        var readers = "/api/conversations/" + choir + "/messages/2/readers";
        ann.page()
                .waitForCondition(
                        () -> ann.api().rest().get(readers).expect(200).body().getInteger("count") == 1);

        ann.choose("Who comes?", "Message details");

        assertThat(ann.page().locator(".dialog .section__title")).hasText("Read by 1");
        assertThat(ann.page().locator(".dialog .person__name")).hasText("Bob Marsh");
    }

    @Test
    void whoLeadsDeletesAnybodysMessagesForEveryone() {
        var ann = person("Ann Lee");
        var bob = person("Bob Marsh");
        long choir = ann.api().gather("Choir", bob.api());
        bob.api().write(choir, "out of tune");
        ann.api().write(choir, "in tune");
        bob.enter(choir);
        ann.enter(choir);

        bob.choose("in tune", "Delete");
        assertThat(bob.button("Delete for everyone")).hasCount(0);
        assertThat(bob.text("Everyone else keeps it")).isVisible();
        bob.answer("Cancel");
        ann.choose("out of tune", "Delete").answer("Delete for everyone");

        assertThat(bob.text("This message was deleted")).isVisible();
        assertThat(bob.bubble("out of tune")).hasCount(0);
    }

    @Test
    void itIsFoundByItsTitleAndKeepsItsDraft() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person();
        ann.api().gather("Choir");
        ann.enter();
        ann.field("Search chats by name").fill("choi");
        assertThat(ann.page().locator(".row__name")).hasText("Choir");
        row(ann, "Choir").click();
        ann.composer().fill("half a sentence");

        ann.open(talk.other());
        assertThat(row(ann, "Choir")).containsText("Draft: half a sentence");
        row(ann, "Choir").click();
        assertThat(ann.composer()).hasValue("half a sentence");
    }

    @Test
    void aNotificationSaysWhoWroteWhere() {
        var bob = person("Bob Marsh").signUp();
        var ann = person("Ann Lee", withWorker()).expecting("Push API in incognito");
        long choir = ann.api().gather("Choir", bob.api());
        ann.allow("notifications");
        ann.enter();
        ann.page().evaluate("() => navigator.serviceWorker.ready.then(() => {})");
        ann.button("Turn on").click();
        assertThat(ann.button("Turn on")).hasCount(0);
        var notifications = Notifications.of(ann);
        ann.page()
                .evaluate("() => { Object.defineProperty(document, 'hasFocus', { value: () => false });"
                        + " dispatchEvent(new Event('blur')); }");

        bob.api().write(choir, "Shall we sing?");

        assertThat(notifications.after(1)).isEqualTo(List.of("Choir: Bob Marsh: Shall we sing?"));
    }

    /** A stranger, who is on no list: after a reload, and before the group is opened. */
    @Test
    void nothingTellsOfWhatAStrangerWritesWhomIBlocked() {
        var bob = person("Bob Marsh").signUp();
        var carla = person("Carla Diaz").signUp();
        var ann = person("Ann Lee", withWorker()).expecting("Push API in incognito");
        long choir = ann.api().gather("Choir", bob.api(), carla.api());
        ann.api().block(bob.api());
        ann.allow("notifications");
        ann.enter();
        ann.page().evaluate("() => navigator.serviceWorker.ready.then(() => {})");
        ann.button("Turn on").click();
        assertThat(ann.button("Turn on")).hasCount(0);
        ann.page().reload();
        assertThat(row(ann, "Choir")).isVisible();
        var notifications = Notifications.of(ann);
        ann.page()
                .evaluate("() => { Object.defineProperty(document, 'hasFocus', { value: () => false });"
                        + " dispatchEvent(new Event('blur')); }");
        ann.listen();

        bob.api().write(choir, "buy my things, @" + ann.username());
        assertThat(row(ann, "Choir")).containsText("Message from someone you have blocked");
        ann.photograph("group-blocked-stranger");
        assertThat(row(ann, "Choir").locator(".badge")).hasCount(0);
        assertThat(ann.page()).hasTitle("webim");

        carla.api().write(choir, "Shall we sing?");
        assertThat(notifications.after(1)).isEqualTo(List.of("Choir: Carla Diaz: Shall we sing?"));
        assertThat(ann.page()).hasTitle("(1) webim");
        assertThat(ann.page().locator(".announcer")).hasText("Carla Diaz in Choir: Shall we sing?");
        assertThat(ann.heard()).isEqualTo(List.of("Carla Diaz in Choir: Shall we sing?"));
    }

    @Test
    void whomIBlockedIsNeitherHeardNorTold() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person();
        long choir = ann.api().gather("Choir", talk.theirs());
        ann.api().block(talk.theirs());
        talk.theirs().write(choir, "still here");
        ann.enter(choir);

        assertThat(ann.bubble("Message from someone you have blocked")).isVisible();
        assertThat(ann.bubble("still here")).hasCount(0);
        assertThat(row(ann, "Choir")).containsText("Message from someone you have blocked");
        ann.button("Show").click();
        ann.sees("still here");

        ann.page().navigate("/#/chats/" + talk.conversation());
        ann.button("Unblock").click();
        assertThat(row(ann, "Choir")).containsText("still here");
    }

    @Test
    void aChannelIsCalledOneInItsOptions() {
        var ann = person("Ann Lee").signUp();
        ann.enter(ann.api().gather("channel", "News"));

        ann.chooseOption("Channel info");

        assertThat(ann.page().getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Channel info")))
                .isVisible();
    }

    @Test
    void oneLeavesAfterAQuestion() {
        var ann = person("Ann Lee").signUp();
        var bob = person("Bob Marsh");
        long choir = ann.api().gather("Choir", bob.api());
        bob.enter(choir);

        bob.chooseOption("Leave");
        assertThat(bob.text("Leave Choir?")).isVisible();
        bob.answer("Leave");
        assertThat(bob.page().locator(".row")).hasCount(0);

        ann.enter(choir);
        ann.api().add(choir, bob.api());
        assertThat(ann.text("2 members")).isVisible();
        ann.chooseOption("Leave");
        assertThat(ann.text("You are the only owner. Hand over ownership first."))
                .isVisible();
        assertThat(ann.page().locator("dialog .button--danger")).hasCount(0);
    }

    @ParameterizedTest
    @CsvSource({"wide,en-GB", "phone,zh-CN", "phone,en-GB"})
    void aGroupFits(String size, String locale) {
        var bob = person("Bob Marsh").signUp();
        var carla = person("Carla Fernández-Domínguez").signUp();
        var zhang = person("张伟").signUp();
        var ann = person("Ann Lee", options(size).setLocale(locale));
        long choir = ann.api().gather("Choir of the old town", bob.api(), carla.api(), zhang.api());
        bob.api().write(choir, "Good evening, everybody!");
        bob.api()
                .write(
                        choir,
                        "We sing the Mass in B minor this autumn, and rehearsals begin on Tuesday at seven in the small hall.");
        carla.api().write(choir, "👍");
        zhang.api().write(choir, "我带上乐谱。");
        zhang.api().write(choir, "谁还需要一份？");
        ann.api().write(choir, "One for me, please.");
        carla.api().write(choir, "And one for me.");
        ann.enter(choir).sees("And one for me.");

        examine(ann, "group-" + locale.substring(0, 2), size);
        ann.page().navigate("/#/");
        assertThat(row(ann, "Choir")).isVisible();
        examine(ann, "group-list-" + locale.substring(0, 2), size);
    }

    private static Browser.NewContextOptions options(String size) {
        return size.equals("phone") ? phone() : wide();
    }

    private static Locator row(Person person, String title) {
        return person.page().locator(".row").filter(new Locator.FilterOptions().setHasText(title));
    }

    private static Locator said(Person person, String text) {
        return person.page().locator(".said").filter(new Locator.FilterOptions().setHasText(text));
    }
}
