package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.MouseButton;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sizes, themes and languages. */
class AppearancePagesIT extends BrowserTest {
    /** The contrast of a menu's edge to a message. */
    private static final String EDGE_ON_BUBBLE = """
            () => {
              const light = (colour) => {
                const parts = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255);
                const [r, g, b] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const style = (selector) => getComputedStyle(document.querySelector(selector));
              const both = [light(style('.menu').borderTopColor), light(style('.bubble').backgroundColor)].sort((a, b) => a - b);
              return (both[1] + 0.05) / (both[0] + 0.05);
            }
            """;

    @Test
    void onAPhoneListAndConversationAreTwoScreens() {
        var talk = talk("Bob Marsh", "Ann Lee", phone());
        talk.theirs().write(talk.conversation(), "on my phone");
        var phone = talk.person().enter();
        assertThat(phone.composer()).isHidden();

        phone.open(talk.other()).sees("on my phone");
        assertThat(phone.page().locator(".side-title")).isHidden();
        phone.page().goBack();
        phone.seesTheList();
        assertThat(phone.page().locator(".side-title")).isVisible();

        phone.open(talk.other());
        phone.button("Back to the list").click();
        assertThat(phone.page().locator(".side-title")).isVisible();
    }

    @Test
    void noFieldIsSoSmallThatAPhoneZooms() {
        var ann = person("Ann Lee", phone());
        ann.page().navigate("/");
        ann.button("Create account").click();
        assertThat(smallestField(ann)).isGreaterThanOrEqualTo(16);
        ann.enter();
        ann.button("New chat").first().click();
        assertThat(smallestField(ann)).isGreaterThanOrEqualTo(16);
    }

    @Test
    void theThemeCanBeChosenAndStays() {
        var ann = person("Ann Lee").enter();
        var light = ground(ann);
        assertThat(around(ann)).isEqualTo("#fffefb");
        ann.settings("Appearance");
        ann.text("Dark").click();
        assertThat(ground(ann)).isNotEqualTo(light);
        assertThat(around(ann)).isEqualTo("#171b1b");

        ann.page().reload();

        ann.seesTheList();
        assertThat(ground(ann)).isNotEqualTo(light);
        assertThat(around(ann)).isEqualTo("#171b1b");
    }

    @Test
    void sizeOfTheTextListAndGroundCanBeChosenAndStay() {
        var ann = talk("Ann Lee", "Bob Marsh").person().enter();
        double high = ann.page().locator(".row").boundingBox().height;
        ann.settings("Appearance");
        ann.text("Largest").click();
        ann.page().getByLabel("Pattern behind messages").uncheck();
        assertThat(ann.page().locator(".side-title")).hasCSS("font-size", "29.04px");
        ann.text("Small").click();
        ann.page().getByLabel("Compact list").check();

        ann.page().reload();

        assertThat(ann.page().locator(".side-title")).hasCSS("font-size", "19.8px");
        assertThat(ann.page().locator("html")).hasAttribute("data-wallpaper", "plain");
        assertThat(ann.page().locator(".row").boundingBox().height).isLessThan(high);
    }

    @Test
    void whereThereIsNothingThemeAndLanguageAreThoseChosenToo() {
        var ann = person("Ann Lee").expecting("404").enter();
        ann.settings("Appearance");
        ann.text("Dark").click();
        ann.page().getByLabel("Language").selectOption("zh");
        assertThat(ann.page().locator(".dialog__title")).hasText("外观");

        ann.page().navigate("/nothing/here");

        assertThat(ann.page()).hasTitle("未找到 · webim");
        assertThat(ann.page().locator("h1")).hasText("此地址没有内容");
        assertThat(ann.page().locator("html")).hasAttribute("lang", "zh-CN");
        assertThat(ann.page().locator("body")).hasCSS("background-color", "rgb(14, 18, 18)");
        ann.text("前往聊天").click();
        assertThat(ann.page().locator(".side-title")).hasText("聊天");
    }

    @Test
    void theWholeClientSpeaksChinese() {
        var ann = person("安娜").enter();
        ann.settings("Appearance");
        ann.page().getByLabel("Language").selectOption("zh");

        assertThat(ann.page().locator(".side-title")).hasText("聊天");
        assertThat(ann.page().locator(".dialog__title")).hasText("外观");
        ann.page().reload();
        assertThat(ann.page().locator(".side-title")).hasText("聊天");
        assertThat(ann.page().locator("html")).hasAttribute("lang", "zh-CN");
        assertThat(ann.text("欢迎，安娜")).isVisible();
        ann.photograph("chinese-wide-light");
    }

