package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Writing: input methods, emoji, long texts, drafts, and what becomes of messages that do not go. */
class WritingPagesIT extends BrowserTest {
    @Test
    void anInputMethodThatComposesNeverSends() {
        var talk = talk("安娜", "Bob Marsh");
        var ann = talk.open();
        var keyboard = ann.page().context().newCDPSession(ann.page());
        ann.composer().focus();

        keyboard.send("Input.imeSetComposition", composition("ni hao"));
        assertThat(ann.composer()).hasValue("ni hao");
        keyboard.send("Input.dispatchKeyEvent", enter("rawKeyDown"));
        keyboard.send("Input.dispatchKeyEvent", enter("keyUp"));
        assertThat(ann.composer()).hasValue("ni hao");
        keyboard.send("Input.insertText", text("你好"));
        assertThat(ann.composer()).hasValue("你好");
        assertThat(ann.page().locator(".bubble")).hasCount(0);

        ann.composer().press("Enter");
        ann.sees("你好");
        assertThat(ann.composer()).hasValue("");
    }

    @Test
    void emojiArePickedFromAPanelThatIsFetchedWhenItIsWanted() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person();
        var fetched = Collections.synchronizedList(new ArrayList<String>());
        ann.page().onRequest(request -> fetched.add(request.url()));
        talk.open();
        assertThat(fetched).noneMatch(url -> url.contains("/vendor/emoji-"));

        ann.button("Emoji").click();
        ann.page().getByPlaceholder("Search emoji").fill("pizza");
        ann.page().locator("[data-emoji]").first().click();
        assertThat(ann.composer()).hasValue("🍕");
        ann.composer().press("Escape");
        assertThat(ann.page().locator(".emoji-panel")).hasCount(0);
        ann.composer().press("Enter");

