package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Accounts, sessions and invitations, in the browser. */
class AccountPagesIT extends BrowserTest {
    @Test
    void loggingOutAsksWhereADraftWouldBeLost() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.open();
        ann.composer().fill("half a thou");
        var question = ann.page().locator(".dialog .dialog");

        ann.settings("Log out");
        assertThat(question).containsText("Log out and lose unsent messages?");
        ann.photograph("log-out-with-draft");
        question.getByText("Cancel").click();
        assertThat(question).hasCount(0);
        ann.button("Close").click();
        assertThat(ann.composer()).hasValue("half a thou");

        ann.settings("Log out");
        question.locator(".button--danger").click();
        assertThat(ann.button("Log in")).isVisible();
        ann.logIn(Person.PASSWORD).open(talk.other());
        assertThat(ann.composer()).hasValue("");
        ann.logOut();
    }

    @Test
    void loggingOutAsksWhereAMessageWouldBeLost() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.open();
        ann.goOffline();
        ann.write("never sent").seesTick("never sent", "Waiting to be sent");
        talk.mine().block(talk.theirs());
        ann.setOffline(false);
        assertThat(ann.page().locator(".failed")).hasCount(1);

        ann.settings("Log out");
        assertThat(ann.page().locator(".dialog .dialog")).containsText("Drafts and unsent messages");
    }

    @Test
    void somebodyRegistersAndIsGreetedByAnEmptyList() {
        var ann = person("Ann Lee").register();

        assertThat(ann.text("No chats yet")).isVisible();
        assertThat(ann.text("Find someone you know")).isVisible();
    }

    @Test
    void onASmallScreenTheLastButtonOfTheDeletionIsInSight() {
        var ann = person("Ann Lee", phone().setViewportSize(320, 568)).enter();

        ann.settings("Your data").button("Delete account").click();

        ann.photograph("delete-account-320");
        for (var button : List.of("Cancel", "Delete permanently")) {
            assertThat(ann.button(button)).isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(1));
        }
    }

    @Test
    void aTakenUsernameIsSaidAtTheField() {
        var ann = person("Ann Lee").signUp();
        var other = alsoAs(ann, wide()).expecting("409");

        other.page().navigate("/");
        other.button("Create account").click();
        other.field("Username").fill(ann.username().toUpperCase(java.util.Locale.ROOT));
        other.field("Password").fill("another password");
        other.button("Create account").click();

        assertThat(other.text("This username is taken.")).isVisible();
        assertThat(other.field("Username")).hasAttribute("aria-invalid", "true");
        assertThat(other.field("Username")).isFocused();
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
        var ann = person("Ann Lee").enter().expecting("401").logOut();

        ann.logIn("wrong password");
        assertThat(ann.page().getByRole(AriaRole.ALERT)).hasText("Username or password is wrong.");

        ann.logIn(Person.PASSWORD).seesTheList();
    }

    @Test
    void aPasswordCanBeLookedAtWhileItIsTyped() {
        var ann = person("Ann Lee").signUp();
        ann.page().navigate("/");
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
    void aReloadGoesOnWithTheSession() {
        var ann = person("Ann Lee").register();

        ann.page().reload();

        ann.seesTheList();
        assertThat(ann.text("No chats yet")).isVisible();
    }

    @Test
    void loggingOutInOneTabEndsTheOther() {
        var ann = person("Ann Lee").enter();
        var tab = ann.newTab();
        // Who has no chat yet is shown whom one could write to: what the tab asks before it knows is refused.
        tab.waitForResponse(response -> response.url().contains("/api/users?"), () -> tab.navigate("/"));
        assertThat(tab.locator(".side-title")).hasText("Chats");

        ann.logOut();

        assertThat(tab.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log in")))
                .isVisible();
    }

    @Test
    void theDirectoryIsSearchedAndPaged() {
        var ann = person("Ann Lee").enter();
        var clerk = "clerk." + ann.username() + ".";
        IntStream.range(10, 55).parallel().forEach(i -> Api.register(server, clerk + i, "Clerk Number " + i));
        ann.button("New chat").first().click();
        var people = ann.page().locator(".dialog .person");

        ann.search(clerk);
        assertThat(people).hasCount(20);
        ann.answer("Show more");
        assertThat(people).hasCount(40);
        ann.answer("Show more");
        assertThat(people).hasCount(45);
        assertThat(ann.page().locator(".dialog").getByText("Show more")).isHidden();

        ann.search(clerk + 42);
        assertThat(people).hasCount(1);
        ann.search("nobody at all");
        assertThat(ann.text("No one found")).isVisible();
    }

    @Test
    void theWaysToAnAppForCodesFitOnAPhoneInGermanToo() {
        var ann = person("Ann Lee", phone().setLocale("de-DE")).enter();
        ann.button("Einstellungen").click();
        ann.page()
                .locator(".choice", new Page.LocatorOptions().setHasText("Anmeldung in zwei Schritten"))
                .click();
        ann.button("Einrichten").click();
        ann.field("Passwort").fill(Person.PASSWORD);
        ann.button("Weiter").click();
        assertThat(ann.page().locator(".dialog .qr")).isVisible();
        Screen.fits(ann, "two-step-set-up-phone-de");
    }

    @Test
    void codesOfAnAppAndRecoveryCodesLetOneIn() {
        var ann = person("Ann Lee").enter().expecting("40[13]");
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
        ann.button("I have saved them").click();
        assertThat(ann.text("10 codes are left.")).isVisible();
        ann.button("Close").click();
        ann.logOut().logIn(Person.PASSWORD);

        ann.field("Code").fill("000000");
        ann.button("Log in").click();
        assertThat(ann.text("This code is wrong")).isVisible();
        assertThat(ann.field("Code")).hasAttribute("aria-invalid", "true");
        ann.field("Code").fill(recovery);
        ann.expectingCuts().setOffline(true);
        ann.button("Log in").click();
        assertThat(ann.text("The server cannot be reached.")).isVisible();
        assertThat(ann.field("Code")).not().hasAttribute("aria-invalid", "true");
        ann.setOffline(false);
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
    void anInviteLinkIsKeptThroughRegistrationAndAddsWhoSentIt() {
        var bob = person("Bob Marsh").enter();
        assertThat(bob.text("Welcome, Bob Marsh")).isVisible();
        var link = bob.field("Your invite link").first().inputValue();
        var ann = person("Ann Lee");

        ann.page().navigate(link);
        assertThat(ann.text("@" + bob.username() + " invites you to chat.")).isVisible();
        ann.field("Username").fill(ann.username());
        ann.field("Display name (optional)").fill(ann.displayName());
        ann.field("Password").fill(Person.PASSWORD);
        ann.button("Create account").click();
        assertThat(ann.page().locator(".offer__name")).hasText("Bob Marsh");
        assertThat(ann.button("Add and write")).isFocused();
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
        var ann = person("Ann Lee").enter("/#/add/nobody.at.all");

        assertThat(ann.text("This invite link does not lead to anyone.")).isVisible();
    }
}
