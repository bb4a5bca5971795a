package io.webim.auth;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.webim.auth.RefreshTokens.RefreshToken;
import io.webim.bus.SparseLog;
import io.webim.config.Config;
import io.webim.contract.Caller;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides about sessions: how long they live, who may renew them, and when a copied token ends them. */
final class SessionService {
    static final Duration GRACE = Duration.ofSeconds(10);

    /** Of one user. */
    private static final int MOST = 100;

    private static final Logger log = LoggerFactory.getLogger(SessionService.class);
    private static final SparseLog unannounced = new SparseLog(log);

    private final Duration idle;
    private final Duration absolute;
    private final AccountStore accounts;
    private final SessionStore sessions;
    private final Tokens tokens;
    private final RefreshTokens refreshTokens;
    private final Revocations revocations;
    private final SessionMeters counts;
    private final BotEndings bots;

    SessionService(
            Config.Sessions lifetimes,
            AccountStore accounts,
            SessionStore sessions,
            Tokens tokens,
            RefreshTokens refreshTokens,
            Revocations revocations,
            SessionMeters counts,
            BotEndings bots) {
        this.idle = lifetimes.idle();
        this.absolute = lifetimes.absolute();
        this.accounts = accounts;
        this.sessions = sessions;
        this.tokens = tokens;
        this.refreshTokens = refreshTokens;
        this.revocations = revocations;
        this.counts = counts;
        this.bots = bots;
    }

    /**
     * A session that stands in the database and is not told of yet.
     *
     * @param displaced those that had to make room for it
     */
    record Opened(long sessionId, JsonObject reply, List<Long> displaced) {}

    /** The caller holds the account's lock: two at once would each leave room for itself only. */
    Future<Opened> open(SqlConnection connection, Account account, String device, String remoteAddress) {
        var token = refreshTokens.first();
        var expiresAt = expiry(Instant.now());
        return sessions.insert(connection, account.id(), device, remoteAddress, token, expiresAt)
                .compose(id -> sessions.revokeBeyond(connection, account.id(), MOST)
                        .map(displaced -> new Opened(
                                id,
                                issue(account.id(), id, token, expiresAt)
                                        .put("user", account.user().toJson())
                                        .put("sessionId", id),
                                displaced)));
    }

    /** Once the session is committed. */
    Reply opened(long userId, Opened opened, String remoteAddress) {
        if (!opened.displaced().isEmpty()) {
            revocations.revoke(userId, opened.displaced());
            counts.displaced(opened.displaced().size());
            Audit.event("session.displaced")
                    .of(userId, opened.sessionId())
                    .from(remoteAddress)
                    .with("revoked", new JsonArray(opened.displaced()))
                    .write();
        }
        return Reply.of(opened.reply());
    }

    /** Nobody was told of this session: its client is gone, or has been answered that it took too long. */
    Future<Reply> undo(long userId, long sessionId) {
        return sessions.revoke(userId, sessionId)
                .onSuccess(revoked -> {
                    if (revoked) {
                        revocations.revoke(userId, List.of(sessionId));
                        counts.undone();
                        Audit.event("session.undone").of(userId, sessionId).write();
                    }
                })
                .onFailure(error -> unannounced.warn("Session {} was not undone: {}", sessionId, error.toString()))
                .map(Reply.EMPTY);
    }

    /** Whether this is the cookie of the caller's own session, as it is now. */
    Future<Boolean> isOwner(Caller caller, String refreshToken) {
        return RefreshTokens.parse(refreshToken)
                .map(token -> sessions.find(token)
                        .map(found -> found.filter(session ->
                                        session.id() == caller.sessionId() && session.userId() == caller.userId())
                                .filter(session -> isCurrent(session, token)
                                        || isInGrace(session, token, refreshTokens.successor(token)))
                                .isPresent()))
                .orElseGet(() -> Future.succeededFuture(false));
    }

    Future<Reply> refresh(Refresh request) {
        return RefreshTokens.parse(request.refreshToken())
                .map(token -> sessions.inTransaction(connection -> sessions.lock(connection, token)
                                .compose(found -> renew(
                                        connection, token, found.filter(request::isFor), request.remoteAddress())))
                        .map(outcome -> answer(outcome, request.remoteAddress())))
                .orElseGet(() -> Future.failedFuture(refused()));
    }

