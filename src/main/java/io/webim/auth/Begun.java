package io.webim.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.webim.contract.Claims;
import java.util.Optional;

/**
 * What was begun with the right password.
 *
 * @param account as it was then
 * @param device of a log-in; empty of others
 * @param site where a passkey is to be good
 */
record Begun(Account account, String device, Optional<Site> site) {
    static Challenges<Begun> challenges(String kind, Claims claims, AccountStore accounts) {
        return new Challenges<>(kind, claims, begun -> begun.account().id(), Begun::toJson, json -> of(json, accounts));
    }

    /** For another node, which reads the account itself. */
    private JsonObject toJson() {
        var json = new JsonObject()
                .put("userId", account.id())
                .put("stamp", Stamps.of(account.passwordHash()))
                .put("device", device);
        site.ifPresent(where -> json.put("rpId", where.rpId()).put("origin", where.origin()));
        return json;
    }

    private static Future<Optional<Begun>> of(JsonObject json, AccountStore accounts) {
        var site = Optional.ofNullable(json.getString("rpId")).map(rpId -> new Site(rpId, json.getString("origin")));
        return accounts.find(json.getLong("userId"))
                .map(found -> found.filter(
                                account -> Stamps.of(account.passwordHash()).equals(json.getString("stamp")))
                        .map(account -> new Begun(account, json.getString("device"), site)));
    }
}
