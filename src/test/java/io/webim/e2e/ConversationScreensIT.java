package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.webim.e2e.Screen.fits;
import static io.webim.e2e.Screen.keepsNobodyOut;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.MouseButton;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A conversation with all that can stand in one, in every size, theme and language; pictures of what was seen. */
class ConversationScreensIT extends BrowserTest {
    @ParameterizedTest
    @CsvSource({
        "wide,light,en-GB",
        "wide,dark,zh-CN",
        "tablet,light,en-GB",
        "tablet,dark,en-GB",
        "phone,light,zh-CN",
        "phone,dark,en-GB"
    })
    void aConversationFits(String size, String theme, String locale) {
        var look = size + "-" + theme + "-" + locale.substring(0, 2);
        var talk = talk("Ann Lee", "Mara Sol", options(size, theme).setLocale(locale));
        fill(talk);
        var page = talk.person().enter(talk.conversation()).page();
        // Again, now that the browser has the font.
        page.reload();
        assertThat(page.locator(".bubble")).hasCount(10);
        looks(talk.person(), "talk-" + look);

        var choosing = talk.person().bubble("beautiful");
        choosing.click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
        // Under a finger reactions stand above the actions, and are none of them.
        int actions = size.equals("phone") ? 9 : 10;
        assertThat(page.locator(".menu__item")).hasCount(actions);
        looks(talk.person(), "talk-menu-" + look);
        page.locator(".menu__item").nth(actions - 2).click();
        assertThat(page.locator(".details dd").last()).not().hasText("…");
        looks(talk.person(), "talk-details-" + look);
        page.keyboard().press("Escape");

        choosing.click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
        page.locator(".menu__item").nth(actions - 3).click();
        talk.person().bubble("camera").click();
        assertThat(page.locator(".selection__count")).containsText("2");
        looks(talk.person(), "talk-selection-" + look);
        page.keyboard().press("Escape");

        page.locator(".composer__emoji").click();
        assertThat(page.locator("[data-emoji]").first()).isVisible();
        looks(talk.person(), "talk-emoji-" + look);
    }

    @Test
    void theSelectionBarFitsTheNarrowestPhone() {
        var talk = talk("Ann Lee", "Bob Marsh", phone().setViewportSize(320, 568));
        talk.theirs().write(talk.conversation(), "line ", 1, 12);
        var ann = talk.open().sees("line 012").choose("line 012", "Select");
        for (int i = 1; i < 12; i++) {
            ann.page().locator(".bubble").nth(i - 1).click();
        }
        var chosen = ann.page().locator(".selection__count");
        assertThat(chosen).hasText("12 selected");
        ann.photograph("selection-320");
        assertThat(ann.button("Delete").boundingBox().x + ann.button("Delete").boundingBox().width)
                .isLessThanOrEqualTo(320);
        assertThat(chosen.evaluate("it => it.scrollWidth - it.clientWidth")).isEqualTo(0);
        assertThat(chosen.boundingBox().height).isLessThan(30);
    }

    @Test
    void theDayIsNamedWhileOneScrollsAndCoversNothingAfterwards() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "line ", 1, 60);
        talk.mine().read(talk.conversation(), 60);
        var ann = talk.open().sees("line 060");
        var day = ann.page().locator(".day");
        assertThat(day).hasText("Today");
        assertThat(day).hasCSS("opacity", "0");

        assertThat(scrolled(ann, "element.scrollTop - 400")).isEqualTo(true);
        assertThat(day).hasCSS("opacity", "0");
        ann.photograph("day-at-rest");
        assertThat(scrolled(ann, "0")).isEqualTo(true);
        assertThat(ann.page().locator(".scroller--moving")).hasCount(0);
        assertThat(day).hasCSS("opacity", "1");
        ann.photograph("day-at-its-place");
    }

    /** Whether the day stands over the lines when the browser next draws. */
    private static Object scrolled(Person person, String to) {
        return person.page()
                .locator(".scroller")
                .evaluate("async element => { element.scrollTop = " + to + ";"
                        + " for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);"
                        + " return element.classList.contains('scroller--moving'); }");
    }

    private static void fill(Talk talk) {
        long id = talk.conversation();
        talk.theirs().write(id, "The whole bay was pink for about five minutes.");
        talk.mine().write(id, "I missed it! Was still asleep 😴");
        talk.theirs()
                .write(
                        id,
                        "Stand by the *second* pillar, then you get the church too: https://example.org/bay/sunrise");
        talk.mine().write(id, "That is **beautiful**. Let us go there together on Sunday, before everyone else is up.");
        talk.theirs().write(id, "Things to bring:\n- camera\n- tripod\n- coffee\n\nand set `shutter = 1/30`");
        talk.mine().write(id, "```js\nconst sunrise = at(\"06:12\");\nawait ferry.wait(sunrise);\n```");
        talk.theirs().write(id, "> before everyone else is up\n\nSo 5:30 then?");
        talk.theirs().read(id, 7);
        talk.theirs().write(id, "هل تأتي معنا؟ نلتقي عند العبّارة في الساعة الخامسة والنصف صباحاً.");
        talk.mine().write(id, "❤️");
        talk.mine().write(id, "好的，星期天早上五点半在渡口见！我带咖啡。");
        talk.mine().read(id, 10);
    }

    private static void looks(Person person, String name) {
        fits(person, name);
        if (name.contains("-wide-")) {
            keepsNobodyOut(person, name);
        }
    }

    private static Browser.NewContextOptions options(String size, String theme) {
        var options = switch (size) {
            case "phone" -> phone();
            case "tablet" -> tablet();
            default -> wide();
        };
        return theme.equals("dark") ? dark(options) : options;
    }
}
