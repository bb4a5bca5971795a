package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is told as read was before somebody's eyes; and where one was reading one reads on. */
class ReadMarksIT extends BrowserTest {
    private static final String TWO_FRAMES =
            "() => new Promise(go => requestAnimationFrame(() => requestAnimationFrame(() => go())))";
    private static final String LOOK_AWAY =
            "() => { document.hasFocus = () => false; dispatchEvent(new Event('blur')); }";
    private static final String LOOK_BACK = "() => { delete document.hasFocus; dispatchEvent(new Event('focus')); }";

    /** The upper line on the screen, and how far below the edge it stands. */
    private static final String PLACE = """
            () => {
              const edge = document.querySelector('.scroller').getBoundingClientRect().top;
              const rows = [...document.querySelectorAll('[data-seq]')];
              const upper = rows.find((row) => row.getBoundingClientRect().bottom > edge);
              return upper ? `${upper.dataset.seq} at ${Math.round(upper.getBoundingClientRect().top - edge)}` : 'none';
            }
            """;

    @Test
    void whoReadsFurtherUpHasNotReadWhatComes() {
        var talk = talk("Ann Lee", "Bob Marsh");
        Past.fill(server, talk, 90);
        var ann = talk.open().sees(Past.line(90));
        ann.page().locator(".scroller").evaluate("element => { element.scrollTop -= 2 * element.clientHeight }");
        assertThat(ann.page().locator(".to-newest")).isVisible();
        ann.page().clock().install();

        talk.theirs().write(talk.conversation(), "out of sight");
        assertThat(ann.badge(talk.other())).hasText("1");
        aMinutePasses(ann);

        assertThat(ann.badge(talk.other())).hasText("1");
        assertThat(readByAnn(talk)).isEqualTo(90);
        ann.button("Jump to the newest message").click();
        assertThat(ann.badge(talk.other())).hasCount(0);
        untilReadByAnn(talk, 91);
    }

    @Test
    void ofManyUnreadOnesThoseOnTheScreenAreReadAndTheRestStaysUnread() {
        var talk = unread(60);
        var ann = talk.open();
        assertThat(ann.bubble("line 001")).isInViewport();
        ann.page().waitForFunction("() => Number(document.querySelector('.row .badge')?.textContent) < 60");
        ann.page().setViewportSize(1_280, heightWithTheEdgeOfALine(ann));
        ann.page().clock().install();
        aMinutePasses(ann);

        int shown = ((Number) ann.page().evaluate("""
                () => {
                  const { bottom } = document.querySelector('.scroller').getBoundingClientRect();
                  const below = (row) => row.getBoundingClientRect().top + row.offsetHeight / 2 > bottom;
                  return [...document.querySelectorAll('[data-seq]')].findIndex(below);
                }
                """)).intValue();
        assertThat(shown).isBetween(5, 30);
        assertThat(ann.badge(talk.other())).hasText(Integer.toString(60 - shown));
        assertThat(ann.page().locator(".to-newest .badge")).hasText(Integer.toString(60 - shown));
        untilReadByAnn(talk, shown);
    }

    /** How high the page is to be for no more than the edge of the lowest line to be seen. */
    private static int heightWithTheEdgeOfALine(Person person) {
        return ((Number) person.page().evaluate("""
                        () => {
                          const { bottom } = document.querySelector('.scroller').getBoundingClientRect();
                          const tops = [...document.querySelectorAll('[data-seq]')].map((row) => row.getBoundingClientRect().top);
                          return Math.round(innerHeight + tops.find((top) => top > bottom) + 6 - bottom);
                        }
                        """)).intValue();
    }

    @Test
    void thePlaceAndTheLineOfNewMessagesOutliveAReloadAndVisitsElsewhere() {
        var talk = unread(60);
        var cid = person("Cid Kay");
        talk.mine().add(cid.signUp().username());
        var ann = talk.open();
        var place = placeAfterAReload(ann, 60);

        ann.open(cid).open(talk.other());
        assertThat(ann.bubble("line 005")).isVisible();
        assertThat(ann.page().evaluate(PLACE)).isEqualTo(place);
        newLineStandsBefore(ann, "line 001");

        ann.open(cid);
        talk.theirs().write(talk.conversation(), "more of it");
        ann.open(talk.other());
        assertThat(ann.bubble("line 005")).isVisible();
        assertThat(ann.page().evaluate(PLACE)).isEqualTo(place);
    }

