package io.webim.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.webim.contract.Caller;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import io.webim.contract.Times;
import io.webim.contract.User;
import io.webim.limits.SharedPlaces;
import io.webim.limits.SharedPlaces.Bounds;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Decides about accounts: registration, profile, password, deletion, and the directory. */
final class AccountService {
    private static final Bounds SEARCHES = new Bounds(2, 1, 256, 4);
    private static final long PATIENCE_MILLIS = 2_500;

    private static final int HEALTH_SECONDS = 2;
    /** Of a deleted account: what it wrote, for those who received it; and its name, which nobody else can take. */
    private static final JsonArray REMAINS = new JsonArray().add("messages").add("username");

    private final Vertx vertx;
    private final AccountStore accounts;
    private final SessionStore sessions;
    private final Devices devices;
    private final Passwords passwords;
    private final PasswordRules rules;
    private final Limits limits;
    private final Confirmation confirmation;
    private final SecondFactorService secondFactors;
    private final Revocations revocations;
    private final BotEndings bots;
    /** Each looks at all accounts; what is left of the database is for those who log in. */
    private final SharedPlaces searches = new SharedPlaces(SEARCHES);

    AccountService(
            Vertx vertx,
            AccountStore accounts,
            SessionStore sessions,
            Devices devices,
            Passwords passwords,
            PasswordRules rules,
            Limits limits,
            Confirmation confirmation,
            SecondFactorService secondFactors,
            Revocations revocations,
            BotEndings bots) {
        this.vertx = vertx;
        this.accounts = accounts;
        this.sessions = sessions;
        this.devices = devices;
        this.passwords = passwords;
        this.rules = rules;
        this.limits = limits;
        this.confirmation = confirmation;
        this.secondFactors = secondFactors;
        this.revocations = revocations;
        this.bots = bots;
    }

    Future<Reply> register(RegisterUser request) {
        var payer = Payer.of(request.remoteAddress(), request.username());
        return limits.registration(
                        request.remoteAddress(),
                        () -> accounts.requireFree(request.username())
                                .compose(free -> passwords.hash(payer, request.password()))
                                .compose(hash -> accounts.insert(request, hash)))
                .map(id -> {
                    Audit.event("account.registered")
                            .with("userId", id)
                            .from(request.remoteAddress())
                            .with("username", request.username())
                            .write();
                    return new User(id, request.username(), request.displayName(), null, false);
                });
    }

    Future<Reply> get(Caller caller) {
        return accounts.find(caller.userId()).map(found -> own(Confirmation.orGone(found)));
    }

    /** With what is nobody else's concern. */
    private static Reply own(Account account) {
        var json = account.user().toJson();
        if (!account.addedByAll()) {
            json.put("addMe", "contacts");
        }
        return Reply.of(account.readReceipts() ? json : json.put("readReceipts", false));
    }

    /** @param name null where there is none any more */
    Future<Reply> showPicture(Caller caller, @Nullable String name) {
        return accounts.showPicture(caller.userId(), name).compose(done -> get(caller));
    }

    Future<Reply> update(Caller caller, UpdateUser request) {
        return accounts.update(caller.userId(), request).compose(done -> get(caller));
    }

    /** Those of these who are there. */
    Future<Reply> named(List<Long> ids) {
        return accounts.find(ids).map(found -> page(found, found.size()));
    }

    /** What is told once it is committed. */
    private record Ended(List<Long> sessions, Map<Long, List<Long>> tokensOfBots) {}

    /** Every other session of the account ends, and all that was begun: whoever knew the old password is out. */
    Future<Reply> changePassword(Caller caller, ChangePassword request) {
        var payer = Payer.of(request.remoteAddress(), "");
        return confirmation
                .confirm(caller, request.oldPassword(), request.remoteAddress(), payer)
                .map(account -> {
                    rules.require("newPassword", request.newPassword(), account.username());
                    return account;
                })
                .compose(account -> passwords
                        .hash(payer.named(account.username()), request.newPassword())
                        .compose(hash -> accounts.inTransaction(connection ->
                                replacePassword(connection, account, hash, caller.sessionId(), request.services()))))
                .onSuccess(ended -> {
                    revocations.revoke(caller.userId(), ended.sessions());
                    revocations.endGrants(caller.userId());
                    bots.endedServices(caller.userId(), request.services(), ended.tokensOfBots());
                    Audit.event("password.changed")
                            .of(caller)
                            .from(request.remoteAddress())
                            .write();
                })
                .map(Reply.EMPTY);
    }