    @Test
    void whatTheServerRefusesIsSaidInTheLanguageOfThePage() {
        var ann = person("安娜", wide().setLocale("zh-CN")).expecting("422");
        ann.page().navigate("/");
        ann.button("创建账号").click();
        ann.field("用户名").fill(ann.username());
        ann.field("密码").fill("password");
        ann.button("创建账号").click();

        assertThat(ann.text("这是最常见的密码之一，请换一个。")).isVisible();
        assertThat(ann.field("密码")).hasAttribute("aria-invalid", "true");
    }

    @Test
    void whatTheBrowserRefusesIsSaidInTheLanguageOfThePage() {
        var ann = person("Ann Lee", wide().setLocale("zh-CN"));
        ann.page().navigate("/");
        ann.button("创建账号").click();
        ann.button("创建账号").click();
        assertThat(hint(ann, "用户名")).isEqualTo("此处不能为空。");

        ann.field("用户名").fill("two words");
        ann.field("密码").pressSequentially("short");
        ann.button("创建账号").click();
        assertThat(hint(ann, "用户名")).isEqualTo(ann.field("用户名").getAttribute("title"));

        ann.field("用户名").fill(ann.username());
        ann.button("创建账号").click();
        assertThat(hint(ann, "密码")).isEqualTo("至少 8 个字符。");
        ann.field("密码").fill(Person.PASSWORD);
        ann.button("创建账号").click();
        assertThat(ann.text("欢迎")).isVisible();
    }

    /** What a bubble of the browser says at the field. */
    private static Object hint(Person person, String field) {
        return person.field(field).evaluate("field => field.validationMessage");
    }

    @Test
    void aMenuIsSetOffFromTheMessagesBelowIt() {
        for (var options : List.of(wide(), dark(wide()), phone(), dark(phone()))) {
            var talk = talk("Ann Lee", "Bob Marsh", options);
            talk.theirs().write(talk.conversation(), "news");
            var ann = talk.open();
            ann.bubble("news").click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
            assertThat(ann.page().getByRole(AriaRole.MENU)).isVisible();

            assertThat(((Number) ann.page().evaluate(EDGE_ON_BUBBLE)).doubleValue())
                    .isGreaterThan(Optional.of(ColorScheme.DARK).equals(options.colorScheme) ? 3 : 1.2);
        }
    }

    @Test
    void whatIsTypedIsNotDrawnAsAnotherSign() {
        var ann = talk("Ann Lee", "Bob Marsh").open().write("->");
        ann.sees("->");
        ann.page().waitForFunction("() => document.fonts.check('16px Inter')");

        var widths = (List<?>) ann.page().evaluate("""
                () => {
                  const text = document.querySelector('.bubble__text span');
                  const width = (sign) => ((text.textContent = sign), text.getBoundingClientRect().width);
                  return [width('->'), width('-') + width('>')].map(Math.round);
                }
                """);
        assertThat(widths.get(0)).isEqualTo(widths.get(1));
    }

    @Test
    void theArrowOfTheLanguagesStandsWithinTheField() {
        var ann = person("Ann Lee").enter();
        ann.settings("Appearance");

        var within = ann.page()
                .locator("select")
                .evaluate("field => field.offsetWidth - field.clientLeft - field.clientWidth");
        assertThat(((Number) within).intValue()).isGreaterThanOrEqualTo(12);
    }

    @Test
    void theChosenChatIsMarkedWhereTheSystemChoosesTheColours() {
        var contrast = wide().setForcedColors(ForcedColors.ACTIVE);
        var talk = talk("Ann Lee", "Bob Marsh", contrast);
        var ann = talk.open();

        assertThat(ann.row(talk.other())).hasCSS("outline-style", "solid");
    }

    private static double smallestField(Person person) {
        var size = person.page()
                .evaluate("Math.min(...[...document.querySelectorAll('input, textarea, select')]"
                        + ".map(field => parseFloat(getComputedStyle(field).fontSize)))");
        return ((Number) size).doubleValue();
    }

    /** What the browser shows around the page, where it can. */
    private static Object around(Person person) {
        return person.page()
                .evaluate("[...document.querySelectorAll('meta[name=theme-color]')]"
                        + ".find(meta => matchMedia(meta.media).matches).content");
    }

    private static Object ground(Person person) {
        return person.page().evaluate("getComputedStyle(document.body).backgroundColor");
    }
}
