package io.webim.chat.members;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import io.webim.chat.conversations.AuthorStore;
import io.webim.contract.Role;
import io.webim.contract.Times;
import io.webim.contract.User;
import io.webim.sql.NameSearch;
import io.webim.sql.Rows;
import io.webim.sql.UserRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads who the members of a conversation are, in pages; each as the one who asks sees them. */
public final class MemberStore {
    /** How the one who asks has account {@code a}. */
    private static final String KNOWN = "LEFT JOIN contact k ON k.user_id = ? AND k.peer_id = a.id";

    static final String MEMBERS = """
            SELECT %s, m.role, m.role + 0 AS place, m.joined_at,
                   k.since IS NOT NULL AND k.blocked_from_seq IS NULL AND b.since IS NOT NULL AS shows_presence,
                   b.blocked_from_seq IS NOT NULL AS looks_away
            FROM conversation_member m
            JOIN account a ON a.id = m.user_id
            %s
            LEFT JOIN contact b ON b.user_id = m.user_id AND b.peer_id = ?
            WHERE m.conversation_id = ? AND m.listed
                AND (m.role + 0 > ? OR (m.role + 0 = ? AND m.user_id > ?)) AND %%s
            ORDER BY m.role, m.user_id LIMIT ?""".formatted(AuthorStore.COLUMNS, KNOWN);
    private static final String ALL = "TRUE";
    private static final String NAMED =
            "(%s OR %s)".formatted(NameSearch.username("a.username"), NameSearch.displayName("a.display_name"));
    private static final String BANNED = """
            SELECT %s FROM conversation_member m JOIN account a ON a.id = m.user_id %s
            WHERE m.conversation_id = ? AND m.banned_at IS NOT NULL AND m.user_id > ?
            ORDER BY m.user_id LIMIT ?""".formatted(AuthorStore.COLUMNS, KNOWN);
    private static final String ROLE =
            "SELECT role FROM conversation_member WHERE conversation_id = ? AND user_id = ? AND listed";
    private static final String SENDER = """
            SELECT m.sender_id, c.kind = 'direct' AS direct, me.role, c.kind = 'direct' OR self.read_receipts AS sees_reads
            FROM message m
            JOIN conversation c ON c.id = m.conversation_id
            JOIN conversation_member me ON me.conversation_id = m.conversation_id AND me.user_id = ?
            JOIN account self ON self.id = me.user_id
            WHERE m.conversation_id = ? AND m.seq = ? AND m.sender_id <> 0
                AND m.seq > GREATEST(me.hidden_to_seq, me.joined_seq) AND (c.kind = 'direct' OR me.listed)
                AND NOT EXISTS (
                    SELECT 1 FROM deletion d
                    WHERE d.conversation_id = m.conversation_id AND d.owner_id = me.user_id
                        AND m.seq BETWEEN d.from_seq AND d.to_seq)""";
    private static final String READ = """
            FROM conversation_member m
            JOIN conversation c ON c.id = m.conversation_id
            JOIN account a ON a.id = m.user_id %s
            WHERE m.conversation_id = ? AND (c.kind = 'direct' OR (m.listed AND a.read_receipts))
                AND m.told_read_seq >= ? AND m.entered_seq < ? AND m.user_id <> ?""";
    static final String COUNT_READERS = "SELECT COUNT(*) AS readers " + READ.formatted("");
    static final String READERS = "SELECT " + AuthorStore.COLUMNS + " " + READ.formatted(KNOWN)
            + " AND m.user_id > ? ORDER BY m.user_id LIMIT ?";

    private final Pool pool;

    public MemberStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * One of a page.
     *
     * @param showsPresence whether the one who asks may see whether the member is there
     * @param looksAway whether the member is shown as not there, come what may
     */
    record Listed(
            User user,
            Role role,
            ListMembers.Place place,
            Instant joinedAt,
            boolean showsPresence,
            boolean looksAway) {}

    /**
     * Who wrote a message.
     *
     * @param leads whether the one who asks leads the group
     * @param seesReads whether that one is told what others have read
     */
    record Written(long senderId, boolean leads, boolean seesReads) {}

    /** One more than asked for where there is a next page. */
    Future<List<Listed>> members(long userId, ListMembers request) {
        var after = request.after();
        var values = Tuple.of(userId, userId, request.conversationId(), after.role(), after.role(), after.userId());
        boolean all = request.text().isEmpty();
        if (!all) {
            values.addString(request.pattern()).addString(request.pattern());
        }
        return pool.preparedQuery(MEMBERS.formatted(all ? ALL : NAMED))
                .execute(values.addInteger(request.limit() + 1))
                .map(rows -> {
                    var members = new ArrayList<Listed>();
                    rows.forEach(row -> members.add(listed(row)));
                    return members;
                });
    }

    /** One more than asked for where there is a next page. */
    Future<List<User>> banned(long userId, ListBanned request) {
        return pool.preparedQuery(BANNED)
                .execute(Tuple.of(userId, request.conversationId(), request.after(), request.limit() + 1))
                .map(MemberStore::users);
    }

    /** Empty where the user is no member. */
    Future<Optional<Role>> role(long conversationId, long userId) {
        return pool.preparedQuery(ROLE)
                .execute(Tuple.of(conversationId, userId))
                .map(rows -> Rows.first(rows, row -> Role.of(row.getString("role"))));
    }

    /** Empty where the user sees no such message. */
    Future<Optional<Written>> written(long userId, long conversationId, long seq) {
        return pool.preparedQuery(SENDER)
                .execute(Tuple.of(userId, conversationId, seq))
                .map(rows -> {
                    var found = rows.iterator();
                    if (!found.hasNext()) {
                        return Optional.empty();
                    }
                    var row = found.next();
                    return Optional.of(new Written(
                            row.getLong("sender_id"),
                            row.getInteger("direct") == 0
                                    && Role.of(row.getString("role")).leads(),
                            row.getInteger("sees_reads") != 0));
                });
    }

    Future<Long> countReaders(long conversationId, long seq, long senderId) {
        return pool.preparedQuery(COUNT_READERS)
                .execute(Tuple.of(conversationId, seq, seq, senderId))
                .map(rows -> rows.iterator().next().getLong("readers"));
    }

    /** One more than asked for where there is a next page. */
    Future<List<User>> readers(long userId, ListReaders request, long senderId) {
        return pool.preparedQuery(READERS)
                .execute(Tuple.of(
                        userId,
                        request.conversationId(),
                        request.seq(),
                        request.seq(),
                        senderId,
                        request.after(),
                        request.limit() + 1))
                .map(MemberStore::users);
    }

    private static Listed listed(Row row) {
        var joinedAt = row.getLocalDateTime("joined_at");
        return new Listed(
                UserRows.user(row),
                Role.of(row.getString("role")),
                new ListMembers.Place(row.getInteger("place"), row.getLong("id")),
                joinedAt == null ? Instant.EPOCH : Times.fromSql(joinedAt),
                row.getInteger("shows_presence") != 0,
                row.getInteger("looks_away") != 0);
    }

    private static List<User> users(RowSet<Row> rows) {
        var users = new ArrayList<User>();
        rows.forEach(row -> users.add(UserRows.user(row)));
        return users;
    }
}
