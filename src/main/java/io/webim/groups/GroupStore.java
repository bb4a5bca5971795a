package io.webim.groups;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Role;
import io.webim.contract.Times;
import io.webim.sql.Rows;
import io.webim.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What groups are called and what their members may do: all SQL that writes {@code chat_group}. */
final class GroupStore {
    private static final String MAKE = """
            INSERT INTO chat_group
                (conversation_id, title, about, history, may_post, may_add, may_pin, may_mention_all, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""";
    static final String FIND = """
            SELECT g.*, c.kind, c.member_count, me.role
            FROM chat_group g
            JOIN conversation c ON c.id = g.conversation_id
            JOIN conversation_member me ON me.conversation_id = c.id AND me.user_id = ? AND me.listed
            WHERE g.conversation_id = ?""";
    private static final String LOCK = "SELECT version FROM conversation WHERE id = ? FOR UPDATE";
    private static final String UPDATE = """
            UPDATE chat_group
            SET title = ?, about = ?, picture = ?, history = ?, may_post = ?, may_add = ?, may_pin = ?,
                may_mention_all = ?, slow_seconds = ?, version = version + 1
            WHERE conversation_id = ?""";

    private static final String PEOPLE = """
            SELECT a.id,
                   k.blocked_from_seq IS NOT NULL OR (a.add_me = 'contacts' AND k.since IS NULL) AS refuses,
                   k.since IS NULL AND COALESCE(c.last_seq, 0) = 0 AND m.user_id IS NULL AS stranger
            FROM account a
            LEFT JOIN contact k ON k.user_id = a.id AND k.peer_id = ?
            LEFT JOIN conversation c ON c.low_user_id = LEAST(a.id, ?) AND c.high_user_id = GREATEST(a.id, ?)
            LEFT JOIN conversation_member m ON m.conversation_id = ? AND m.user_id = a.id AND m.listed
            WHERE a.deleted_at IS NULL AND a.%s IN %s""";
    /** Of one that nobody has come to yet, its maker may still be on the way. */
    private static final String ENDED = """
            SELECT g.conversation_id FROM chat_group g JOIN conversation c ON c.id = g.conversation_id
            WHERE c.member_count = 0 AND (c.last_seq > 0 OR g.created_at < ?)""";

    private static final String FORGET_REQUESTS = "DELETE FROM join_request WHERE conversation_id = ?";
    private static final String FORGET_INVITES = "DELETE FROM invite WHERE conversation_id = ?";
    private static final String FORGET = "DELETE FROM chat_group WHERE conversation_id = ?";

    private final Pool pool;

    GroupStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * Somebody who may be added.
     *
     * @param refuses whether they let the one who asks not add them
     * @param isStranger whether the two have had nothing to do with each other, and the one who asks would approach them
     */
    record Person(long userId, boolean refuses, boolean isStranger) {}

    /** What a group was, and is. */
    record Updated(Group before, Group after) {}

    Future<Void> make(long conversationId, CreateGroup request) {
        var switches = Switches.of(request.isChannel());
        return pool.preparedQuery(MAKE)
                .execute(Tuple.of(
                        conversationId,
                        request.title(),
                        request.about(),
                        switches.history(),
                        switches.mayPost(),
                        switches.mayAdd(),
                        switches.mayPin(),
                        switches.mayMentionAll(),
                        Times.toSql(Times.now())))
                .mapEmpty();
    }

    /** Fails with 404 where the user is no member of such a group. */
    Future<Group> find(long conversationId, long userId) {
        return find(pool, conversationId, userId);
    }

