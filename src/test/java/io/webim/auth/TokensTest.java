package io.webim.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import io.webim.auth.SigningKeys.Key;
import io.webim.bus.Bus;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TokensTest {
    static final Vertx vertx = Vertx.vertx();
    static final Key NEW = Key.of("the new key, of more than thirty-two characters");
    static final Key OLD = Key.of("the old key, of more than thirty-two characters");
    static final Key FOREIGN = Key.of("no key of ours, of more than thirty-two characters");

    Instant now = Instant.now();
    final Tokens tokens =
            new Tokens(vertx, new SigningKeys(NEW, Optional.of(OLD)), new Revocations(new Bus(vertx)), () -> now);

    @AfterAll
    static void close() {
        vertx.close();
    }

    @Test
    void theNewKeySignsAndSaysWhichItIs() {
        for (int i = 0; i < 20; i++) {
            var token = tokens.issue(7, 9).getString("accessToken");
            var head = new JsonObject(new String(
                    Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.'))),
                    java.nio.charset.StandardCharsets.UTF_8));

            assertThat(head.getString("kid")).isEqualTo(NEW.id());
            assertThat(isAccepted(token)).isTrue();
        }
    }

    @Test
    void bothKeysVerifyAndNoOther() {
        assertThat(isAccepted(signed(NEW, NEW.id()))).isTrue();
        assertThat(isAccepted(signed(OLD, OLD.id()))).isTrue();
        assertThat(isAccepted(signed(FOREIGN, FOREIGN.id()))).isFalse();
        assertThat(isAccepted(signed(FOREIGN, NEW.id()))).isFalse();
        assertThat(isAccepted(signed(FOREIGN, OLD.id()))).isFalse();
    }

    @Test
    void theOldKeyIsWorthNothingOnceItsTokensCannotLiveAnyMore() {
        now = now.plus(Tokens.LIFETIME).plusMillis(1);

        assertThat(isAccepted(signed(OLD, OLD.id()))).isFalse();
        assertThat(isAccepted(signed(NEW, NEW.id()))).isTrue();
    }

    @Test
    void anIdTellsNothingOfItsKey() {
        assertThat(NEW.id()).matches("[0-9a-f]{16}").isNotEqualTo(OLD.id());
        assertThat(NEW.toString()).doesNotContain(NEW.secret());
    }

    private boolean isAccepted(String token) {
        return tokens.verify(token).succeeded();
    }

    /** Long-lived, so that only the key decides. */
    private static String signed(Key key, String kid) {
        var jwt = JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .addPubSecKey(new PubSecKeyOptions()
                                .setAlgorithm("HS256")
                                .setId(kid)
                                .setBuffer(key.secret())));
        return jwt.generateToken(
                new JsonObject().put("sub", "7").put("sid", 9),
                new JWTOptions().setAlgorithm("HS256").setExpiresInSeconds(3_600));
    }
}
