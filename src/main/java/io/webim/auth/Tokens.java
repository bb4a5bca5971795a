package io.webim.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import io.webim.contract.Failure;
import io.webim.contract.Fields;
import io.webim.contract.Reply;
import java.time.Duration;
import java.time.Instant;

/** Access tokens: JWTs of ten minutes, checked without the database. */
final class Tokens {
    static final Duration LIFETIME = Duration.ofMinutes(10);

    private static final String ALGORITHM = "HS256";
    private static final int MAX_LENGTH = 16_384;

    private final JWTAuth jwt;
    private final Revocations revocations;

    Tokens(Vertx vertx, SigningKey key, Revocations revocations) {
        this.jwt = JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .addPubSecKey(
                                new PubSecKeyOptions().setAlgorithm(ALGORITHM).setBuffer(Buffer.buffer(key.bytes()))));
        this.revocations = revocations;
    }

    static String read(Fields fields) {
        return fields.text("accessToken", 1, MAX_LENGTH);
    }

    /** What every log-in and refresh answers with, at least. */
    JsonObject issue(long userId, long sessionId) {
        var claims = new JsonObject().put("sub", Long.toString(userId)).put("sid", sessionId);
        var options = new JWTOptions().setAlgorithm(ALGORITHM).setExpiresInSeconds((int) LIFETIME.toSeconds());
        return new JsonObject()
                .put("accessToken", jwt.generateToken(claims, options))
                .put("expiresIn", LIFETIME.toSeconds());
    }

    Future<Reply> verify(String text) {
        return jwt.authenticate(new TokenCredentials(text))
                .recover(error -> Future.failedFuture(refused()))
                .map(user -> verified(user.attributes().getJsonObject("accessToken")));
    }

    private Reply verified(JsonObject claims) {
        try {
            long userId = Long.parseLong(claims.getString("sub"));
            long sessionId = claims.getLong("sid");
            long expiresIn = claims.getLong("exp") - Instant.now().getEpochSecond();
            if (expiresIn <= 0 || revocations.isRevoked(sessionId)) {
                throw refused();
            }
            return Reply.of(new JsonObject()
                    .put("userId", userId)
                    .put("sessionId", sessionId)
                    .put("expiresIn", expiresIn));
        } catch (NumberFormatException | NullPointerException | ClassCastException foreign) {
            throw refused();
        }
    }

    private static Failure refused() {
        return Failure.of(401, "invalid_token", "The access token is not valid or not valid any more.");
    }
}
