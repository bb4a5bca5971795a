package io.webim.auth;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.webim.contract.Caller;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import java.util.Optional;
import java.util.function.BiFunction;

/** What a stolen access token must not suffice for: the password is asked once more. */
final class Confirmation {
    private final AccountStore accounts;
    private final Passwords passwords;
    private final AttemptLimits limits;

    Confirmation(AccountStore accounts, Passwords passwords, AttemptLimits limits) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.limits = limits;
    }

    Future<Account> confirm(Caller caller, String password, String remoteAddress) {
        return confirm(caller, password, remoteAddress, Payer.of(remoteAddress, ""));
    }

    /** @param payer whose name is not known yet */
    Future<Account> confirm(Caller caller, String password, String remoteAddress, Payer payer) {
        return accounts.find(caller.userId())
                .map(Confirmation::orGone)
                .compose(account -> limits.confirmation(
                        account.id(),
                        () -> passwords
                                .matches(payer.named(account.username()), password, account.passwordHash())
                                .map(matches -> {
                                    if (!matches) {
                                        throw refused(caller, remoteAddress);
                                    }
                                    return account;
                                })));
    }

    private static Failure refused(Caller caller, String remoteAddress) {
        Audit.event("password.refused").of(caller).from(remoteAddress).write();
        return Failure.of(403, ErrorCode.BAD_CREDENTIALS, "The password is wrong.");
    }

    /** Does the work in a transaction that holds the account, once the password is confirmed. */
    <T> Future<T> confirmed(Caller caller, Confirm request, BiFunction<SqlConnection, Account, Future<T>> work) {
        return confirm(caller, request.password(), request.remoteAddress())
                .compose(account -> accounts.inTransaction(
                        connection -> hold(connection, account).compose(held -> work.apply(connection, held))));
    }

    /** Fails where the password is not the confirmed one any more. */
    Future<Account> hold(SqlConnection connection, Account confirmed) {
        return accounts.lock(connection, confirmed.id())
                .map(Confirmation::orGone)
                .compose(held -> held.passwordHash().equals(confirmed.passwordHash())
                        ? Future.succeededFuture(held)
                        : Future.failedFuture(Failure.of(ErrorCode.CONFLICT, "The password was changed meanwhile.")));
    }

    /** A token outlives its account by no more than the moment in which the account is deleted. */
    static Account orGone(Optional<Account> found) {
        return found.orElseThrow(() -> Failure.of(ErrorCode.INVALID_TOKEN, "This account does not exist any more."));
    }
}
