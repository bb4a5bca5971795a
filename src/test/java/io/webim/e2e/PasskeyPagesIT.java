package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.webim.e2e.Screen.examine;

import org.junit.jupiter.api.Test;

/** Passkeys, as somebody with a reader of fingerprints makes, uses and removes them. */
class PasskeyPagesIT extends BrowserTest {
    private static final String PAGE = "Two-step log-in";

    @Test
    void aPasskeyIsMadeUsedAndRemoved() {
        var ann = person("Ann Lee", wide(), byName()).expecting("40[13]");
        Authenticator.plugInto(ann.page());
        ann.enter().settings(PAGE);
        var passkeys = ann.page().locator(".dialog .person");

        ann.button("Add a passkey").click();
        ann.field("Name of the passkey").fill("Ann's laptop");
        ann.field("Password").fill("not this one");
        examine(ann, "passkey-add", "wide");
        ann.button("Add a passkey").click();
        assertThat(ann.text("The current password is wrong.")).isVisible();
        ann.field("Password").fill(Person.PASSWORD);
        ann.button("Add a passkey").click();
        assertThat(ann.page().locator(".codes code")).hasCount(10);
        examine(ann, "recovery-codes", "wide");
        // Nothing but the button ends this page: the codes are never shown again.
        ann.page().mouse().click(100, 500);
        ann.page().keyboard().press("Escape");
        ann.page().keyboard().press("Escape");
        assertThat(ann.button("Close")).hasCount(0);
        assertThat(ann.page().locator(".dialog__side[inert]")).hasCount(1);
        assertThat(ann.page().locator(".codes code")).hasCount(10);
        ann.button("I have saved them").click();
        assertThat(passkeys).hasCount(1);
        assertThat(passkeys).containsText("Ann's laptop");
        examine(ann, "passkeys", "wide");
        ann.button("Add a passkey").click();
        ann.field("Password").fill(Person.PASSWORD);
        ann.button("Add a passkey").click();
        assertThat(ann.text("This device already has one of your passkeys.")).isVisible();

        ann.button("Close").click();
        ann.logOut().logIn(Person.PASSWORD);
        assertThat(ann.button("Use a passkey")).isVisible();
        examine(ann, "second-step", "wide");
        ann.button("Use a passkey").click();
        ann.seesTheList();

        ann.settings(PAGE).button("Remove").click();
        ann.field("Password").fill(Person.PASSWORD);
        ann.button("Remove").last().click();
        assertThat(passkeys).hasCount(0);
        assertThat(ann.text("codes are left")).isHidden();
        ann.button("Close").click();
        ann.logOut().logIn(Person.PASSWORD).seesTheList();
    }

    @Test
    void whoHasNoReaderAtHandIsToldAndMayTryAgain() {
        var ann = person("Ann Lee", wide(), byName());
        ann.enter().settings(PAGE);
        ann.page()
                .evaluate("() => { navigator.credentials.create = () =>"
                        + " Promise.reject(new DOMException('dismissed', 'NotAllowedError')); }");

        ann.button("Add a passkey").click();
        ann.field("Password").fill(Person.PASSWORD);
        ann.button("Add a passkey").click();

        assertThat(ann.text("That did not work. Try again.")).isVisible();
        assertThat(ann.button("Add a passkey")).isEnabled();
    }

    /** Browsers make no passkeys for an address in numbers. */
    private static String byName() {
        return server.url("").replace("127.0.0.1", "localhost");
    }
}
