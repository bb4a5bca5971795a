package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.TextTable;
import io.webim.contract.Signs;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** What the client makes of texts: the tables of inputs and outcomes, through its own modules in a real browser. */
class TextsIT extends BrowserTest {
    /** Of each sign that there may be, whether the client calls it visible: 0 or 1. */
    private static final String SWEEP = """
            async () => {
              const { hasVisible } = await import('/js/state/signs.js');
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

    /** Whether a function of the client makes of the texts of a table what stands there. */
    private void each(String table, String function, String outcome) {
        var rows = TextTable.of(table);
        var texts =
                rows.stream().map(row -> ((JsonObject) row).getString("text")).toList();
        var made = new JsonArray((List<?>) client().evaluate(function, texts));
        var softly = new SoftAssertions();
        for (int i = 0; i < rows.size(); i++) {
            var row = rows.getJsonObject(i);
            softly.assertThat(made.getValue(i)).as(row.encode()).isEqualTo(row.getValue(outcome));
        }
        softly.assertAll();
    }

    /** A page of the client, whose modules can be asked. */
    private Page client() {
        var page = person("Ann Lee").page();
        page.navigate("/");
        assertThat(page.locator(".entrance")).isVisible();
        return page;
    }
}
