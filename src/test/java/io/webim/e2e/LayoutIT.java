package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.webim.testrun.Timeout.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.MouseButton;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where things stand: nothing covers, cuts or moves what one reads or writes. */
class LayoutIT extends BrowserTest {
    private static final int LINE = 24;
    /** Above and below the letters of a line. */
    private static final int BETWEEN_LINES = 3;

    /** The name of a day that can be seen and lies over a bubble. */
    private static final String COVERED = """
            () => {
              const days = [...document.querySelectorAll('.day')].filter((day) => getComputedStyle(day).opacity > 0);
              const boxes = [...document.querySelectorAll('.bubble')].map((bubble) => bubble.getBoundingClientRect());
              return days.map((day) => day.getBoundingClientRect())
                .filter((day) => boxes.some((box) => box.top < day.bottom && box.bottom > day.top)).length;
            }
            """;

    /** Of the lines but the last those that do not begin at a side of the text. */
    private static final String RAGGED = """
            (bubble, side) => {
              const text = bubble.querySelector('.bubble__text');
              const words = document.createRange();
              words.selectNodeContents(text);
              const lines = Map.groupBy([...words.getClientRects()].filter(({ width }) => width > 0), ({ top }) => Math.round(top));
              const edge = (box) => box[side];
              const outer = side === 'left' ? Math.min : Math.max;
              return [...lines.values()].map((boxes) => outer(...boxes.map(edge)) - edge(text.getBoundingClientRect()))
                .filter((off) => Math.abs(off) > 4);
            }
            """;

    /** Where a letter with many accents can be seen that nothing clips close by. */
    private static final String LEAKING = """
            () => {
              const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              const leaking = [];
              while (texts.nextNode()) {
                if (!texts.currentNode.data.includes('\\u0300'.repeat(10))) continue;
                let at = texts.currentNode.parentElement;
                if (!at.checkVisibility() || at.closest('svg, script, title')) continue;
                const path = [];
                while (at && getComputedStyle(at).overflowY === 'visible') {
                  path.push(at.className || at.localName);
                  at = at.parentElement;
                }
                if (!at || at.matches('body, html, .scroller, .list, .dialog, .dialog__body') || at.offsetHeight > 150) leaking.push(path.join(' < '));
              }
              return leaking;
            }
            """;

    /** As of one who is at the newest message. */
    private static final String AT_THE_END = """
            () => {
              const { scrollHeight, scrollTop, clientHeight } = document.querySelector('.scroller');
              return scrollHeight - scrollTop - clientHeight < 2;
            }
            """;

    /** Whether the first letter of what is too long for a place stands within it. */
    private static final String BEGINS_IN_SIGHT = """
            (place) => {
              const box = document.querySelector(place);
              const name = box.querySelector('bdi');
              const letter = document.createRange();
              letter.setStart(name.firstChild, 0);
              letter.setEnd(name.firstChild, 1);
              const [first, area] = [letter.getBoundingClientRect(), box.getBoundingClientRect()];
              const isCut = name.scrollWidth > name.clientWidth || box.scrollWidth > box.clientWidth;
              return isCut && first.left >= area.left - 1 && first.right <= area.right + 1;
            }
            """;

    @Test
    void theSignOfWritingIsAsWideAsItsDots() {
        var people = pair("Ann Lee", "Bob Marsh");
        people.get(0).composer().pressSequentially("h");

        var writing = people.get(1).page().locator(".writing");
        assertThat(writing).isVisible();
        // First of all: it goes by itself.
        assertThat(writing.boundingBox().width).isLessThan(80);
        people.get(1).photograph("writing-wide-light");
    }

