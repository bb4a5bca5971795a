package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.KeyboardModifier;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reading: long conversations, formatted text, several messages at once. */
class ReadingPagesIT extends BrowserTest {
    private static final int MOST_ROWS = 200;
    private static final String TEN =
            "(SELECT 0 n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4"
                    + " UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)";

    /** Scrolls up by small steps; answers which lines did not move as far as the reader scrolled. */
    private static final String SCROLL_UP = """
            async ([steps, by]) => {
              const scroller = document.querySelector('.scroller');
              const frame = () => new Promise(requestAnimationFrame);
              const seen = {};
              const wrong = [];
              for (let i = 0; i < steps && !seen[1]; i++) {
                const edge = scroller.getBoundingClientRect().top;
                const rows = [...scroller.querySelectorAll('[data-seq]')];
                for (const row of rows) seen[row.dataset.seq] = row.querySelector('.bubble__text').textContent;
                const row = rows.find((one) => one.getBoundingClientRect().bottom > edge);
                const before = row?.getBoundingClientRect().top;
                const possible = Math.min(by, scroller.scrollTop);
                scroller.scrollTop -= by;
                for (let j = 0; j < 4; j++) await frame();
                const again = row && scroller.querySelector(`[data-seq="${row.dataset.seq}"]`);
                const moved = again?.getBoundingClientRect().top - before;
                if (row && !(Math.abs(moved - possible) < 2)) wrong.push(`${row.dataset.seq}: ${moved}`);
              }
              return { seen, wrong };
            }
            """;