        assertThat(ann.page().locator(".bubble--big")).containsText("🍕");
        ann.button("Emoji").click();
        assertThat(ann.page().locator(".emoji-panel__title").first()).hasText("Frequently used");
        assertThat(ann.page().locator("[data-emoji]").first()).hasText("🍕");
        ann.page().keyboard().press("ArrowDown");
        ann.page().keyboard().press("Enter");
        assertThat(ann.composer()).hasValue("🍕");
        assertThat(fetched)
                .anyMatch(url -> url.contains("emoji-en.json"))
                .allMatch(url -> url.startsWith(server.url("/")));
    }

    @Test
    void emojiThatCouldNotBeFetchedAreFetchedAgainOnRequest() {
        var ann = talk("Ann Lee", "Bob Marsh").open().expecting("emoji-en.json");
        ann.page().route("**/vendor/emoji-en.json", Route::abort);
        ann.button("Emoji").click();
        var panel = ann.page().locator(".emoji-panel");
        assertThat(panel.getByRole(AriaRole.ALERT)).containsText("The emoji could not be loaded.");
        ann.photograph("emoji-failed");

        ann.page().unroute("**/vendor/emoji-en.json");
        panel.getByText("Try again").click();
        panel.locator("[data-emoji]").first().click();
        assertThat(ann.composer()).not().hasValue("");
    }

    @Test
    void onAPhoneThePanelStandsInThePlaceOfTheKeyboard() {
        var talk = talk("Ann Lee", "Bob Marsh", phone());
        var ann = talk.person();
        for (int i = 0; i < 12; i++) {
            talk.mine().write(talk.conversation(), "line " + i + "\n\n\nof many");
        }
        talk.open();
        ann.sees("line 11");
        ann.composer().tap();
        assertThat(ann.composer()).isFocused();

        ann.button("Emoji").tap();
        ann.page().locator("[data-emoji]").first().tap();
        ann.page().locator("[data-emoji]").first().tap();

        assertThat(ann.composer()).not().isFocused();
        assertThat(ann.composer()).hasValue("😀😀");
        ann.photograph("emoji-phone-light");
        assertThat(ann.bubble("line 11")).isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(1));
        ann.page().touchscreen().tap(195, 80);
        assertThat(ann.page().locator(".emoji-panel")).hasCount(0);
        assertThat(ann.composer()).not().isFocused();

        ann.button("Emoji").tap();
        ann.button("Emoji").tap();
        assertThat(ann.composer()).isFocused();
    }

    @Test
    void enterTakesTheFirstEmojiThatWasFound() {
        var ann = talk("Ann Lee", "Bob Marsh").open();
        ann.button("Emoji").click();
        var search = ann.page().getByPlaceholder("Search emoji");
        search.fill("no such thing");
        assertThat(ann.text("No emoji found")).isVisible();
        search.press("Enter");
        assertThat(ann.composer()).hasValue("");

        search.fill("heart");
        assertThat(ann.page().locator("[data-emoji]").first()).hasText("❤️");
        search.fill("pizza");
        assertThat(ann.page().locator("[data-emoji]").first()).hasText("🍕");
        search.press("Enter");

        assertThat(ann.composer()).hasValue("🍕");
    }

    @Test
    void shortcodesBecomeEmoji() {
        var ann = talk("Ann Lee", "Bob Marsh").open();

        ann.composer().pressSequentially("well done :tada:");
        assertThat(ann.composer()).hasValue("well done 🎉");
        ann.composer().pressSequentially(" :heart_e");
        assertThat(ann.page().locator(".completion__choice").first()).containsText(":heart_eyes:");
        ann.composer().press("Enter");
        assertThat(ann.composer()).hasValue("well done 🎉 😍 ");
        assertThat(ann.page().locator(".bubble")).hasCount(0);

        ann.composer().pressSequentially("at 10:30 :heart_e");
        assertThat(ann.page().locator(".completion__choice").first()).isVisible();
        ann.composer().press("Escape");
        assertThat(ann.page().locator(".completion")).hasCount(0);
        ann.composer().press("Enter");
        ann.sees("well done 🎉 😍 at 10:30 :heart_e");
    }

    @Test
    void aPastedTextThatIsTooLongIsKeptAndGoesAsSeveral() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.open();
        ann.allow("clipboard-read", "clipboard-write");
        var words = "a long word ".repeat(2_000).strip();
        ann.page().evaluate("text => navigator.clipboard.writeText(text)", words);
        ann.composer().press("Control+V");
        assertThat(ann.text("23,999 of 10,000 characters")).isVisible();
        assertThat(ann.button("Send")).isDisabled();

        ann.page().reload();
        assertThat(ann.composer()).hasValue(words);
        ann.button("Send as 3 messages").click();

        assertThat(ann.page().locator(".bubble")).hasCount(3);
        assertThat(ann.page().locator(".tick--sent")).not().hasCount(0);
        assertThat(String.join(" ", ann.texts())).isEqualTo(words);
        assertThat(ann.composer()).hasValue("");
    }

    @Test
    void whatCanWaitIsNotDoneWithEachKeyOfALongText() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person();
        ann.page().clock().install();
        talk.open();
        ann.page().evaluate("""
                () => {
                  window.kept = 0;
                  const { setItem } = Storage.prototype;
                  Storage.prototype.setItem = function (key, text) {
                    if (key.startsWith('webim.draft')) window.kept++;
                    setItem.call(this, key, text);
                  };
                }
                """);
        ann.composer().fill("a long word ".repeat(4_000));
        assertThat(ann.text("47,999 of 10,000 characters")).isVisible();
        // Browsers lay a long text out anew with each key where they are to find its direction.
        assertThat(ann.composer()).not().hasAttribute("dir", "auto");
        ann.page().clock().pauseAt(((Number) ann.page().evaluate("Date.now() + 60_000")).longValue());
        var kept = ann.page().evaluate("window.kept");

        ann.page().keyboard().type("some");
        assertThat(ann.composer()).hasValue(java.util.regex.Pattern.compile("some$"));
        assertThat(ann.page().evaluate("window.kept")).isEqualTo(kept);
        assertThat(ann.button("Send as 5 messages")).isDisabled();

        ann.page().clock().runFor(1_000);
        assertThat(ann.text("48,004 of 10,000 characters")).isVisible();
        assertThat(ann.page().evaluate("window.kept")).isEqualTo((int) kept + 1);
        assertThat(ann.button("Send as 5 messages")).isEnabled();
    }

    @Test
    void eachConversationKeepsItsOwnDraft() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var cid = person("Cid Kay");
        talk.mine().add(cid.signUp().username());
        var ann = talk.open();
        ann.composer().fill("half a word to Bob");

        ann.open(cid);
        assertThat(ann.composer()).hasValue("");
        assertThat(ann.row(talk.other())).containsText("Draft: half a word to Bob");
        ann.composer().fill("and to Cid");
        ann.page().reload();

        assertThat(ann.composer()).hasValue("and to Cid");
        ann.open(talk.other());
        assertThat(ann.composer()).hasValue("half a word to Bob");
        assertThat(ann.row(cid)).containsText("Draft: and to Cid");
        ann.composer().fill("");
        ann.open(cid);
        assertThat(ann.row(talk.other())).not().containsText("Draft:");
    }

    @Test
    void aRefusedMessageCanBeTriedAgainOrDeleted() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.open();
        ann.goOffline();
        ann.write("first try").write("never mind");
        ann.seesTick("never mind", "Waiting to be sent");
        talk.mine().block(talk.theirs());

        ann.setOffline(false);
        assertThat(ann.page().locator(".failed")).hasCount(2);
        assertThat(ann.page().locator(".failed").first()).containsText("Not sent: You have blocked this person.");
        ann.photograph("refused-wide-light");

        ann.button("Unblock").click();
        assertThat(ann.composer()).isVisible();
        failed(ann, 0).getByText("Try again").click();
        ann.seesTick("first try", "Sent");
        failed(ann, 0).getByText("Delete").click();
        assertThat(ann.page().locator(".failed")).hasCount(0);
        assertThat(ann.bubble("never mind")).hasCount(0);
        assertThat(ann.texts()).containsExactly("first try");
    }

    @Test
    void whatWaitsCanStillBeTakenBack() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.open();
        ann.goOffline();
        ann.write("to be kept").write("to be taken back");
        ann.choose("to be taken back", "Delete");
        assertThat(ann.bubble("to be taken back")).hasCount(0);

        ann.setOffline(false);

        ann.seesTick("to be kept", "Sent");
        var stored = server.query("SELECT text FROM message WHERE conversation_id = " + talk.conversation());
        assertThat(stored.stream().map(row -> row.getString(0))).containsExactly("to be kept");
    }

    @Test
    void shiftEnterBreaksTheLineAndEnterDuringCompositionDoesNotSend() {
        var ann = talk("Ann Lee", "Bob Marsh").open();
        ann.composer().pressSequentially("first");
        ann.composer().press("Shift+Enter");
        ann.composer().pressSequentially("second");
        ann.composer().dispatchEvent("keydown", Map.of("key", "Enter", "isComposing", true));
        ann.composer().dispatchEvent("keydown", Map.of("key", "Enter", "keyCode", 229));
        assertThat(ann.composer()).hasValue("first\nsecond");

        ann.composer().press("Enter");

        ann.seesTick("second", "Sent");
        assertThat(ann.texts()).containsExactly("first\nsecond");
        assertThat(ann.composer()).hasValue("");
    }

    @Test
    void onATouchScreenEnterBreaksTheLineAndTheButtonSends() {
        var talk = talk("Ann Lee", "Bob Marsh", phone());
        var ann = talk.open();
        assertThat(ann.composer()).hasAttribute("enterkeyhint", "enter");
        ann.composer().tap();
        ann.composer().pressSequentially("first");
        ann.composer().press("Enter");
        ann.composer().pressSequentially("second");
        assertThat(ann.composer()).hasValue("first\nsecond");

        ann.button("Send").tap();

        ann.seesTick("second", "Sent");
        assertThat(ann.texts()).containsExactly("first\nsecond");
        assertThat(ann.composer()).isFocused();
        ann.composer().pressSequentially("with keys");
        ann.composer().press("Control+Enter");
        ann.seesTick("with keys", "Sent");
    }

    @Test
    void whatIsTypedAfterAClickOnAMessageIsNotLost() {
        var ann = talk("Ann Lee", "Bob Marsh").open().write("press here");
        ann.bubble("press here").click();
        assertThat(ann.composer()).not().isFocused();

        ann.page().keyboard().type("lost?");

        assertThat(ann.composer()).hasValue("lost?");
        assertThat(ann.page().locator(".dialog")).hasCount(0);
    }

    @Test
    void aDraftWaitsInItsConversation() {
        var ann = talk("Ann Lee", "Bob Marsh").open();
        ann.composer().fill("half a sent");
        ann.page().reload();

        assertThat(ann.composer()).hasValue("half a sent");
        ann.composer().press("Enter");
        ann.seesTick("half a sent", "Sent");
    }

    private static Locator failed(Person person, int index) {
        return person.page().locator(".failed").nth(index);
    }

    private static JsonObject composition(String text) {
        var arguments = text(text);
        arguments.addProperty("selectionStart", text.length());
        arguments.addProperty("selectionEnd", text.length());
        return arguments;
    }

    private static JsonObject text(String text) {
        return text("text", text);
    }

    private static JsonObject text(String name, String value) {
        var arguments = new JsonObject();
        arguments.addProperty(name, value);
        return arguments;
    }

    /** How long the thread of the page has worked, whatever else the machine does. */
    /** As an input method lets it through: the key is Enter, its code that of a key which is being processed. */
    private static JsonObject enter(String type) {
        var arguments = new JsonObject();
        arguments.addProperty("type", type);
        arguments.addProperty("key", "Enter");
        arguments.addProperty("code", "Enter");
        arguments.addProperty("windowsVirtualKeyCode", 229);
        return arguments;
    }
}