    @Test
    void aLongMessageAtTheEndOpensWhereItBeginsAndShowLessStandsBelowIt() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "line ", 1, 12);
        talk.theirs().write(talk.conversation(), lines(120));
        talk.mine().read(talk.conversation(), 13);
        var ann = talk.open();
        var message = ann.bubble("row 18");
        assertThat(message).isVisible();
        var before = message.boundingBox();

        ann.button("Show more").click();

        assertThat(ann.button("Show less")).hasCount(1);
        assertThat(ann.button("Jump to the newest message")).isVisible();
        assertThat(message.boundingBox().y).isBetween(before.y - 1, before.y + 1);
        var less = ann.button("Show less");
        less.scrollIntoViewIfNeeded();
        ann.photograph("show-less-wide-light");
        assertThat(less.boundingBox().y).isGreaterThanOrEqualTo(bottom(message.locator(".bubble__text")));
    }

    /** Folded, unfolded, and as short ones do. */
    @ParameterizedTest
    @CsvSource({"en, right", "ar, left"})
    void aLongMessageRunsAsItsWordsDo(String locale, String side) {
        var words = locale.equals("en") ? "نص طويل لا ينتهي " : "a long text without end ";
        var talk = talk("Ann Lee", "Bob Marsh", wide().setLocale(locale));
        talk.theirs().write(talk.conversation(), words.repeat(120).trim());
        var ann = talk.person().enter(talk.conversation());
        var message = ann.bubble(words.trim());
        assertThat(message.locator(".bubble__more")).isVisible();
        ann.photograph("folded-" + locale);
        assertThat((List<?>) message.evaluate(RAGGED, side)).isEmpty();

        message.locator(".bubble__more").click();
        assertThat(message.locator(".bubble__text--clipped")).hasCount(0);
        assertThat((List<?>) message.evaluate(RAGGED, side)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"```\nlet row = %d;\n```", "- item %d", "> said %d", "line %d"})
    void whateverIsLongFolds(String kind) {
        var middle = kind.replaceAll("\n?```\n?", "");
        var rows = IntStream.rangeClosed(1, 50).mapToObj(middle::formatted).collect(Collectors.joining("\n"));
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), kind.startsWith("```") ? "```\n" + rows + "\n```" : rows);
        var ann = talk.open();
        var text = ann.page().locator(".bubble__text");
        ann.button("Show more").scrollIntoViewIfNeeded();
        ann.photograph("folded-" + kind.replaceAll("\\W", ""));
        var folded = text.boundingBox().height;
        assertThat(folded).isBetween(17.0 * 20, 19.0 * 24);

        ann.button("Show more").click();
        assertThat(ann.button("Show less")).hasCount(1);
        assertThat(text.boundingBox().height).isGreaterThan(2 * folded);
        ann.button("Show less").click();
        assertThat(ann.button("Show more")).hasCount(1);
        assertThat(text.boundingBox().height).isEqualTo(folded);
    }

    @Test
    void whereNothingIsFoldedThereIsNothingMoreToShow() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "ill ".repeat(410).trim());
        var ann = talk.open();
        assertThat(ann.bubble("ill ill")).isVisible();
        assertThat(ann.button("Show more")).hasCount(0);

        ann.page().setViewportSize(390, 844);
        assertThat(ann.button("Show more")).hasCount(1);
    }

    /** Whoever heaps accents on a letter of a name covers nobody else's lines with them. */
    @Test
    void theAccentsOfANameStayWithinItsLine() {
        var kai = person("K" + "\u0300".repeat(20) + "\u0323".repeat(20) + "ai");
        var ann = person("Ann Lee").signUp();
        var bob = person("Bob Marsh").signUp();
        kai.enter("/");
        assertThat(kai.page().locator(".welcome__title")).isVisible();
        staysWithin(kai, "welcome");
        kai.page().locator(".sidebar__me, [aria-label^='Settings']").first().click();
        staysWithin(kai, "settings");

        long choir = ann.api().gather("Choir", bob.api(), kai.api());
        ann.api().remove(choir, kai.api(), "");
        ann.api().add(choir, kai.api());
        kai.api().write(choir, "mine");
        kai.api().reply(choir, 4, "again");
        kai.api().react(choir, 4, "🎉");
        ann.api().pin(choir, 4);
        bob.api().add(kai.username());
        ann.enter(choir).sees("again");
        assertThat(ann.page().locator(".happened").last()).hasText("You pinned a message");
        staysWithin(ann, "group");
        ann.choose("again", "Reply");
        staysWithin(ann, "reply");
        ann.page().locator(".talk-head__info").click();
        ann.button("Members").click();
        assertThat(ann.page().locator(".choices .choice")).hasCount(3);
        staysWithin(ann, "members");
        ann.page()
                .locator(".choices .choice")
                .filter(new Locator.FilterOptions().setHasText("ai"))
                .click();
        assertThat(ann.button("Block")).isVisible();
        staysWithin(ann, "member");
        ann.button("Block").click();
        staysWithin(ann, "block");
    }

    private static void staysWithin(Person person, String screen) {
        person.photograph("accents-" + screen);
        assertThat((List<?>) person.page().evaluate(LEAKING)).as(screen).isEmpty();
    }

    /** Where there is little room what stands above the messages takes one line, and leads to all of it. */
    @ParameterizedTest
    @CsvSource({"320, 256, en", "320, 256, ar", "568, 320, en", "320, 200, de"})
    void aGroupCanBeReadWhateverStandsAboveItsMessages(int width, int height, String locale) {
        var options = phone().setViewportSize(width, height).setLocale(locale);
        var ann = person("Ann Lee", options).signUp();
        var bob = person("Bob Marsh").signUp();
        var carla = person("Carla Diaz").signUp();
        long choir = ann.api().gather("Choir", bob.api());
        bob.api().write(choir, "row ", 1, 20);
        ann.api().pin(choir, 5);
        ann.api()
                .rest()
                .post(
                        "/api/reports",
                        new JsonObject()
                                .put("conversationId", choir)
                                .put("seq", 5)
                                .put("reason", "spam"))
                .expect(201);
        var invited = ann.api()
                .rest()
                .post("/api/groups/" + choir + "/invites", new JsonObject().put("approval", true))
                .expect(201)
                .body()
                .getJsonObject("invite")
                .getString("token");
        carla.api().rest().post("/api/invites/" + invited, new JsonObject()).expect(202);

        ann.api().read(choir, ann.api().newest(choir).getLong("seq"));
        ann.enter(choir);
        var bars = ann.page().locator(".pinned");
        assertThat(bars).hasCount(3);
        ann.photograph("bars-%d-%d-%s".formatted(width, height, locale));
        var box = ann.page().locator(".composer__box").boundingBox();
        assertThat(box.y + box.height).isLessThanOrEqualTo(height);
        var area = ann.page().locator(".scroll-area").boundingBox();
        assertThat(area.height).isGreaterThanOrEqualTo(height < 256 ? 40 : 80);
        if (height >= 256) {
            assertThat(ann.bubble("row 020")).isInViewport();
        }
        for (var bar : bars.all()) {
            bar.locator(".pinned__one").focus();
            assertThat(bar.locator(".pinned__one"))
                    .isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(0.75));
        }
        Screen.fits(ann, "bars-focused-%d-%d-%s".formatted(width, height, locale));
    }

    /** What one answers, and what is pinned, stands below its title whichever way it runs. */
    @Test
    void whatRunsTheOtherWayStandsOnTheSameSideAsItsTitle() {
        var talk = talk("Ann Lee", "Bob Marsh", wide().setLocale("ar"));
        talk.theirs().write(talk.conversation(), "from left to right");
        talk.theirs().reply(talk.conversation(), 1, "مرحبا");
        talk.theirs().pin(talk.conversation(), 1);
        var ann = talk.person().enter(talk.conversation());

        for (var place : List.of(".pinned__text", ".quote__text")) {
            var text = ann.page().locator(place);
            assertThat(text).hasText("from left to right");
            assertThat(text).hasCSS("text-align", Pattern.compile("(-webkit-)?right"));
        }
    }

    @Test
    void theNameOfTheDayCoversNothingWhenAConversationIsOpened() {
        var talk = talk("Ann Lee", "Bob Marsh");
        Past.fill(server, talk, 60);
        var ann = talk.person().enter(talk.conversation()).sees(Past.line(60));

        // It goes within the frames that follow.
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while ((int) ann.page().evaluate(COVERED) > 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            ann.page().evaluate("() => new Promise(requestAnimationFrame)");
        }
        ann.photograph("opened-wide-light");
    }

    /** A window of 1280 x 1024 at 400 %. */
    @Test
    void whereNearlyNothingFitsTheMenuOfAMessageIsASheetOverThePage() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "hello");
        var ann = talk.open();
        ann.page().setViewportSize(320, 256);

        ann.bubble("hello").click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
        assertThat(ann.page().getByRole(AriaRole.MENUITEM).nth(3))
                .isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(1));
        ann.photograph("menu-enlarged-light");
        ann.page().keyboard().press("ArrowUp");
        assertThat(ann.page().getByRole(AriaRole.MENUITEM).last())
                .isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(1));
        ann.page().mouse().click(160, 4);
        assertThat(ann.page().getByRole(AriaRole.MENU)).hasCount(0);
    }

    @Test
    void theMenuOfAMessageIsWhollyInSightWhereverTheMessageStands() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "line ", 1, 40);
        talk.mine().read(talk.conversation(), 40);
        var ann = talk.open();
        ann.page().setViewportSize(1280, 600);

        for (int line = 40; line > 29; line--) {
            ann.bubble("line 0" + line).click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
            isWithin(ann.page().locator(".scroller"), ann.page().locator(".menu"));
            ann.page().keyboard().press("Escape");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en-GB", "ar"})
    void theMenuOfAMessageOpensBesideWhatWasPressed(String locale) {
        var talk = talk("Ann Lee", "Bob Marsh", wide().setLocale(locale));
        talk.theirs().write(talk.conversation(), "a line as wide as a bubble may be ".repeat(12));
        talk.mine().write(talk.conversation(), "my own line, just as wide ".repeat(12));
        var ann = talk.person().enter(talk.conversation());
        var menu = ann.page().locator(".menu");

        for (var text : List.of("a line as", "my own line")) {
            ann.bubble(text).hover();
            var more = ann.page().locator(".said:hover .said__more");
            more.click();
            assertThat(distance(menu.boundingBox(), more.boundingBox())).isLessThan(16);
            ann.page().keyboard().press("Escape");
            assertThat(menu).hasCount(0);

            var bubble = ann.bubble(text).boundingBox();
            ann.page()
                    .mouse()
                    .click(
                            bubble.x + bubble.width / 2,
                            bubble.y + 20,
                            new Mouse.ClickOptions().setButton(MouseButton.RIGHT));
            var press = new BoundingBox();
            press.x = bubble.x + bubble.width / 2;
            press.y = bubble.y + 20;
            assertThat(distance(menu.boundingBox(), press)).isLessThan(16);
            ann.page().keyboard().press("Escape");
            assertThat(menu).hasCount(0);
        }
    }

    /** How far two boxes are from each other, across or down. */
    private static double distance(BoundingBox one, BoundingBox other) {
        double across = Math.max(one.x - other.x - other.width, other.x - one.x - one.width);
        double down = Math.max(one.y - other.y - other.height, other.y - one.y - one.height);
        return Math.max(across, down);
    }

    /** And stands where it stood once the sheet is gone. */
    @Test
    void onAPhoneWhatAMenuIsAboutStaysAboveItsSheet() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "line ", 1, 40);
        talk.mine().read(talk.conversation(), 40);
        var ann = talk.open();
        ann.page().setViewportSize(390, 844);
        var last = ann.bubble("line 040");
        // It goes back there in the frames that follow.
        ann.page().waitForFunction(AT_THE_END);
        var before = last.boundingBox();

        last.click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
        assertThat(ann.page().locator(".menu")).isVisible();
        ann.photograph("menu-sheet-light");
        var sheet = ann.page().locator(".menu").boundingBox();
        assertThat(last.boundingBox().y + last.boundingBox().height).isLessThanOrEqualTo(sheet.y);
        ann.page().keyboard().press("Escape");
        ann.page().waitForCondition(() -> last.boundingBox().y == before.y);
    }

    @Test
    void aMenuThatIsHigherThanTheScreenScrolls() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "hello");
        var ann = talk.open();
        ann.page().setViewportSize(640, 430);

        ann.bubble("hello").click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
        isWithin(ann.page().locator(".scroller"), ann.page().locator(".menu"));
        ann.photograph("menu-low-light");
        var items = ann.page().locator(".menu__item");
        isWithin(ann.page().locator(".scroller"), items.first());
        ann.page().keyboard().press("ArrowUp");
        isWithin(ann.page().locator(".scroller"), items.last());
    }

    @Test
    void aNameThatIsTooLongBeginsWhereItIsSeenInEveryScript() {
        var talk = talk("Ann Lee", "محمد عبد الرحمن بن خالد بن عبد العزيز الطويل جدا", tablet());
        var ann = talk.open();
        assertThat((boolean) ann.page().evaluate(BEGINS_IN_SIGHT, ".row__name")).isTrue();

        ann.page().setViewportSize(320, 640);
        assertThat((boolean) ann.page().evaluate(BEGINS_IN_SIGHT, ".talk-head__name"))
                .isTrue();
        ann.photograph("long-name-right-to-left-phone-light");
    }

    private static void isWithin(Locator area, Locator element) {
        assertThat(element).isVisible();
        var outside = area.boundingBox();
        var inside = element.boundingBox();
        assertThat(inside.y).isGreaterThanOrEqualTo(outside.y);
        assertThat(inside.y + inside.height).isLessThanOrEqualTo(outside.y + outside.height);
    }

    @Test
    void whatIsWrittenIsCutBetweenItsLines() {
        var ann = talk("Ann Lee", "Bob Marsh").open();
        for (int height : List.of(900, 640, 480)) {
            ann.page().setViewportSize(900, height);
            ann.composer().fill(lines(20));
            ann.photograph("twenty-lines-" + height);

            assertThat(cut(ann.composer())).as("at " + height).isLessThanOrEqualTo(BETWEEN_LINES);
        }
    }

    @Test
    void emojiAreThereAtFourHundredPercent() {
        var ann = talk("Ann Lee", "Bob Marsh").open();
        ann.page().setViewportSize(320, 256);
        ann.button("Emoji").click();

        var all = ann.page().locator(".emoji-panel__all");
        assertThat(ann.page().locator("[data-emoji]").first()).isVisible();
        ann.photograph("emoji-400-percent");
        assertThat(all.boundingBox().height).isGreaterThan(60);
        assertThat(bottom(all)).isLessThan(256);
        ann.page().locator("[data-emoji]").first().click();
        assertThat(ann.composer()).not().hasValue("");

        ann.page().keyboard().press("Escape");
        ann.page().setViewportSize(320, 200);
        ann.composer().fill(lines(5));
        ann.button("Emoji").click();
        assertThat(ann.page().locator(".emoji-panel .search").boundingBox().y).isGreaterThan(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en-GB", "ar"})
    void aLineOfTheListRunsAsItsWordsDoWhateverTheNameIs(String locale) {
        var bob = person("Bob Marsh").signUp();
        var ann = person("Ann Lee", wide().setLocale(locale));
        bob.api().write(ann.api().gather("Choir", bob.api()), "نلتقي غدا في السابعة");

        var line = ann.enter("/").page().locator(".row__preview [dir=auto]");
        assertThat(line).containsText("Bob Marsh");
        assertThat(line).hasCSS("direction", "rtl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en-GB", "ar"})
    void whatRunsFromRightToLeftBeginsAtTheRightOfItsBubbleAndNamesInItReadAsTheyAreTyped(String locale) {
        var bob = person("Bob Marsh").signUp();
        var ann = person("Ann Lee", phone().setLocale(locale));
        var text = "شكرا @" + ann.username() + " نلتقي غدا في السابعة ".repeat(4) + "\nعند الجسر القديم ".repeat(2);
        long choir = ann.api().gather("Choir", bob.api());
        bob.api().write(choir, text);
        var bubble = ann.enter(choir).bubble("نلتقي");

        assertThat(edges(bubble, "right"))
                .hasSizeGreaterThan(2)
                .allSatisfy(gap -> assertThat((int) gap).isBetween(-1, 8));
        assertThat((boolean) bubble.locator(".mention").evaluate("""
                ({ firstChild: name }) => {
                  const range = document.createRange();
                  const left = (at) => (range.setStart(name, at), range.setEnd(name, at + 1), range.getBoundingClientRect().left);
                  return left(0) < left(1);
                }
                """)).isTrue();
    }

    @Test
    void aWordAboutWhatWasDoneCoversNothingThatIsBeingWritten() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "hello");
        var ann = talk.person().enter(talk.conversation()).sees("hello");
        ann.composer().fill(lines(6));

        ann.choose("hello", "Save");
        var word = ann.page().locator(".word p");
        assertThat(word).isVisible();
        ann.photograph("word-above-writing");
        assertThat(bottom(word))
                .isLessThanOrEqualTo(ann.page().locator(".composer__box").boundingBox().y);
    }

    /** A screen that is touched goes on taking the last place of a finger for one that is pointed at. */
    @Test
    void whatStandsWhereAFingerWasLooksLikeNothingThatIsPointedAt() {
        var talk = talk("Ann Lee", "Bob Marsh", phone());
        var ann = talk.person().enter(talk.conversation());
        ann.write("hello").sees("hello");
        var nothing = "rgba(0, 0, 0, 0)";
        assertThat(ann.page().locator(".composer__mic")).hasCSS("background-color", nothing);

        ann.button("Back to the list").click();
        ann.button("Settings").click();
        assertThat(ann.button("Close")).hasCSS("background-color", nothing);
    }

    /** The time stands where a line ends, never where it begins. */
    @ParameterizedTest
    @ValueSource(strings = {"en-GB", "ar"})
    void whatRunsFromLeftToRightBeginsAtTheLeftOfItsBubble(String locale) {
        var talk = talk("Ann Lee", "Bob Marsh", phone().setLocale(locale));
        talk.theirs().write(talk.conversation(), "see you at the old bridge ".repeat(4) + "\nat seven\nor later");
        var bubble = talk.person().enter(talk.conversation()).bubble("or later");

        assertThat(edges(bubble, "left"))
                .hasSizeGreaterThan(3)
                .allSatisfy(gap -> assertThat((int) gap).isBetween(-1, 8));
    }

    /** How far each line begins from that edge of its bubble, the last one too. */
    private static List<?> edges(Locator bubble, String side) {
        return (List<?>) bubble.evaluate("""
                (bubble, side) => {
                  const lines = new Map();
                  const range = document.createRange();
                  const words = document.createTreeWalker(bubble.querySelector('.bubble__text'), NodeFilter.SHOW_TEXT);
                  const outer = bubble.getBoundingClientRect();
                  const padding = parseFloat(getComputedStyle(bubble).paddingRight);
                  while (words.nextNode()) {
                    range.selectNodeContents(words.currentNode);
                    for (const { bottom, left, right, width } of range.getClientRects()) {
                      if (width === 0) continue;
                      const gap = side === 'left' ? left - outer.left - padding : outer.right - padding - right;
                      lines.set(bottom, Math.min(gap, lines.get(bottom) ?? Infinity));
                    }
                  }
                  return [...lines.values()].map(Math.round);
                }
                """, side);
    }

    @Test
    void aNameThatFitsIsWholeInALineOfTheListHoweverLittleWasSaid() {
        var bob = person("Alexandra Marsh").signUp();
        var ann = person("Ann Lee");
        bob.api().write(ann.api().gather("Choir", bob.api()), "ok");

        var name = ann.enter().page().locator(".row__preview bdi");
        assertThat(name).hasText("Alexandra Marsh");
        assertThat(name.evaluate("bdi => bdi.scrollWidth - bdi.clientWidth")).isEqualTo(0);
    }

    @Test
    void aLongNameLeavesRoomForWhatIsSaidInALineOfTheList() {
        var bob = person("Константин Константинопольский из Нижнего Новгорода").signUp();
        var ann = person("Ann Lee");
        bob.api().write(ann.api().gather("Choir", bob.api()), "see you at seven");

        var line = ann.enter().page().locator(".row__preview [dir=auto]");
        assertThat(line.locator("bdi").boundingBox().width).isLessThan(line.boundingBox().width * 0.6);
    }

    @Test
    void chatsAreInSightAtFourHundredPercent() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person().enter();
        ann.page().setViewportSize(320, 200);
        assertThat(ann.page().locator(".suggestion")).isAttached();
        ann.photograph("list-400-percent");

        var row = ann.row(talk.other()).boundingBox();
        assertThat(row.y + row.height).isLessThan(200);
        assertThat(ann.page().locator(".list").boundingBox().height).isGreaterThan(row.height);
        ann.page().locator(".suggestion").scrollIntoViewIfNeeded();
        assertThat(ann.page().locator(".suggestion")).isInViewport();
    }

    private static String lines(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "row " + i).collect(Collectors.joining("\n"));
    }

    private static double bottom(Locator of) {
        BoundingBox box = of.boundingBox();
        return box.y + box.height;
    }

    /** How much of a line is missing at an edge, or can be seen of the next, whichever is less. */
    private static double cut(Locator field) {
        var edges = (List<?>) field.evaluate("field => [field.scrollTop, field.scrollTop + field.clientHeight]");
        return edges.stream()
                .mapToDouble(edge -> ((Number) edge).doubleValue() % LINE)
                .map(over -> Math.min(over, LINE - over))
                .max()
                .orElseThrow();
    }
}
