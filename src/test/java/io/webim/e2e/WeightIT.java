package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.webim.e2e.Past.line;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.WaitUntilState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** How much a first visit costs, what stands before one can act, and whether anything jumps about. */
class WeightIT extends BrowserTest {
    private static final int BUDGET = 126 * 1024;
    private static final int MOST_FILES = 6;
    private static final int MOST_FRAMES = 3;

    private static final String NOTE_SHIFTS = """
            window.shifted = 0;
            new PerformanceObserver((list) => {
              for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
            }).observe({ type: 'layout-shift', buffered: true });
            """;

    /** What the page itself has fetched, the typeface too, as it came over the line. */
    private static final String FETCHED = """
            () => {
              const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
              const bytes = (list) => list.reduce((sum, one) => sum + one.encodedBodySize, 0);
              return {
                bytes: bytes(all),
                files: new Set(all.map((one) => one.name)).size,
                elsewhere: all.filter((one) => new URL(one.name).origin !== location.origin).map((one) => one.name).join(' '),
              };
            }
            """;

    private static final Predicate<String> SCRIPTS = url -> url.contains("/app/") && url.endsWith(".js");
    private static final String PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length === 1";
    private static final String BLOCKING = """
            () => performance.getEntriesByType('resource')
              .filter((one) => one.renderBlockingStatus === 'blocking')
              .map((one) => one.name)
            """;
    private static final String INTER = """
            () => [...document.fonts].filter((face) => face.family === 'Inter').map((face) => face.status)
            """.strip();

    /** What the page does not name itself: it is fetched only after something else has come. */
    private static final String FOUND_LATE = """
            () => {
              const named = new Set([...document.querySelectorAll('link, script')].map((one) => one.href || one.src));
              const fetched = performance.getEntriesByType('resource').map((one) => one.name);
              return fetched.filter((name) => /[.](js|css)$/.test(name) && !named.has(name));
            }
            """;

    /** How often the browser draws until the messages of a conversation are on the screen. */
    private static final String OPENING = """
            async () => {
              let frames = 0;
              document.querySelector('.row').click();
              for (; frames < 100 && !document.querySelector('.bubble'); frames++) await new Promise(requestAnimationFrame);
              return frames;
            }
            """;

    @Test
    void theFirstVisitIsLightAndAsksNobodyElse() {
        var page = person("Ann Lee").page();
        page.navigate("/");
        assertThat(page.locator(".entrance")).isVisible();

        var fetched = (Map<?, ?>) page.evaluate(FETCHED);

        assertThat(fetched.get("elsewhere")).isEqualTo("");
        assertThat(((Number) fetched.get("files")).intValue()).isBetween(3, MOST_FILES);
        assertThat(((Number) fetched.get("bytes")).intValue()).isBetween(20_000, BUDGET);
    }

    @Test
    void theNameStandsThereBeforeAnyScript() {
        var page = person("Ann Lee").page();
        page.route(SCRIPTS, route -> {});
        page.navigate("/", new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));

        assertThat(page.getByText("webim", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        page.waitForFunction(PAINTED);
        assertThat(page.evaluate(BLOCKING)).isEqualTo(List.of());
    }

    @Test
    void theTypefaceIsAskedForAtOnceAndEndsTheSameInEachVisit() {
        var page = person("Ann Lee").page();
        var held = new CompletableFuture<Route>();
        page.route(url -> url.endsWith(".woff2"), held::complete);
        page.navigate("/", new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
        var title = page.locator(".entrance__title");
        assertThat(title).isVisible();
        var before = title.boundingBox();
        assertThat(page.evaluate(INTER)).isEqualTo(List.of("loading"));

        // It is told to this thread, which only looks while it waits for something of the page.
        page.waitForCondition(held::isDone);
        held.join().resume();

        page.waitForFunction("() => (" + INTER + ")().join() === 'loaded'");
        assertThat(title.boundingBox().height).isEqualTo(before.height);
        assertThat(page.locator("link[rel=preload][as=font]")).hasCount(1);
        page.unrouteAll();
        page.reload();
        assertThat(title).isVisible();
        page.waitForFunction("() => (" + INTER + ")().join() === 'loaded'");
    }

    @Test
    void thePageRunsFromItsSourcesToo() {
        var ann = person("Ann Lee");
        Sources.serve(ann.page());

        ann.page().navigate("/");

        assertThat(ann.button("Log in")).isVisible();
        assertThat(ann.page().locator("script[src='/js/main.js']")).hasCount(1);
    }

    @Test
    void thereIsNothingToWaitForTwiceBeforeOneCanAct() {
        var page = person("Ann Lee").page();
        page.navigate("/");
        page.waitForSelector("form button.button--main");

        assertThat((List<?>) page.evaluate(FOUND_LATE)).isEmpty();
    }

    @Test
    void nothingJumps() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "line ", 1, 15);
        talk.mine().read(talk.conversation(), 15);
        var page = talk.person().page();
        page.addInitScript(NOTE_SHIFTS);
        talk.open();
        assertThat(page.locator(".bubble")).hasCount(15);
        assertThat(shifted(page)).isLessThan(0.01);

        page.reload();

        assertThat(page.locator(".bubble")).hasCount(15);
        assertThat(shifted(page)).isLessThan(0.01);
    }

    @Test
    void aConversationThatIsHereOpensAtOnceAndWithoutTheServer() {
        var talk = talk("Ann Lee", "Bob Marsh");
        Past.fill(server, talk, 60);
        var ann = talk.open().sees(line(60));
        ann.page().navigate("/#/");
        assertThat(ann.page().locator(".bubble")).hasCount(0);
        ann.expectingCuts().setOffline(true);

        assertThat((int) ann.page().evaluate(OPENING)).isLessThanOrEqualTo(MOST_FRAMES);
        ann.sees(line(60));
    }

    private static double shifted(Page page) {
        return ((Number) page.evaluate("window.shifted")).doubleValue();
    }
}