    /** What shows files comes after the first look, and takes more room than was kept for it. */
    @Test
    void theLineOfNewMessagesStaysInSightWhenWhatIsBelowItGrows() {
        var talk = talk("Ann Lee", "Bob Marsh", phone());
        talk.theirs().write(talk.conversation(), "line ", 1, 30);
        talk.mine().read(talk.conversation(), 30);
        var files = IntStream.range(0, 10)
                .mapToObj(number -> talk.theirs()
                        .upload(
                                number + " minutes of the meeting of all neighbours in the yard.txt",
                                "text/plain",
                                Uploading.text("minutes")))
                .toArray(String[]::new);
        talk.theirs().send(talk.conversation(), "", files);

        var ann = talk.open();
        assertThat(ann.page().locator(".document")).hasCount(10);
        ann.page().evaluate(TWO_FRAMES);

        assertThat(ann.page().locator(".new-line")).isInViewport();
    }

    /** Reads on for a bit, and finds the same place and line again. */
    private static Object placeAfterAReload(Person ann, int unread) {
        assertThat(ann.page().locator(".new-line")).isInViewport();
        ann.page().waitForFunction("() => Number(document.querySelector('.row .badge')?.textContent) < " + unread);
        ann.page().locator(".scroller").evaluate("element => { element.scrollTop += 137 }");
        ann.page().evaluate(TWO_FRAMES);
        var place = ann.page().evaluate(PLACE);

        ann.page().reload();
        assertThat(ann.bubble("line 005")).isVisible();
        assertThat(ann.page().evaluate(PLACE)).isEqualTo(place);
        newLineStandsBefore(ann, "line 001");
        return place;
    }

    @Test
    void thePlaceOutlivesAReloadWhereTheDeviceHasNotKeptIt() {
        placeAfterAReload(unread(150).open(), 150);
    }

    @Test
    void theLineOfNewMessagesStandsBeforeWhatCameWhileNobodyLooked() {
        var talk = unread(1);
        var ann = talk.open();
        newLineStandsBefore(ann, "line 001");
        untilReadByAnn(talk, 1);
        talk.theirs().write(talk.conversation(), "before her eyes");
        untilReadByAnn(talk, 2);
        newLineStandsBefore(ann, "line 001");

        ann.page().evaluate(LOOK_AWAY);
        talk.theirs().write(talk.conversation(), "behind her back ", 1, 2);
        assertThat(ann.badge(talk.other())).hasText("2");
        newLineStandsBefore(ann, "behind her back 001");

        ann.page().evaluate(LOOK_BACK);
        untilReadByAnn(talk, 4);
        newLineStandsBefore(ann, "behind her back 001");
        ann.write("I am back");
        assertThat(ann.page().locator(".new-line")).hasCount(0);
    }

    @Test
    void whoHadReadEverythingOpensAtWhatCameSince() {
        var talk = unread(30);
        var cid = person("Cid Kay");
        talk.mine().add(cid.signUp().username());
        var ann = talk.open();
        assertThat(ann.page().locator(".new-line")).isInViewport();
        ann.page().locator(".scroller").press("End");
        assertThat(ann.badge(talk.other())).hasCount(0);
        ann.page().locator(".scroller").press("Home");
        assertThat(ann.bubble("line 001")).isInViewport();

        ann.open(cid);
        talk.theirs().write(talk.conversation(), "while she was away");
        assertThat(ann.badge(talk.other())).hasText("1");
        ann.open(talk.other());

        newLineStandsBefore(ann, "while she was away");
        assertThat(ann.bubble("while she was away")).isInViewport();
        assertThat(ann.badge(talk.other())).hasCount(0);
    }

    @Test
    void theKeyToTheEndReadsEverything() {
        var talk = unread(60);
        var ann = talk.open();
        assertThat(ann.bubble("line 001")).isInViewport();

        ann.page().locator(".scroller").press("End");

        assertThat(ann.bubble("line 060")).isInViewport();
        assertThat(ann.badge(talk.other())).hasCount(0);
        untilReadByAnn(talk, 60);
    }

