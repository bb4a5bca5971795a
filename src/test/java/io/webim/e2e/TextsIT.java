package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ScreenshotAnimations;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.TextTable;
import io.webim.contract.Signs;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** What the client makes of texts: the tables of inputs and outcomes, through its own modules in a real browser. */
class TextsIT extends BrowserTest {
    private static final int EDGE = 40;

    /** Of each sign that there may be, whether the client calls it visible: 0 or 1. */
    private static final String SWEEP = """
            async () => {
              const { hasVisible } = await import('/js/state/text-match.js');
              let seen = '';
              for (let sign = 0; sign <= 0x10ffff; sign++) seen += hasVisible(String.fromCodePoint(sign)) ? 1 : 0;
              return seen;
            }
            """;

    private static final String CLEANED = """
            async (texts) => {
              const { cleaned } = await import('/js/state/text.js');
              return texts.map((text) => cleaned(text) !== '');
            }
            """;

    /** What stands in a drawn text: its elements without what is only for the eye, list items with their numbers. */
    private static final String DRAWN = """
            async (texts) => {
              const { h, render } = await import('preact');
              const { RichText } = await import('/js/views/rich-text.js');
              const drawn = (node) => {
                if (node.nodeType === Node.TEXT_NODE) return node.data;
                const inside = [...node.childNodes].map(drawn).join('');
                const name = node.localName;
                if (name === 'span' || (name === 'code' && node.parentNode.localName === 'pre')) return inside;
                const more = name === 'li' && node.hasAttribute('value') ? ` ${node.value}`
                  : node.classList.contains('bullets--bracketed') ? ')' : '';
                return `<${name}${more}>${inside}</${name}>`;
              };
              return texts.map((text) => {
                const place = document.createElement('div');
                render(h(RichText, { text }), place);
                return [...place.childNodes].map(drawn).join('');
              });
            }
            """;

    private static final String LINKS = """
            async (texts) => {
              const { h, render } = await import('preact');
              const { RichText } = await import('/js/views/rich-text.js');
              return texts.map((text) => {
                const place = document.createElement('div');
                render(h(RichText, { text }), place);
                return [...place.querySelectorAll('a')].map((link) => link.textContent);
              });
            }
            """;

    /** Items whose number is wider than the room before it. */
    private static final String CRAMPED = """
            () => [...document.querySelectorAll('.bubble ol li')].map((item) => {
              const room = item.getBoundingClientRect().left - item.parentNode.getBoundingClientRect().left;
              const sign = Object.assign(document.createElement('span'), { textContent: `${item.value}. ` });
              item.append(sign);
              const { width } = sign.getBoundingClientRect();
              sign.remove();
              return width > room ? `${item.value}: ${width} > ${room}` : '';
            }).filter(Boolean)
            """;

    private static final String SHOW = """
            ([text, visibility]) => {
              for (const element of document.querySelectorAll(text)) {
                element.style.setProperty('visibility', visibility);
                // Ink as far away as some fonts pile it up.
                element.style.setProperty('text-shadow', '0 70px red, 0 -70px red, 200px 0 red');
              }
            }
            """;

    private static final String PLAIN = """
            async (rows) => {
              const { plainOf } = await import('/js/state/plain-text.js');
              return rows.map(({ text, most }) => plainOf(text, most));
            }
            """;

    @Test
    void linksEndWhereTheAddressEnds() {
        each("links", LINKS, "links");
    }

    @Test
    void markupIsWhatItClearlyIsAndAllElseStaysAsTyped() {
        each("markup", DRAWN, "html");
    }

    @Test
    void plainTextIsWithoutSignsAndCutBetweenWhatOneSees() {
        each("markup", "rows => (" + PLAIN + ")(rows.map((text) => ({ text })))", "plain");
        var rows = TextTable.of("cut");

        var made = new JsonArray((List<?>) client().evaluate(PLAIN, maps(rows)));

        assertThat(made.getList())
                .isEqualTo(rows.stream()
                        .map(row -> ((JsonObject) row).getString("plain"))
                        .toList());
    }

    @Test
    void rowsAndWhatIsReadOutArePlain() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var cid = person("Cid Kay");
        talk.mine().add(cid.signUp().username());
        var ann = talk.open();
        ann.composer().fill("**half** a `word`");
        ann.open(cid);
        assertThat(ann.row(talk.other())).containsText("Draft: half a word");
        ann.open(talk.other()).composer().fill("");
        ann.open(cid);

        var family = "👩‍👩‍👧‍👦";
        talk.theirs().write(talk.conversation(), "```js\nlet a;\n```\n**" + "x".repeat(111) + family + "** more");

