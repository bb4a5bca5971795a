package io.webim.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/**
 * Scripts in names and messages, in a real browser with the server's own policy: each is shown as the text that it is.
 * That no policy was violated either is what {@link BrowserTest} checks after each test.
 */
class ScriptsInTextsIT extends BrowserTest {
    private static final List<String> PAYLOADS = List.of(
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(2)>",
            "<svg onload=alert(3)></svg>",
            "\"><iframe srcdoc=\"<script>parent.alert(4)</script>\"></iframe>",
            "javascript:alert(5)",
            "<a href=\"javascript:alert(6)\">a link</a>",
            "'-alert(7)-'",
            "{{constructor.constructor('alert(8)')()}}",
            "${alert(9)}",
            "<style>@import '//evil.example/x.css';</style>",
            "<meta http-equiv=refresh content=0;url=//evil.example>",
            "</textarea><script>alert(10)</script>",
            "&lt;script&gt;alert(11)&lt;/script&gt;",
            "<math><mtext></style><img src=x onerror=alert(12)>",
            "__proto__");

    private final List<String> dialogs = new CopyOnWriteArrayList<>();

    @Test
    void everyPayloadInAMessageIsText() {
        var pair = pair("Writer", "Reader");
        pair.forEach(this::watch);
        PAYLOADS.forEach(pair.get(0)::write);

        pair.get(1).sees(PAYLOADS.get(PAYLOADS.size() - 1));
        assertThat(pair.get(1).texts()).containsExactlyElementsOf(PAYLOADS);
        assertThat(pair.get(0).texts()).containsExactlyElementsOf(PAYLOADS);
        pair.get(1).page().reload();
        pair.get(1).open(pair.get(0)).sees(PAYLOADS.get(PAYLOADS.size() - 1));
        assertThat(pair.get(1).texts()).containsExactlyElementsOf(PAYLOADS);
        pair.forEach(this::isUntouched);
        assertThat(dialogs).isEmpty();
    }

    @Test
    void everyPayloadInANameIsText() {
        var viewer = person("Viewer").enter();
        var stem = "scripted." + viewer.username() + ".";
        watch(viewer);
        for (int i = 0; i < PAYLOADS.size(); i++) {
            var payload = PAYLOADS.get(i).length() > 64 ? PAYLOADS.get(i).substring(0, 64) : PAYLOADS.get(i);
            var scripted = Api.register(server, stem + i, payload);
            scripted.write(scripted.add(viewer.username()), PAYLOADS.get(i));
            var row = viewer.page().locator(".row").filter(new Locator.FilterOptions().setHasText(payload));
            row.first().waitFor();
            row.first().click();
            PlaywrightAssertions.assertThat(viewer.page().locator(".talk-head__name"))
                    .hasText(payload);
        }
        viewer.button("New chat").first().click();
        viewer.search(stem);
        viewer.page()
                .getByText("@" + stem + "0", new Page.GetByTextOptions().setExact(true))
                .waitFor();
        isUntouched(viewer);
        assertThat(dialogs).isEmpty();
    }

    private void watch(Person person) {
        person.page().onDialog((Dialog dialog) -> {
            dialogs.add(person.username() + ": " + dialog.message());
            dialog.dismiss();
        });
    }

    /** Nothing that the page's own code would not have made. */
    private void isUntouched(Person person) {
        var made = person.page()
                .evaluate(
                        "() => document.querySelectorAll('iframe, .bubble script, .bubble img[src=x], .row img[src=x],"
                                + " .row script, [onerror], [onload], meta[http-equiv=refresh], a[href^=javascript]').length");
        assertThat(made).isEqualTo(0);
    }
}
