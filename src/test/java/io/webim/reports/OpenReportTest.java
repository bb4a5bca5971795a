package io.webim.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class OpenReportTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    @Test
    void aMessageIsShownWithItsText() {
        assertThat(new OpenReport(7, NOON, "ann", "bob", 3, "Choir", 12, "spam", "Every day.", "buy\nthis"))
                .hasToString("""
                        7  2026-11-26T12:00:00.000Z  ann reports bob, message 12 in “Choir”: spam
                            note: Every day.
                            text: buy
                                this""");
    }

    @Test
    void aPersonIsShownInOneLine() {
        assertThat(new OpenReport(8, NOON, "ann", "bob", 3, null, 0, "threats", "", null))
                .hasToString("8  2026-11-26T12:00:00.000Z  ann reports bob, the person in conversation 3: threats");
    }

    @Test
    void nothingInItCommandsATerminal() {
        var hostile = "\u001B[2J\u0007\u009B31m\u202Egnp.exe\r" + "👩\u200D🚀";

        assertThat(new OpenReport(9, NOON, "ann", "bob", 3, hostile, 1, hostile, hostile, hostile)
                        .toString()
                        .chars())
                .noneMatch(sign -> sign == 0x1B || sign == 7 || sign == 0x9B || sign == 0x202E || sign == '\r')
                .contains((int) '\u200D');
    }
}
