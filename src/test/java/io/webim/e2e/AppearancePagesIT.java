package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Sizes, themes and languages. */
class AppearancePagesIT extends BrowserTest {
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
        ann.button("Add a contact").first().click();
        assertThat(smallestField(ann)).isGreaterThanOrEqualTo(16);
    }

    @Test
    void theThemeCanBeChosenAndStays() {
        var ann = person("Ann Lee").enter();
        var light = ground(ann);
        assertThat(around(ann)).isEqualTo("#ffffff");
        ann.settings("Appearance");
        ann.text("Dark").click();
        assertThat(ground(ann)).isNotEqualTo(light);
        assertThat(around(ann)).isEqualTo("#14171d");

        ann.page().reload();

        ann.seesTheList();
        assertThat(ground(ann)).isNotEqualTo(light);
        assertThat(around(ann)).isEqualTo("#14171d");
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
