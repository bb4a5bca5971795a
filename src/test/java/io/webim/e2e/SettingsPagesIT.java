package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one can set about oneself, one's devices and one's contacts. */
class SettingsPagesIT extends BrowserTest {
    private static final String ALL_PICTURES_SHOWN =
            "() => [...document.querySelectorAll('.avatar__picture')].every(it => it.naturalWidth > 0)";

    @Test
    void whatNeedsTheServerSaysSoInTheSettings() {
        var ann = person("Ann Lee").enter();
        ann.button("Settings").click();
        assertThat(ann.page().locator(".choices")).isVisible();
        ann.loseNetwork();
        ann.page()
                .locator(".choice", new Page.LocatorOptions().setHasText("Devices"))
                .click();
        var alert = ann.page().locator(".dialog").getByRole(AriaRole.ALERT);
        assertThat(alert).containsText("The server cannot be reached. Try again in a moment.");
        ann.page()
                .locator(".choice", new Page.LocatorOptions().setHasText("Profile"))
                .click();
        assertThat(alert).hasCount(0);
        ann.button("Save").click();
        assertThat(alert).containsText("The server cannot be reached.");
        assertThat(ann.page().locator("[aria-invalid=true]")).hasCount(0);
        ann.page()
                .locator(".choice", new Page.LocatorOptions().setHasText("Appearance"))
                .click();

        var logOut = ann.page().locator(".choice--danger");
        logOut.click();
        assertThat(alert).isVisible();
        ann.photograph("log-out-offline");
        assertThat(alert).isInViewport();
        assertThat(logOut).isInViewport();
        assertThat(alert.boundingBox().y).isGreaterThan(logOut.boundingBox().y);
        ann.noticeAbsence();
        ann.setOffline(false);
        assertThat(alert).hasCount(0);
        logOut.click();
        assertThat(ann.button("Log in")).isVisible();
    }

    @ParameterizedTest
    @CsvSource({
        "Devices, This device",
        "Blocked people, Bob Marsh",
        "Two-step log-in, Authenticator app",
    })
    void whatCouldNotBeFetchedComesWithTheNextTry(String title, String content) {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.mine().block(talk.theirs());
        var ann = talk.person().enter();
        ann.button("Settings").click();
        assertThat(ann.page().locator(".choices")).isVisible();
        ann.goOffline();
        ann.page()
                .locator(".choice", new Page.LocatorOptions().setHasText(title))
                .click();
        var dialog = ann.page().locator(".dialog");
        assertThat(dialog.getByRole(AriaRole.ALERT)).containsText("The server cannot be reached.");

        ann.setOffline(false);
        assertThat(ann.page().locator(".offline")).hasCount(0);
        dialog.getByText("Try again", new Locator.GetByTextOptions().setExact(true))
                .click();

        assertThat(dialog.getByText(content).first()).isVisible();
        assertThat(dialog.getByRole(AriaRole.ALERT)).hasCount(0);
    }

    @Test
    void theDisplayNameChangesForOthersToo() {
        var ann = person("Ann Lee").enter();
        ann.settings("Profile");
        ann.field("Display name").fill("安娜 😀");
        ann.button("Save").click();
        assertThat(ann.text("Saved.")).isVisible();

        var bob = person("Bob Marsh").enter();
        bob.button("New chat").first().click();
        bob.search(ann.username());
        assertThat(bob.page().locator(".dialog").getByLabel("Add 安娜 😀")).isVisible();
    }

    @Test
    void aNewPasswordReplacesTheOldAndLogsOtherDevicesOut() {
        var ann = person("Ann Lee").enter().expecting("403|401");
        var phone = alsoAs(ann, phone()).expecting("401").expectingCuts();
        phone.enter();

        ann.settings("Change password");
        ann.field("Current password").fill("not this one");
        ann.field("New password").fill("a better password");
        ann.page().locator(".dialog__body .button--main").click();
        assertThat(ann.text("The current password is wrong.")).isVisible();

        ann.field("Current password").fill(Person.PASSWORD);
        ann.page().locator(".dialog__body .button--main").click();
        assertThat(ann.text("Password changed.")).isVisible();
        assertThat(phone.text("You have been logged out.")).isVisible();

        phone.logIn("a better password").seesTheList();
    }

