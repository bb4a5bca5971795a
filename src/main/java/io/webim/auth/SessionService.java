package io.webim.auth;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.webim.auth.RefreshTokens.RefreshToken;
import io.webim.contract.Caller;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides about sessions: how long they live, who may renew them, and when a copied token ends them. */
final class SessionService {
    static final Duration GRACE = Duration.ofSeconds(10);

    private static final Duration IDLE = Duration.ofDays(30);
    private static final Duration ABSOLUTE = Duration.ofDays(180);
    private static final Logger log = LoggerFactory.getLogger(SessionService.class);

    private final SessionStore sessions;
    private final Tokens tokens;
    private final RefreshTokens refreshTokens;
    private final Revocations revocations;

    SessionService(SessionStore sessions, Tokens tokens, RefreshTokens refreshTokens, Revocations revocations) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.refreshTokens = refreshTokens;
        this.revocations = revocations;
    }

    Future<Reply> open(SqlConnection connection, Account account, String device) {
        var token = refreshTokens.first();
        return sessions.insert(
                        connection, account.id(), device, token, Instant.now().plus(IDLE))
                .map(id -> Reply.of(tokens.issue(account.id(), id)
                        .put("user", account.user().toJson())
                        .put("sessionId", id)
                        .put("refreshToken", token.text())));
    }

    Future<Reply> refresh(String text) {
        return RefreshTokens.parse(text)
                .map(token -> sessions.inTransaction(connection ->
                                sessions.lock(connection, token).compose(found -> renew(connection, token, found)))
                        .map(this::answer))
                .orElseGet(() -> Future.failedFuture(refused()));
    }

    Future<Reply> list(Caller caller) {
        return sessions.list(caller).map(list -> Reply.of(new JsonObject().put("sessions", list)));
    }

    Future<Reply> revoke(Caller caller, long sessionId) {
        return sessions.revoke(caller.userId(), sessionId).map(revoked -> {
            if (!revoked) {
                throw Failure.notFound("session_not_found", "You have no such session.");
            }
            revocations.revoke(caller.userId(), List.of(sessionId));
            return Reply.EMPTY;
        });
    }

    /** Tokens that were refused before a restart stay refused after it. */
    Future<Void> recallRevoked() {
        return sessions.revokedSince(Instant.now().minus(Tokens.LIFETIME))
                .onSuccess(revocations::remember)
                .mapEmpty();
    }

    void sweep() {
        revocations.sweep();
        // Twice the lifetime of a token: what a restart has to recall is never among them.
        sessions.sweep(Instant.now().minus(Tokens.LIFETIME.multipliedBy(2)))
                .onFailure(error -> log.warn("Could not delete old sessions: {}", error.toString()));
    }

    /** What came of a refresh; decided inside the transaction, answered after its commit. */
    private sealed interface Outcome {
        record Renewed(Session session, RefreshToken successor) implements Outcome {}

        record Copied(Session session) implements Outcome {}

        record Unknown() implements Outcome {}
    }

    private Future<Outcome> renew(SqlConnection connection, RefreshToken token, Optional<Session> found) {
        if (found.isEmpty()) {
            return Future.succeededFuture(new Outcome.Unknown());
        }
        var session = found.get();
        var successor = refreshTokens.successor(token);
        if (isCurrent(session, token)) {
            return sessions.rotate(connection, session, successor, expiry(session))
                    .map(new Outcome.Renewed(session, successor));
        }
        if (isInGrace(session, token, successor)) {
            return Future.succeededFuture(new Outcome.Renewed(session, successor));
        }
        return sessions.revoke(connection, session.userId(), session.id()).map(new Outcome.Copied(session));
    }

    private Reply answer(Outcome outcome) {
        if (outcome instanceof Outcome.Renewed renewed) {
            var session = renewed.session();
            return Reply.of(tokens.issue(session.userId(), session.id())
                    .put("refreshToken", renewed.successor().text()));
        }
        if (outcome instanceof Outcome.Copied copied) {
            log.warn(
                    "Session {} ends: an old refresh token of it was used",
                    copied.session().id());
            revocations.revoke(
                    copied.session().userId(), List.of(copied.session().id()));
        }
        throw refused();
    }

    private static boolean isCurrent(Session session, RefreshToken token) {
        return session.refreshHash().equals(Buffer.buffer(token.hash()));
    }

    /** The answer to its use may have been lost, or two tabs used it at once: nobody has used the successor yet. */
    private static boolean isInGrace(Session session, RefreshToken token, RefreshToken successor) {
        return Buffer.buffer(token.hash()).equals(session.previousHash())
                && session.refreshHash().equals(Buffer.buffer(successor.hash()))
                && Instant.now().isBefore(session.rotatedAt().plus(GRACE));
    }

    private static Instant expiry(Session session) {
        var idle = Instant.now().plus(IDLE);
        var absolute = session.createdAt().plus(ABSOLUTE);
        return idle.isBefore(absolute) ? idle : absolute;
    }

    private static Failure refused() {
        return Failure.of(401, "invalid_session", "The session has ended. Log in again.");
    }
}
