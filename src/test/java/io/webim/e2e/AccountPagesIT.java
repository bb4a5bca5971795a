package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Accounts, in the browser. */
class AccountPagesIT extends BrowserTest {
    @Test
    void somebodyRegistersAndIsGreetedByAnEmptyList() {
        var ann = person("Ann Lee").register();

        assertThat(ann.text("No chats yet")).isVisible();
        assertThat(ann.text("Find somebody you know")).isVisible();
    }

    @Test
    void aTakenUsernameIsSaidAtTheField() {
        var ann = person("Ann Lee").register();
        var other = alsoAs(ann, wide()).expecting("409");

        other.page().navigate("/");
        other.button("Create account").click();
        other.field("Username").fill(ann.username().toUpperCase(java.util.Locale.ROOT));
        other.field("Password").fill("another password");
        other.button("Create account").click();

        assertThat(other.text("This username is taken.")).isVisible();
        assertThat(other.field("Username")).hasAttribute("aria-invalid", "true");
    }

    @Test
    void aShortPasswordIsNotSent() {
        var ann = person("Ann Lee");
        ann.page().navigate("/");
        ann.button("Create account").click();
        ann.field("Username").fill(ann.username());
        ann.field("Password").fill("short");
        ann.button("Create account").click();

        assertThat(ann.page().locator("input[name=password]:invalid")).isVisible();
    }

    @Test
    void logsOutAndInAgainAndAWrongPasswordIsRefused() {
        var ann = person("Ann Lee").register().expecting("401").logOut();

        ann.logIn("wrong password");
        assertThat(ann.page().getByRole(AriaRole.ALERT)).hasText("Username or password is wrong.");

        ann.logIn(Person.PASSWORD).seesTheList();
    }

    @Test
    void aPasswordCanBeLookedAtWhileItIsTyped() {
        var ann = person("Ann Lee").register().logOut();
        ann.field("Username").fill(ann.username());
        var password = ann.field("Password");
        password.fill(Person.PASSWORD);
        assertThat(password).hasAttribute("type", "password");
        var eye = ann.button("Show password");
        assertThat(eye).hasAttribute("aria-pressed", "false");
        eye.click();
        assertThat(password).hasAttribute("type", "text");
        assertThat(password).hasAttribute("autocomplete", "current-password");
        assertThat(password).hasValue(Person.PASSWORD);
        assertThat(password).isFocused();
        assertThat(eye).hasAttribute("aria-pressed", "true");
        ann.photograph("password-shown");
        password.press("Enter");
        ann.seesTheList().settings("Change password");
        var both = ann.page().locator(".dialog input[type=password]");
        assertThat(both).hasCount(2);
        eye.last().click();
        assertThat(both).hasCount(1);
        eye.last().click();
        assertThat(both).hasCount(2);
    }

    @Test
    void whatNeedsTheServerSaysSoInTheSettings() {
        var ann = person("Ann Lee").register().expectingCuts();
        ann.button("Settings").click();
        assertThat(ann.page().locator(".choices")).isVisible();
        ann.setOffline(true);
        ann.page()
                .locator(".choice", new Page.LocatorOptions().setHasText("Devices"))
                .click();
        var alert = ann.page().locator(".dialog").getByRole(AriaRole.ALERT);
        assertThat(alert).hasText("The server cannot be reached. Try again in a moment.");
        ann.button("Back to the settings").click();
        assertThat(alert).hasCount(0);

        var logOut = ann.page().locator(".choice--danger");
        logOut.click();
        assertThat(alert).isVisible();
        ann.photograph("log-out-offline");
        assertThat(alert).isInViewport();
        assertThat(logOut).isInViewport();
        assertThat(alert.boundingBox().y).isGreaterThan(logOut.boundingBox().y);
        assertThat(ann.text("You are offline.")).isVisible();
        ann.setOffline(false);
        assertThat(alert).hasCount(0);
        logOut.click();
        assertThat(ann.button("Log in")).isVisible();
    }

    @Test
    void aReloadGoesOnWithTheSession() {
        var ann = person("Ann Lee").register();

        ann.page().reload();

        ann.seesTheList();
        assertThat(ann.text("No chats yet")).isVisible();
    }