    /** The account loses its name, password and devices; what it wrote stays with those who received it. */
    Future<Reply> delete(Caller caller, Confirm request) {
        return confirmation
                .confirmed(
                        caller,
                        request,
                        (connection, account) -> accounts.anonymise(connection, account.id())
                                .compose(done -> secondFactors.removeAll(connection, account.id()))
                                .compose(done -> sessions.endAll(connection, account.id()))
                                .compose(revoked -> bots.endAll(connection, account.id())
                                        .map(tokens -> new Ended(revoked, tokens))))
                .map(ended -> {
                    revocations.revoke(caller.userId(), ended.sessions());
                    bots.ended(ended.tokensOfBots());
                    Audit.event("account.deleted")
                            .of(caller)
                            .from(request.remoteAddress())
                            .write();
                    return Reply.of(new JsonObject().put("remains", REMAINS.copy()));
                });
    }

    /** What this module knows of somebody, for that one alone. */
    Future<Reply> export(Caller caller, String remoteAddress) {
        limits.beforeExport(caller.userId());
        var account = accounts.find(caller.userId()).map(Confirmation::orGone);
        var registered = accounts.registeredAt(caller.userId());
        var list = devices.list(caller, ListSessions.FIRST);
        var factors = secondFactors.get(caller);
        return Future.all(account, registered, list, factors).map(read -> {
            Audit.event("account.exported").of(caller).from(remoteAddress).write();
            return Reply.of(new JsonObject()
                    .put("user", own(account.result()).toJson())
                    .put("registeredAt", Times.iso(registered.result()))
                    .put("sessions", list.result().toJson().getJsonArray("sessions"))
                    .put("secondFactor", factors.result().toJson()));
        });
    }

    Future<Reply> search(Caller caller, SearchUsers request) {
        var username = request.username();
        var found = username == null
                ? searches.run(
                        vertx, caller.userId(), PATIENCE_MILLIS, () -> accounts.search(request), AccountService::busy)
                : named(username);
        return found.map(users -> page(users, request.limit()));
    }

    private static Failure busy() {
        return Failure.retryAfter(503, "busy", "Too many people search at this moment. Try again shortly.", 2);
    }

    private Future<List<User>> named(String username) {
        return Names.isUsername(username)
                ? accounts.find(username)
                        .map(account -> account.map(Account::user).stream().toList())
                : Future.succeededFuture(List.of());
    }

    Future<Reply> health() {
        return accounts.ping().timeout(HEALTH_SECONDS, TimeUnit.SECONDS).map(Reply.EMPTY);
    }

    private Future<Ended> replacePassword(
            SqlConnection connection, Account confirmed, String hash, long keptSessionId, boolean services) {
        return confirmation
                .hold(connection, confirmed)
                .compose(held -> accounts.setPassword(connection, held.id(), held.passwordHash(), hash))
                .compose(done -> accounts.endGrants(connection, confirmed.id()))
                .compose(done -> secondFactors.dropPending(connection, confirmed.id()))
                .compose(done -> sessions.revokeOthers(connection, confirmed.id(), keptSessionId))
                .compose(revoked -> bots.endServices(connection, confirmed.id(), services)
                        .map(tokens -> new Ended(revoked, tokens)));
    }

    private static Reply page(List<User> found, int limit) {
        var users = new JsonArray();
        found.stream().limit(limit).forEach(user -> users.add(user.toJson()));
        var page = new JsonObject().put("users", users);
        return Reply.of(
                found.size() > limit ? page.put("next", found.get(limit - 1).id()) : page);
    }
}
