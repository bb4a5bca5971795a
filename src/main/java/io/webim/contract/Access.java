package io.webim.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whom an access token names, and what it may be used for.
 *
 * @param tokenId of a bot's token, 0 where it is a session's
 * @param scopes of a bot's token, a comma between them; people may do all that is theirs
 */
public record Access(Caller caller, long tokenId, String scopes) {
    public static final Access NONE = new Access(Caller.NOBODY, 0, "");

    private static final String FORWARD = "forward";
    private static final Set<String> WRITTEN = Set.of("text", "files", "forwarded", "event");

    /** From the answer of {@link Address#AUTH_TOKEN_VERIFY}. */
    public static Access of(JsonObject verified) {
        return new Access(
                new Caller(verified.getLong("userId"), verified.getLong("sessionId"), verified.getLong("ownerId", 0L)),
                verified.getLong("tokenId", 0L),
                verified.getJsonArray("scopes", new JsonArray()).stream()
                        .map(String.class::cast)
                        .collect(Collectors.joining(",")));
    }

    public boolean isBots() {
        return tokenId != 0;
    }

    /** The session or, below zero, the bot's token that ends it. */
    public long key() {
        return isBots() ? keyOfToken(tokenId) : caller.sessionId();
    }

    /** Of a bot's token. */
    public static long keyOfToken(long tokenId) {
        return -tokenId;
    }

    /** Fails with 403 where a bot's token is not for this. */
    public void require(Address address) {
        require(address.scope());
    }

    /** The same where the request would copy what the token may not read. */
    public void require(JsonObject request) {
        throwIfAny(refusal(request));
    }

    /** The same for what is closed to all bots where no scope is needed. */
    public void require(@Nullable Scope needed) {
        throwIfAny(refusal(needed));
    }

    private static void throwIfAny(@Nullable Failure refusal) {
        if (refusal != null) {
            throw refusal;
        }
    }

    /**
     * Why it may not be done; null where it may.
     *
     * @param needed null of what is for people alone
     */
    public @Nullable Failure refusal(@Nullable Scope needed) {
        if (!isBots()) {
            return null;
        }
        if (needed == null) {
            return Failure.of(ErrorCode.NOT_FOR_BOTS, "This is for people: no token of a bot is good for it.");
        }
        return Set.of(scopes.split(",", -1)).contains(needed.text())
                ? null
                : Failure.of(ErrorCode.SCOPE_MISSING, "The token of the bot is not for " + needed.text() + ".")
                        .with(new JsonObject().put("scope", needed.text()));
    }

    /** Why what stands in a request may not be done by it; null where it may. What is sent on has to be read first. */
    public @Nullable Failure refusal(JsonObject request) {
        return request.getValue(FORWARD) == null ? null : refusal(Scope.MESSAGES_READ);
    }

    /** An answer without what others have written, where a bot's token is not for reading. */
    public JsonObject shown(JsonObject answer) {
        if (refusal(Scope.MESSAGES_READ) != null) {
            if (answer.getValue("message") instanceof JsonObject message && !isOwn(message)) {
                WRITTEN.forEach(message::remove);
            }
            if (answer.getValue("contact") instanceof JsonObject contact) {
                contact.remove("lastMessage");
            }
        }
        return answer;
    }

    private boolean isOwn(JsonObject message) {
        return message.getLong("senderId") == caller.userId() && !message.containsKey("forwarded");
    }
}
