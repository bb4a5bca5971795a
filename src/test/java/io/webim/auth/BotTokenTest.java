package io.webim.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BotTokenTest {
    @Test
    void aTokenIsKnownByItsFormAndNoTwoAreAlike() {
        var tokens = new HashSet<String>();
        for (int i = 0; i < 1_000; i++) {
            var token = BotToken.make().text();
            assertThat(token).matches("webim_[0-9A-Za-z]{30}");
            assertThat(BotToken.isMeant(token)).isTrue();
            assertThat(BotToken.parse(token)).contains(new BotToken(token));
            tokens.add(token);
        }
        assertThat(tokens).hasSize(1_000);
    }

    /** As other programs compute it, so that scanners for secrets can: the CRC-32 of the random part. */
    @Test
    void theLastSixSignsAreTheChecksumOfThoseBefore() {
        // As Python's zlib.crc32 gives it.
        assertThat(BotToken.parse("webim_1234567890123456789012" + "0FYMTJ")).isPresent();
        assertThat(BotToken.parse("webim_0000000000000000000000" + "2tfPFA")).isPresent();
        assertThat(BotToken.parse("webim_0000000000000000000000" + "0FYMTJ")).isEmpty();
    }

    @Test
    void oneThatWasMistypedIsNone() {
        var token = BotToken.make().text();
        for (int at = BotToken.PREFIX.length(); at < token.length(); at++) {
            var other = token.charAt(at) == 'x' ? 'y' : 'x';
            assertThat(BotToken.parse(token.substring(0, at) + other + token.substring(at + 1)))
                    .isEmpty();
        }
        assertThat(BotToken.parse(token.substring(0, token.length() - 1))).isEmpty();
        assertThat(BotToken.parse(token + "0")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"webim_", "webim_x", "webim_ä", "webim_000000000000000000000000000000!", "Webim_abc", ""})
    void nonsenseIsNone(String text) {
        assertThat(BotToken.parse(text)).isEmpty();
    }

    @Test
    void itIsNotWrittenOutByMistake() {
        var token = BotToken.make();
        assertThat(token.toString()).doesNotContain(token.text().substring(6));
    }
}
