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

    private static final int FORBIDDEN = 403;

    /** From the answer of {@link Address#AUTH_TOKEN_VERIFY}. */
    public static Access of(JsonObject verified) {
        return new Access(
                new Caller(verified.getLong("userId"), verified.getLong("sessionId")),
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

    /** The same for what is closed to all bots. */
    public void requirePerson() {
        require((Scope) null);
    }

    private void require(@Nullable Scope needed) {
        @Nullable Failure refusal = refusal(needed);
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
            return Failure.of(FORBIDDEN, "not_for_bots", "This is for people: no token of a bot is good for it.");
        }
        return Set.of(scopes.split(",", -1)).contains(needed.text())
                ? null
                : Failure.of(FORBIDDEN, "scope_missing", "The token of the bot is not for " + needed.text() + ".")
                        .with(new JsonObject().put("scope", needed.text()));
    }
}