    @Test
    void aDeviceIsLoggedOutFromAnother() {
        var ann = person("Ann Lee").enter();
        var phone = alsoAs(ann, phone()).expecting("401").expectingCuts();
        phone.enter();

        ann.settings("Devices");
        var devices = ann.page().locator(".dialog__body");
        assertThat(devices.getByText("This device")).isVisible();
        assertThat(devices.getByText("Last IP address 127.0.0.1")).hasCount(2);
        devices.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Log out"))
                .first()
                .click();

        assertThat(phone.text("You have been logged out.")).isVisible();
        assertThat(devices.locator(".person")).hasCount(1);
    }

    @Test
    void theTitleStaysInSightHoweverLowTheWindowIs() {
        var ann = person("Ann Lee", wide().setViewportSize(1100, 560).setLocale("zh-CN"));
        ann.enter("/").button("设置").click();
        var side = ann.page().locator(".dialog__side");
        var last = side.locator(".choice").last();
        last.scrollIntoViewIfNeeded();

        assertThat(last).isInViewport();
        var title = side.locator("h2");
        assertThat(title.boundingBox().y).isGreaterThanOrEqualTo(side.boundingBox().y);
        last.focus();
        ann.page().keyboard().press("Shift+Tab");
        assertThat(side.evaluate("it => it.querySelector('h2').contains(document.elementFromPoint("
                        + "it.getBoundingClientRect().left + 30, it.getBoundingClientRect().top + 25))"))
                .isEqualTo(true);
    }

    @Test
    void allOtherDevicesAreLoggedOutAtOnce() {
        var ann = person("Ann Lee").enter();
        var phone = alsoAs(ann, phone()).expecting("401").expectingCuts();
        phone.enter();

        ann.settings("Devices").button("Log out all other devices").click();

        assertThat(phone.text("You have been logged out.")).isVisible();
        assertThat(ann.page().locator(".dialog .person")).hasCount(1);
        assertThat(ann.text("This device")).isVisible();
    }

    @Test
    void aPictureIsChosenSeenByOthersAndRemoved() {
        var people = pair("Ann Lee", "Bob Marsh");
        var ann = people.get(0);
        var bob = people.get(1);
        ann.settings("Profile");
        ann.page().locator("input[type=file]").setInputFiles(Path.of("webroot", "icons", "icon-512.png"));

        var picture = bob.row(ann).locator(".avatar__picture");
        assertThat(picture).isVisible();
        bob.until(ALL_PICTURES_SHOWN);
        ann.until(ALL_PICTURES_SHOWN);
        ann.button("Remove picture").click();
        assertThat(picture).hasCount(0);
        assertThat(ann.page().locator(".dialog .avatar__picture")).hasCount(0);
    }

    @Test
    void aFileThatIsNoPictureIsRefused() {
        var ann = person("Ann Lee").enter().settings("Profile");

        ann.page().locator("input[type=file]").setInputFiles(Path.of("README.md"));

        assertThat(ann.text("This file is not a readable picture.")).isVisible();
    }

    @Test
    void whoIsBlockedIsListedAndLetIn() {
        var ann = talk("Ann Lee", "Bob Marsh").open();
        ann.chooseOption("Block").answer("Block");
        assertThat(ann.text("You have blocked this person.")).isVisible();

        ann.settings("Blocked people").button("Unblock Bob Marsh").click();

        assertThat(ann.text("No one is blocked")).isVisible();
        assertThat(ann.text("You have blocked this person.")).isHidden();
    }

    @Test
    void aMutedConversationIsMarkedAndDoesNotCountInTheTitle() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.open();
        var row = ann.row(talk.other());
        ann.chooseOption("Mute").answer("Until I unmute it");
        assertThat(row.getByTitle("Muted")).isVisible();
        ann.page().navigate("/#/");
        assertThat(ann.composer()).hasCount(0);

        talk.theirs().write(talk.conversation(), "psst");
        assertThat(row.locator(".badge")).hasText("1");
        assertThat(ann.page()).hasTitle("webim");

        ann.open(talk.other()).chooseOption("Unmute");
        assertThat(row.getByTitle("Muted")).hasCount(0);
    }
}
