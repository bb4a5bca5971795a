package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.webim.e2e.Screen.examine;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Making a group, what one does with it on its pages, and coming in by a link. */
class GroupInfoPagesIT extends BrowserTest {
    /** They are there for some seconds. */
    private static final String NOTE_WORDS = """
            () => {
              window.words = [];
              const word = document.querySelector('.word');
              new MutationObserver(() => window.words.push(word.textContent)).observe(word, { childList: true, subtree: true });
            }
            """;

    @ParameterizedTest
    @CsvSource({"wide,en-GB", "phone,zh-CN"})
    void aGroupIsMadeInThreeSteps(String size, String locale) {
        var talk = talk("Ann Lee", "Bob Marsh", options(size).setLocale(locale));
        var carla = person("Carla Diaz").signUp();
        boolean english = locale.startsWith("en");
        var ann = talk.person().enter("/");
        var page = ann.page();
        assertThat(ann.row(talk.other())).isVisible();

        ann.button(english ? "New chat" : "新建聊天").first().click();
        ann.button(english ? "New group or channel" : "新建群组或频道").click();
        var dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByText("Bob Marsh").click();
        var search = dialog.getByRole(AriaRole.SEARCHBOX);
        search.fill(carla.username());
        search.press("ArrowDown");
        assertThat(dialog.getByText("@" + carla.username())).isVisible();
        dialog.getByText("@" + carla.username()).click();
        assertThat(dialog.locator(".chosen__one")).hasCount(2);
        examine(ann, "new-group-people-" + locale.substring(0, 2), size);
        ann.button(english ? "Next, with 2 people" : "下一步（2 人）").click();

        // What has no name yet has no letters either.
        assertThat(dialog.locator(".avatar text")).hasText("");
        dialog.getByRole(AriaRole.TEXTBOX).first().fill("Choir");
        assertThat(dialog.locator(".avatar text")).hasText("C");
        dialog.getByRole(AriaRole.TEXTBOX).nth(1).fill("Rehearsals and songs");
        dialog.locator("input[type=file]").setInputFiles(picture());
        assertThat(dialog.locator(".avatar__picture")).isVisible();
        examine(ann, "new-group-naming-" + locale.substring(0, 2), size);
        ann.button(english ? "Create" : "创建").click();

        assertThat(dialog.getByText(english ? "Created, with 3 members." : "已创建，共 3 位成员。"))
                .isVisible();
        examine(ann, "new-group-done-" + locale.substring(0, 2), size);
        if (english) {
            page.keyboard().press("Escape"); // what was made is opened, however one leaves
        } else {
            ann.button("打开聊天").click();
        }
        assertThat(page.locator(".talk-head__name")).hasText("Choir");
        assertThat(page.locator(".talk-head .avatar__picture")).isVisible();
        assertThat(carla.enter().page().locator(".row__name")).hasText("Choir");
    }

    @Test
    void whoeverDoesNotLetStrangersAddThemIsNamed() {
        var bob = person("Bob Marsh").signUp();
        bob.api()
                .rest()
                .patch("/api/users/me", new JsonObject().put("addMe", "contacts"))
                .expect(200);
        var ann = person("Ann Lee").enter();

        ann.button("New chat").first().click();
        ann.button("New group or channel").click();
        var dialog = ann.page().getByRole(AriaRole.DIALOG);
        dialog.getByRole(AriaRole.SEARCHBOX).fill(bob.username());
        dialog.getByText("@" + bob.username()).click();
        ann.button("Next, with 1 person").click();
        ann.field("Name").fill("Duo");
        ann.field("Name").press("Enter");

        assertThat(dialog.locator(".notice")).hasText("Bob Marsh could not be added. Send them a link instead.");
        ann.button("Create link").click();
        assertThat(ann.field("Invite link")).hasValue(Pattern.compile(".*/#/join/.+"));
    }

    @Test
    void membersAreAppointedRemovedAndBanned() {
        var bob = person("Bob Marsh").signUp();
        var carla = person("Carla Diaz").signUp();
        var ann = person("Ann Lee");
        long choir = ann.api().gather("Choir", bob.api(), carla.api());
        carla.api().write(choir, "buy my things");
        openInfo(ann, choir, "Members");
        assertThat(member(ann, "Ann Lee")).containsText("You");

        member(ann, "Bob Marsh").click();
        ann.button("Make admin").click();
        assertThat(member(ann, "Bob Marsh")).containsText("Admin");
        member(ann, "Carla Diaz").click();
        ann.button("Ban").click();
        ann.button("Ban and delete their messages").click();
        assertThat(member(ann, "Bob Marsh")).isVisible();
        assertThat(member(ann, "Carla Diaz")).hasCount(0);

        back(ann);
        ann.button("Banned people").click();
        assertThat(ann.text("@" + carla.username())).isVisible();
        ann.button("Lift the ban on Carla Diaz").click();
        assertThat(ann.text("No one is banned")).isVisible();
        back(ann);
        ann.button("Members").click();
        member(ann, "Bob Marsh").click();
        ann.button("Hand over ownership").click();
        ann.button("Hand over").click();
        assertThat(member(ann, "Bob Marsh")).containsText("Owner");
        back(ann);
        assertThat(ann.button("Delete group")).hasCount(0);
        ann.page().keyboard().press("Escape");
        assertThat(ann.bubble("buy my things")).hasCount(0);
    }

