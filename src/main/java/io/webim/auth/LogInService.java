package io.webim.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides who gets in: the same answer, in the same time, for a wrong password and an unknown name. */
final class LogInService {
    private static final Logger log = LoggerFactory.getLogger(LogInService.class);

    private final AccountStore accounts;
    private final Passwords passwords;
    private final Limits limits;
    private final SessionService sessions;
    private final SecondFactorService secondFactors;
    private final LogInChallenges challenges = new LogInChallenges();

    LogInService(
            AccountStore accounts,
            Passwords passwords,
            Limits limits,
            SessionService sessions,
            SecondFactorService secondFactors) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.limits = limits;
        this.sessions = sessions;
        this.secondFactors = secondFactors;
    }

    Future<Reply> logIn(LogIn request) {
        var attempt = limits.beforeLogIn(request.username(), request.remoteAddress());
        return authenticate(request).compose(account -> {
            attempt.succeeded();
            return enter(account, request);
        });
    }

    /** The second step: the password was right already. */
    Future<Reply> complete(CompleteLogIn request) {
        var challenge = challenges.find(request.challenge());
        var attempt = limits.beforeSecondFactor(challenge.account().id());
        return accounts.inTransaction(connection -> hold(connection, challenge.account())
                        .compose(account -> secondFactors.use(connection, account.id(), request.code()))
                        .map(method -> method.orElseThrow(() -> wrongCode(challenge.account(), request)))
                        .compose(method -> sessions.open(connection, challenge.account(), challenge.device())
                                .onSuccess(reply -> challenges.close(request.challenge()))
                                .map(reply -> new Entry(reply, method))))
                .map(entry -> {
                    attempt.succeeded();
                    return entered(entry, challenge.device(), request.remoteAddress());
                });
    }

    private record Entry(Reply reply, String method) {}

    private Future<Account> authenticate(LogIn request) {
        return find(request.username())
                .compose(found -> matches(request.password(), found)
                        .map(matches ->
                                found.filter(account -> matches).orElseThrow(() -> badCredentials(found, request))));
    }

    private Future<Optional<Account>> find(String username) {
        return Names.isUsername(username) ? accounts.find(username) : Future.succeededFuture(Optional.empty());
    }

    private Future<Boolean> matches(String password, Optional<Account> found) {
        return found.map(account -> passwords.matches(password, account.passwordHash()))
                .orElseGet(() -> passwords.matchesNothing(password));
    }

    private Future<Reply> enter(Account account, LogIn request) {
        return accounts.inTransaction(connection -> hold(connection, account)
                        .compose(held -> secondFactors.factors(connection, account.id()))
                        .compose(factors -> factors.isOn()
                                ? Future.failedFuture(demand(account, factors, request))
                                : sessions.open(connection, account, request.device())))
                .map(reply -> entered(new Entry(reply, "password"), request.device(), request.remoteAddress()))
                .onSuccess(reply -> strengthen(account, request.password()));
    }

    private Future<Account> hold(SqlConnection connection, Account account) {
        return accounts.lock(connection, account.id())
                .compose(locked -> isUnchanged(locked, account)
                        ? Future.succeededFuture(account)
                        : Future.failedFuture(
                                Failure.retryAfter(503, "busy", "The account changed at this moment. Try again.", 1)));
    }

    private Failure demand(Account account, Factors factors, LogIn request) {
        audit("login.second_factor_required", account, request.remoteAddress()).write();
        return Failure.of(401, "second_factor_required", "The password is right. This account asks for a code too.")
                .with(new JsonObject()
                        .put("challenge", challenges.open(account, request.device()))
                        .put("expiresIn", LogInChallenges.LIFETIME.toSeconds())
                        .put("methods", factors.methods()));
    }

    private static Reply entered(Entry entry, String device, String remoteAddress) {
        var session = entry.reply().toJson();
        Audit.event("login.succeeded")
                .of(session.getJsonObject("user").getLong("id"), session.getLong("sessionId"))
                .from(remoteAddress)
                .with("method", entry.method())
                .with("device", device)
                .write();
        return Reply.of(session);
    }

    private static Failure badCredentials(Optional<Account> found, LogIn request) {
        var failed = found.map(account -> audit("login.failed", account, request.remoteAddress()))
                .orElseGet(() -> Audit.event("login.failed").from(request.remoteAddress()));
        failed.with("reason", found.isPresent() ? "wrong_password" : "unknown_username")
                .with("device", request.device())
                .write();
        return Failure.of(401, "bad_credentials", "Username or password is wrong.");
    }

    private static Failure wrongCode(Account account, CompleteLogIn request) {
        audit("login.failed", account, request.remoteAddress())
                .with("reason", "wrong_code")
                .write();
        return Failure.of(401, "wrong_code", "This code is wrong, or was used before.");
    }

    private static Audit audit(String event, Account account, String remoteAddress) {
        return Audit.event(event).with("userId", account.id()).from(remoteAddress);
    }

    private static boolean isUnchanged(Optional<Account> locked, Account account) {
        return locked.filter(now -> now.passwordHash().equals(account.passwordHash()))
                .isPresent();
    }

    /** The only moment at which the password is known: it is hashed anew where the configured cost has risen. */
    private void strengthen(Account account, String password) {
        if (passwords.isOutdated(account.passwordHash())) {
            passwords
                    .hash(password)
                    .compose(hash -> accounts.rehash(account.id(), account.passwordHash(), hash))
                    .onFailure(error -> log.warn("Could not strengthen a password hash: {}", error.toString()));
        }
    }
}