    /** Empty where the user is no member of such a group. */
    Future<Optional<Group>> findIfMember(long conversationId, long userId) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(userId, conversationId))
                .map(rows -> Rows.first(rows, GroupStore::group));
    }

    /** @param change may refuse, by what the group is while nobody else can change it */
    Future<Updated> update(long conversationId, long userId, UnaryOperator<Group> change) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(conversationId))
                .compose(locked -> find(connection, conversationId, userId))
                .compose(before -> {
                    var after = change.apply(before);
                    return after.equals(before)
                            ? Future.succeededFuture(new Updated(before, before))
                            : write(connection, after).map(new Updated(before, after));
                }));
    }

    private static Future<?> write(SqlClient client, Group group) {
        var switches = group.switches();
        return client.preparedQuery(UPDATE)
                .execute(Tuple.tuple()
                        .addString(group.title())
                        .addString(group.about())
                        .addString(group.picture())
                        .addString(switches.history())
                        .addString(switches.mayPost())
                        .addString(switches.mayAdd())
                        .addString(switches.mayPin())
                        .addString(switches.mayMentionAll())
                        .addInteger(switches.slowSeconds())
                        .addLong(group.conversationId()));
    }

    /**
     * How these stand to whoever wants to add them; fails with 404 where there is no such user.
     *
     * @param conversationId of the group that they are to come to; 0 where it is new
     */
    Future<List<Person>> people(long userId, long conversationId, People named) {
        var ids = named.userIds().isEmpty()
                ? Future.succeededFuture(List.<Person>of())
                : people(userId, conversationId, "id", named.userIds());
        var names = named.usernames().isEmpty()
                ? Future.succeededFuture(List.<Person>of())
                : people(userId, conversationId, "username", named.usernames());
        return Future.all(ids, names).map(read -> {
            var people = new ArrayList<>(ids.result());
            people.addAll(names.result());
            return people.stream()
                    .distinct()
                    .filter(one -> one.userId() != userId)
                    .toList();
        });
    }

    private Future<List<Person>> people(long userId, long conversationId, String column, List<?> named) {
        if (named.stream().anyMatch(name -> name instanceof String text && !isAscii(text))) {
            // The column is ASCII, which databases refuse to compare with anything else.
            return Future.failedFuture(unknownUser());
        }
        var values = Tuple.of(userId, userId, userId, conversationId);
        Sql.padded(named).forEach(values::addValue);
        return pool.preparedQuery(PEOPLE.formatted(column, Sql.in(named.size())))
                .execute(values)
                .map(rows -> {
                    if (rows.size() < distinct(named)) {
                        throw unknownUser();
                    }
                    return persons(rows);
                });
    }

    private static long distinct(List<?> named) {
        return named.stream()
                .map(name -> name instanceof String text ? text.toLowerCase(Locale.ROOT) : name)
                .distinct()
                .count();
    }

    private static boolean isAscii(String text) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
    }

    private static List<Person> persons(RowSet<Row> rows) {
        var people = new ArrayList<Person>();
        rows.forEach(row -> people.add(
                new Person(row.getLong("id"), row.getInteger("refuses") != 0, row.getInteger("stranger") != 0)));
        return people;
    }

    /** Groups without members. */
    Future<List<Long>> ended() {
        var longAgo = Times.toSql(Times.now().minus(Duration.ofHours(1)));
        return pool.preparedQuery(ENDED).execute(Tuple.of(longAgo)).map(rows -> {
            var ids = new ArrayList<Long>();
            rows.forEach(row -> ids.add(row.getLong("conversation_id")));
            return ids;
        });
    }

    Future<Void> forget(long conversationId) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(FORGET_REQUESTS)
                .execute(Tuple.of(conversationId))
                .compose(done -> connection.preparedQuery(FORGET_INVITES).execute(Tuple.of(conversationId)))
                .compose(done -> connection.preparedQuery(FORGET).execute(Tuple.of(conversationId)))
                .mapEmpty());
    }

    static Failure unknownUser() {
        return Failure.of(ErrorCode.USER_NOT_FOUND, "There is no such user.");
    }

    static Failure unknown() {
        return Failure.of(ErrorCode.CONVERSATION_NOT_FOUND, "There is no such conversation.");
    }

    private static Future<Group> find(SqlClient client, long conversationId, long userId) {
        return client.preparedQuery(FIND)
                .execute(Tuple.of(userId, conversationId))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw unknown();
                    }
                    return group(rows.iterator().next());
                });
    }

    private static Group group(Row row) {
        @Nullable String picture = row.getString("picture");
        return new Group(
                row.getLong("conversation_id"),
                row.getString("kind"),
                Role.of(row.getString("role")),
                row.getInteger("member_count"),
                row.getString("title"),
                row.getString("about"),
                picture,
                new Switches(
                        row.getString("history"),
                        row.getString("may_post"),
                        row.getString("may_add"),
                        row.getString("may_pin"),
                        row.getString("may_mention_all"),
                        row.getInteger("slow_seconds")),
                Times.fromSql(row.getLocalDateTime("created_at")));
    }
}
