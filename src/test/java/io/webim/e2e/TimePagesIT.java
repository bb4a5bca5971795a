package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A page that stays open for days, and travels: what it says of times follows the clock and the zone. */
class TimePagesIT extends BrowserTest {
    private static final Pattern CLOCK = Pattern.compile("\\d{2}:\\d{2}");

    @Test
    void daysAndTimesGrowOlderOnAPageThatStaysOpen() {
        var talk = talk(person("Ann Lee", wide().setTimezoneId(whereItIsNoon(0))), person("Bob Marsh"));
        var bob = talk.other();
        wasHere(bob);
        talk.theirs().write(talk.conversation(), "good morning");
        var ann = talk.person().expectingCuts();
        ann.page().clock().install();
        ann.enter(talk.conversation()).sees("good morning");
        var state = ann.page().locator(".talk-head__state");
        assertThat(state).hasText("last seen just now");
        assertThat(ann.page().locator(".day")).hasText("Today");
        assertThat(ann.row(bob).locator("time")).hasText(CLOCK);

        ann.page().clock().fastForward("00:02:00");
        assertThat(state).hasText(Pattern.compile("last seen today at \\d{2}:\\d{2}"));

        ann.page().clock().fastForward("24:00:00");
        assertThat(ann.page().locator(".day")).hasText("Yesterday");
        assertThat(ann.row(bob).locator("time")).hasText("Yesterday");
        assertThat(state).hasText(Pattern.compile("last seen yesterday at \\d{2}:\\d{2}"));
        ann.photograph("a-day-later-wide-light");

        ann.page().clock().fastForward("24:00:00");
        assertThat(ann.page().locator(".day")).hasText(Pattern.compile("day \\d+ [A-Z][a-z]+$"));
        assertThat(ann.row(bob).locator("time")).hasText(Pattern.compile("[A-Z][a-z]{2}"));
        assertThat(state).hasText(Pattern.compile("last seen \\d+ [A-Z][a-z]{2} \\d{4}"));
    }

    private static void wasHere(Person person) {
        server.query(
                "INSERT INTO last_seen (user_id, at) SELECT id, UTC_TIMESTAMP(3) FROM account WHERE username = ?"
                        + " ON DUPLICATE KEY UPDATE at = VALUES(at)",
                person.username());
    }

    @Test
    void inChineseAsWell() {
        var phone = dark(phone()).setLocale("zh-CN").setTimezoneId(whereItIsNoon(0));
        var talk = talk(person("安娜", phone), person("Bob Marsh"));
        wasHere(talk.other());
        talk.theirs().write(talk.conversation(), "早上好");
        var ann = talk.person().expectingCuts();
        ann.page().clock().install();
        ann.enter(talk.conversation()).sees("早上好");
        assertThat(ann.page().locator(".day")).hasText("今天");

        ann.page().clock().fastForward("24:00:00");

        assertThat(ann.page().locator(".day")).hasText("昨天");
        assertThat(ann.page().locator(".talk-head__state")).hasText(Pattern.compile("最后上线：昨天 \\d{2}:\\d{2}"));
        ann.photograph("a-day-later-phone-zh-dark");
    }

    @Test
    void theHourIsWrittenAsTheReaderWritesIt() {
        var american = wide().setLocale("en-US").setTimezoneId(whereItIsNoon(1));
        var talk = talk(person("Ann Lee", american), person("Bob Marsh"));
        talk.theirs().write(talk.conversation(), "good afternoon");

        var time = talk.open().bubble("good afternoon").locator("time");

        assertThat(time).hasText(Pattern.compile("^[1-9]\\d?:\\d{2}\\sPM$"));
    }

    @Test
    void timesFollowTheTraveller() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "have a good journey");
        var ann = talk.person();
        var device = ann.page().context().newCDPSession(ann.page());
        // Both at once: between two looks at the clock an hour may begin.
        var here = whereItIsNoon(0);
        var there = whereItIsNoon(-3);
        travel(device, here);
        ann.enter(talk.conversation()).sees("have a good journey");
        var time = ann.bubble("have a good journey").locator("time");
        int before = hour(time.textContent());
        assertThat(ann.row(talk.other()).locator("time")).hasText(time.textContent());

        travel(device, there);
        ann.page().evaluate("() => dispatchEvent(new Event('focus'))");

        var earlier = Pattern.compile(String.format("^%02d:\\d{2}$", before - 3));
        assertThat(time).hasText(earlier);
        assertThat(time).hasAttribute("title", Pattern.compile(String.format(" %02d:\\d{2}", before - 3)));
        assertThat(ann.row(talk.other()).locator("time")).hasText(earlier);
        talk.theirs().write(talk.conversation(), "are you there?");
        assertThat(ann.bubble("are you there?").locator("time"))
                .hasText(Pattern.compile(String.format("^(%02d|%02d):", before - 3, before - 2)));
    }

    @Test
    void theDateOfADifferentZoneIsAnotherOne() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "an hour to midnight here");
        server.query("UPDATE message SET sent_at = sent_at - INTERVAL 5 HOUR WHERE conversation_id = "
                + talk.conversation());
        var ann = talk.person();
        var device = ann.page().context().newCDPSession(ann.page());
        travel(device, whereItIsNoon(0));
        ann.enter(talk.conversation()).sees("an hour to midnight");
        assertThat(ann.page().locator(".day")).hasText("Today");
        int before = hour(ann.page().locator(".bubble time").textContent());
        assertThat(before).isBetween(6, 8);

        travel(device, whereItIsNoon(-9));
        ann.page().evaluate("() => dispatchEvent(new Event('focus'))");

        assertThat(ann.page().locator(".day")).hasText("Yesterday");
        assertThat(ann.row(talk.other()).locator("time")).hasText("Yesterday");
    }

    private static void travel(CDPSession device, String zone) {
        for (var id : new String[] {"", zone}) {
            var arguments = new JsonObject();
            arguments.addProperty("timezoneId", id);
            device.send("Emulation.setTimezoneOverride", arguments);
        }
    }

    /** Or so many hours more: no test comes across midnight, whenever it runs. */
    private static String whereItIsNoon(int more) {
        int wanted = 12 - LocalTime.now(ZoneOffset.UTC).getHour() + more;
        int offset = wanted < -12 ? wanted + 24 : wanted;
        // These names count westwards.
        return offset == 0 ? "Etc/GMT" : "Etc/GMT" + (offset > 0 ? "-" + offset : "+" + -offset);
    }

    private static int hour(String clock) {
        return Integer.parseInt(clock.substring(0, 2));
    }
}
