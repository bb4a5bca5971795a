package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.webim.e2e.Screen.examine;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of devices of somebody who has many. */
class DevicesIT extends BrowserTest {
    @ParameterizedTest
    @ValueSource(strings = {"wide", "phone"})
    void manyComePageByPageAndEachShowsWhereItIsPushedTo(String size) {
        var ann = person("Ann Lee", size.equals("phone") ? phone() : wide()).enter();
        logInElsewhere(ann, 130);
        subscribeThoseLastUsed(ann);

        ann.settings("Devices");

        var devices = ann.page().locator(".dialog .person");
        assertThat(devices).hasCount(100);
        assertThat(ann.page().locator(".person__note")).hasText(new String[] {
            "Push notifications with text, via updates.push.services.example",
            "Push notifications without text, via a-rather-long-name-of-some-host.example"
        });
        examine(ann, "many-devices", size);
        if (size.equals("phone")) {
            ann.page().setViewportSize(320, 640);
            assertThat(ann.page().locator(".device .person__who").nth(1).boundingBox().width)
                    .isGreaterThan(180);
            ann.page().setViewportSize(390, 844);
        }
        // Behind the dialog the list of people has one too.
        var more = ann.page()
                .getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Show more"));
        more.click();
        assertThat(devices).hasCount(131);
        assertThat(more).hasCount(0);
        assertThat(ann.text("This device")).isVisible();
    }

    private static void logInElsewhere(Person person, int times) {
        server.query(
                "INSERT INTO session (user_id, device, family_hash, refresh_hash, rotated_at, created_at, last_used_at,"
                        + " expires_at) SELECT id, 'Firefox on Linux', RANDOM_BYTES(32), RANDOM_BYTES(32), t, t, t,"
                        + " NOW(3) + INTERVAL 9 DAY FROM account, (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT"
                        + " i + 1 FROM n WHERE i < " + times + ") SELECT NOW(3) - INTERVAL i HOUR AS t FROM n) AS many"
                        + " WHERE username = ?",
                person.username());
    }

    private static void subscribeThoseLastUsed(Person person) {
        subscribe(person, 1, "updates.push.services.example", "text");
        subscribe(person, 2, "a-rather-long-name-of-some-host.example", "sender");
    }

    private static void subscribe(Person person, int place, String host, String shows) {
        server.query(
                "INSERT INTO push_subscription (session_id, user_id, endpoint, endpoint_hash, p256dh, auth, shows,"
                        + " created_at) SELECT s.id, s.user_id, ?, RANDOM_BYTES(32), RANDOM_BYTES(65),"
                        + " RANDOM_BYTES(16), ?, NOW(3) FROM session s JOIN account a ON a.id = s.user_id"
                        + " WHERE a.username = ? ORDER BY s.last_used_at DESC LIMIT 1 OFFSET " + place,
                "https://" + host + "/x",
                shows,
                person.username());
    }
}
