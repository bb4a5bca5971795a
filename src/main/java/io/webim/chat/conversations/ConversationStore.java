package io.webim.chat.conversations;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.webim.chat.conversations.Conversation.Kind;
import io.webim.chat.conversations.Ticks.Settled;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Finds, makes and loads conversations. */
public final class ConversationStore {
    private static final String LOAD = """
            SELECT c.kind, c.last_seq, c.members_version,
                   c.settled_seq, c.settled_read, c.settled_reader, c.settled_next,
                   m.user_id, m.joined_seq, m.received_seq, m.read_seq, m.told_received_seq, m.told_read_seq, m.withheld,
                   NOT a.read_receipts AS discreet, COALESCE(a.owner_id, m.user_id) AS person_id,
                   CASE WHEN c.kind <> 'direct' AND c.member_count <= 100
                       THEN (SELECT o.seq FROM message o FORCE INDEX (message_sender)
                             WHERE o.conversation_id = c.id AND o.sender_id = m.user_id
                             ORDER BY o.seq DESC LIMIT 1) END AS wrote_last,
                   k.version, k.since IS NOT NULL AS added, k.blocked_from_seq
            FROM conversation c
            LEFT JOIN conversation_member m ON m.conversation_id = c.id AND (c.kind = 'direct' OR m.listed)
            LEFT JOIN account a ON a.id = m.user_id
            LEFT JOIN contact k ON k.user_id = m.user_id
                AND k.peer_id = CASE WHEN c.low_user_id = m.user_id THEN c.high_user_id ELSE c.low_user_id END
            WHERE c.id = ?""";
    private static final String FIND = "SELECT id FROM conversation WHERE low_user_id = ? AND high_user_id = ?";
    private static final String NAMED = "SELECT id FROM account WHERE username = ? AND deleted_at IS NULL";
    private static final String LIVING = "SELECT id FROM account WHERE id = ? AND deleted_at IS NULL";
    /** Two people may write to each other at the same moment: the second finds the first's row. */
    private static final String CREATE = """
            INSERT INTO conversation (low_user_id, high_user_id) VALUES (?, ?)
            ON DUPLICATE KEY UPDATE id = id""";

    private static final String CREATE_MEMBERS = """
            INSERT INTO conversation_member (conversation_id, user_id) VALUES (?, ?), (?, ?)
            ON DUPLICATE KEY UPDATE user_id = conversation_member.user_id""";

    private final Pool pool;

    public ConversationStore(Pool pool) {
        this.pool = pool;
    }

    /** Fails with 404 when there is none. */
    public Future<Conversation> load(long id) {
        return load(pool, id);
    }

    public static Future<Conversation> load(SqlClient client, long id) {
        return client.preparedQuery(LOAD).execute(Tuple.of(id)).map(rows -> {
            var first = first(rows, Conversations.unknown());
            long lastSeq = first.getLong("last_seq");
            var members = new ArrayList<Member>();
            rows.forEach(row -> {
                if (row.getLong("user_id") != null) {
                    members.add(member(row, lastSeq));
                }
            });
            return new Conversation(
                    id,
                    Kind.of(first.getString("kind")),
                    lastSeq,
                    first.getLong("members_version"),
                    settled(first),
                    members);
        });
    }

    /**
     * The id of the conversation between two users, or of one with oneself, made and committed when it is new.
     *
     * @param beforeMaking may refuse
     */
    Future<Long> open(long userId, long peerId, Runnable beforeMaking) {
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

    /** Fails with 404 when there is none. */
    Future<Long> between(long userId, long peerId) {
        return find(userId, peerId).map(rows -> first(rows, unknownUser()).getLong("id"));
    }

    /** Fails with 404 when nobody is called so. */
    Future<Long> named(String username) {
        // The column is ASCII, which databases refuse to compare with anything else.
        return StandardCharsets.US_ASCII.newEncoder().canEncode(username)
                ? pool.preparedQuery(NAMED)
                        .execute(Tuple.of(username))
                        .map(rows -> first(rows, unknownUser()).getLong("id"))
                : Future.failedFuture(unknownUser());
    }

    public static Failure unknownUser() {
        return Failure.of(ErrorCode.USER_NOT_FOUND, "There is no such user.");
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
                .execute(Tuple.of(id, Math.min(userId, peerId), id, Math.max(userId, peerId)))
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

    private static Settled settled(Row row) {
        return new Settled(
                row.getLong("settled_seq"),
                new Two(row.getLong("settled_reader"), row.getLong("settled_read"), row.getLong("settled_next")));
    }

    private static Member member(Row row, long lastSeq) {
        var position = new Position(
                row.getLong("received_seq"),
                row.getLong("read_seq"),
                row.getLong("told_received_seq"),
                row.getLong("told_read_seq"));
        var member = new Member(row.getLong("user_id"), position, position.received() < lastSeq ? lastSeq : 0);
        member.keepReads(row.getInteger("discreet") != 0);
        member.speaksFor(row.getLong("person_id"));
        member.joined(row.getLong("joined_seq"));
        member.withhold(Withheld.of(row.getString("withheld")));
        @Nullable Long wroteLast = row.getLong("wrote_last");
        if (wroteLast != null) {
            member.wrote(wroteLast);
        }
        @Nullable Long version = row.getLong("version");
        if (version != null) {
            member.relates(new Relation(version, row.getInteger("added") != 0, row.getLong("blocked_from_seq")));
        }
        return member;
    }
}
