package io.webim.auth;

import io.vertx.core.json.JsonArray;
import io.webim.contract.Fields;
import io.webim.contract.Scope;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code {userId, name, scopes?, expiresAt?, …}}: a token for a bot; without scopes it is good for all of them. */
record CreateBotToken(
        long botId,
        String name,
        Set<Scope> scopes,
        @Nullable Instant expiresAt,
        ConfirmOwner owner) {
    static CreateBotToken read(Fields fields) {
        @Nullable Instant expiresAt = fields.optionalTime("expiresAt");
        if (expiresAt != null && !expiresAt.isAfter(Instant.now())) {
            fields.refuse("expiresAt", "must be in the future");
        }
        return new CreateBotToken(
                fields.id("userId"),
                UserNames.line(fields, "name"),
                scopes(fields),
                expiresAt,
                ConfirmOwner.read(fields, "bot_token"));
    }

    private static Set<Scope> scopes(Fields fields) {
        if (!fields.has("scopes")) {
            return EnumSet.allOf(Scope.class);
        }
        var scopes = EnumSet.noneOf(Scope.class);
        if (fields.value("scopes") instanceof JsonArray array && array.size() <= Scope.values().length) {
            for (var one : array) {
                @Nullable Scope scope = one instanceof String text ? Scope.of(text) : null;
                if (scope == null) {
                    scopes.clear();
                    break;
                }
                scopes.add(scope);
            }
        }
        if (scopes.isEmpty()) {
            fields.refuse("scopes", "must be a list of some of " + Scope.join(EnumSet.allOf(Scope.class)));
        }
        return scopes;
    }
}