    @Test
    void whatOneScrollsPastIsNotReadAndCanBeGoneBackTo() {
        var talk = unread(60);
        var ann = talk.open();
        assertThat(ann.bubble("line 001")).isInViewport();
        ann.page().clock().install();
        ann.page().locator(".scroller").evaluate("element => { element.scrollTop = element.scrollHeight }");
        assertThat(ann.bubble("line 060")).isInViewport();
        aMinutePasses(ann);

        assertThat(ann.badge(talk.other())).hasText(java.util.regex.Pattern.compile("[3-6]\\d"));
        assertThat(readByAnn(talk)).isLessThan(30);
        var back = ann.button("Jump to the first unread message");
        assertThat(back).isVisible();
        ann.photograph("scrolled-past-wide-light");
        back.click();
        assertThat(ann.bubble("line 060")).not().isInViewport();
        assertThat(back).hasCount(0);
        ann.button("Jump to the newest message").click();
        assertThat(ann.badge(talk.other())).hasCount(0);
        untilReadByAnn(talk, 60);
    }

    @Test
    void whoReadsOnScreenByScreenHasReadItAll() {
        var talk = unread(40);
        var ann = talk.open();
        for (int i = 4; i <= 40; i += 4) {
            ann.bubble(String.format("line %03d", i)).scrollIntoViewIfNeeded();
            int from = i;
            ann.page()
                    .waitForFunction(
                            "most => Number(document.querySelector('.row .badge')?.textContent ?? 0) <= most",
                            40 - from);
        }
        assertThat(ann.badge(talk.other())).hasCount(0);
        untilReadByAnn(talk, 40);
    }

    @Test
    void inAWindowThatNobodyLooksAtNothingIsRead() {
        var talk = unread(3);
        // On a busy machine the minute takes the time of a socket that is still being opened.
        var ann = talk.person().expectingCuts().enter();
        ann.page().clock().install();
        ann.page().evaluate(LOOK_AWAY);
        ann.open(talk.other()).sees("line 003");
        aMinutePasses(ann);
        assertThat(ann.badge(talk.other())).hasText("3");
        assertThat(readByAnn(talk)).isZero();

        ann.page().evaluate(LOOK_BACK);

        assertThat(ann.badge(talk.other())).hasCount(0);
        untilReadByAnn(talk, 3);
    }

    @Test
    void underADialogNothingIsRead() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.open();
        ann.page().clock().install();
        ann.button("Settings").click();
        assertThat(ann.page().locator("dialog[open]")).isVisible();
        talk.theirs().write(talk.conversation(), "behind the settings");
        assertThat(ann.badge(talk.other())).hasText("1");
        aMinutePasses(ann);
        assertThat(ann.badge(talk.other())).hasText("1");

        ann.page().keyboard().press("Escape");
        ann.page().clock().runFor(5_000);

        assertThat(ann.badge(talk.other())).hasCount(0);
        untilReadByAnn(talk, 1);
    }

    @Test
    void screens() {
        photograph("unread-left-wide-dark", dark(wide()));
        photograph("unread-left-phone-light", phone());
        photograph("unread-left-phone-zh-dark", dark(phone()).setLocale("zh-CN"));
    }

    private void photograph(String name, Browser.NewContextOptions options) {
        var talk = talk("Ann Lee", "Bob Marsh", options);
        talk.theirs().write(talk.conversation(), "line ", 1, 60);
        var ann = talk.person().enter(talk.conversation());
        assertThat(ann.bubble("line 001")).isInViewport();
        ann.page().locator(".scroller").evaluate("element => { element.scrollTop = element.scrollHeight }");
        assertThat(ann.page().locator(".to-newest .badge")).isVisible();
        assertThat(ann.bubble("line 060")).isInViewport();
        ann.page().emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        if (name.contains("wide")) {
            Screen.keepsNobodyOut(ann, name);
        }
        Screen.fits(ann, name);
    }

    private Talk unread(int count) {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "line ", 1, count);
        return talk;
    }

    /** However long one waits. */
    private static void aMinutePasses(Person person) {
        // What was being connected may find that it took too long.
        person.expectingCuts().page().clock().fastForward(60_000);
        person.page().clock().runFor(2_000);
        person.page().evaluate(TWO_FRAMES);
    }

    private static void newLineStandsBefore(Person person, String text) {
        assertThat(person.page().locator(".new-line + .said")).containsText(text);
    }

    private static int readByAnn(Talk talk) {
        return server.query(
                        "SELECT m.read_seq FROM conversation_member m JOIN account a ON a.id = m.user_id"
                                + " WHERE m.conversation_id = ? AND a.username = ?",
                        talk.conversation(),
                        talk.person().username())
                .get(0)
                .getInteger(0);
    }

    private static void untilReadByAnn(Talk talk, int seq) {
        talk.person().page().waitForCondition(() -> readByAnn(talk) == seq);
    }
}
