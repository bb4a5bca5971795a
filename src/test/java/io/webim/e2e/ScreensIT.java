package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every screen, wide and on a phone, light and dark; pictures of them go to {@code target/screenshots}. */
class ScreensIT extends BrowserTest {
    @ParameterizedTest
    @CsvSource({"wide,light", "wide,dark", "tablet,light", "phone,light", "phone,dark"})
    void everyScreenFits(String size, String theme) {
        var look = size + "-" + theme;
        var ann = person("Ann Lee", options(size, theme));

        ann.page().navigate("/");
        fits(ann, "log-in-" + look);
        ann.button("Create account").click();
        fits(ann, "register-" + look);
        ann.register();
        // Again, now that the browser has the font.
        ann.page().reload();
        assertThat(ann.text("No chats yet")).isVisible();
        fits(ann, "empty-list-" + look);

        var others = crowd(ann);
        ann.button("Add a contact").first().click();
        ann.page().getByPlaceholder("Name or username").fill(friendsOf(ann));
        assertThat(ann.page().locator(".person")).hasCount(others.size());
        fits(ann, "add-contact-" + look);
        ann.button("Close").click();

        assertThat(ann.page().locator(".row")).hasCount(others.size());
        fits(ann, "list-" + look);
        talk(ann, others.get(0));
        fits(ann, "conversation-" + look);
        ann.bubble("the old bridge")
                .first()
                .click(new Locator.ClickOptions().setButton(com.microsoft.playwright.options.MouseButton.RIGHT));
        fits(ann, "message-menu-" + look);
        ann.page().keyboard().press("Escape");
        ann.choose("the old bridge", "Delete");
        fits(ann, "delete-" + look);
        ann.answer("Cancel");

        if (size.equals("phone")) {
            ann.button("Back to the list").click();
        }
        ann.button("Settings").click();
        assertThat(ann.text("This device")).isVisible();
        fits(ann, "settings-" + look);
    }

    @Test
    void onAPhoneListAndConversationAreTwoScreens() {
        var people = pair("Ann Lee", "Bob Marsh");
        people.get(0).write("on my phone");
        var phone = alsoAs(people.get(1), phone());
        phone.logIn(Person.PASSWORD).seesTheList();
        assertThat(phone.composer()).isHidden();

        phone.open(people.get(0)).sees("on my phone");
        assertThat(phone.page().locator(".side-title")).isHidden();
        phone.page().goBack();
        phone.seesTheList();
        assertThat(phone.page().locator(".side-title")).isVisible();

        phone.open(people.get(0));
        phone.button("Back to the list").click();
        assertThat(phone.page().locator(".side-title")).isVisible();
    }

    @Test
    void noFieldIsSoSmallThatAPhoneZooms() {
        var ann = person("Ann Lee", phone());
        ann.page().navigate("/");
        ann.button("Create account").click();
        assertThat(smallestField(ann)).isGreaterThanOrEqualTo(16);
        ann.register();
        ann.button("Add a contact").first().click();
        assertThat(smallestField(ann)).isGreaterThanOrEqualTo(16);
    }

    @Test
    void theThemeCanBeChosenAndStays() {
        var ann = person("Ann Lee").register();
        var light = ground(ann);
        ann.button("Settings").click();
        ann.text("Dark").click();
        assertThat(ground(ann)).isNotEqualTo(light);

        ann.page().reload();

        ann.seesTheList();
        assertThat(ground(ann)).isNotEqualTo(light);
    }

    @Test
    void theWholeClientSpeaksChinese() {
        var ann = person("安娜").register();
        ann.button("Settings").click();
        ann.page().getByLabel("Language").selectOption("zh");

        assertThat(ann.page().locator(".side-title")).hasText("聊天");
        ann.page().reload();
        assertThat(ann.page().locator(".side-title")).hasText("聊天");
        assertThat(ann.page().locator("html")).hasAttribute("lang", "zh-CN");
        ann.photograph("chinese-wide-light");
    }

    @Test
    void everythingIsReachedWithTheKeyboard() {
        var people = pair("Ann Lee", "Bob Marsh");
        var ann = people.get(0);
        var bob = people.get(1);
        bob.write("press keys only");
        ann.sees("press keys only");
        ann.page().locator(".row").focus();
        ann.page().keyboard().press("Enter");
        assertThat(ann.composer()).isVisible();

        ann.page().locator(".said__more").last().focus();
        ann.page().keyboard().press("Enter");
        assertThat(ann.page().getByText("Copy text")).isFocused();
        ann.page().keyboard().press("ArrowUp");
        ann.page().keyboard().press("Enter");
        assertThat(ann.button("Delete for me")).isVisible();
        ann.page().keyboard().press("Escape");
        assertThat(ann.button("Delete for me")).isHidden();
        ann.sees("press keys only");
    }

    private static Browser.NewContextOptions options(String size, String theme) {
        Supplier<Browser.NewContextOptions> plain = switch (size) {
            case "phone" -> BrowserTest::phone;
            case "tablet" -> BrowserTest::tablet;
            default -> BrowserTest::wide;
        };
        return theme.equals("dark") ? dark(plain.get()) : plain.get();
    }

    /** Others, each with something to say; over REST, for it is not what this test is about. */
    private List<String> crowd(Person ann) {
        var names = List.of("Mara Lindqvist", "Tomás Herrera", "李小龙", "Grace Okafor", "Noor Haddad", "Felix Braun");
        var lines = List.of(
                "Did you see the light over the harbour this morning?",
                "Sent you the recipe, it needs a day in the fridge 🍋",
                "明天下午三点见，可以吗？",
                "Running ten minutes late, sorry!",
                "شكرا جزيلا، أراك قريبا",
                "The train leaves at 18:42 from platform 7, shall I get the tickets for all of us?");
        var annApi = Api.logIn(server, ann.username());
        var usernames = new java.util.ArrayList<String>();
        for (int i = names.size() - 1; i >= 0; i--) {
            var username = "friend" + i + friendsOf(ann);
            Api.register(server, username, names.get(i));
            long id = annApi.add(username);
            Api.logIn(server, username).write(id, lines.get(i));
            usernames.add(0, username);
        }
        return usernames;
    }

    /** What the usernames of one person's friends have in common. */
    private static String friendsOf(Person ann) {
        return "." + ann.username().split("_", 2)[0] + ".";
    }

    private void talk(Person ann, String username) {
        var mara = Api.logIn(server, username);
        var annApi = Api.logIn(server, ann.username());
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

    /** Nothing sticks out at the side, and there is a picture of it. */
    private static void fits(Person person, String name) {
        person.page().evaluate("() => document.fonts.ready.then(() => undefined)");
        person.photograph(name);
        var width = person.page().evaluate("document.documentElement.scrollWidth - innerWidth");
        assertThat(((Number) width).intValue()).as(name).isLessThanOrEqualTo(0);
    }

    private static double smallestField(Person person) {
        var size = person.page()
                .evaluate("Math.min(...[...document.querySelectorAll('input, textarea, select')]"
                        + ".map(field => parseFloat(getComputedStyle(field).fontSize)))");
        return ((Number) size).doubleValue();
    }

    private static Object ground(Person person) {
        return person.page().evaluate("getComputedStyle(document.body).backgroundColor");
    }
}
