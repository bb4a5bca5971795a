package io.webim.auth;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** What ends with the account of a bot's owner, or where the owner asks for it. */
final class BotEndings {
    private final AccountStore accounts;
    private final BotStore bots;
    private final Revocations revocations;
    private final LongConsumer deleted;

    /** @param deleted tells that an account is gone */
    BotEndings(AccountStore accounts, BotStore bots, Revocations revocations, LongConsumer deleted) {
        this.accounts = accounts;
        this.bots = bots;
        this.revocations = revocations;
        this.deleted = deleted;
    }

    /** All bots that somebody has, in the transaction that deletes the owner; their tokens. */
    Future<Map<Long, List<Long>>> endAll(SqlConnection connection, long ownerId) {
        return bots.ofOwner(connection, ownerId).compose(ids -> end(connection, ids));
    }

    Future<Map<Long, List<Long>>> end(SqlConnection connection, List<Long> botIds) {
        Future<Void> done = Future.succeededFuture();
        for (long botId : botIds) {
            done = done.compose(before -> accounts.anonymise(connection, botId));
        }
        return done.compose(gone -> bots.revokeAll(connection, botIds));
    }

    /** Once it is committed. */
    void ended(Map<Long, List<Long>> tokensOfBots) {
        revoked(tokensOfBots);
        tokensOfBots.keySet().forEach(deleted::accept);
    }

    /** Where it is asked for, the tokens of all bots of an owner and the webhooks; the bots themselves stay. */
    Future<Map<Long, List<Long>>> endServices(SqlConnection connection, long ownerId, boolean asked) {
        return asked
                ? bots.endServices(connection, ownerId)
                        .compose(done -> bots.ofOwner(connection, ownerId))
                        .compose(ids -> bots.revokeAll(connection, ids))
                : Future.succeededFuture(Map.of());
    }

    /** Once it is committed. */
    void endedServices(long ownerId, boolean asked, Map<Long, List<Long>> tokensOfBots) {
        if (asked) {
            revoked(tokensOfBots);
            revocations.endServices(ownerId);
        }
    }

    private void revoked(Map<Long, List<Long>> tokensOfBots) {
        tokensOfBots.forEach(revocations::revokeTokens);
    }
}
