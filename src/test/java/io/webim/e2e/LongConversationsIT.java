package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.webim.e2e.Past.line;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.MouseButton;
import io.webim.Counts;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Conversations that are longer than the screen. */
class LongConversationsIT extends BrowserTest {
    private static final int MOST_ROWS = 200;

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
        Past.fill(server, talk, 350);
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
        Past.fill(server, talk, 100_000);
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
        Past.fill(server, talk, 20_000);
        server.query("UPDATE conversation_member SET read_seq = 10000 WHERE conversation_id = " + talk.conversation());
        Counts.of(server, talk.conversation());

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
    void aConversationOpensAtTheFirstUnreadMessage() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "line ", 1, 60);
        talk.mine().read(talk.conversation(), 20);
        var ann = talk.person().enter();
        assertThat(ann.badge(talk.other())).hasText("40");

        ann.open(talk.other());

        assertThat(ann.page().locator(".new-line")).isInViewport();
        assertThat(ann.bubble("line 021")).isInViewport();
        assertThat(ann.bubble("line 060")).not().isInViewport();
    }

    @Test
    void whoReadsOlderMessagesIsNotMovedByANewOne() {
        var talk = talk("Ann Lee", "Bob Marsh");
        Past.fill(server, talk, 90);
        var ann = talk.open().sees(line(90));
        ann.page().locator(".scroller").evaluate("element => element.scrollTop = element.scrollHeight / 2");
        assertThat(ann.button("Jump to the newest message")).isVisible();
        var before = Place.of(ann);

        talk.theirs().write(talk.conversation(), "news at the end");

        assertThat(ann.page().locator(".to-newest .badge")).hasText("1");
        before.isHeldFor(ann);
        ann.button("Jump to the newest message").click();
        assertThat(ann.bubble("news at the end")).isInViewport();
    }

    @Test
    void whoLeavesTheEndIsNotTakenBackByWhatChangesAtThatMoment() {
        var talk = talk("Ann Lee", "Bob Marsh");
        Past.fill(server, talk, 90);
        var ann = talk.open().sees(line(90));
        ann.bubble(line(90)).click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
        var select = ann.page().getByText("Select", new Page.GetByTextOptions().setExact(true));
        assertThat(select).isVisible();

        // Before the browser tells of the scrolling, as it does with the next picture.
        select.evaluate("button => { const scroller = document.querySelector('.scroller');"
                + " scroller.scrollTop = scroller.scrollHeight / 2; button.click(); }");

        assertThat(ann.page().getByRole(AriaRole.TOOLBAR)).isVisible();
        assertThat(ann.button("Jump to the newest message")).isVisible();
        assertThat(ann.bubble(line(90))).not().isInViewport();
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
}
