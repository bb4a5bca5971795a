package io.webim.chat.messages;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.ArrayTuple;
import io.webim.chat.conversations.AuthorStore;
import io.webim.chat.conversations.Conversations;
import io.webim.chat.conversations.IndexedRow;
import io.webim.chat.conversations.MessageRows;
import io.webim.contract.Message;
import io.webim.contract.SeqRanges;
import io.webim.contract.User;
import io.webim.contract.Weight;
import io.webim.sql.Sql;
import io.webim.sql.UserRows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.LongFunction;

/** Reads messages by seq, at a cost that does not depend on where in the conversation they are. */
public final class HistoryStore {
    public static final String BOUNDS = """
            SELECT c.last_seq, GREATEST(me.hidden_to_seq, me.joined_seq) AS hidden_to_seq, me.deleted_to_seq,
                   self.id AS my_id, self.username AS my_username, self.display_name AS my_name,
                   self.picture AS my_picture, self.bot AS my_bot, %s
            FROM conversation c
            JOIN conversation_member me ON me.conversation_id = c.id AND me.user_id = ?
            JOIN account self ON self.id = me.user_id
            LEFT JOIN account a ON a.id = CASE WHEN c.low_user_id = me.user_id THEN c.high_user_id ELSE c.low_user_id END
            LEFT JOIN contact k ON k.user_id = me.user_id AND k.peer_id = a.id
            WHERE c.id = ? AND (c.kind = 'direct' OR me.listed)""".formatted(AuthorStore.COLUMNS);
    public static final String PIECE = "m.conversation_id = ? AND m.seq BETWEEN ? AND ?";
    public static final String SIZES = """
            SELECT m.conversation_id, m.seq, m.sender_id, m.deleted, COALESCE(LENGTH(m.text), 0) + COALESCE(LENGTH(m.reactions), 0)
                       + COALESCE(LENGTH(m.files), 0) AS bytes
            FROM message m FORCE INDEX (PRIMARY) WHERE %s""";
    public static final String READ =
            "SELECT " + MessageRows.COLUMNS + " FROM message m FORCE INDEX (PRIMARY) WHERE %s";

    private final SqlClient client;

    public HistoryStore(SqlClient client) {
        this.client = client;
    }

    /**
     * Where a conversation ends for a member, up to where it is hidden, and up to where there are deletions.
     *
     * @param people the member, and the other one of a direct conversation
     */
    record Bounds(long lastSeq, long hiddenTo, long deletedTo, List<User> people) {}

    /** Some messages of one conversation. */
    public record Piece(long conversationId, SeqRanges seqs) {}

    /** What is known of a message before its text is read. */
    public record Size(long conversationId, long seq, long senderId, boolean deleted, int bytes) {
        /** No more than it weighs once it is written out. */
        public int weight() {
            return Weight.OF_MESSAGE + bytes;
        }
    }

    /** Fails with 404 where the user is no member. */
    Future<Bounds> bounds(long conversationId, long userId) {
        return client.preparedQuery(BOUNDS)
                .execute(Tuple.of(userId, conversationId))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw Conversations.unknown();
                    }
                    var row = rows.iterator().next();
                    return new Bounds(
                            row.getLong("last_seq"),
                            row.getLong("hidden_to_seq"),
                            row.getLong("deleted_to_seq"),
                            people(row));
                });
    }

    private static List<User> people(Row row) {
        var self = new User(
                row.getLong("my_id"),
                row.getString("my_username"),
                row.getString("my_name"),
                row.getString("my_picture"),
                row.getString("my_bot") != null);
        return row.getLong("id") == null ? List.of(self) : List.of(self, UserRows.user(row));
    }

    /** In no particular order. */
    public Future<List<Size>> sizes(Collection<Piece> pieces) {
        var ranges = ranges(pieces);
        if (ranges.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return client.preparedQuery(SIZES.formatted(Sql.any(PIECE, ranges.size())))
                .execute(values(ranges))
                .map(rows -> {
                    var sizes = new ArrayList<Size>(rows.size());
                    rows.forEach(row -> sizes.add(new Size(
                            row.getLong("conversation_id"),
                            row.getLong("seq"),
                            row.getLong("sender_id"),
                            row.getInteger("deleted") != 0,
                            row.getInteger("bytes"))));
                    return sizes;
                });
    }

    /**
     * As a user sees them, in no particular order.
     *
     * @param states by conversation
     */
    public Future<List<Message>> read(long userId, Collection<Piece> pieces, LongFunction<MessageRows.States> states) {
        var ranges = ranges(pieces);
        if (ranges.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return client.preparedQuery(READ.formatted(Sql.any(PIECE, ranges.size())))
                .execute(values(ranges))
                .map(rows -> IndexedRow.map(
                        rows,
                        row -> MessageRows.toMessage(row, states.apply(row.getLong("conversation_id")))
                                .seenBy(userId)));
    }

    private record Range(long conversationId, long from, long to) {}

    private static List<Range> ranges(Collection<Piece> pieces) {
        return pieces.stream()
                .flatMap(piece -> piece.seqs().ranges().stream()
                        .map(range -> new Range(piece.conversationId(), range.from(), range.to())))
                .toList();
    }

    private static Tuple values(List<Range> ranges) {
        var rows = Sql.padded(ranges);
        var values = new ArrayTuple(rows.size() * 3);
        for (var range : rows) {
            values.addLong(range.conversationId());
            values.addLong(range.from());
            values.addLong(range.to());
        }
        return values;
    }
}