    @Test
    void loggingOutInOneTabEndsTheOther() {
        var ann = person("Ann Lee").register();
        var tab = ann.newTab();
        tab.navigate("/");
        assertThat(tab.locator(".side-title")).hasText("Chats");

        ann.logOut();

        assertThat(tab.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log in")))
                .isVisible();
    }

    @Test
    void theDirectoryIsSearchedAndPaged() {
        for (int i = 10; i < 55; i++) {
            Api.register(server, "clerk" + i, "Clerk Number " + i);
        }
        var ann = person("Ann Lee").register();
        ann.button("Add a contact").first().click();
        var people = ann.page().locator(".dialog .person");

        ann.search("number");
        assertThat(people).hasCount(20);
        ann.answer("Show more");
        assertThat(people).hasCount(40);
        ann.answer("Show more");
        assertThat(people).hasCount(45);
        assertThat(ann.page().locator(".dialog").getByText("Show more")).isHidden();

        ann.search("clerk42");
        assertThat(people).hasCount(1);
        ann.search("nobody at all");
        assertThat(ann.text("Nobody found")).isVisible();
    }

    @Test
    void theDisplayNameChangesForOthersToo() {
        var ann = person("Ann Lee").register();
        ann.settings("Profile");
        ann.field("Display name").fill("安娜 😀");
        ann.button("Save").click();
        assertThat(ann.text("Saved.")).isVisible();

        var bob = person("Bob Marsh").register();
        bob.button("Add a contact").first().click();
        bob.search(ann.username());
        assertThat(bob.button("Add 安娜 😀")).isVisible();
    }

    @Test
    void aNewPasswordReplacesTheOldAndLogsOtherDevicesOut() {
        var ann = person("Ann Lee").register().expecting("403|401");
        var phone = alsoAs(ann, phone()).expecting("401").expectingCuts();
        phone.logIn(Person.PASSWORD).seesTheList();

        ann.settings("Change password");
        ann.field("Current password").fill("not this one");
        ann.field("New password").fill("a better password");
        ann.button("Change password").click();
        assertThat(ann.text("The current password is wrong.")).isVisible();

        ann.field("Current password").fill(Person.PASSWORD);
        ann.button("Change password").click();
        assertThat(ann.text("Password changed.")).isVisible();
        assertThat(phone.text("You have been logged out.")).isVisible();

        phone.logIn("a better password").seesTheList();
    }

    @Test
    void aDeviceIsLoggedOutFromAnother() {
        var ann = person("Ann Lee").register();
        var phone = alsoAs(ann, phone()).expecting("401").expectingCuts();
        phone.logIn(Person.PASSWORD).seesTheList();

        ann.settings("Devices");
        var devices = ann.page().locator(".dialog");
        assertThat(devices.getByText("This device")).isVisible();
        devices.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Log out"))
                .first()
                .click();

        assertThat(phone.text("You have been logged out.")).isVisible();
        assertThat(devices.locator(".person")).hasCount(1);
    }

    @Test
    void allOtherDevicesAreLoggedOutAtOnce() {
        var ann = person("Ann Lee").register();
        var phone = alsoAs(ann, phone()).expecting("401").expectingCuts();
        phone.logIn(Person.PASSWORD).seesTheList();

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
        bob.until("() => [...document.querySelectorAll('.avatar__picture')].every(it => it.naturalWidth > 0)");
        ann.button("Remove picture").click();
        assertThat(picture).hasCount(0);
        assertThat(ann.page().locator(".dialog .avatar__picture")).hasCount(0);
    }

    @Test
    void aFileThatIsNoPictureIsRefused() {
        var ann = person("Ann Lee").register().settings("Profile");

        ann.page().locator("input[type=file]").setInputFiles(Path.of("README.md"));

        assertThat(ann.text("This file is no picture that can be read.")).isVisible();
    }

    @Test
    void codesOfAnAppAndRecoveryCodesLetOneIn() {
        var ann = person("Ann Lee").register().expecting("40[13]");
        ann.settings("Two-step log-in").button("Set up").click();
        ann.field("Password").fill("not this one");
        ann.button("Next").click();
        assertThat(ann.text("The current password is wrong.")).isVisible();
        ann.field("Password").fill(Person.PASSWORD);
        ann.button("Next").click();
        assertThat(ann.page().locator(".dialog .qr")).isVisible();
        ann.photograph("two-step-set-up");
        var dialog = ann.page().locator(".dialog").boundingBox();
        var turnOn = ann.button("Turn on").boundingBox();
        assertThat(turnOn.y + turnOn.height).isLessThan(dialog.y + dialog.height - 16);
        var secret = ann.page().locator(".secret").textContent().replace(" ", "");
        ann.field("Code").fill(Totp.code(secret));
        ann.button("Turn on").click();
        var recovery = ann.page().locator(".codes code").first().textContent();
        assertThat(ann.page().locator(".codes code")).hasCount(10);
        ann.photograph("recovery-codes");
        assertThat(ann.page().locator(".dialog__title").boundingBox().x).isGreaterThan(dialog.x + 20);
        ann.button("I have kept them").click();
        assertThat(ann.text("10 codes are left.")).isVisible();
        ann.button("Close").click();
        ann.logOut().logIn(Person.PASSWORD);

        ann.field("Code").fill("000000");
        ann.button("Log in").click();
        assertThat(ann.text("This code is not right")).isVisible();
        ann.field("Code").fill(recovery);
        ann.button("Log in").click();
        ann.seesTheList();

        ann.settings("Two-step log-in");
        assertThat(ann.text("9 codes are left.")).isVisible();
        ann.button("Turn off").click();
        ann.field("Password").fill(Person.PASSWORD);
        ann.button("Turn off").click();
        assertThat(ann.button("Set up")).isVisible();
    }

    @Test
    void whoIsBlockedIsListedAndLetIn() {
        var people = pair("Ann Lee", "Bob Marsh");
        var ann = people.get(0);
        ann.chooseOption("Block").answer("Block");
        assertThat(ann.text("You have blocked this person.")).isVisible();

        ann.settings("Blocked people").button("Unblock Bob Marsh").click();

        assertThat(ann.text("Nobody is blocked")).isVisible();
        assertThat(ann.text("You have blocked this person.")).isHidden();
    }

    @Test
    void aMutedConversationIsMarkedAndDoesNotCountInTheTitle() {
        var people = pair("Ann Lee", "Bob Marsh");
        var ann = people.get(0);
        ann.chooseOption("Mute");
        assertThat(ann.row(people.get(1)).getByTitle("Muted")).isVisible();
        ann.page().navigate("/#/");

        people.get(1).write("psst");
        assertThat(ann.badge(people.get(1))).hasText("1");
        assertThat(ann.page()).hasTitle("webim");

        ann.open(people.get(1)).chooseOption("Unmute");
        assertThat(ann.row(people.get(1)).getByTitle("Muted")).hasCount(0);
    }

    @Test
    void anInviteLinkIsKeptThroughRegistrationAndAddsWhoSentIt() {
        var bob = person("Bob Marsh").register();
        assertThat(bob.text("Welcome, Bob Marsh")).isVisible();
        var link = bob.field("Your invite link").first().inputValue();
        var ann = person("Ann Lee");

        ann.page().navigate(link);
        assertThat(ann.text("@" + bob.username() + " invites you to write.")).isVisible();
        ann.field("Username").fill(ann.username());
        ann.field("Display name (optional)").fill(ann.displayName());
        ann.field("Password").fill(Person.PASSWORD);
        ann.button("Create account").click();
        assertThat(ann.page().locator(".offer__name")).hasText("Bob Marsh");
        ann.button("Add and write").click();

        assertThat(ann.page().locator(".talk-head__name")).hasText("Bob Marsh");
        ann.write("You invited me.");
        assertThat(bob.row(ann)).containsText("You invited me.");
        ann.page().goBack();
        assertThat(ann.page().locator(".dialog")).hasCount(0);
        ann.page().navigate(link);
        ann.button("Open the chat").click();
        assertThat(ann.page().locator(".talk-head__name")).hasText("Bob Marsh");
    }

    @Test
    void aMistypedInviteLinkLeadsToNobody() {
        var ann = person("Ann Lee").register();

        ann.page().navigate("/#/add/nobody.at.all");

        assertThat(ann.text("This invite link leads to nobody.")).isVisible();
    }
}
