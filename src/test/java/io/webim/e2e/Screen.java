package io.webim.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** A look at what somebody sees now: a picture in {@code target/screenshots}, and whether it fits and keeps nobody out. */
final class Screen {
    private static final String AXE = axe();
    private static final List<String> WCAG = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");
    private static final List<String> AND_GOOD_PRACTICE =
            Stream.concat(WCAG.stream(), Stream.of("best-practice")).toList();
    /** What lies behind a dialog is out of reach, and was examined without it. */
    private static final String VIOLATIONS = """
            async (runOnly) => {
              const within = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document;
              const { violations } = await axe.run(within, { runOnly, resultTypes: ['violations'] });
              return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html)}`);
            }
            """;

    private static final String OVERFLOW = """
            () => Math.max(document.documentElement.scrollWidth - innerWidth,
              ...[...document.querySelectorAll('.dialog__body, .dialog__side, .list, .scroller')]
                .map((it) => it.scrollWidth - it.clientWidth))
            """;

    private Screen() {}

    /** In both themes; on a phone also as narrow as a page at 400 % of 1280 pixels is. */
    static void examine(Person person, String screen, String size) {
        // What is fading just now has not the contrast that it has before and after.
        person.page().emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        for (var theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            person.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
            fits(person, screen + "-" + size + "-" + theme.name().toLowerCase(Locale.ROOT));
            var about = screen + " " + size + " " + theme;
            if (theme == ColorScheme.LIGHT && size.equals("wide")) {
                keepsNobodyOut(person, about);
            } else if (theme == ColorScheme.LIGHT) {
                breaksNo("tag", WCAG, person, about);
            } else {
                // All else is as it was examined in the light.
                breaksNo("rule", List.of("color-contrast"), person, about);
            }
        }
        person.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        if (size.equals("phone")) {
            person.page().setViewportSize(320, 640);
            assertThat(overflow(person)).as(screen + " at 320 pixels").isLessThanOrEqualTo(0);
            person.page().setViewportSize(390, 844);
        }
    }

    /** Nothing sticks out at the side, and there is a picture of it. */
    static void fits(Person person, String name) {
        person.page().evaluate("() => document.fonts.ready.then(() => undefined)");
        person.photograph(name);
        assertThat(overflow(person)).as(name).isLessThanOrEqualTo(0);
    }

    static void keepsNobodyOut(Person person, String screen) {
        breaksNo("tag", AND_GOOD_PRACTICE, person, screen);
    }

    private static void breaksNo(String kind, List<String> rules, Person person, String screen) {
        if (person.page().evaluate("'axe' in window").equals(false)) {
            person.page().evaluate(AXE);
        }
        var violations = person.page().evaluate(VIOLATIONS, Map.of("type", kind, "values", rules));
        assertThat((List<?>) violations).as(screen).isEmpty();
    }

    /** As its own runner would put it into each page anew, which takes longer than the examination. */
    private static String axe() {
        try (var script = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By how much the page, or what scrolls in it up and down, is wider than its place. */
    private static int overflow(Person person) {
        return ((Number) person.page().evaluate(OVERFLOW)).intValue();
    }
}
