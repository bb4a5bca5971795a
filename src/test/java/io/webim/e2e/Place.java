package io.webim.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;

/**
 * The upper line that somebody reads and where it stands on the screen. How far the page is scrolled says less: older
 * messages that come later are of another height than the space that stood for them.
 */
record Place(int seq, double top) {
    private static final String UPPER = """
            () => {
              const { top: edge, height } = document.querySelector('.scroller').getBoundingClientRect();
              const tops = [...document.querySelectorAll('[data-seq]')]
                .map((row) => [Number(row.dataset.seq), row.getBoundingClientRect().top - edge]);
              return tops.find(([, top]) => top >= 0 && top < height);
            }
            """;
    private static final String TOP_OF = """
            async (seq) => {
              await new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
              const edge = document.querySelector('.scroller').getBoundingClientRect().top;
              return document.querySelector(`[data-seq="${seq}"]`).getBoundingClientRect().top - edge;
            }
            """;

    /** Whoever goes far away sees no line at first. */
    static Place of(Person reader) {
        var upper = (List<?>) reader.page().waitForFunction(UPPER).jsonValue();
        return new Place(((Number) upper.get(0)).intValue(), ((Number) upper.get(1)).doubleValue());
    }

    /** What the browser has still to draw is drawn before it is looked at. */
    void isHeldFor(Person reader) {
        var now = ((Number) reader.page().evaluate(TOP_OF, seq)).doubleValue();
        assertThat(now).as("top of line " + seq).isCloseTo(top, within(1.5));
    }
}
