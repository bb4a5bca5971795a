package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.webim.e2e.Screen.examine;
import static io.webim.e2e.Screen.fits;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every screen, wide and on a phone, light and dark; pictures of them go to {@code target/screenshots}. */
class ScreensIT extends BrowserTest {
    private static final List<String> PAGES = List.of(
            "Saved messages",
            "Profile",
            "Notifications",
            "Appearance",
            "Privacy",
            "Change password",
            "Two-step log-in",
            "Devices",
            "Blocked people",
            "Invite someone",
            "Keyboard shortcuts",
            "Your data");

    @ParameterizedTest
    @ValueSource(strings = {"wide", "tablet", "phone"})
    void everyScreenFitsInBothThemesAndKeepsNobodyOut(String size) {
        var ann = person("Ann Lee", options(size));
        ann.page().navigate("/");
        examine(ann, "log-in", size);
        ann.button("Create account").click();
        examine(ann, "register", size);
        // Again, now that the browser has the font.
        ann.enter().page().reload();
        assertThat(ann.text("No chats yet")).isVisible();
        if (!size.equals("phone")) {
            assertThat(ann.page().locator(".qr")).isVisible();
        }
        examine(ann, "empty-list", size);

        var others = crowd(ann);
        ann.button("New chat").first().click();
        ann.search(friendsOf(ann));
        assertThat(ann.page().locator(".dialog .person")).hasCount(others.size());
        examine(ann, "add-contact", size);
        ann.button("Close").click();

        assertThat(ann.page().locator(".row")).hasCount(others.size());
        examine(ann, "list", size);
        talk(ann, others.get(0));
        examine(ann, "conversation", size);
        ann.bubble("the old bridge")
                .first()
                .click(new Locator.ClickOptions().setButton(com.microsoft.playwright.options.MouseButton.RIGHT));
        examine(ann, "message-menu", size);
        ann.page().keyboard().press("Escape");
        ann.choose("the old bridge", "Delete");
        examine(ann, "delete", size);
        ann.answer("Cancel");

        if (size.equals("phone")) {
            ann.button("Back to the list").click();
        }
        ann.button("Settings").click();
        assertThat(ann.page().locator(".choices")).isVisible();
        examine(ann, "settings", size);
        var keys = ann.page().locator(".choice", new Page.LocatorOptions().setHasText("Keyboard shortcuts"));
        assertThat(keys).hasCount(size.equals("phone") ? 0 : 1);
        for (var title : PAGES) {
            if (title.equals("Keyboard shortcuts") && size.equals("phone")) {
                continue;
            }
            ann.page()
                    .locator(".choice", new Page.LocatorOptions().setHasText(title))
                    .click();
            assertThat(ann.page().locator(".dialog__title")).hasText(title);
            assertThat(ann.page().locator(".dialog :is(.section, .empty)").first())
                    .isVisible();
            examine(ann, title.toLowerCase(Locale.ROOT).replace(' ', '-'), size);
            if (size.equals("phone")) {
                ann.button("Back to the settings").click();
            }
        }
        ann.button("Close").click();
        ann.page().navigate("/#/add/" + others.get(5).username());
        assertThat(ann.page().locator(".offer__name")).isVisible();
        examine(ann, "invited", size);
    }

    @Test
    void rightToLeftIsTheMirrorImage() {
        var ann = person("Ann Lee", wide().setLocale("ar"));
        talked(ann, crowd(ann).get(0));
        fits(ann, "conversation-wide-light-ar");
        var side = ann.page().locator(".shell__side").boundingBox();
        var main = ann.page().locator(".shell__main").boundingBox();
        assertThat(side.x).isGreaterThan(main.x);
        assertThat(ann.page().locator(".said--mine .bubble").last().boundingBox().x)
                .isLessThan(ann.page()
                        .locator(".said:not(.said--mine) .bubble")
                        .last()
                        .boundingBox()
                        .x);
        ann.button("الإعدادات").click();
        assertThat(ann.page().locator(".dialog__side .choice").first()).isVisible();
        assertThat(ann.page().locator(".dialog__side").boundingBox().x)
                .isGreaterThan(ann.page().locator(".dialog__body").boundingBox().x);
        examine(ann, "settings-ar", "wide");
    }

