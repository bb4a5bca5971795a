package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.webim.e2e.Screen.examine;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether others learn what one reads, and who may add one to groups. */
class PrivacyPagesIT extends BrowserTest {
    @Test
    void whoKeepsWhatTheyReadToThemselvesDoesNotLearnItOfOthersEither() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var both = talk.both();
        var ann = both.get(0);
        var bob = both.get(1);
        ann.write("before").seesTick("before", "Read");
        ann.settings("Privacy");
        receipts(ann).click();
        assertThat(receipts(ann)).not().isChecked();
        kept(ann, false);
        ann.page().keyboard().press("Escape");

        ann.write("after");
        bob.sees("after");
        ann.seesTick("after", "Delivered").seesTick("before", "Read");
        bob.write("and mine");
        ann.sees("and mine");
        bob.seesTick("and mine", "Delivered");
        ann.choose("after", "Message details");
        assertThat(ann.page().locator(".details__step dt")).hasText(new String[] {"Sent", "Delivered"});
        assertThat(ann.text("Your read receipts are off, so you cannot see who has read this."))
                .isVisible();
        ann.page().keyboard().press("Escape");
        ann.choose("before", "Message details");
        assertThat(ann.page().locator(".details__step")).hasCount(3);
        ann.page().keyboard().press("Escape");

        ann.settings("Privacy");
        receipts(ann).click();
        assertThat(receipts(ann)).isChecked();
        kept(ann, true);
        ann.page().keyboard().press("Escape");
        ann.write("open again").seesTick("open again", "Read");
    }

    private static void kept(Person person, boolean receipts) {
        person.page()
                .waitForCondition(() -> person.api()
                                .rest()
                                .get("/api/users/me")
                                .expect(200)
                                .body()
                                .getBoolean("readReceipts", true)
                        == receipts);
    }

    @Test
    void inAGroupNobodyIsNamedThenAndTheOtherDeviceKnows() {
        var ann = person("Ann Lee");
        var bob = person("Bob Marsh");
        long choir = ann.api().gather("Choir", bob.api());
        ann.enter(choir).write("Who comes?");
        bob.enter(choir).sees("Who comes?");
        ann.seesTick("Who comes?", "Read");
        ann.choose("Who comes?", "Message details");
        assertThat(ann.text("Read by 1")).isVisible();

        var elsewhere = alsoAs(ann, wide()).enter().settings("Privacy");
        receipts(elsewhere).click();

        assertThat(ann.text("Your read receipts are off")).isVisible();
        assertThat(ann.text("Read by 1")).hasCount(0);
        receipts(elsewhere).click();
        assertThat(ann.text("Read by 1")).isVisible();
    }

    @Test
    void whoMayAddOneIsChosenAndIsThereAfterAReload() {
        var bob = person("Bob Marsh");
        bob.enter().settings("Privacy");
        bob.page()
                .locator(".segments__choice", new Page.LocatorOptions().setHasText("My contacts"))
                .click();
        bob.page()
                .waitForCondition(() -> "contacts"
                        .equals(bob.api()
                                .rest()
                                .get("/api/users/me")
                                .expect(200)
                                .body()
                                .getString("addMe")));
        bob.page().reload();
        bob.settings("Privacy");
        assertThat(who(bob, "My contacts")).isChecked();
        assertThat(who(bob, "Everyone")).not().isChecked();
    }

    @ParameterizedTest
    @CsvSource({"wide,en-GB", "phone,zh-CN", "phone,en-GB", "wide,zh-CN"})
    void thePageFits(String size, String locale) {
        var ann = person("Ann Lee", options(size).setLocale(locale));
        ann.enter("/");
        boolean english = locale.startsWith("en");
        ann.button(english ? "Settings" : "设置").click();
        ann.page()
                .locator(".choice", new Page.LocatorOptions().setHasText(english ? "Privacy" : "隐私"))
                .click();
        assertThat(ann.page().getByRole(AriaRole.SWITCH)).isVisible();
        examine(ann, "privacy-" + locale.substring(0, 2), size);
    }

    private static Browser.NewContextOptions options(String size) {
        return size.equals("phone") ? phone() : wide();
    }

    private static Locator receipts(Person person) {
        return person.page().getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName("Read receipts"));
    }

    private static Locator who(Person person, String name) {
        return person.page().getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName(name));
    }
}
