package io.webim.hooks;

import io.vertx.core.json.JsonObject;
import io.webim.contract.Fields;
import io.webim.contract.OwnerProof;
import org.jspecify.annotations.Nullable;

/**
 * {@code {conversationId?, name, …}}.
 *
 * @param conversationId a group or channel; null where it writes to its owner
 * @param proof what shows that the session's owner asks, for auth to judge
 * @param origin that the request was sent to
 */
record CreateHook(@Nullable Long conversationId, String name, JsonObject proof, String origin) {
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_ORIGIN = 300;

    static CreateHook read(Fields fields) {
        return new CreateHook(
                fields.optionalId("conversationId"),
                fields.name("name", 1, LONGEST_NAME),
                OwnerProof.read(fields, "webhook"),
                fields.text("origin", 0, LONGEST_ORIGIN));
    }
}
