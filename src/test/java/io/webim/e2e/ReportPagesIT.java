package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.webim.e2e.Screen.examine;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.MouseButton;
import io.vertx.core.json.JsonObject;
import io.webim.bridge.Eventually;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reporting messages and people, and what a group's admins see of it. */
class ReportPagesIT extends BrowserTest {
    @ParameterizedTest
    @CsvSource({"wide,en-GB", "phone,zh-CN"})
    void adminsSeeWhatIsReportedUntilItIsDone(String size, String locale) {
        boolean english = locale.startsWith("en");
        var ann = person("Ann Lee", (size.equals("phone") ? phone() : wide()).setLocale(locale));
        var bob = person("Bob Marsh");
        var carla = person("Carla Diaz", (size.equals("phone") ? phone() : wide()).setLocale(locale));
        bob.signUp();
        carla.signUp();
        ann.signUp();
        long choir = ann.api().gather("Choir", bob.api(), carla.api());
        bob.api().write(choir, "buy my things");

        ann.enter(choir).sees("buy my things");
        carla.enter(choir).choose("buy my things", english ? "Report" : "举报");
        var dialog = dialog(carla);
        dialog.getByRole(AriaRole.COMBOBOX).selectOption("abuse");
        dialog.getByRole(AriaRole.TEXTBOX).fill(english ? "Every day" : "天天如此");
        assertThat(dialog)
                .containsText(
                        english
                                ? "A report about the owner or an admin reaches only the people who run this server."
                                : "如果举报的是群主或管理员，则只有服务器管理员会看到。");
        examine(carla, "report-" + locale.substring(0, 2), size);
        dialog.locator("button[type=submit]").click();
        assertThat(dialog).hasCount(0);
        assertThat(carla.text(english ? "Thank you. Your report was sent." : "谢谢，举报已提交。"))
                .isVisible();

        ann.page().locator(".talk-head__info").click();
        assertThat(ann.page().locator(".dot")).isVisible();
        examine(ann, "group-info-new-" + locale.substring(0, 2), size);
        ann.page()
                .locator(".choice")
                .filter(new Locator.FilterOptions().setHasText(english ? "Reports" : "举报"))
                .click();
        var report = dialog(ann).locator(".person");
        assertThat(report).containsText("Bob Marsh");
        assertThat(report).containsText(english ? "Insults or harassment" : "辱骂或骚扰");
        assertThat(report).containsText(english ? "Every day" : "天天如此");
        assertThat(report).containsText("buy my things");
        examine(ann, "reports-" + locale.substring(0, 2), size);
        report.getByRole(AriaRole.BUTTON).click();
        assertThat(dialog(ann)).containsText(english ? "No reports" : "没有举报");
    }

    /** The bar above the messages, at whoever of those who lead does not see to it. */
    @Test
    void whatOneHasSeenToWaitsForNobodyElse() {
        var ann = person("Ann Lee");
        var bob = person("Bob Marsh").signUp();
        var carla = person("Carla Diaz");
        carla.signUp();
        ann.signUp();
        long choir = ann.api().gather("Choir", bob.api(), carla.api());
        ann.api().make(choir, carla.api(), "admin");
        carla.api()
                .rest()
                .post(
                        "/api/reports",
                        new JsonObject()
                                .put("conversationId", choir)
                                .put("userId", bob.api().id())
                                .put("reason", "spam"))
                .expect(201);
        ann.enter(choir);
        carla.enter(choir);
        for (var one : List.of(ann, carla)) {
            assertThat(one.page().locator(".pinned__text")).hasText("Bob Marsh");
        }

        ann.page().locator(".pinned__one").click();
        dialog(ann).locator(".person").getByRole(AriaRole.BUTTON).click();

        assertThat(dialog(ann)).containsText("No reports");
        assertThat(carla.page().locator(".pinned__one")).hasCount(0);
        carla.page().locator(".talk-head__info").click();
        assertThat(dialog(carla)).isVisible();
        assertThat(carla.page().locator(".dot")).hasCount(0);
    }