    @Test
    void peopleAreAddedFromThePage() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person();
        long choir = ann.api().gather("Choir");
        openInfo(ann, choir, "Add people");

        ann.page().getByRole(AriaRole.DIALOG).getByText("Bob Marsh").click();
        ann.button("Add 1 person").click();

        assertThat(ann.page().getByRole(AriaRole.DIALOG)).containsText("2 members");
        assertThat(talk.other().enter().page().locator(".row__name").first()).hasText("Choir");
    }

    @Test
    void membersNeedNoAddingAndOfThoseWhoAreBannedOneIsTold() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person();
        var carla = talk(ann, person("Carla Diaz")).theirs();
        long choir = ann.api().gather("Choir", talk.theirs(), carla);
        ann.api().remove(choir, talk.theirs(), "?ban=true");
        openInfo(ann, choir, "Add people");
        var dialog = ann.page().getByRole(AriaRole.DIALOG);
        assertThat(dialog.getByText("Already a member")).hasCount(1);
        assertThat(dialog.getByLabel("Carla Diaz")).isDisabled();

        dialog.getByText("Bob Marsh").click();
        ann.button("Add 1 person").click();

        assertThat(ann.text("Already a member, or banned: Bob Marsh.")).isVisible();
    }

    @Test
    void aLongListOfMembersComesInPages() {
        var ann = person("Ann Lee");
        ann.signUp();
        long choir = ann.api().gather("Choir", Past.singers(server, ann.username(), 55));
        openInfo(ann, choir, "Members");
        var members = ann.page().locator(".choices .choice");
        assertThat(members).hasCount(50);

        ann.button("Show more").click();
        assertThat(members).hasCount(56);
        ann.field("Search members").fill("Singer 55");
        assertThat(members).hasCount(1);
    }

    @Test
    void nameRulesAndMuteAreChanged() {
        var bob = person("Bob Marsh").signUp();
        var ann = person("Ann Lee");
        long choir = ann.api().gather("Choir", bob.api());
        openInfo(ann, choir, "Name, picture and description");
        ann.field("Name").fill("Small choir");
        ann.field("Description (optional)").fill("Songs, see https://songs.example");
        ann.button("Save").click();
        assertThat(ann.text("Saved.")).isVisible();
        assertThat(ann.page().locator(".talk-head__name")).hasText("Small choir");

        back(ann);
        assertThat(ann.page().locator(".offer__about")).hasText("Songs, see https://songs.example");
        assertThat(ann.page().locator(".offer__about a")).hasAttribute("href", "https://songs.example/");
        ann.button("Rules").click();
        ann.field("Members can write").uncheck();
        ann.page()
                .getByLabel("Slow mode: pause between two messages of a member")
                .selectOption("30");
        assertThat(ann.page().locator(".happened")).hasCount(4);
        bob.enter(choir);
        assertThat(bob.page().locator(".composer__closed")).isVisible();
        back(ann);
        ann.field("Mute").click();
        ann.button("Until I unmute it").click();
        assertThat(ann.page().locator(".row__muted")).isVisible();
    }

    @Test
    void oneComesInByALinkWithAPreview() {
        var ann = person("Ann Lee");
        var bob = person("Bob Marsh");
        long choir = ann.api().gather("Choir");
        ann.api().change(choir, new JsonObject().put("about", "Songs of *old*\n- and new"));
        openInfo(ann, choir, "Invite links");
        ann.button("Create link").click();
        var link = ann.field("Invite link").inputValue();
        assertThat(ann.page().locator(".qr")).isVisible();
        assertThat(ann.text("used 0 times")).isVisible();

        var stranger = person("Dora Gray");
        stranger.page().navigate(link);
        assertThat(stranger.text("You are invited to join a group or channel.")).isVisible();
        bob.enter(link.substring(link.indexOf("/#")));
        assertThat(bob.page().locator(".offer__name")).hasText("Choir");
        assertThat(bob.page().locator(".offer__about em")).hasText("old");
        assertThat(bob.page().locator(".offer__about li")).hasText("and new");
        bob.photograph("invited-wide-light");
        bob.button("Join").click();
        assertThat(bob.page().locator(".talk-head__name")).hasText("Choir");
        assertThat(ann.page().locator(".happened").last()).hasText("Bob Marsh joined");

        ann.page().locator("[aria-label^='Revoke the link']").click();
        assertThat(ann.text("None yet.")).isVisible();
        var carla = person("Carla Diaz").expecting("404").enter(link.substring(link.indexOf("/#")));
        assertThat(carla.text("This link no longer works")).isVisible();
    }

    @Test
    void whoAsksToJoinIsLetInByAnAdmin() {
        var ann = person("Ann Lee");
        var bob = person("Bob Marsh");
        long choir = ann.api().gather("Choir");
        var token = ann.api()
                .rest()
                .post("/api/groups/" + choir + "/invites", new JsonObject().put("approval", true))
                .expect(201)
                .body()
                .getJsonObject("invite")
                .getString("token");
        ann.enter(choir).page().evaluate(NOTE_WORDS);
        bob.enter("/#/join/" + token);
        bob.button("Ask to join").click();
        ann.page().waitForFunction("() => window.words.includes('Bob Marsh would like to join Choir.')");
        assertThat(bob.text("You have asked to join")).isVisible();

        ann.page().locator(".talk-head__info").click();
        assertThat(ann.page().locator(".dot")).hasCount(1);
        ann.button("Requests to join New").click();
        assertThat(ann.button("Let Bob Marsh in")).isVisible();
        back(ann);
        assertThat(ann.page().locator(".dot")).hasCount(0);

        ann.page().reload();
        assertThat(ann.page().locator(".pinned__text")).hasText("Bob Marsh");
        ann.photograph("group-asked-wide-light");
        ann.page().locator(".pinned__one").click();
        ann.button("Let Bob Marsh in").click();
        assertThat(ann.text("No requests")).isVisible();
        ann.page().keyboard().press("Escape");
        assertThat(ann.page().locator(".pinned__one")).hasCount(0);
        assertThat(bob.page().locator(".talk-head__name")).hasText("Choir");
        assertThat(bob.page().getByRole(AriaRole.DIALOG)).hasCount(0);
    }

    @Test
    void aGroupIsDeletedForAll() {
        var bob = person("Bob Marsh").signUp();
        var ann = person("Ann Lee");
        long choir = ann.api().gather("Choir", bob.api());
        bob.enter(choir);
        openInfo(ann, choir, "Delete group");
        ann.button("Delete for everyone").click();

        assertThat(ann.page().locator(".row")).hasCount(0);
        assertThat(bob.page().locator(".row")).hasCount(0);
        assertThat(bob.page().getByRole(AriaRole.DIALOG)).hasCount(0);
    }

    @ParameterizedTest
    @CsvSource({"wide,en-GB", "phone,zh-CN", "phone,en-GB"})
    void thePagesFit(String size, String locale) {
        var bob = person("Bob Marsh").signUp();
        var carla = person("Carla Diaz").signUp();
        var ann = person("Ann Lee", options(size).setLocale(locale));
        long choir = ann.api().gather("Choir of the old town", bob.api(), carla.api());
        ann.api().change(choir, new JsonObject().put("about", "Rehearsals on Tuesdays at seven."));
        ann.api().make(choir, bob.api(), "admin");
        var look = "-" + locale.substring(0, 2);
        ann.enter(choir);
        ann.page().locator(".talk-head__info").click();
        assertThat(ann.page().locator(".offer__about")).isVisible();
        examine(ann, "group-info" + look, size);
        var choices = ann.page().locator(".choices .choice");
        choices.nth(0).click();
        assertThat(choices).hasCount(3);
        examine(ann, "group-members" + look, size);
        choices.nth(1).click();
        assertThat(choices).hasCount(7);
        examine(ann, "group-member" + look, size);
        ann.page().locator(".dialog__head button").first().click();
        assertThat(choices).hasCount(3);
        ann.page().locator(".dialog__head button").first().click();
        choices.nth(3).click();
        ann.page().locator(".button--wide").click();
        assertThat(ann.page().locator(".qr")).isVisible();
        assertThat(ann.page().locator(".person")).hasCount(1);
        examine(ann, "group-links" + look, size);
        ann.page().locator(".dialog__head button").first().click();
        choices.nth(7).click();
        assertThat(ann.page().locator(".switch").first()).isVisible();
        examine(ann, "group-rules" + look, size);
    }

    private static Browser.NewContextOptions options(String size) {
        return size.equals("phone") ? phone() : wide();
    }

    private static void openInfo(Person person, long group, String page) {
        person.enter(group);
        person.page().locator(".talk-head__info").click();
        person.page()
                .getByRole(AriaRole.DIALOG)
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(page).setExact(true))
                .click();
    }

    private static void back(Person person) {
        person.page().locator(".dialog__head--back button").first().click();
    }

    private static Locator member(Person person, String name) {
        return person.page().locator(".choices .choice", new Page.LocatorOptions().setHasText(name));
    }

    private static FilePayload picture() {
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new FilePayload("choir.png", "image/png", bytes.toByteArray());
    }
}