        assertThat(ann.row(talk.other()).locator(".row__preview")).hasText("let a; " + "x".repeat(111) + "…");
        assertThat(ann.page().locator(".announcer")).hasText("Bob Marsh: let a; " + "x".repeat(111) + family + " more");
    }

    @Test
    void whatCanBeSeenIsTheSameForServerAndClient() {
        var seen = (String) client().evaluate(SWEEP);

        var different = new ArrayList<String>();
        for (int sign = 0; sign <= Character.MAX_CODE_POINT; sign++) {
            if (Signs.hasVisible(Character.toString(sign)) != (seen.charAt(sign) == '1')) {
                different.add(Integer.toHexString(sign));
            }
        }
        assertThat(different).isEmpty();
    }

    @Test
    void aTextWithNothingToSeeIsNotSent() {
        each("visible", CLEANED, "visible");
        var ann = talk("Ann Lee", "Bob Marsh").open();

        ann.composer().fill("\u200b\u3164");
        assertThat(ann.button("Send")).isDisabled();
        ann.composer().press("Enter");
        ann.composer().fill("\u200b\u3164.");
        assertThat(ann.button("Send")).isEnabled();
        ann.composer().press("Enter");

        ann.sees(".");
        assertThat(ann.page().locator(".bubble")).hasCount(1);
    }

    /** Two accents are a letter's own; 400 would be drawn over all that stands above and below. */
    @Test
    void inkStaysInItsBubbleAndItsRow() {
        var pile = "q" + "\u0316".repeat(31) + "\u0301".repeat(31);
        var talk = talk(person("Ann Lee"), person(pile));
        talk.theirs().write(talk.conversation(), "above");
        talk.theirs().write(talk.conversation(), "q" + "\u0316".repeat(200) + "\u0301".repeat(200) + " ﷽ 𒐫");
        talk.theirs().write(talk.conversation(), "below");
        var ann = talk.open().sees("below");
        ann.composer().blur();
        assertThat(ann.page().locator(".badge")).hasCount(0);

        staysIn(ann, ".bubble__text", ".bubble");
        staysIn(ann, ".row__name, .row__preview", ".row");
        staysIn(ann, ".talk-head__name", ".talk-head");
        ann.photograph("accents-wide-light");
        ann.chooseOption("Block");
        assertThat(ann.page().locator(".dialog__title")).isVisible();
        assertThat(ann.page().locator(".menu")).hasCount(0);
        staysIn(ann, ".dialog__title", ".dialog__title");
    }

    /** They are drawn before the items, where the bubble ends. */
    @Test
    void thereIsRoomForTheNumbersOfAList() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.theirs().write(talk.conversation(), "7. a\n8. b");
        talk.theirs().write(talk.conversation(), "98. a\n- b\n  1. c\n  1000. d");
        talk.theirs().write(talk.conversation(), "> 888888888) last");
        var ann = talk.open().sees("last");

        assertThat(ann.page().locator(".bubble ol li")).hasCount(6);
        assertThat((List<?>) ann.page().evaluate(CRAMPED)).isEmpty();
    }

    /** Nothing outside of its boxes looks different while the text is not drawn. */
    private static void staysIn(Person person, String text, String box) {
        var boxes = new Page.ScreenshotOptions()
                .setMask(List.of(person.page().locator(box)))
                .setAnimations(ScreenshotAnimations.DISABLED);
        person.page().evaluate("() => document.fonts.ready.then(() => undefined)");
        person.page().evaluate(SHOW, List.of(text, "visible"));
        var drawn = person.page().screenshot(boxes);
        person.page().evaluate(SHOW, List.of(text, "hidden"));
        var bare = person.page().screenshot(boxes);
        person.page().evaluate(SHOW, List.of(text, "visible"));
        assertThat(different(picture(drawn), picture(bare)))
                .as(text + " stays in " + box)
                .isZero();
    }

    private static BufferedImage picture(byte[] png) {
        try {
            return ImageIO.read(new ByteArrayInputStream(png));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many pixels differ by more than the smoothing of an edge. */
    private static long different(BufferedImage one, BufferedImage other) {
        return IntStream.range(0, one.getWidth() * one.getHeight())
                .filter(i -> {
                    int a = one.getRGB(i % one.getWidth(), i / one.getWidth());
                    int b = other.getRGB(i % one.getWidth(), i / one.getWidth());
                    return IntStream.of(0, 8, 16)
                            .anyMatch(shift -> Math.abs((a >> shift & 255) - (b >> shift & 255)) > EDGE);
                })
                .count();
    }

    /** Whether a function of the client makes of the texts of a table what stands there. */
    private void each(String table, String function, String outcome) {
        var rows = TextTable.of(table);
        var texts =
                rows.stream().map(row -> ((JsonObject) row).getString("text")).toList();
        var made = new JsonArray((List<?>) client().evaluate(function, texts));
        var wrong = IntStream.range(0, rows.size())
                .filter(i ->
                        !Objects.equals(made.getValue(i), rows.getJsonObject(i).getValue(outcome)))
                .mapToObj(i -> rows.getJsonObject(i).encode() + " but " + made.getValue(i));
        assertThat(wrong).isEmpty();
    }

    private static List<Map<String, Object>> maps(JsonArray rows) {
        return rows.stream().map(row -> ((JsonObject) row).getMap()).toList();
    }

    /** A page of the client, whose modules can be asked. */
    private Page client() {
        var page = person("Ann Lee").page();
        Sources.serve(page);
        page.navigate("/");
        assertThat(page.locator(".entrance")).isVisible();
        return page;
    }
}
