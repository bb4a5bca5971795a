package io.webim.auth;

import io.vertx.core.Future;
import io.webim.contract.Caller;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import java.util.Optional;

/**
 * Tells the owner of a session from somebody who has copied its access token: by the session's cookie, which no page shows
 * and which moves on with each use, or by the password.
 */
final class Ownership {
    private final SessionService sessions;
    private final Confirmation confirmation;
    private final SessionMeters counts;

    Ownership(SessionService sessions, Confirmation confirmation, SessionMeters counts) {
        this.sessions = sessions;
        this.confirmation = confirmation;
        this.counts = counts;
    }

    Future<Reply> confirm(Caller caller, ConfirmOwner request) {
        return hasCookie(caller, request.refreshToken())
                .compose(owner -> owner ? Future.succeededFuture("cookie") : byPassword(caller, request))
                .map(way -> {
                    Audit.event("session.confirmed")
                            .of(caller)
                            .from(request.remoteAddress())
                            .with("purpose", request.purpose())
                            .with("by", way)
                            .write();
                    return Reply.EMPTY;
                });
    }

    private Future<Boolean> hasCookie(Caller caller, Optional<String> refreshToken) {
        return refreshToken
                .map(token -> sessions.isOwner(caller, token))
                .orElseGet(() -> Future.succeededFuture(false));
    }

    private Future<String> byPassword(Caller caller, ConfirmOwner request) {
        return request.password()
                .map(password -> confirmation
                        .confirm(caller, password, request.remoteAddress())
                        .map("password"))
                .orElseGet(() -> {
                    counts.unconfirmed();
                    return Future.failedFuture(Failure.of(
                            ErrorCode.CONFIRMATION_NEEDED,
                            "An access token alone does not make what outlives it: send the session's cookie or the"
                                    + " password too."));
                });
    }
}
