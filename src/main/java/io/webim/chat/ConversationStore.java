package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.webim.contract.Failure;
import org.jspecify.annotations.Nullable;

/** Finds, makes and loads conversations. */
final class ConversationStore {
    private static final String LOAD = """
            SELECT c.id, c.last_seq,
                   l.user_id AS low_id, l.received_seq AS low_received, l.read_seq AS low_read,
                   l.blocked_from_seq AS low_blocked, l.status = 'contact' AS low_added,
                   h.user_id AS high_id, h.received_seq AS high_received, h.read_seq AS high_read,
                   h.blocked_from_seq AS high_blocked, h.status = 'contact' AS high_added
            FROM conversation c
            JOIN conversation_member l ON l.conversation_id = c.id AND l.user_id = c.low_user_id
            JOIN conversation_member h ON h.conversation_id = c.id AND h.user_id = c.high_user_id
            WHERE c.id = ?""";
    private static final String FIND = "SELECT id FROM conversation WHERE low_user_id = ? AND high_user_id = ?";
    private static final String LIVING = "SELECT id FROM account WHERE id = ? AND deleted_at IS NULL";
    /** Two people may write to each other at the same moment: the second finds the first's row. */
    private static final String CREATE = """
            INSERT INTO conversation (low_user_id, high_user_id) VALUES (?, ?)
            ON DUPLICATE KEY UPDATE id = id""";

    private static final String CREATE_MEMBERS = """
            INSERT INTO conversation_member (conversation_id, user_id, peer_id) VALUES (?, ?, ?), (?, ?, ?)
            ON DUPLICATE KEY UPDATE peer_id = peer_id""";

    private final Pool pool;

    ConversationStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * @param blockedFrom the seq from which this member blocks the other, null for not at all
     * @param addedPeer whether the other is a contact of this member's
     */
    record LoadedMember(
            long userId, long received, long read, @Nullable Long blockedFrom, boolean addedPeer) {}

    record Loaded(long id, long lastSeq, LoadedMember low, LoadedMember high) {
        @Nullable
        Long blockedFrom(long userId) {
            return low.userId() == userId ? low.blockedFrom() : high.blockedFrom();
        }
    }

    /** Fails with 404 when there is none. */
    Future<Loaded> load(long id) {
        return pool.preparedQuery(LOAD)
                .execute(Tuple.of(id))
                .map(rows -> first(rows, Conversations.unknown()))
                .map(row -> new Loaded(
                        row.getLong("id"), row.getLong("last_seq"), member(row, "low"), member(row, "high")));
    }

    /**
     * The id of the conversation between two users, made and committed when it is new.
     *
     * @param beforeMaking may refuse
     */
    Future<Long> open(long userId, long peerId, Runnable beforeMaking) {
        if (userId == peerId) {
            return Future.failedFuture(Failure.invalid("toUserId", "must be somebody else"));
        }
        return pool.preparedQuery(LIVING)
                .execute(Tuple.of(peerId))
                .map(rows -> first(rows, unknownUser()))
                .compose(living -> find(userId, peerId))
                .compose(rows -> {
                    if (rows.size() > 0) {
                        return Future.succeededFuture(id(rows));
                    }
                    beforeMaking.run();
                    return create(userId, peerId);
                });
    }

    static Failure unknownUser() {
        return Failure.notFound("user_not_found", "There is no such user.");
    }

    private Future<RowSet<Row>> find(long userId, long peerId) {
        return pool.preparedQuery(FIND).execute(pair(userId, peerId));
    }

    private Future<Long> create(long userId, long peerId) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(CREATE)
                .execute(pair(userId, peerId))
                .compose(made -> connection.preparedQuery(FIND).execute(pair(userId, peerId)))
                .map(ConversationStore::id)
                .compose(id -> createMembers(connection, id, userId, peerId)));
    }

    private static Future<Long> createMembers(SqlConnection connection, long id, long userId, long peerId) {
        return connection
                .preparedQuery(CREATE_MEMBERS)
                .execute(Tuple.of(id, userId, peerId, id, peerId, userId))
                .map(id);
    }

    private static Tuple pair(long userId, long peerId) {
        return Tuple.of(Math.min(userId, peerId), Math.max(userId, peerId));
    }

    private static long id(RowSet<Row> rows) {
        return rows.iterator().next().getLong("id");
    }

    private static Row first(RowSet<Row> rows, Failure otherwise) {
        if (rows.size() == 0) {
            throw otherwise;
        }
        return rows.iterator().next();
    }

    private static LoadedMember member(Row row, String side) {
        return new LoadedMember(
                row.getLong(side + "_id"),
                row.getLong(side + "_received"),
                row.getLong(side + "_read"),
                row.getLong(side + "_blocked"),
                row.getInteger(side + "_added") != 0);
    }
}
