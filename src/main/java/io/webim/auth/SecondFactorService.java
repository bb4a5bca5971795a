package io.webim.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.webim.auth.SecondFactorStore.App;
import io.webim.contract.Caller;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import java.util.List;
import java.util.Optional;

/** Decides about what is asked besides the password: authenticator apps and recovery codes. */
final class SecondFactorService {
    private final AccountStore accounts;
    private final SecondFactorStore store;
    private final PasskeyStore passkeys;
    private final Confirmation confirmation;
    private final AttemptLimits limits;
    private final SecretBox box;
    private final Totp totp;
    private final RecoveryCodes recoveryCodes = new RecoveryCodes();

    SecondFactorService(
            AccountStore accounts,
            SecondFactorStore store,
            PasskeyStore passkeys,
            Confirmation confirmation,
            AttemptLimits limits,
            SecretBox box,
            Totp totp) {
        this.accounts = accounts;
        this.store = store;
        this.passkeys = passkeys;
        this.confirmation = confirmation;
        this.limits = limits;
        this.box = box;
        this.totp = totp;
    }

    Future<Reply> get(Caller caller) {
        var factors = store.factors(caller.userId());
        var present = passkeys.ofUser(caller.userId());
        return Future.all(factors, present).map(read -> {
            var list = new JsonArray();
            present.result().forEach(passkey -> list.add(passkey.toJson()));
            return Reply.of(new JsonObject()
                    .put("totp", factors.result().app())
                    .put("recoveryCodes", factors.result().recoveryCodes())
                    .put("passkeys", list));
        });
    }

    /** Shows a new secret, this once; nothing is asked for before a code of it was right. */
    Future<Reply> beginApp(Caller caller, Confirm request) {
        var secret = totp.newSecret();
        return confirmation
                .confirmed(
                        caller,
                        request,
                        (connection, account) -> store.app(connection, account.id())
                                .compose(app -> app.filter(App::enabled).isPresent()
                                        ? Future.failedFuture(alreadyOn())
                                        : store.beginApp(connection, account.id(), box.seal(account.id(), secret)))
                                .map(account))
                .map(account -> Reply.of(new JsonObject()
                        .put("secret", Base32.encode(secret))
                        .put("uri", totp.uri(account.username(), secret))));
    }

    Future<Reply> enableApp(Caller caller, EnterCode request) {
        return limits.newApp(
                        caller.userId(),
                        () -> accounts.inTransaction(connection -> hold(connection, caller)
                                .compose(account -> store.app(connection, account.id()))
                                .compose(app -> enable(connection, caller, pending(app), request.code()))))
                .onSuccess(codes -> note("second_factor.app_enabled", caller, request.remoteAddress()))
                .map(SecondFactorService::codes);
    }

    Future<Reply> disableApp(Caller caller, Confirm request) {
        return confirmation
                .confirmed(
                        caller,
                        request,
                        (connection, account) -> store.app(connection, account.id())
                                .compose(app -> app.filter(App::enabled).isPresent()
                                        ? store.deleteApp(connection, account.id())
                                        : Future.failedFuture(Failure.of(
                                                ErrorCode.TOTP_NOT_ENABLED,
                                                "There is no authenticator app to turn off.")))
                                .compose(done -> dropSpareCodes(connection, account.id())))
                .onSuccess(done -> note("second_factor.app_disabled", caller, request.remoteAddress()))
                .map(Reply.EMPTY);
    }

    /** The codes that were there are void. */
    Future<Reply> renewCodes(Caller caller, Confirm request) {
        return confirmation
                .confirmed(
                        caller,
                        request,
                        (connection, account) -> store.factors(connection, account.id())
                                .compose(factors -> factors.isOn()
                                        ? newCodes(connection, account.id())
                                        : Future.failedFuture(Failure.of(
                                                ErrorCode.SECOND_FACTOR_OFF,
                                                "There is no second factor to recover from."))))
                .onSuccess(codes -> note("second_factor.codes_renewed", caller, request.remoteAddress()))
                .map(SecondFactorService::codes);
    }

