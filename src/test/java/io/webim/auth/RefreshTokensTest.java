package io.webim.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RefreshTokensTest {
    final RefreshTokens tokens = new RefreshTokens(new ServerSecret("one key".getBytes(StandardCharsets.UTF_8)));

    @Test
    void aTokenSurvivesItsText() {
        var token = tokens.first();

        var parsed = RefreshTokens.parse(token.text()).orElseThrow();

        assertThat(parsed.hash()).isEqualTo(token.hash());
        assertThat(parsed.familyHash()).isEqualTo(token.familyHash());
        assertThat(token.text()).hasSize(43).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void noTwoSessionsShareAFamily() {
        assertThat(tokens.first().familyHash()).isNotEqualTo(tokens.first().familyHash());
    }

    @Test
    void theSuccessorIsAlwaysTheSameAndStaysInTheFamily() {
        var token = tokens.first();
        var successor = tokens.successor(token);

        assertThat(successor.hash()).isEqualTo(tokens.successor(token).hash()).isNotEqualTo(token.hash());
        assertThat(successor.familyHash()).isEqualTo(token.familyHash());
        assertThat(tokens.successor(successor).hash()).isNotEqualTo(token.hash());
    }

    @Test
    void nobodyElseCanTellTheSuccessor() {
        var token = tokens.first();
        var others = new RefreshTokens(new ServerSecret("another key".getBytes(StandardCharsets.UTF_8)));

        assertThat(others.successor(token).hash())
                .isNotEqualTo(tokens.successor(token).hash());
    }

    @Test
    void otherTextsAreNoTokens() {
        assertThat(RefreshTokens.parse("")).isEmpty();
        assertThat(RefreshTokens.parse("äöü")).isEmpty();
        assertThat(RefreshTokens.parse("AAAA")).isEmpty();
        assertThat(RefreshTokens.parse("A".repeat(44))).isEmpty();
    }
}
