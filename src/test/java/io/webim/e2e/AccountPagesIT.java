package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
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
        var people = ann.page().locator(".person");

        ann.page().getByPlaceholder("Name or username").fill("number");
        assertThat(people).hasCount(20);
        ann.button("Show more").click();
        assertThat(people).hasCount(40);
        ann.button("Show more").click();
        assertThat(people).hasCount(45);
        assertThat(ann.button("Show more")).isHidden();

        ann.page().getByPlaceholder("Name or username").fill("clerk42");
        assertThat(people).hasCount(1);
        ann.page().getByPlaceholder("Name or username").fill("nobody at all");
        assertThat(ann.text("Nobody found")).isVisible();
    }

    @Test
    void theDisplayNameChangesForOthersToo() {
        var ann = person("Ann Lee").register();
        ann.button("Settings").click();
        ann.field("Display name").fill("安娜 😀");
        ann.button("Save").click();
        assertThat(ann.text("Saved.")).isVisible();

        var bob = person("Bob Marsh").register();
        bob.button("Add a contact").first().click();
        bob.page().getByPlaceholder("Name or username").fill(ann.username());
        assertThat(bob.button("Add 安娜 😀")).isVisible();
    }

    @Test
    void aNewPasswordReplacesTheOldAndLogsOtherDevicesOut() {
        var ann = person("Ann Lee").register().expecting("403|401");
        var phone = alsoAs(ann, phone()).expecting("401").expectingCuts();
        phone.logIn(Person.PASSWORD).seesTheList();

        ann.button("Settings").click();
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

        ann.button("Settings").click();
        var devices = ann.page().locator("section", new Page.LocatorOptions().setHasText("Devices"));
        assertThat(devices.getByText("This device")).isVisible();
        devices.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Log out"))
                .first()
                .click();

        assertThat(phone.text("You have been logged out.")).isVisible();
        assertThat(devices.locator(".person")).hasCount(1);
    }
}
