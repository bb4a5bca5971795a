package io.webim.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.webim.contract.Caller;
import io.webim.contract.Claims;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides about passkeys. They are a second factor and not a log-in of their own: so nobody without the password learns
 * which passkeys an account has, the limits on passwords stay the only door, and plain security keys do.
 */
final class PasskeyService {
    private static final int MOST = 20;

    private final AccountStore accounts;
    private final PasskeyStore store;
    private final Confirmation confirmation;
    private final SecondFactorService secondFactors;
    private final Optional<String> publicUrl;
    private final Challenges<Begun> challenges;
    private final Vertx vertx;
    private @Nullable Future<WebAuthn> webAuthn;

    PasskeyService(
            Vertx vertx,
            AccountStore accounts,
            PasskeyStore store,
            Confirmation confirmation,
            SecondFactorService secondFactors,
            Optional<String> publicUrl,
            Claims claims) {
        this.vertx = vertx;
        this.challenges = Begun.challenges("passkey", claims, accounts);
        this.accounts = accounts;
        this.store = store;
        this.confirmation = confirmation;
        this.secondFactors = secondFactors;
        this.publicUrl = publicUrl;
    }

    /** Hundreds of classes, which no start waits for, nor anybody else. */
    private Future<WebAuthn> webAuthn() {
        if (webAuthn == null) {
            webAuthn = vertx.executeBlocking(WebAuthn::new);
        }
        return webAuthn;
    }

    Optional<Site> site(String host) {
        return Site.of(publicUrl, host);
    }

    Future<Reply> begin(Caller caller, BeginPasskey request) {
        var site = site(request.host())
                .orElseThrow(() -> Failure.of(
                        ErrorCode.PASSKEYS_UNAVAILABLE, "Passkeys need the public URL to be https, or localhost."));
        return confirmation
                .confirm(caller, request.confirm().password(), request.confirm().remoteAddress())
                .compose(account -> store.ofUser(account.id()).map(present -> begin(account, site, present)));
    }

    private Reply begin(Account account, Site site, List<Passkey> present) {
        requireRoom(present);
        var challenge = challenges.open(new Begun(account, "", Optional.of(site)));
        return Reply.of(new JsonObject()
                .put("challenge", challenge)
                .put("options", WebAuthn.creationOptions(site, challenge, account, present)));
    }

    Future<Reply> add(Caller caller, AddPasskey request) {
        return challenges
                .take(request.challenge(), 403)
                .compose(taken -> Future.succeededFuture(taken.step())
                        .compose(begun -> webAuthn().compose(library -> add(library, caller, begun, request)))
                        .onSuccess(reply -> note("second_factor.passkey_added", caller, request.remoteAddress()))
                        .onFailure(error -> challenges.giveBack(request.challenge(), taken)));
    }

    private Future<Reply> add(WebAuthn library, Caller caller, Begun begun, AddPasskey request) {
        long userId = caller.userId();
        var passkey = Optional.of(begun)
                .filter(mine -> mine.account().id() == userId)
                .flatMap(mine -> library.register(
                        mine.site().orElseThrow(), request.challenge(), request.name(), request.answer()))
                .orElseThrow(PasskeyService::notRight);
        return accounts.inTransaction(connection -> confirmation
                .hold(connection, begun.account())
                .compose(account -> store.ofUser(connection, userId))
                .compose(present -> {
                    requireRoom(present);
                    return store.exists(connection, passkey.credentialId());
                })
                .compose(known -> known ? Future.failedFuture(notRight()) : store.insert(connection, userId, passkey))
                .compose(id -> secondFactors.firstCodes(connection, userId).map(codes -> added(id, passkey, codes))));
    }

    /** Asked as one is begun, and again, with the account held, as it is added. */
    private static void requireRoom(List<Passkey> present) {
        if (present.size() >= MOST) {
            throw Failure.of(ErrorCode.TOO_MANY_PASSKEYS, "An account has at most " + MOST + " passkeys.");
        }
    }

    private static Reply added(long id, Passkey passkey, List<String> codes) {
        return Reply.of(new JsonObject()
                .put("passkey", passkey.toJson().put("id", id))
                .put("recoveryCodes", new JsonArray(codes)));
    }

    Future<Reply> remove(Caller caller, RemovePasskey request) {
        return confirmation
                .confirmed(
                        caller,
                        request.confirm(),
                        (connection, account) -> store.delete(connection, account.id(), request.passkeyId())
                                .compose(deleted -> deleted
                                        ? secondFactors.dropSpareCodes(connection, account.id())
                                        : Future.failedFuture(
                                                Failure.of(ErrorCode.PASSKEY_NOT_FOUND, "You have no such passkey."))))
                .onSuccess(done -> note(
                        "second_factor.passkey_removed",
                        caller,
                        request.confirm().remoteAddress()))
                .map(Reply.EMPTY);
    }

    /** What a log-in offers besides codes; empty where no passkey is good at that site. */
    Future<Optional<JsonObject>> request(SqlConnection connection, long userId, Optional<Site> site, String challenge) {
        return store.ofUser(connection, userId)
                .map(present -> site.filter(here -> present.stream().anyMatch(passkey -> passkey.isOf(here)))
                        .map(here -> WebAuthn.requestOptions(here, challenge, present)));
    }

    /** Whether a passkey of this account signed the challenge; the caller holds the account's lock. */
    Future<Boolean> use(
            SqlConnection connection, long userId, Optional<Site> site, String challenge, JsonObject answer) {
        return store.ofUser(connection, userId)
                .compose(present -> present.stream()
                        .filter(passkey -> WebAuthn.id(passkey).equals(answer.getString("id")))
                        .findFirst()
                        .map(passkey -> webAuthn()
                                .compose(library -> use(library, connection, passkey, site, challenge, answer)))
                        .orElseGet(() -> Future.succeededFuture(false)));
    }

    private Future<Boolean> use(
            WebAuthn library,
            SqlConnection connection,
            Passkey passkey,
            Optional<Site> site,
            String challenge,
            JsonObject answer) {
        var count = site.filter(passkey::isOf).map(here -> library.verify(here, challenge, passkey, answer));
        return count.isPresent() && count.get().isPresent()
                ? store.used(connection, passkey, count.get().getAsLong()).map(true)
                : Future.succeededFuture(false);
    }

    private static void note(String event, Caller caller, String remoteAddress) {
        Audit.event(event).of(caller).from(remoteAddress).write();
    }

    private static Failure notRight() {
        return Failure.of(ErrorCode.WRONG_PASSKEY, "This passkey cannot be taken.");
    }
}