    /** Long words, and lines that run the other way, where there is least room for them. */
    @ParameterizedTest
    @ValueSource(strings = {"de", "ar"})
    void everyLanguageFitsOnAPhone(String language) {
        var ann = person("Ann Lee", phone().setLocale(language));
        talked(ann, crowd(ann).get(0));
        examine(ann, "conversation-" + language, "phone");
        ann.page().locator(".back").click();
        ann.page().locator(".bar .icon-button").last().click();
        var choices = ann.page().locator(".choices .choice");
        for (int i = 1; i <= 11; i++) {
            choices.nth(i).click();
            assertThat(ann.page().locator(".dialog :is(.section, .empty)").first())
                    .isVisible();
            ann.page().setViewportSize(320, 640);
            fits(ann, "settings-" + i + "-phone-light-" + language);
            ann.page().setViewportSize(390, 844);
            ann.page().locator(".dialog__head--back .icon-button").first().click();
        }
    }

    private static Browser.NewContextOptions options(String size) {
        return switch (size) {
            case "phone" -> phone();
            case "tablet" -> tablet();
            default -> wide();
        };
    }

    /** Others, each with something to say; over REST, for it is not what this test is about. */
    private List<Api> crowd(Person ann) {
        var names = List.of("Mara Lindqvist", "Tomás Herrera", "李小龙", "Grace Okafor", "Noor Haddad", "Felix Braun");
        var lines = List.of(
                "Did you see the light over the harbour this morning?",
                "Sent you the recipe, it needs a day in the fridge 🍋",
                "明天下午三点见，可以吗？",
                "Running ten minutes late, sorry!",
                "شكرا جزيلا، أراك قريبا",
                "The train leaves at 18:42 from platform 7, shall I get the tickets for all of us?");
        var friends = new ArrayList<Api>();
        for (int i = names.size() - 1; i >= 0; i--) {
            var friend = Api.register(server, "friend" + i + friendsOf(ann), names.get(i));
            friend.write(ann.api().add(friend.username()), lines.get(i));
            friends.add(0, friend);
        }
        return friends;
    }

    /** What the usernames of one person's friends have in common. */
    private static String friendsOf(Person ann) {
        return "." + ann.username().split("_", 2)[0] + ".";
    }

    /** Somebody has said something, and it is open. */
    private void talked(Person ann, Api mara) {
        long id = mara.add(ann.username());
        mara.write(id, "Look at the reflection under the old bridge.");
        ann.api().write(id, "That is beautiful.");
        ann.enter(id);
        assertThat(ann.bubble("That is beautiful.")).isVisible();
    }

    private void talk(Person ann, Api mara) {
        var annApi = ann.api();
        long id = mara.add(ann.username());
        mara.write(id, "The whole bay was pink for about five minutes.");
        annApi.write(id, "I missed it! Was still asleep 😴");
        annApi.write(id, "Take a picture next time?");
        mara.write(id, "I did 🙂");
        mara.write(
                id,
                "Look at the reflection under the old bridge. If you stand by the second pillar you get both the"
                        + " boats and the church in one frame.");
        annApi.write(id, "That is beautiful. Let us go there together on Sunday, early, before everyone else is up.");
        mara.write(id, "Deal. 6:30 at the ferry stop?");
        mara.write(id, "I will bring coffee ☕");
        mara.read(id, 7);
        ann.page().locator(".row").first().click();
        ann.sees("I will bring coffee");
        annApi.write(id, "Then I will bring the cinnamon buns.");
        ann.sees("cinnamon buns");
    }
}
