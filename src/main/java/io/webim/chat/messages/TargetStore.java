package io.webim.chat.messages;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.ArrayTuple;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.Conversations;
import io.webim.chat.conversations.MessageRows;
import io.webim.contract.Message;
import io.webim.contract.Role;
import io.webim.sql.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Locks the conversation of a message that is to change, and reads who sees it. */
public final class TargetStore {
    private static final String LOCK = "SELECT version FROM conversation WHERE id = ? FOR UPDATE";
    /** Up to where that is gone for a member which begins at a seq or before it, where anything may be. */
    private static final String GONE_TO = """
            CASE WHEN %1$s.deleted_to_seq >= m.seq
                THEN (SELECT d.to_seq FROM deletion d FORCE INDEX (PRIMARY)
                      WHERE d.conversation_id = m.conversation_id AND d.owner_id = %1$s.user_id AND d.from_seq <= m.seq
                      ORDER BY d.from_seq DESC LIMIT 1) END""";
    /** Whether a member sees the message. */
    private static final String SEES =
            "m.seq > GREATEST(%1$s.hidden_to_seq, %1$s.joined_seq) AND COALESCE(" + GONE_TO + ", 0) < m.seq";

    public static final String FIND = """
            SELECT %s, m.sent_hash, %s AS seen, me.role, g.may_post, g.may_pin, g.may_mention_all,
                   p.user_id AS peer_id, %s AS peer_sees, a.deleted_at IS NOT NULL AS peer_left,
                   k.blocked_from_seq IS NOT NULL AS blocked, b.blocked_from_seq IS NOT NULL AS blocks
            FROM conversation c
            JOIN conversation_member me ON me.conversation_id = c.id AND me.user_id = ?
            LEFT JOIN message m ON m.conversation_id = c.id AND m.seq = ?
            LEFT JOIN chat_group g ON g.conversation_id = c.id
            LEFT JOIN conversation_member p ON p.conversation_id = c.id
                AND p.user_id = CASE WHEN c.low_user_id = me.user_id THEN c.high_user_id ELSE c.low_user_id END
            LEFT JOIN account a ON a.id = p.user_id
            LEFT JOIN contact k ON k.user_id = me.user_id AND k.peer_id = p.user_id
            LEFT JOIN contact b ON b.user_id = p.user_id AND b.peer_id = me.user_id
            WHERE c.id = ? AND (c.kind = 'direct' OR me.listed)""".formatted(MessageRows.COLUMNS, SEES.formatted("me"), SEES.formatted("p"));
    /** Who blocks the other one of a direct conversation hears nothing more of it. */
    public static final String SEERS = """
            SELECT me.user_id
            FROM conversation_member me
            JOIN conversation c ON c.id = me.conversation_id
            JOIN message m ON m.conversation_id = me.conversation_id AND m.seq = ?
            LEFT JOIN contact k ON k.user_id = me.user_id
                AND k.peer_id = CASE WHEN c.low_user_id = me.user_id THEN c.high_user_id ELSE c.low_user_id END
            WHERE me.conversation_id = ? AND (c.kind = 'direct' OR me.listed) AND k.blocked_from_seq IS NULL
                AND %s AND me.user_id IN %%s""".formatted(SEES.formatted("me"));

    private static final String READ =
            "SELECT " + MessageRows.COLUMNS + " FROM message m WHERE m.conversation_id = ? AND m.seq = ?";
    private static final int MOST_SEERS = 1_024;

    private final SqlClient connection;

    TargetStore(SqlClient connection) {
        this.connection = connection;
    }

    /** The condition that a member of this alias sees message {@code m}. */
    public static String seenBy(String member) {
        return SEES.formatted(member);
    }

    /** Fails with 404 where the user is no member. */
    Future<Target> lock(Conversation conversation, long userId, long seq) {
        return lock(conversation).compose(version -> find(conversation, userId, seq, version));
    }

    /** Gives the version of the conversation. */
    Future<Long> lock(Conversation conversation) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(conversation.id))
                .map(locked -> locked.iterator().next().getLong("version"));
    }

    /** The same without a lock. */
    Future<Target> find(Conversation conversation, long userId, long seq) {
        return find(conversation, userId, seq, 0);
    }

    private Future<Target> find(Conversation conversation, long userId, long seq, long version) {
        return connection
                .preparedQuery(FIND)
                .execute(Tuple.of(userId, seq, conversation.id))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw Conversations.unknown();
                    }
                    return target(rows.iterator().next(), version, conversation.ticksFor(userId));
                });
    }

    /** As it is, whoever sees it; empty where it is deleted for everyone. */
    Future<Optional<Message>> read(Conversation conversation, long seq) {
        return connection
                .preparedQuery(READ)
                .execute(Tuple.of(conversation.id, seq))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> MessageRows.toMessage(row, conversation::state))
                        .filter(message -> !message.deleted())
                        .findFirst());
    }

    private static Target target(Row row, long version, MessageRows.States states) {
        var role = Role.of(row.getString("role"));
        return new Target(
                version,
                isTrue(row, "seen") ? MessageRows.toMessage(row, states) : null,
                row.getBuffer("sent_hash"),
                role,
                role.leads() || !"admins".equals(row.getString("may_post")),
                role.leads() || !"admins".equals(row.getString("may_pin")),
                Posting.mayMentionAll(row.getString("may_mention_all"), role.leads()),
                peer(row));
    }

    private static Target.@Nullable Peer peer(Row row) {
        @Nullable Long id = row.getLong("peer_id");
        return id == null
                ? null
                : new Target.Peer(
                        id,
                        isTrue(row, "blocked"),
                        isTrue(row, "blocks"),
                        isTrue(row, "peer_sees"),
                        isTrue(row, "peer_left"));
    }

    /** Of nothing it is neither. */
    private static boolean isTrue(Row row, String column) {
        @Nullable Integer value = row.getInteger(column);
        return value != null && value != 0;
    }

    /** Those of some members who see a message, and may be told of it. */
    Future<List<Long>> seers(Message message, Collection<Long> userIds) {
        var seers = new ArrayList<Long>();
        Future<Void> done = Future.succeededFuture();
        for (var some : Sql.chunks(List.copyOf(userIds), MOST_SEERS)) {
            var values = new ArrayTuple(some.size() * 2 + 2);
            values.addLong(message.seq()).addLong(message.conversationId());
            done = done.compose(before -> connection
                    .preparedQuery(SEERS.formatted(Sql.in(some.size())))
                    .execute(Sql.addInValues(values, some))
                    .onSuccess(rows -> rows.forEach(row -> seers.add(row.getLong("user_id"))))
                    .mapEmpty());
        }
        return done.map(seers);
    }
}
