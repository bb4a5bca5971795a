package io.webim.auth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.contract.Address;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sessions whose access tokens may not have expired yet, though they were revoked. */
final class Revocations {
    private final Bus bus;
    private final Map<Long, Instant> expiry = new HashMap<>();

    Revocations(Bus bus) {
        this.bus = bus;
    }

    /** From now on, and everywhere: the sockets of these sessions are told. */
    void revoke(long userId, List<Long> sessionIds) {
        if (sessionIds.isEmpty()) {
            return;
        }
        remember(sessionIds);
        bus.publish(
                Address.AUTH_SESSION_REVOKED,
                new JsonObject().put("userId", userId).put("sessionIds", new JsonArray(sessionIds)));
    }

    /** What outlives access tokens has ended with the account's {@code grants_from}; its modules may clear it away. */
    void endGrants(long userId) {
        bus.publish(Address.AUTH_GRANTS_ENDED, new JsonObject().put("userId", userId));
    }

    /** Of a bot: its sockets with these are told. */
    void revokeTokens(long botId, List<Long> tokenIds) {
        if (!tokenIds.isEmpty()) {
            bus.publish(
                    Address.AUTH_BOT_TOKENS_REVOKED,
                    new JsonObject().put("userId", botId).put("tokenIds", new JsonArray(tokenIds)));
        }
    }

    /** What the account's {@code services_from} has ended; its modules may clear it away. */
    void endServices(long ownerId) {
        bus.publish(Address.AUTH_SERVICES_ENDED, new JsonObject().put("userId", ownerId));
    }

    /** Of some of these nobody here may have heard yet. */
    void recall(List<Long> sessionIds) {
        var unheard = sessionIds.stream().filter(id -> !isRevoked(id)).toList();
        remember(sessionIds);
        if (!unheard.isEmpty()) {
            bus.publishAgain(Address.AUTH_SESSION_REVOKED, new JsonObject().put("sessionIds", new JsonArray(unheard)));
        }
    }

    void remember(List<Long> sessionIds) {
        var forgottenAt = Instant.now().plus(Tokens.LIFETIME);
        sessionIds.forEach(id -> expiry.put(id, forgottenAt));
    }

    boolean isRevoked(long sessionId) {
        return expiry.containsKey(sessionId);
    }

    void sweep() {
        var now = Instant.now();
        expiry.values().removeIf(now::isAfter);
    }
}
