package io.webim.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
    static final byte[] RFC_SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    final Totp totp = new Totp(Optional.empty());

    /** The vectors of RFC 6238, appendix B, cut to six digits. */
    @ParameterizedTest
    @CsvSource({"59, 287082", "1111111109, 081804", "1234567890, 005924", "20000000000, 353130"})
    void codesAreThoseOfTheStandard(long second, String code) {
        assertThat(totp.code(RFC_SECRET, second / 30)).isEqualTo(code);
    }

    @Test
    void aStepIsTakenOnlyAboveTheLastOne() {
        long now = System.currentTimeMillis() / 30_000;
        var code = totp.code(RFC_SECRET, now);

        assertThat(totp.step(RFC_SECRET, code, now - 1)).hasValue(now);
        assertThat(totp.step(RFC_SECRET, code, now)).isEmpty();
    }

    /** The vectors of RFC 4648 without padding. */
    @ParameterizedTest
    @CsvSource({"f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI"})
    void base32IsThatOfTheStandard(String plain, String encoded) {
        assertThat(Base32.encode(plain.getBytes(StandardCharsets.US_ASCII))).isEqualTo(encoded);
    }

    @Test
    void anAuditLineCannotEndEarlyOrColourATerminal() {
        var hostile = new io.vertx.core.json.JsonObject()
                .put("device", "x\r\n{\"event\":\"forged\"}\u001b[2J\u009b31m\u2028\u202e\u007f\ud83d\ude00");

        var line = Audit.ascii(hostile.encode());

        assertThat(line).matches("[ -~]+");
        assertThat(new io.vertx.core.json.JsonObject(line)).isEqualTo(hostile);
    }
}
