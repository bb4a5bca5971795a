package io.webim.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.webim.contract.Caller;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import io.webim.contract.User;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Decides about accounts: registration, profile, password, deletion, and the directory. */
final class AccountService {
    private static final int HEALTH_SECONDS = 2;

    private final AccountStore accounts;
    private final SessionStore sessions;
    private final Passwords passwords;
    private final Limits limits;
    private final Revocations revocations;

    AccountService(
            AccountStore accounts, SessionStore sessions, Passwords passwords, Limits limits, Revocations revocations) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.passwords = passwords;
        this.limits = limits;
        this.revocations = revocations;
    }

    Future<Reply> register(RegisterUser request) {
        limits.beforeRegistration(request.remoteAddress());
        return accounts.requireFree(request.username())
                .compose(free -> passwords.hash(request.password()))
                .compose(hash -> accounts.insert(request, hash))
                .map(id -> new User(id, request.username(), request.displayName()));
    }

    Future<Reply> get(Caller caller) {
        return accounts.find(caller.userId()).map(found -> orGone(found).user());
    }

    Future<Reply> rename(Caller caller, String displayName) {
        return accounts.rename(caller.userId(), displayName).compose(done -> get(caller));
    }

    /** Every other session of the account ends: whoever knew the old password is out. */
    Future<Reply> changePassword(Caller caller, ChangePassword request) {
        return accounts.find(caller.userId())
                .map(AccountService::orGone)
                .compose(account -> confirm(account, request.oldPassword()))
                .compose(account -> passwords
                        .hash(request.newPassword())
                        .compose(hash -> accounts.inTransaction(
                                connection -> replacePassword(connection, account, hash, caller.sessionId()))))
                .onSuccess(revoked -> revocations.revoke(caller.userId(), revoked))
                .map(Reply.EMPTY);
    }

    /** The account loses its name, password and devices; what it wrote stays with those who received it. */
    Future<Reply> delete(Caller caller) {
        return accounts.<List<Long>>inTransaction(connection -> accounts.lock(connection, caller.userId())
                        .map(AccountService::orGone)
                        .compose(account -> accounts.anonymise(connection, account.id()))
                        .compose(done -> sessions.endAll(connection, caller.userId())))
                .onSuccess(revoked -> revocations.revoke(caller.userId(), revoked))
                .map(Reply.EMPTY);
    }

    Future<Reply> search(SearchUsers request) {
        return accounts.search(request).map(found -> page(found, request.limit()));
    }

    Future<Reply> health() {
        return accounts.ping()
                .timeout(HEALTH_SECONDS, TimeUnit.SECONDS)
                .map(Reply.EMPTY)
                .recover(error -> Future.failedFuture(
                        Failure.retryAfter(503, "database_unavailable", "The database does not answer.", 1)));
    }

    private Future<Account> confirm(Account account, String password) {
        var attempt = limits.beforeConfirmation(account.id());
        return passwords.matches(password, account.passwordHash()).map(matches -> {
            if (!matches) {
                throw Failure.of(403, "bad_credentials", "The old password is wrong.");
            }
            attempt.succeeded();
            return account;
        });
    }

    private Future<List<Long>> replacePassword(
            SqlConnection connection, Account confirmed, String hash, long keptSessionId) {
        return accounts.lock(connection, confirmed.id())
                .map(AccountService::orGone)
                .compose(locked -> locked.passwordHash().equals(confirmed.passwordHash())
                        ? accounts.setPassword(connection, locked.id(), locked.passwordHash(), hash)
                        : Future.failedFuture(Failure.of(409, "conflict", "The password was changed meanwhile.")))
                .compose(done -> sessions.revokeOthers(connection, confirmed.id(), keptSessionId));
    }

    private static Reply page(List<User> found, int limit) {
        var users = new JsonArray();
        found.stream().limit(limit).forEach(user -> users.add(user.toJson()));
        var page = new JsonObject().put("users", users);
        return Reply.of(
                found.size() > limit ? page.put("next", found.get(limit - 1).id()) : page);
    }

    /** A token outlives its account by no more than the moment in which the account is deleted. */
    private static Account orGone(Optional<Account> found) {
        return found.orElseThrow(() -> Failure.of(401, "invalid_token", "This account does not exist any more."));
    }
}
