package io.webim.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.webim.contract.Caller;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Fields;
import io.webim.contract.Reply;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;

/**
 * What stands for a session in an address, where no header can be sent: signed, for one thing and no longer than an access
 * token, so that it ends with its session as one does.
 */
final class SignedLinks {
    private static final int MAX_LENGTH = 200;
    private static final int MAX_THING = 100;
    private static final int HEAD_BYTES = 3 * Long.BYTES;
    private static final int MAC_BYTES = 32;

    private final byte[] key;
    private final Revocations revocations;
    private final InstantSource clock;

    SignedLinks(ServerSecret secret, Revocations revocations, InstantSource clock) {
        this.key = secret.derive("links");
        this.revocations = revocations;
        this.clock = clock;
    }

    /**
     * {@code {what, expiresIn}}.
     *
     * @param expiresIn seconds
     */
    record Make(String what, long expiresIn) {
        static Make read(Fields fields) {
            return new Make(
                    fields.text("what", 1, MAX_THING), fields.number("expiresIn", 1, Tokens.LIFETIME.toSeconds()));
        }
    }

    /** {@code {what, token}}. */
    record Check(String what, String token) {
        static Check read(Fields fields) {
            return new Check(fields.text("what", 1, MAX_THING), fields.text("token", 0, MAX_LENGTH));
        }
    }

    Future<Reply> make(Caller caller, Make request) {
        var head = ByteBuffer.allocate(HEAD_BYTES)
                .putLong(caller.userId())
                .putLong(caller.sessionId())
                .putLong(clock.instant().plusSeconds(request.expiresIn()).toEpochMilli())
                .array();
        var token = ByteBuffer.allocate(HEAD_BYTES + MAC_BYTES)
                .put(head)
                .put(mac(head, request.what()))
                .array();
        return Future.succeededFuture(Reply.of(new JsonObject()
                .put("token", Base64.getUrlEncoder().withoutPadding().encodeToString(token))));
    }

    /** Fails with 401. */
    Future<Reply> verify(Check request) {
        var token = decoded(request.token());
        if (token.length != HEAD_BYTES + MAC_BYTES) {
            throw refused();
        }
        var head = Arrays.copyOf(token, HEAD_BYTES);
        if (!MessageDigest.isEqual(mac(head, request.what()), Arrays.copyOfRange(token, HEAD_BYTES, token.length))) {
            throw refused();
        }
        var said = ByteBuffer.wrap(head);
        var caller = new Caller(said.getLong(), said.getLong());
        var expiresAt = Instant.ofEpochMilli(said.getLong());
        if (!clock.instant().isBefore(expiresAt) || revocations.isRevoked(caller.sessionId())) {
            throw refused();
        }
        return Future.succeededFuture(
                Reply.of(new JsonObject().put("userId", caller.userId()).put("sessionId", caller.sessionId())));
    }

    private byte[] mac(byte[] head, String what) {
        var thing = what.getBytes(StandardCharsets.UTF_8);
        return Hmac.sha256(
                key,
                ByteBuffer.allocate(head.length + thing.length)
                        .put(head)
                        .put(thing)
                        .array());
    }

    private static byte[] decoded(String token) {
        try {
            return Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException broken) {
            throw refused();
        }
    }

    private static Failure refused() {
        return Failure.of(ErrorCode.INVALID_LINK, "This link is not valid or not valid any more.");
    }
}
