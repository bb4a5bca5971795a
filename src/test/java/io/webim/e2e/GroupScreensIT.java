package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.webim.e2e.Screen.examine;

import com.microsoft.playwright.Browser;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages of groups that few people see; pictures of what was seen. */
class GroupScreensIT extends BrowserTest {
    private static final String SIZES = """
            wide,en-GB
            phone,zh-CN
            phone,en-GB
            wide,zh-CN
            """;

    @ParameterizedTest
    @CsvSource(textBlock = SIZES)
    void whatAdminsDo(String size, String locale) {
        var look = "-" + locale.substring(0, 2);
        var bob = person("Bob Marsh").signUp();
        var carla = person("Carla Fernández-Domínguez").signUp();
        var dora = person("Dora Gray").signUp();
        var ann = person("Ann Lee", options(size).setLocale(locale));
        long choir = ann.api().gather("Choir of the old town", bob.api());
        ann.api().change(choir, new JsonObject().put("about", "Rehearsals on Tuesdays at seven."));
        ann.api().add(dora.username());
        ann.enter(choir);
        ann.page().locator(".talk-head__info").click();
        var choices = ann.page().locator(".choices .choice");

        open(ann, 2);
        assertThat(ann.page().locator(".pick")).hasCount(1);
        ann.page().locator(".pick").first().check();
        examine(ann, "group-add-people" + look, size);
        back(ann);
        open(ann, 4);
        assertThat(ann.page().locator(".empty")).isVisible();
        examine(ann, "group-requests-none" + look, size);
        var token = invite(ann, choir);
        for (var one : new Person[] {carla, dora}) {
            one.api().rest().call("POST", "/api/invites/" + token).expect(202);
        }
        // Without being asked for: admins are told.
        assertThat(ann.page().locator(".dialog .person")).hasCount(2);
        examine(ann, "group-requests" + look, size);
        back(ann);
        open(ann, 6);
        assertThat(ann.page().locator(".picture")).isVisible();
        examine(ann, "group-edit" + look, size);
        back(ann);
        open(ann, 8);
        assertThat(ann.page().locator(".empty")).isVisible();
        examine(ann, "group-banned-none" + look, size);
        back(ann);
        ann.api().remove(choir, bob.api(), "?ban=true");
        open(ann, 8);
        assertThat(ann.page().locator(".dialog .person")).hasCount(1);
        examine(ann, "group-banned" + look, size);
        back(ann);
        choices.last().click();
        assertThat(ann.page().locator("dialog")).hasCount(2);
        examine(ann, "group-end" + look, size);
    }

    @ParameterizedTest
    @CsvSource(textBlock = SIZES)
    void whatNewcomersSee(String size, String locale) {
        var look = "-" + locale.substring(0, 2);
        var ann = person("Ann Lee").signUp();
        var bob = person("Bob Marsh", options(size).setLocale(locale));
        long choir = ann.api().gather("Choir of the old town");
        ann.api()
                .change(
                        choir,
                        new JsonObject()
                                .put(
                                        "about",
                                        "Rehearsals on Tuesdays at seven.\nEverybody who likes to sing is welcome."));
        bob.enter("/#/join/" + invite(ann, choir));
        assertThat(bob.page().locator(".offer__about")).isVisible();
        examine(bob, "join-preview" + look, size);
        bob.page().locator(".dialog .button--main").click();
        assertThat(bob.page().locator(".dialog .empty")).isVisible();
        examine(bob, "join-asked" + look, size);
        close(bob);
        bob.expecting("404").page().navigate("/#/join/nothing-of-that-name-0000");
        assertThat(bob.page().locator(".dialog .empty")).isVisible();
        examine(bob, "join-gone" + look, size);
        close(bob);

        long news = ann.api().gather("channel", "News of the old town", bob.api());
        ann.api().write(news, "The old bridge is closed for repairs until Sunday.");
        ann.api().write(news, "Concert on the square on Saturday at eight. Everybody is welcome!");
        bob.page().navigate("/#/chats/" + news);
        assertThat(bob.page().locator(".composer__closed")).isVisible();
        assertThat(bob.bubble("Concert on")).isVisible();
        examine(bob, "channel-closed" + look, size);
        bob.page().locator(".talk-head__info").click();
        assertThat(bob.page().locator(".segments")).isVisible();
        examine(bob, "channel-info" + look, size);
    }

    /** One by which an admin is asked. */
    private static String invite(Person owner, long group) {
        return owner.api()
                .rest()
                .post("/api/groups/" + group + "/invites", new JsonObject().put("approval", true))
                .expect(201)
                .body()
                .getJsonObject("invite")
                .getString("token");
    }

    private static Browser.NewContextOptions options(String size) {
        return size.equals("phone") ? phone() : wide();
    }

    /** With its place in the history. */
    private static void close(Person person) {
        person.page().keyboard().press("Escape");
        assertThat(person.page().locator("dialog")).hasCount(0);
        person.page().waitForURL(url -> !url.contains("join"));
    }

    private static void open(Person person, int page) {
        person.page().locator(".choices .choice").nth(page).click();
    }

    private static void back(Person person) {
        person.page().locator(".dialog__head--back button").first().click();
        assertThat(person.page().locator(".segments")).isVisible();
    }
}