    @Test
    void olderMessagesLoadAsOneScrollsUpAndTheLinesStayInPlace() {
        var talk = talk("Ann Lee", "Bob Marsh");
        fill(talk, 350);
        var ann = talk.open().sees("line 000350");

        var walked = (Map<?, ?>) ann.page().evaluate(SCROLL_UP, List.of(400, 120));

        assertThat((List<?>) walked.get("wrong")).isEmpty();
        var seen = new TreeMap<Integer, String>();
        ((Map<?, ?>) walked.get("seen"))
                .forEach((seq, text) -> seen.put(Integer.valueOf(seq.toString()), text.toString()));
        assertThat(seen.keySet())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 350).boxed().toList());
        seen.forEach((seq, text) -> assertThat(text).startsWith(line(seq)));
        ann.button("Jump to the newest message").click();
        assertThat(ann.bubble("line 000350")).isInViewport();
    }

    @Test
    void aHundredThousandMessagesAreAtHandWithFewOnThePage() {
        var talk = talk("Ann Lee", "Bob Marsh");
        fill(talk, 100_000);
        var ann = talk.open().sees("line 100000");
        var scroller = ann.page().locator(".scroller");
        var rows = ann.page().locator(".said");

        var walked = (Map<?, ?>) ann.page().evaluate(SCROLL_UP, List.of(60, 200));
        assertThat((List<?>) walked.get("wrong")).isEmpty();
        assertThat(rows.count()).isLessThan(MOST_ROWS);

        scroller.evaluate("element => element.scrollTop = element.scrollHeight / 2");
        seesOneOf(ann, 45_000, 55_000);
        assertThat(rows.count()).isLessThan(MOST_ROWS);

        scroller.press("Home");
        assertThat(ann.bubble("line 000001")).isInViewport();
        assertThat(ann.page().locator(".to-newest")).isVisible();
        assertThat(rows.count()).isLessThan(MOST_ROWS);

        talk.theirs().write(talk.conversation(), "news at the very end");
        assertThat(ann.page().locator(".to-newest .badge")).hasText("1");
        assertThat(ann.bubble("line 000001")).isInViewport();
        ann.button("Jump to the newest message").click();
        assertThat(ann.bubble("news at the very end")).isInViewport();
        assertThat(ann.page().locator(".to-newest")).hasCount(0);
    }

    @Test
    void farAboveTheEndOneReadsOnFromTheFirstUnread() {
        var talk = talk("Ann Lee", "Bob Marsh");
        fill(talk, 20_000);
        server.query("UPDATE conversation_member SET read_seq = 10000 WHERE conversation_id = " + talk.conversation());

        var ann = talk.open();

        assertThat(ann.bubble("line 010001")).isInViewport();
        assertThat(ann.bubble("line 009990")).not().isInViewport();
        assertThat(ann.page().locator(".said").count()).isLessThan(MOST_ROWS);
        var scroller = ann.page().locator(".scroller");
        for (int i = 0; i < 12; i++) {
            scroller.evaluate("element => { element.scrollTop += 500 }");
            ann.page().evaluate("() => new Promise(requestAnimationFrame)");
        }
        seesOneOf(ann, 10_080, 10_200);
        ann.write("my answer");
        assertThat(ann.bubble("my answer")).isInViewport();
    }

    @Test
    void whatPeopleMeanIsShownAndNothingMore() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var text = String.join(
                "\n",
                "**bold**, *slanted*, ~~gone~~ and `code`",
                "- one",
                "- two",
                "> quoted",
                "```",
                "<script>alert(1)</script>",
                "```",
                "https://example.org/a?b=c. javascript:alert(2) <img src=x onerror=alert(3)>");
        talk.theirs().write(talk.conversation(), text);

        var bubble = talk.open().page().locator(".bubble").last();

        assertThat(bubble.locator("strong")).hasText("bold");
        assertThat(bubble.locator("em")).hasText("slanted");
        assertThat(bubble.locator("s")).hasText("gone");
        assertThat(bubble.locator(":not(pre) > code")).hasText("code");
        assertThat(bubble.locator("ul li")).hasText(new String[] {"one", "two"});
        assertThat(bubble.locator("blockquote")).hasText("quoted");
        assertThat(bubble.locator("pre")).hasText("<script>alert(1)</script>");
        assertThat(bubble.locator("script, img")).hasCount(0);
        var link = bubble.locator("a");
        assertThat(link).hasCount(1);
        assertThat(link).hasAttribute("href", "https://example.org/a?b=c");
        assertThat(link).hasAttribute("target", "_blank");
        assertThat(link.getAttribute("rel")).contains("noopener");
        assertThat(talk.person().row(talk.other())).containsText("bold, slanted, gone and code one two");
    }

    @Test
    void severalMessagesAreCopiedTogether() {
        var talk = talk("Ann Lee", "Bob Marsh");
        for (int i = 1; i <= 5; i++) {
            talk.theirs().write(talk.conversation(), "note " + i);
        }
        talk.mine().write(talk.conversation(), "thanks");
        var ann = talk.open().sees("thanks");
        ann.allow("clipboard-read", "clipboard-write");

        ann.choose("note 2", "Select");
        ann.bubble("note 4").click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));
        ann.bubble("note 3").click();
        ann.bubble("thanks").click();
        assertThat(ann.page().locator(".selection__count")).hasText("3 selected");
        ann.photograph("selection-wide-light");
        toolbar(ann, "Copy").click();

        assertThat(ann.page().locator(".selection")).hasCount(0);
        assertThat(ann.page().evaluate("navigator.clipboard.readText()").toString())
                .matches("\\[.+] Bob Marsh: note 2\n\\[.+] Bob Marsh: note 4\n\\[.+] Ann Lee: thanks");
    }

    @Test
    void severalMessagesAreDeletedTogetherForEveryoneOnlyWhereAllAreMine() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "from the other side");
        for (int i = 1; i <= 4; i++) {
            talk.mine().write(talk.conversation(), "slip " + i);
        }
        var ann = talk.open().sees("slip 4");

        ann.choose("from the other side", "Select");
        ann.bubble("slip 1").click();
        toolbar(ann, "Delete").click();
        assertThat(ann.text("Delete 2 messages?")).isVisible();
        assertThat(ann.button("Delete for everyone")).hasCount(0);
        ann.answer("Delete for me");
        assertThat(ann.bubble("from the other side")).hasCount(0);
        assertThat(ann.bubble("slip 1")).hasCount(0);

        ann.choose("slip 2", "Select");
        ann.bubble("slip 3").click();
        toolbar(ann, "Delete").click();
        ann.answer("Delete for everyone");
        assertThat(ann.bubble("This message was deleted")).hasCount(2);
        ann.sees("slip 4");

        ann.choose("slip 4", "Select");
        ann.page().keyboard().press("Escape");
        assertThat(ann.composer()).isVisible();
        ann.sees("slip 4");
    }

    @Test
    void detailsTellWhenAMessageWasSentDeliveredAndRead() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.mine().write(talk.conversation(), "read by now");
        talk.theirs().read(talk.conversation(), 1);
        talk.mine().write(talk.conversation(), "not yet read");
        var ann = talk.open().seesTick("read by now", "Read");

        ann.choose("read by now", "Message details");
        var steps = ann.page().locator(".details__step");
        assertThat(steps).hasCount(3);
        for (int i = 0; i < 3; i++) {
            assertThat(steps.nth(i).locator("time")).hasText(Pattern.compile("\\d{4}.*\\d{2}:\\d{2}"));
        }
        ann.page().keyboard().press("Escape");

        ann.choose("not yet read", "Message details");
        assertThat(steps.nth(0).locator("time")).isVisible();
        assertThat(steps.nth(2)).hasText(Pattern.compile("Read\\s*Not yet"));
    }

    /** The upper line on the screen comes to be one of these. */
    private static void seesOneOf(Person person, int from, int to) {
        person.page().waitForFunction("""
                        ([from, to]) => {
                          const edge = document.querySelector('.scroller').getBoundingClientRect().top;
                          const rows = [...document.querySelectorAll('[data-seq]')];
                          const upper = rows.find((row) => row.getBoundingClientRect().bottom > edge);
                          return upper && from <= Number(upper.dataset.seq) && Number(upper.dataset.seq) <= to;
                        }
                        """, List.of(from, to));
    }

    private static Locator toolbar(Person person, String name) {
        return person.page()
                .getByRole(AriaRole.TOOLBAR)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
    }

    /** Lines that both have read, a third of them the person's own, over months; written past the server for speed. */
    private static void fill(Talk talk, int count) {
        long id = talk.conversation();
        server.query("""
                INSERT INTO message (conversation_id, seq, sender_id, sender_ordinal, client_id, text, state, sent_at)
                SELECT c.id, s.seq, IF(s.seq %% 3 = 0, c.low_user_id, c.high_user_id),
                       IF(s.seq %% 3 = 0, s.seq DIV 3, s.seq - s.seq DIV 3), UNHEX(MD5(CONCAT(c.id, '-', s.seq))),
                       CONCAT('line ', LPAD(s.seq, 6, '0'), IF(s.seq %% 7 = 0, REPEAT(' and more', s.seq %% 50), '')),
                       'msg_done', '2026-01-01' + INTERVAL s.seq * 4 MINUTE
                FROM conversation c JOIN (
                    SELECT a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n + 1 AS seq
                    FROM %s a CROSS JOIN %s b CROSS JOIN %s c CROSS JOIN %s d CROSS JOIN %s e
                ) s ON s.seq <= %d
                WHERE c.id = %d
                """.formatted(TEN, TEN, TEN, TEN, TEN, count, id));
        server.query("UPDATE conversation SET last_seq = %d, low_sent = %d, version = version + 1 WHERE id = %d"
                .formatted(count, count / 3, id));
        server.query("UPDATE conversation_member SET received_seq = %d, read_seq = %d WHERE conversation_id = %d"
                .formatted(count, count, id));
    }

    private static String line(int seq) {
        return String.format("line %06d", seq);
    }
}