    Future<Reply> revoke(Caller caller, RevokeSession request) {
        return sessions.revoke(caller.userId(), request.sessionId()).map(revoked -> {
            if (!revoked) {
                throw Failure.notFound("session_not_found", "You have no such session.");
            }
            revoked(caller, List.of(request.sessionId()), request.remoteAddress());
            return Reply.EMPTY;
        });
    }

    Future<Reply> revokeOthers(Caller caller, EndOthers request) {
        return sessions.<Ended>inTransaction(connection -> accounts.endGrants(connection, caller.userId())
                        .compose(done -> sessions.revokeOthers(connection, caller.userId(), caller.sessionId()))
                        .compose(ids -> bots.endServices(connection, caller.userId(), request.services())
                                .map(tokens -> new Ended(ids, tokens))))
                .onSuccess(ended -> {
                    revocations.endGrants(caller.userId());
                    bots.endedServices(caller.userId(), request.services(), ended.tokensOfBots());
                    revoked(caller, ended.sessions(), request.remoteAddress());
                })
                .map(Reply.EMPTY);
    }

    private record Ended(List<Long> sessions, Map<Long, List<Long>> tokensOfBots) {}

    private void revoked(Caller caller, List<Long> sessionIds, String remoteAddress) {
        if (sessionIds.isEmpty()) {
            return;
        }
        revocations.revoke(caller.userId(), sessionIds);
        Audit.event("session.revoked")
                .of(caller)
                .from(remoteAddress)
                .with("revoked", new JsonArray(sessionIds))
                .write();
    }

    /** Tokens that were refused before a restart stay refused after it. */
    Future<Void> recallRevoked() {
        return sessions.revokedSince(Instant.now().minus(Tokens.LIFETIME))
                .onSuccess(revocations::recall)
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
        record Renewed(Session session, RefreshToken successor, Instant expiresAt) implements Outcome {}

        record Copied(Session session) implements Outcome {}

        record Unknown() implements Outcome {}
    }

    private Future<Outcome> renew(
            SqlConnection connection, RefreshToken token, Optional<Session> found, String remoteAddress) {
        if (found.isEmpty()) {
            return Future.succeededFuture(new Outcome.Unknown());
        }
        var session = found.get();
        var expiresAt = expiry(session.createdAt());
        if (!expiresAt.isAfter(Instant.now())) {
            // The configured lifetime has become shorter.
            return Future.succeededFuture(new Outcome.Unknown());
        }
        var successor = refreshTokens.successor(token);
        if (isCurrent(session, token)) {
            return sessions.rotate(connection, session, successor, remoteAddress, expiresAt)
                    .map(new Outcome.Renewed(session, successor, expiresAt));
        }
        if (isInGrace(session, token, successor)) {
            return Future.succeededFuture(new Outcome.Renewed(session, successor, session.expiresAt()));
        }
        return sessions.revoke(connection, session.userId(), session.id()).map(new Outcome.Copied(session));
    }

    private Reply answer(Outcome outcome, String remoteAddress) {
        if (outcome instanceof Outcome.Renewed renewed) {
            var session = renewed.session();
            return Reply.of(issue(session.userId(), session.id(), renewed.successor(), renewed.expiresAt()));
        }
        if (outcome instanceof Outcome.Copied copied) {
            var session = copied.session();
            revocations.revoke(session.userId(), List.of(session.id()));
            Audit.event("session.refresh_reused")
                    .of(session.userId(), session.id())
                    .from(remoteAddress)
                    .write();
        }
        throw refused();
    }

    /** @param expiresAt when the refresh token is worth nothing any more */
    private JsonObject issue(long userId, long sessionId, RefreshToken token, Instant expiresAt) {
        return tokens.issue(userId, sessionId)
                .put("refreshToken", token.text())
                .put(
                        "refreshExpiresIn",
                        Math.max(1, Duration.between(Instant.now(), expiresAt).toSeconds()));
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

    /** Not used for long, or simply old: whichever comes first. */
    private Instant expiry(Instant createdAt) {
        var whenIdle = Instant.now().plus(idle);
        var whenOld = createdAt.plus(absolute);
        return whenIdle.isBefore(whenOld) ? whenIdle : whenOld;
    }

    private static Failure refused() {
        return Failure.of(401, "invalid_session", "The session has ended. Log in again.");
    }
}
