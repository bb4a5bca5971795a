package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.webim.e2e.Screen.examine;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.MouseButton;
import io.webim.chat.ForwardIT;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages that are sent on to other chats. */
class ForwardPagesIT extends BrowserTest {
    @Test
    void aMessageIsSentOnAndSaysWhereItIsFrom() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "the key is under the mat");
        var carol = person("Carol Dahl").signUp();
        talk.mine().add(carol.username());
        var ann = talk.open();

        ann.choose("under the mat", "Forward");
        pick(ann, "Carol Dahl");
        ann.answer("Forward to 1 chat");
        assertThat(ann.page().locator(".dialog")).hasCount(0);
        assertThat(ann.page().locator(".talk-head__name")).hasText("Carol Dahl");
        assertThat(ann.bubble("under the mat").locator(".bubble__origin")).hasText("Forwarded from Bob Marsh");
        carol.enter();
        carol.page().locator(".row").click();
        assertThat(carol.bubble("under the mat").locator(".bubble__origin")).hasText("Forwarded from Bob Marsh");
        ann.bubble("under the mat").click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
        assertThat(item(ann, "Reply")).isVisible();
        assertThat(item(ann, "Edit")).hasCount(0);
    }

    @Test
    void severalGoToSeveralChatsInTheirOrder() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "line ", 1, 4);
        var carol = Api.register(server, "c" + talk.person().username(), "Carol Dahl");
        long withCarol = talk.mine().add(carol.username());
        long choir = talk.mine().gather("Choir", carol);
        var ann = talk.open().sees("line 004");

        ann.choose("line 003", "Select");
        ann.bubble("line 001").click();
        ann.bubble("line 004").click();
        assertThat(ann.page().locator(".selection__count")).hasText("3 selected");
        ann.button("Forward").click();
        assertThat(ann.page().locator(".dialog__title")).hasText("Forward 3 messages");
        pick(ann, "Carol Dahl");
        pick(ann, "Choir");
        ann.answer("Forward to 2 chats");
        assertThat(ann.text("Forwarded to 2 chats.")).isVisible();
        assertThat(ann.page().locator(".selection")).hasCount(0);
        for (long id : new long[] {withCarol, choir}) {
            ann.page().navigate("/#/chats/" + id);
            assertThat(ann.page().locator(".bubble__origin")).hasCount(3);
            assertThat(ann.texts()).containsExactly("line 001", "line 003", "line 004");
        }
    }

    @Test
    void allOfItIsDoneWithTheKeyboard() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "by keyboard");
        var carol = Api.register(server, "c" + talk.person().username(), "Carol Dahl");
        talk.mine().add(carol.username());
        var ann = talk.open().sees("by keyboard");
        var keyboard = ann.page().keyboard();
        ann.bubble("by keyboard").locator("xpath=..").locator(".said__more").press("Enter");
        for (int i = 0; i < 20 && !isFocused(item(ann, "Forward")); i++) {
            keyboard.press("ArrowDown");
        }
        keyboard.press("Enter");
        assertThat(ann.page().getByPlaceholder("Search chats by name").last()).isFocused();
        keyboard.type("dahl");
        assertThat(ann.page().locator(".dialog .person")).hasCount(1);
        keyboard.press("ArrowDown");
        keyboard.press("Space");
        keyboard.press("Tab");
        assertThat(ann.button("Forward to 1 chat")).isFocused();
        keyboard.press("Enter");
        assertThat(ann.page().locator(".talk-head__name")).hasText("Carol Dahl");
        ann.sees("by keyboard");
    }

    @Test
    void whatIsSentOnWithoutANetworkWaitsLikeAnyMessageAndKeepsNoCopy() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "for later");
        talk.theirs().write(talk.conversation(), "soon gone");
        var ann = talk.open().sees("soon gone");
        // What few need in a visit is fetched when it is first wanted.
        ann.choose("for later", "Forward");
        assertThat(ann.page().locator(".dialog")).isVisible();
        ann.page().keyboard().press("Escape");
        ann.goOffline();
        for (var text : new String[] {"for later", "soon gone"}) {
            ann.choose(text, "Forward");
            pick(ann, "Bob Marsh");
            ann.answer("Forward to 1 chat");
        }
        assertThat(ann.bubble("for later").last().locator(".bubble__origin")).hasText("Forwarded from Bob Marsh");
        assertThat(tick(ann, "for later")).hasAttribute("aria-label", "Waiting to be sent");
        assertThat(ann.page().evaluate("""
                async () => {
                  const db = await new Promise(go => { indexedDB.open('webim').onsuccess = e => go(e.target.result); });
                  const all = await new Promise(go => {
                    db.transaction('outbox').objectStore('outbox').getAll().onsuccess = e => go(e.target.result);
                  });
                  db.close();
                  return JSON.stringify(all);
                }
                """).toString()).contains("forward").doesNotContain("for later");
        talk.theirs().deleteForEveryone(talk.conversation(), 2);

        ann.setOffline(false);
        ann.page().clock().fastForward("00:30");
        assertThat(tick(ann, "for later")).hasAttribute("aria-label", "Sent");
        assertThat(ann.page().locator(".failed")).containsText("This message is no longer available.");
        assertThat(ann.bubble("soon gone")).hasCount(0);
    }

    /** Whatever comes first, the refusal or what was deleted meanwhile. */
    @Test
    void whatWaitsToBeSentOnShowsNothingOfWhatIsGone() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "soon gone");
        talk.person()
                .takingSocketsOnly()
                .page()
                .routeWebSocket(Pattern.compile("/eventbus/"), ForwardPagesIT::sendNothingOn);
        var ann = talk.open().sees("soon gone");
        ann.choose("soon gone", "Forward");
        pick(ann, "Bob Marsh");
        ann.answer("Forward to 1 chat");
        assertThat(ann.bubble("soon gone")).hasCount(2);

        talk.theirs().deleteForEveryone(talk.conversation(), 1);

        assertThat(ann.bubble("soon gone")).hasCount(0);
    }

    private static void sendNothingOn(WebSocketRoute socket) {
        var server = socket.connectToServer();
        socket.onMessage(frame -> {
            if (frame.text() == null) {
                server.send(frame.binary());
            } else if (!frame.text().contains("forward")) {
                server.send(frame.text());
            }
        });
    }

    @Test
    void whatIsNoMoreIsNotOfferedNorAreChatsWhereOneMayNotWrite() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "a text");
        talk.theirs().write(talk.conversation(), "soon deleted");
        long news = talk.theirs().gather("channel", "News", talk.mine());
        talk.theirs().write(news, "read all about it");
        talk.theirs().deleteForEveryone(talk.conversation(), 2);
        var ann = talk.person().enter(talk.conversation()).sees("a text");
        ann.bubble("deleted").click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
        assertThat(item(ann, "Select")).isVisible();
        assertThat(item(ann, "Forward")).hasCount(0);
        ann.page().keyboard().press("Escape");
        ann.choose("a text", "Forward");
        assertThat(ann.page().locator(".dialog .person")).hasCount(2);
        assertThat(ann.page().locator(".dialog .person").first()).containsText("Notes to self");
        assertThat(ann.page().locator(".dialog .person").last()).containsText("Bob Marsh");
        ann.page().keyboard().press("Escape");

        ann.page().navigate("/#/chats/" + news);
        ann.choose("read all about it", "Forward");
        pick(ann, "Bob Marsh");
        ann.answer("Forward to 1 chat");
        assertThat(ann.bubble("read all about it").locator(".bubble__origin")).hasText("Forwarded from News");
    }

    @ParameterizedTest
    @CsvSource({"wide,en-GB", "wide,zh-CN", "phone,zh-CN", "phone,en-GB"})
    void forwardingFits(String size, String locale) {
        var bob = person("Bob Marsh").signUp();
        var ann = person("Ann Lee", (size.equals("phone") ? phone() : wide()).setLocale(locale));
        long choir = ann.api().gather("Choir of the old town", bob.api());
        long withBob = ann.api().add(bob.username());
        bob.api()
                .write(
                        choir,
                        "We sing the Mass in B minor this autumn, and rehearsals begin on Tuesday at seven in the small hall.");
        ann.api().write(withBob, "See you there");
        for (var name : new String[] {"Mara Lindqvist", "李小龙", "Noor Haddad"}) {
            ann.api()
                    .add(Api.register(server, "f" + name.length() + ann.username(), name)
                            .username());
        }
        ann.enter(choir);
        ann.bubble("rehearsals").click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
        assertThat(ann.page().locator(".menu")).isVisible();
        examine(ann, "forward-menu-" + locale.substring(0, 2), size);
        ann.page().locator(".menu__item").nth(size.equals("phone") ? 2 : 3).click();
        assertThat(ann.page().locator(".dialog .person")).hasCount(6);
        ann.page().locator(".dialog .pick").nth(0).check();
        ann.page().locator(".dialog .pick").nth(1).check();
        examine(ann, "forward-dialog-" + locale.substring(0, 2), size);
        ann.page().locator(".dialog .pick").nth(0).uncheck();
        ann.page().locator(".dialog .pick").nth(1).uncheck();
        pick(ann, "Bob Marsh");
        ann.page().locator(".dialog .button--main").click();
        assertThat(ann.page().locator(".bubble__origin")).hasCount(1);
        bob.api()
                .rest()
                .post("/api/conversations/" + withBob + "/messages", ForwardIT.forward(withBob, 1))
                .expect(201);
        assertThat(ann.page().locator(".bubble__origin")).hasCount(2);
        examine(ann, "forwarded-" + locale.substring(0, 2), size);
    }

    private static void pick(Person person, String name) {
        person.page()
                .getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.CHECKBOX, new Locator.GetByRoleOptions().setName(name))
                .check();
    }

    private static Locator tick(Person person, String text) {
        return person.bubble(text).last().locator(".tick");
    }

    private static boolean isFocused(Locator locator) {
        return (boolean) locator.evaluate("element => element === document.activeElement");
    }

    private static Locator item(Person person, String name) {
        return person.page()
                .getByRole(
                        AriaRole.MENUITEM,
                        new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
