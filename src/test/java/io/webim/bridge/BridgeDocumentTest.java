package io.webim.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.contract.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keeps what docs/bus.md says of frames, refusals and limits true to the code. */
final class BridgeDocumentTest {
    private static String document;

    @BeforeAll
    static void read() throws Exception {
        document = Files.readString(Path.of("docs/bus.md"));
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void everyRefusalIsListed(Refusal refusal) {
        Failure failure = refusal.failure();
        assertThat(document).contains("| " + failure.status() + " | `" + failure.code() + "` |");
    }

    @ParameterizedTest
    @EnumSource(value = CloseReason.class, mode = EnumSource.Mode.EXCLUDE, names = "TOO_SLOW")
    void everyReasonToCloseIsListed(CloseReason reason) {
        assertThat(document).contains("| " + reason.code + " | `" + reason.text + "` |");
    }

    @Test
    void limitsAreThoseOfTheCode() {
        var limits = Limits.DEFAULT;
        assertThat(document)
                .contains(
                        "| a frame to the server | " + (limits.frameBytes() >> 10) + " KiB;",
                        "| requests waiting for their answer | " + limits.inFlight() + " |",
                        String.format(Locale.ROOT, "count as one request | %,d |", limits.confirmations()),
                        String.format(
                                Locale.ROOT,
                                "| %,d frames or %d MiB |",
                                limits.pendingFrames(),
                                limits.pendingBytes() >> 20),
                        "| malformed frames in a row | " + limits.faults() + " |",
                        "| sockets of one user | " + limits.socketsPerUser() + " |",
                        "no login within " + limits.loginTime() / 1_000 + " s");
    }
}
