package io.webim.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.webim.auth.SessionService.Opened;
import io.webim.bus.SparseLog;
import io.webim.contract.Claims;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** Decides who gets in: the same answer, in the same time, for a wrong password and an unknown name. */
final class LogInService {
    private static final SparseLog outdated = new SparseLog(LoggerFactory.getLogger(LogInService.class));

    private final AccountStore accounts;
    private final Passwords passwords;
    private final AttemptLimits limits;
    private final SessionService sessions;
    private final SecondFactorService secondFactors;
    private final PasskeyService passkeys;
    private final Challenges<Begun> challenges;

    LogInService(
            AccountStore accounts,
            Passwords passwords,
            AttemptLimits limits,
            SessionService sessions,
            SecondFactorService secondFactors,
            PasskeyService passkeys,
            Claims claims) {
        this.challenges = Begun.challenges("log-in", claims, accounts);
        this.accounts = accounts;
        this.passwords = passwords;
        this.limits = limits;
        this.sessions = sessions;
        this.secondFactors = secondFactors;
        this.passkeys = passkeys;
    }

    Future<Reply> logIn(LogIn request) {
        var payer = Payer.of(request.remoteAddress(), request.username());
        return limits.logIn(request.username(), request.remoteAddress(), () -> authenticate(request, payer))
                .compose(account -> enter(account, request, payer));
    }

    /** The second step: the password was right already. */
    Future<Reply> complete(CompleteLogIn request) {
        return challenges
                .take(request.challenge(), 401)
                .compose(taken -> Future.succeededFuture(taken.step())
                        .compose(begun -> complete(begun, request))
                        .onFailure(error -> challenges.giveBack(request.challenge(), taken)));
    }

    private Future<Reply> complete(Begun begun, CompleteLogIn request) {
        return limits.secondFactor(
                        begun.account().id(),
                        () -> accounts.inTransaction(connection -> hold(
                                        connection, begun.account(), Challenges.invalid(401))
                                .compose(account -> prove(connection, begun, request))
                                .compose(method -> sessions.open(
                                                connection, begun.account(), begun.device(), request.remoteAddress())
                                        .map(opened -> new Entry(opened, method)))))
                .map(entry -> entered(begun.account(), entry, begun.device(), request.remoteAddress()));
    }

    /** The method by which the second factor was shown. */
    private Future<String> prove(SqlConnection connection, Begun begun, CompleteLogIn request) {
        long userId = begun.account().id();
        return request.passkey()
                .map(answer -> passkeys.use(connection, userId, begun.site(), request.challenge(), answer)
                        .map(right -> right ? Optional.of("passkey") : Optional.<String>empty()))
                .orElseGet(() -> secondFactors.use(connection, userId, request.code()))
                .map(method -> method.orElseThrow(() -> notShown(begun.account(), request)));
    }

    private record Entry(Opened opened, String method) {}

    private Future<Account> authenticate(LogIn request, Payer payer) {
        return find(request.username())
                .compose(found -> matches(request.password(), found, payer)
                        .map(matches ->
                                found.filter(account -> matches).orElseThrow(() -> badCredentials(found, request))));
    }

    /** Bots have no password, and so are not there. */
    private Future<Optional<Account>> find(String username) {
        return UserNames.isUsername(username)
                ? accounts.find(username).map(found -> found.filter(account -> !account.bot()))
                : Future.succeededFuture(Optional.empty());
    }

    private Future<Boolean> matches(String password, Optional<Account> found, Payer payer) {
        return found.map(account -> passwords.matches(payer, password, account.passwordHash()))
                .orElseGet(() -> passwords.matchesNothing(payer, password));
    }

    private Future<Reply> enter(Account account, LogIn request, Payer payer) {
        var changed = Failure.retryAfter(ErrorCode.BUSY, "The account changed at this moment. Try again.", 1);
        return accounts.inTransaction(connection -> hold(connection, account, changed)
                        .compose(held -> secondFactors.factors(connection, account.id()))
                        .compose(factors -> factors.isOn()
                                ? demand(connection, account, factors, request)
                                : sessions.open(connection, account, request.device(), request.remoteAddress())))
                .map(opened ->
                        entered(account, new Entry(opened, "password"), request.device(), request.remoteAddress()))
                .onSuccess(reply -> strengthen(account, request.password(), payer.again()));
    }

    private Future<Account> hold(SqlConnection connection, Account account, Failure changed) {
        return accounts.lock(connection, account.id())
                .compose(locked ->
                        isUnchanged(locked, account) ? Future.succeededFuture(account) : Future.failedFuture(changed));
    }

    private Future<Opened> demand(SqlConnection connection, Account account, Factors factors, LogIn request) {
        audit("login.second_factor_required", account, request.remoteAddress()).write();
        var site = passkeys.site(request.host());
        var challenge = challenges.open(new Begun(account, request.device(), site));
        return passkeys.request(connection, account.id(), site, challenge)
                .compose(passkey -> Future.failedFuture(demand(challenge, factors, passkey)));
    }

    private static Failure demand(String challenge, Factors factors, Optional<JsonObject> passkey) {
        var methods = new JsonArray();
        var more = new JsonObject()
                .put("challenge", challenge)
                .put("expiresIn", Challenges.LIFETIME.toSeconds())
                .put("methods", methods);
        passkey.ifPresent(options -> {
            methods.add("passkey");
            more.put("passkey", options);
        });
        if (factors.app()) {
            methods.add("totp");
        }
        if (factors.recoveryCodes() > 0) {
            methods.add("recovery_code");
        }
        return Failure.of(ErrorCode.SECOND_FACTOR_REQUIRED, "The password is right. A second factor is asked for too.")
                .with(more);
    }

    private Reply entered(Account account, Entry entry, String device, String remoteAddress) {
        Audit.event("login.succeeded")
                .of(account.id(), entry.opened().sessionId())
                .from(remoteAddress)
                .with("method", entry.method())
                .with("device", device)
                .write();
        return sessions.opened(account.id(), entry.opened(), remoteAddress);
    }

    private static Failure badCredentials(Optional<Account> found, LogIn request) {
        var failed = found.map(account -> audit("login.failed", account, request.remoteAddress()))
                .orElseGet(() -> Audit.event("login.failed").from(request.remoteAddress()));
        failed.with("reason", found.isPresent() ? "wrong_password" : "unknown_username")
                .with("device", request.device())
                .write();
        return Failure.of(ErrorCode.BAD_CREDENTIALS, "Username or password is wrong.");
    }

    private static Failure notShown(Account account, CompleteLogIn request) {
        var code = request.passkey().isPresent() ? ErrorCode.WRONG_PASSKEY : ErrorCode.WRONG_CODE;
        audit("login.failed", account, request.remoteAddress())
                .with("reason", code.text())
                .write();
        return Failure.of(401, code, "This is wrong, or was used before.");
    }

    private static Audit audit(String event, Account account, String remoteAddress) {
        return Audit.event(event).with("userId", account.id()).from(remoteAddress);
    }

    private static boolean isUnchanged(Optional<Account> locked, Account account) {
        return locked.filter(now -> now.passwordHash().equals(account.passwordHash()))
                .isPresent();
    }

    /** The only moment at which the password is known: it is hashed anew where the configured cost has risen. */
    private void strengthen(Account account, String password, Payer payer) {
        if (passwords.isOutdated(account.passwordHash())) {
            passwords
                    .hash(payer, password)
                    .compose(hash -> accounts.rehash(account.id(), account.passwordHash(), hash))
                    .onFailure(error -> outdated.warn("Could not strengthen a password hash: {}", error.toString()));
        }
    }
}