    @Test
    void aPersonIsReportedFromTheChatAndFromTheListOfMembers() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.open();
        ann.chooseOption("Report");
        dialog(ann).locator("button[type=submit]").click();
        assertThat(ann.text("Thank you. Your report was sent.")).isVisible();

        long choir = talk.other().api().gather("Choir", ann.api());
        ann.enter(choir).page().locator(".talk-head__info").click();
        ann.button("Members").click();
        ann.page()
                .locator(".choices .choice")
                .filter(new Locator.FilterOptions().setHasText("Bob Marsh"))
                .click();
        ann.button("Report").click();
        dialog(ann).last().locator("button[type=submit]").click();
        assertThat(ann.text("Thank you. Your report was sent.")).isVisible();
        // The word of the first may still be there.
        Eventually.that(() -> Assertions.assertThat(server.query(
                        "SELECT 1 FROM report r JOIN account a ON a.id = r.reporter_id WHERE a.username = ?",
                        ann.username()))
                .hasSize(2));
    }

    /** A stranger too, with whom one has no chat. */
    @Test
    void whoeverIsReportedIsBlockedAsWellWhereOneWants() {
        var ann = person("Ann Lee");
        var bob = person("Bob Marsh").signUp();
        long choir = ann.api().gather("Choir", bob.api());
        bob.api().write(choir, "buy my things");

        ann.enter(choir).choose("buy my things", "Report");
        ann.field("Block this person too").check();
        dialog(ann).locator("button[type=submit]").click();

        assertThat(ann.bubble("buy my things")).hasCount(0);
        assertThat(ann.bubble("Message from someone you have blocked")).isVisible();
        assertThat(ann.page().locator(".row")).hasCount(1);
        ann.page().reload();
        assertThat(ann.bubble("Message from someone you have blocked")).isVisible();
    }

    @ParameterizedTest
    @CsvSource({"de", "ar"})
    void onASmallScreenAllOfTheDialogIsInSight(String locale) {
        var talk =
                talk("Ann Lee", "Bob Marsh", phone().setViewportSize(320, 568).setLocale(locale));
        talk.theirs().write(talk.conversation(), "buy my things");
        var ann = talk.person().enter(talk.conversation());

        ann.chooseOptionAt(4);
        assertThat(dialog(ann).locator(".dialog__buttons button")).hasCount(2);
        ann.photograph("report-320-" + locale);
        for (var button : dialog(ann).locator(".dialog__buttons button").all()) {
            assertThat(button).isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(1));
        }
    }

    @Test
    void aMemberIsBlockedFromTheGroupAndBlockedNoMore() {
        var ann = person("Ann Lee");
        var bob = person("Bob Marsh").signUp();
        long choir = ann.api().gather("Choir", bob.api());
        bob.api().write(choir, "buy my things");

        ann.enter(choir).page().locator(".said__face").click();
        ann.button("Block").click();
        assertThat(dialog(ann).last()).containsText("Block Bob Marsh?");
        dialog(ann)
                .last()
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Block"))
                .click();
        assertThat(ann.bubble("Message from someone you have blocked")).hasCount(1);

        ann.button("Unblock").click();
        assertThat(ann.bubble("buy my things")).hasCount(1);
        assertThat(ann.button("Block")).isVisible();
        assertThat(ann.page().locator(".row")).hasCount(1);
    }

    @Test
    void whatOneWroteOneselfIsNotReported() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.person().api().write(talk.conversation(), "my own");
        var ann = talk.open();
        ann.bubble("my own").click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
        assertThat(ann.page().getByRole(AriaRole.MENU)).isVisible();
        assertThat(ann.page().getByRole(AriaRole.MENUITEM).getByText("Report")).hasCount(0);
    }

    private static Locator dialog(Person person) {
        return person.page().getByRole(AriaRole.DIALOG);
    }
}
