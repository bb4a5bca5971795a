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
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Fields;
import io.webim.contract.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Access tokens: JWTs of ten minutes, checked without the database. */
final class Tokens {
    static final Duration LIFETIME = Duration.ofMinutes(10);

    private static final String ALGORITHM = "HS256";
    private static final int MAX_LENGTH = 16_384;

    private final JWTAuth current;
    private final JWTAuth both;
    private final Instant previousUntil;
    private final InstantSource clock;
    private final Revocations revocations;

    Tokens(Vertx vertx, SigningKeys keys, Revocations revocations, InstantSource clock) {
        this.current = JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(key(keys.current())));
        var options = new JWTAuthOptions().addPubSecKey(key(keys.current()));
        keys.previous().ifPresent(previous -> options.addPubSecKey(key(previous)));
        this.both = JWTAuth.create(vertx, options);
        // Nothing was signed with the previous key after this start.
        this.previousUntil = clock.instant().plus(LIFETIME);
        this.clock = clock;
        this.revocations = revocations;
    }

    private static PubSecKeyOptions key(SigningKeys.Key key) {
        return new PubSecKeyOptions().setAlgorithm(ALGORITHM).setId(key.id()).setBuffer(Buffer.buffer(key.secret()));
    }

    static String read(Fields fields) {
        return fields.text("accessToken", 1, MAX_LENGTH);
    }

    /** What every log-in and refresh answers with, at least. */
    JsonObject issue(long userId, long sessionId) {
        var claims = new JsonObject().put("sub", Long.toString(userId)).put("sid", sessionId);
        var options = new JWTOptions().setAlgorithm(ALGORITHM).setExpiresInSeconds((int) LIFETIME.toSeconds());
        return new JsonObject()
                .put("accessToken", current.generateToken(claims, options))
                .put("expiresIn", LIFETIME.toSeconds());
    }

    Future<Reply> verify(String text) {
        var keys = clock.instant().isBefore(previousUntil) ? both : current;
        return keys.authenticate(new TokenCredentials(text))
                .recover(error -> Future.failedFuture(refused()))
                .map(user -> verified(user.attributes().getJsonObject("accessToken")));
    }

    private Reply verified(JsonObject claims) {
        try {
            long userId = Long.parseLong(claims.getString("sub"));
            long sessionId = claims.getLong("sid");
            // Rounded down: a socket closes rather early than late.
            long expiresIn = Duration.between(clock.instant(), Instant.ofEpochSecond(claims.getLong("exp")))
                    .toSeconds();
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

    static Failure refused() {
        return Failure.of(ErrorCode.INVALID_TOKEN, "The access token is not valid or not valid any more.");
    }
}