    /** What the account asks for; the caller holds its lock. */
    Future<Factors> factors(SqlConnection connection, long userId) {
        return store.factors(connection, userId);
    }

    /** Uses up a code of the app or a recovery code; the name of the method, or nothing for a wrong code. */
    Future<Optional<String>> use(SqlConnection connection, long userId, String code) {
        return store.app(connection, userId)
                .compose(app -> useStep(connection, userId, app.filter(App::enabled), code))
                .compose(used -> used
                        ? Future.succeededFuture(Optional.of("totp"))
                        : store.useCode(connection, userId, RecoveryCodes.hash(code))
                                .map(known -> known ? Optional.of("recovery_code") : Optional.empty()));
    }

    /** Whoever began to set up an app with a password that is the old one now cannot go on. */
    Future<Void> dropPending(SqlConnection connection, long userId) {
        return store.deletePendingApp(connection, userId);
    }

    /** For an account that is deleted. */
    Future<Void> removeAll(SqlConnection connection, long userId) {
        return store.deleteApp(connection, userId)
                .compose(done -> passkeys.deleteAll(connection, userId))
                .compose(done -> store.deleteCodes(connection, userId));
    }

    private Future<Boolean> useStep(SqlConnection connection, long userId, Optional<App> app, String code) {
        var step = app.flatMap(some -> box.open(userId, some.secret())
                .map(secret -> totp.step(secret, RecoveryCodes.plain(code), some.lastStep())));
        return step.isPresent() && step.get().isPresent()
                ? store.useStep(connection, userId, step.get().getAsLong()).map(true)
                : Future.succeededFuture(false);
    }

    private Future<List<String>> enable(SqlConnection connection, Caller caller, App app, String code) {
        var secret = box.open(caller.userId(), app.secret()).orElseThrow(SecondFactorService::notBegun);
        var step = totp.step(secret, RecoveryCodes.plain(code), app.lastStep());
        if (step.isEmpty()) {
            return Future.failedFuture(Failure.of(ErrorCode.WRONG_CODE, "This code is wrong."));
        }
        return store.enableApp(connection, caller.userId(), step.getAsLong())
                .compose(done -> firstCodes(connection, caller.userId()));
    }

    /** Recovery codes for whoever has none. */
    Future<List<String>> firstCodes(SqlConnection connection, long userId) {
        return store.factors(connection, userId)
                .compose(factors ->
                        factors.recoveryCodes() > 0 ? Future.succeededFuture(List.of()) : newCodes(connection, userId));
    }

    private Future<List<String>> newCodes(SqlConnection connection, long userId) {
        var codes = recoveryCodes.make();
        return store.replaceCodes(
                        connection,
                        userId,
                        codes.stream().map(RecoveryCodes::hash).toList())
                .map(codes);
    }

    /** Codes that there is nothing left to recover from. */
    Future<Void> dropSpareCodes(SqlConnection connection, long userId) {
        return store.factors(connection, userId)
                .compose(factors -> factors.isOn() ? Future.succeededFuture() : store.deleteCodes(connection, userId));
    }

    private Future<Account> hold(SqlConnection connection, Caller caller) {
        return accounts.lock(connection, caller.userId()).map(Confirmation::orGone);
    }

    private static App pending(Optional<App> app) {
        if (app.filter(App::enabled).isPresent()) {
            throw alreadyOn();
        }
        return app.orElseThrow(SecondFactorService::notBegun);
    }

    private static void note(String event, Caller caller, String remoteAddress) {
        Audit.event(event).of(caller).from(remoteAddress).write();
    }

    private static Reply codes(List<String> codes) {
        return Reply.of(new JsonObject().put("recoveryCodes", new JsonArray(codes)));
    }

    private static Failure alreadyOn() {
        return Failure.of(ErrorCode.TOTP_ENABLED, "There is an authenticator app already.");
    }

    private static Failure notBegun() {
        return Failure.of(ErrorCode.TOTP_NOT_BEGUN, "There is no authenticator app to confirm.");
    }
}
