package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.webim.e2e.Screen.examine;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Voice messages: recorded, sent and listened to. The browser's microphone beeps. */
class VoicePagesIT extends BrowserTest {
    @Override
    Browser browser(Browser.NewContextOptions options) {
        return Chromium.whole();
    }

    @Test
    void aVoiceMessageIsRecordedAsLongAsTheButtonIsHeld() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var both = talk.both();
        var ann = both.get(0);
        ann.allow("microphone");
        hold(ann);
        records(ann, 2);
        assertThat(ann.page().locator(".recorder")).containsText("Slide to cancel");
        ann.page().mouse().up();

        assertThat(ann.page().locator(".recorder")).hasCount(0);
        for (var one : both) {
            assertThat(one.page().locator(".voice")).isVisible();
        }
        ann.page()
                .waitForCondition(
                        () -> ann.page().locator(".bubble .tick--pending").count() == 0);
        var message = talk.theirs().newest(talk.conversation());
        var file = message.getJsonArray("files").getJsonObject(0);
        assertThat(message.getString("kind")).isEqualTo("voice");
        assertThat(file.getLong("durationMs")).isBetween(1_000L, 60_000L);
        var peaks = Base64.getDecoder().decode(file.getString("waveform"));
        assertThat(peaks).hasSize(64);
        assertThat(file.getString("mediaType")).endsWith("/webm");
        assertThat(both.get(1).row(talk.person())).containsText("Voice message 0:0");
    }

    @Test
    void aBriefPressRecordsWithFreeHandsUntilItIsSentOrThrownAway() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person().enter(talk.conversation());
        ann.allow("microphone");
        var recorder = ann.page().locator(".recorder");
        ann.button("Record a voice message").click();
        assertThat(recorder.getByLabel("Discard")).isVisible();
        records(ann, 1);
        recorder.getByLabel("Discard").click();
        assertThat(recorder).hasCount(0);
        assertThat(ann.composer()).isFocused();
        assertThat(ann.page().locator(".voice")).hasCount(0);

        ann.button("Record a voice message").click();
        records(ann, 1);
        ann.button("Send voice message").click();
        assertThat(ann.page().locator(".voice")).isVisible();
    }

    @Test
    void aTapOfAFingerRecordsWithFreeHandsThoughTheButtonThatSendsStandsThereThen() {
        var talk = talk("Ann Lee", "Bob Marsh", phone());
        var ann = talk.person().enter(talk.conversation());
        ann.allow("microphone");
        for (var then : List.of("Discard", "Send voice message")) {
            new Finger(ann.page()).on(ann.button("Record a voice message")).lifts();
            records(ann, 1);
            new Finger(ann.page()).on(ann.button(then)).lifts();
            assertThat(ann.page().locator(".recorder")).hasCount(0);
        }
        assertThat(ann.page().locator(".voice")).isVisible();
    }

    @Test
    void slidingAwayThrowsItAwayAndSlidingUpLocks() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person().enter(talk.conversation());
        ann.allow("microphone");
        var mouse = ann.page().mouse();
        var box = hold(ann);
        records(ann, 1);
        mouse.move(box.x - 140, box.y);
        assertThat(ann.page().locator(".recorder")).hasCount(0);
        mouse.up();
        assertThat(ann.page().locator(".voice")).hasCount(0);

        box = hold(ann);
        records(ann, 1);
        mouse.move(box.x, box.y - 120);
        assertThat(ann.page().locator(".recorder--locked")).isVisible();
        mouse.up();
        assertThat(ann.page().locator(".recorder--locked")).isVisible();
        ann.page().keyboard().press("Escape");
        assertThat(ann.page().locator(".recorder")).hasCount(0);
        assertThat(ann.page().locator(".voice")).hasCount(0);
    }

    @Test
    void whoGoesElsewhereFindsTheRecordingReadyToBeSent() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var carla = person("Carla Diaz").signUp();
        talk.mine().add(carla.username());
        var ann = talk.person().enter(talk.conversation());
        ann.allow("microphone");
        ann.button("Record a voice message").click();
        records(ann, 2);

        ann.open(carla);
        assertThat(ann.page().locator(".recorder, .tray")).hasCount(0);
        assertThat(ann.row(talk.other())).containsText("Draft");
        ann.open(talk.other());
        var tray = ann.page().locator(".tray__item");
        assertThat(tray).containsText("Voice message 0:0");
        ann.photograph("voice-kept");
        ann.page().reload();
        assertThat(tray).containsText("Voice message 0:0");
        ann.button("Send").click();

        assertThat(tray).hasCount(0);
        assertThat(ann.page().locator(".voice")).isVisible();
        ann.page()
                .waitForCondition(
                        () -> ann.page().locator(".bubble .tick--pending").count() == 0);
        var message = talk.theirs().newest(talk.conversation());
        var file = message.getJsonArray("files").getJsonObject(0);
        assertThat(message.getString("kind")).isEqualTo("voice");
        assertThat(file.getLong("durationMs")).isBetween(1_000L, 60_000L);
        assertThat(Base64.getDecoder().decode(file.getString("waveform"))).hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void onAPhoneTheWayBackKeepsIt(boolean arrow) {
        var talk = talk("Ann Lee", "Bob Marsh", phone());
        var ann = talk.person().enter().open(talk.other());
        ann.allow("microphone");
        new Finger(ann.page()).on(ann.button("Record a voice message")).lifts();
        records(ann, 1);

        if (arrow) {
            ann.button("Back to the list").click();
            ann.open(talk.other());
        } else {
            ann.page().goBack();
        }
        assertThat(ann.page().locator(".recorder")).hasCount(0);
        assertThat(ann.page().locator(".tray__item")).containsText("Voice message 0:0");
        ann.photograph("voice-kept-phone");
    }

    @Test
    void whoClosesThePageMeanwhileIsAsked() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person().enter(talk.conversation());
        ann.allow("microphone");
        var asked = new ArrayList<String>();
        ann.page().onDialog(dialog -> {
            asked.add(dialog.type());
            dialog.dismiss();
        });
        ann.button("Record a voice message").click();
        records(ann, 1);

        ann.page().close(new Page.CloseOptions().setRunBeforeUnload(true));
        ann.page().waitForCondition(() -> !asked.isEmpty());
        assertThat(asked).containsExactly("beforeunload");
        records(ann, 2);
        ann.page().locator(".recorder").getByLabel("Discard").click();
        assertThat(ann.page().locator(".recorder")).hasCount(0);
        ann.page().reload();
        assertThat(ann.composer()).isVisible();
        assertThat(asked).hasSize(1);
    }

    @Test
    void allOfItIsDoneWithTheKeyboard() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person().enter(talk.conversation());
        ann.allow("microphone");
        ann.button("Record a voice message").press("Enter");
        assertThat(ann.button("Send voice message")).isFocused();
        // Long enough to be seen playing by one who looks once a second.
        records(ann, 3);
        ann.page().keyboard().press("Enter");
        var play = ann.page().locator(".voice__play");
        assertThat(play).isVisible();
        ann.page()
                .waitForCondition(
                        () -> ann.page().locator(".bubble .tick--pending").count() == 0);
        play.press("Enter");
        assertThat(play).hasAttribute("aria-label", "Pause");
        play.press("Enter");
        assertThat(play).not().hasAttribute("aria-label", "Pause");
        var place = ann.page().getByRole(com.microsoft.playwright.options.AriaRole.SLIDER);
        place.press("Home");
        assertThat(place).hasAttribute("aria-valuenow", "0");
    }

    @Test
    void whereTheMicrophoneIsNotAllowedThatIsSaid() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person().enter(talk.conversation());
        ann.button("Record a voice message").click();
        assertThat(ann.text("webim has no access to the microphone.")).isVisible();
        assertThat(ann.page().locator(".recorder")).hasCount(0);
    }

    @Test
    void voiceMessagesArePlayedOneAfterTheOtherAndFaster() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person().enter();
        var sound = Recorded.sound(ann.page());
        for (int i = 0; i < 2; i++) {
            talk.theirs().send(talk.conversation(), "", talk.theirs().uploadVoice(sound, 1_000));
        }
        ann.open(talk.other());
        var voices = ann.page().locator(".voice__play");
        assertThat(voices).hasCount(2);
        ann.page().evaluate("""
                () => {
                  window.played = [];
                  const note = () => document.querySelectorAll('.voice__play').forEach((one, i) =>
                    one.getAttribute('aria-label') === 'Pause' && !window.played.includes(i) && window.played.push(i));
                  new MutationObserver(note).observe(document.body, { attributes: true, subtree: true, childList: true });
                }
                """);
        ann.page().locator(".voice__rate").first().click();
        assertThat(ann.page().locator(".voice__rate").last()).hasText("1.5×");
        var waiting = voices.first().getAttribute("aria-label");
        voices.first().click();
        ann.until("async () => window.played.join() === '0,1'");
        assertThat(voices.first()).hasAttribute("aria-label", waiting);
        assertThat(voices.last()).hasAttribute("aria-label", waiting);
    }

    @ParameterizedTest
    @CsvSource({"wide,en-GB", "phone,zh-CN"})
    void voiceFits(String size, String locale) {
        var phone = size.equals("phone");
        var talk = talk("Ann Lee", "Mara Sol", (phone ? phone() : wide()).setLocale(locale));
        var ann = talk.person().enter("/");
        ann.allow("microphone");
        var sound = Recorded.sound(ann.page());
        talk.theirs().send(talk.conversation(), "", talk.theirs().uploadVoice(sound, 12_400));
        talk.mine().send(talk.conversation(), "", talk.mine().uploadVoice(sound, 64_000));
        talk.mine().write(talk.conversation(), "👂");
        ann.page().navigate("/#/chats/" + talk.conversation());
        assertThat(ann.page().locator(".voice")).hasCount(2);
        examine(ann, "voice-talk-" + locale.substring(0, 2), size);

        ann.page().locator(".composer__mic").click();
        records(ann, 1);
        examine(ann, "voice-recording-" + locale.substring(0, 2), size);
        ann.page().locator(".recorder__stop").click();
        if (!phone) {
            hold(ann);
            records(ann, 1);
            Screen.fits(ann, "voice-held-wide");
            ann.page().mouse().up();
        }
    }

    /** Puts the mouse down on the button, in the middle of which it is. */
    private static com.microsoft.playwright.options.BoundingBox hold(Person person) {
        var button = person.page().locator(".composer__mic");
        assertThat(button).isVisible();
        var box = button.boundingBox();
        box.x += box.width / 2;
        box.y += box.height / 2;
        person.page().mouse().move(box.x, box.y);
        person.page().mouse().down();
        return box;
    }

    /** Until so many seconds are recorded. */
    private static void records(Person person, int seconds) {
        Locator time = person.page().locator(".recorder__time");
        person.page().waitForCondition(() -> time.count() == 1 && seconds(time.textContent()) >= seconds);
    }

    private static int seconds(String time) {
        var parts = time.split(":");
        return Integer.parseInt(parts[0]) * 60 + Integer.parseInt(parts[1]);
    }
}
