package io.webim.auth;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.webim.contract.Times;
import java.time.Instant;
import java.util.Optional;

/**
 * A row of {@code passkey}.
 *
 * @param id 0 for one that is not stored yet
 * @param credential id and public key, as the authenticator gave them
 */
record Passkey(
        long id,
        String name,
        String rpId,
        Buffer credentialId,
        Buffer credential,
        boolean backupEligible,
        long signCount,
        Instant createdAt,
        Optional<Instant> lastUsedAt) {

    boolean isOf(Site site) {
        return rpId.equals(site.rpId());
    }

    JsonObject toJson() {
        var json = new JsonObject().put("id", id).put("name", name).put("createdAt", Times.iso(createdAt));
        lastUsedAt.ifPresent(time -> json.put("lastUsedAt", Times.iso(time)));
        return json;
    }
}
