package io.webim.auth;

import io.vertx.core.Future;
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

    LogInService(AccountStore accounts, Passwords passwords, Limits limits, SessionService sessions) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.limits = limits;
        this.sessions = sessions;
    }

    Future<Reply> logIn(LogIn request) {
        var attempt = limits.beforeLogIn(request.username(), request.remoteAddress());
        return authenticate(request)
                .compose(account -> enter(account, request))
                .onSuccess(reply -> attempt.succeeded());
    }

    private Future<Account> authenticate(LogIn request) {
        return find(request.username())
                .compose(found -> matches(request.password(), found)
                        .map(matches -> found.filter(account -> matches)
                                .orElseThrow(
                                        () -> Failure.of(401, "bad_credentials", "Username or password is wrong."))));
    }

    private Future<Optional<Account>> find(String username) {
        return Names.isUsername(username) ? accounts.find(username) : Future.succeededFuture(Optional.empty());
    }

    private Future<Boolean> matches(String password, Optional<Account> found) {
        return found.map(account -> passwords.matches(password, account.passwordHash()))
                .orElseGet(() -> passwords.matchesNothing(password));
    }

    private Future<Reply> enter(Account account, LogIn request) {
        return accounts.inTransaction(connection -> accounts.lock(connection, account.id())
                        .compose(locked -> isUnchanged(locked, account)
                                ? sessions.open(connection, account, request.device())
                                : Future.failedFuture(Failure.retryAfter(
                                        503, "busy", "The account changed at this moment. Try again.", 1))))
                .onSuccess(reply -> strengthen(account, request.password()));
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
