package io.webim.feed;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.ArrayTuple;
import io.webim.contract.SeqRanges;
import io.webim.contract.SeqRanges.Range;
import io.webim.contract.Times;
import io.webim.feed.Numbering.News;
import io.webim.feed.Numbering.Step;
import io.webim.sql.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Numbers what was committed, in one transaction that holds the feed's lock: so positions become visible in their order, and
 * without gaps. What there is to number is read from the conversations themselves, never from what was told of them: whatever
 * was missed, by a crash or otherwise, is found by the next who looks.
 */
final class NumberStore {
    private static final String LOCK = "SELECT last_position FROM feed WHERE account_id = ? AND NOT asleep FOR UPDATE";
    /** One statement sees the conversation and the member at the same moment. */
    private static final String HEADS = """
            SELECT c.id, c.last_seq, c.version, m.version AS own_version, m.listed, m.entered_seq,
                   GREATEST(m.hidden_to_seq, m.joined_seq) AS seen_above, k.blocked_from_seq,
                   p.seq, p.version AS told_version, p.own_version AS told_own_version, p.listed AS told_listed
            FROM conversation_member m
            JOIN conversation c ON c.id = m.conversation_id
            LEFT JOIN contact k ON k.user_id = m.user_id
                AND k.peer_id = CASE WHEN c.low_user_id = m.user_id THEN c.high_user_id ELSE c.low_user_id END
            LEFT JOIN feed_place p ON p.account_id = m.user_id AND p.conversation_id = m.conversation_id
            WHERE m.user_id = ? AND m.conversation_id IN %s""";
    /** What is gone for the account needs no change any more. */
    private static final String CHANGED = """
            SELECT c.conversation_id, c.seq
            FROM message_change c FORCE INDEX (change_version)
            WHERE %s AND NOT EXISTS (
                SELECT 1 FROM deletion d
                WHERE d.conversation_id = c.conversation_id AND d.owner_id = ? AND c.seq BETWEEN d.from_seq AND d.to_seq)
            ORDER BY c.conversation_id, c.version""";

    private static final String NEWER_CHANGE = "(c.conversation_id = ? AND c.version > ? AND c.version <= ?)";
    /** Also what is newer than the head: a range that has grown meanwhile hides what it hid before. */
    private static final String DELETED = """
            SELECT conversation_id, owner_id, from_seq, to_seq FROM deletion
            WHERE %s ORDER BY conversation_id, owner_id, from_seq""";

    private static final String NEWER_DELETION = "(conversation_id = ? AND owner_id = ? AND version > ?)";
    private static final long EVERYONE = 0;

    private static final String ADD = """
            INSERT INTO feed_event (account_id, position, kind, conversation_id, from_seq, to_seq, at) VALUES %s""";
    private static final String ADD_ROW = "(?, ?, ?, ?, ?, ?, ?)";
    private static final int MOST_ROWS = 128;
    private static final String PLACE = """
            INSERT INTO feed_place (account_id, conversation_id, seq, version, own_version, listed) VALUES %s
            ON DUPLICATE KEY UPDATE seq = VALUES(seq), version = VALUES(version), own_version = VALUES(own_version),
                listed = VALUES(listed)""";
    private static final String PLACE_ROW = "(?, ?, ?, ?, ?, ?)";
    private static final String ADVANCE = "UPDATE feed SET last_position = ? WHERE account_id = ?";

    private final Pool pool;

    NumberStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * What came of it.
     *
     * @param lastPosition of the feed; {@link #NO_FEED} where the account has none that is awake
     * @param unfinished conversations of which there is more
     */
    record Result(long lastPosition, List<Long> unfinished) {
        static final long NO_FEED = -1;
    }

    /** @param conversationIds in the order in which they are to be told of */
    Future<Result> number(long accountId, List<Long> conversationIds) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(accountId))
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(new Result(Result.NO_FEED, List.of()))
                        : number(
                                connection,
                                accountId,
                                rows.iterator().next().getLong("last_position"),
                                conversationIds)));
    }

    private static Future<Result> number(SqlConnection connection, long accountId, long last, List<Long> ids) {
        return heads(connection, accountId, ids)
                .compose(heads -> heads.isEmpty()
                        ? Future.succeededFuture(new Result(last, List.of()))
                        : news(connection, accountId, heads).compose(news -> {
                            var steps = new ArrayList<Step>();
                            heads.forEach(head -> steps.add(
                                    Numbering.next(head, news.getOrDefault(head.conversationId(), News.NONE))));
                            return write(connection, accountId, last, heads, steps);
                        }));
    }

    /** Those that are ahead of the feed, in the order of the ids. */
    private static Future<List<Head>> heads(SqlConnection connection, long accountId, List<Long> ids) {
        var values = new ArrayTuple(ids.size() * 2 + 1);
        values.addLong(accountId);
        return connection
                .preparedQuery(HEADS.formatted(Sql.in(ids.size())))
                .execute(Sql.addInValues(values, ids))
                .map(rows -> {
                    var found = new HashMap<Long, Head>();
                    rows.forEach(row -> found.put(row.getLong("id"), head(row)));
                    return ids.stream()
                            .flatMap(id -> Stream.ofNullable(found.get(id)))
                            .filter(Head::isAhead)
                            .toList();
                });
    }

    private static Future<Map<Long, News>> news(SqlConnection connection, long accountId, List<Head> heads) {
        var changed = changed(connection, accountId, heads);
        var deleted = deleted(connection, accountId, heads);
        return Future.all(changed, deleted).map(read -> {
            var changes = new HashMap<Long, List<Long>>();
            changed.result()
                    .forEach(row -> changes.computeIfAbsent(row.getLong("conversation_id"), id -> new ArrayList<>())
                            .add(row.getLong("seq")));
            var everyones = new HashMap<Long, List<Range>>();
            var own = new HashMap<Long, List<Range>>();
            deleted.result()
                    .forEach(row -> (row.getLong("owner_id") == EVERYONE ? everyones : own)
                            .computeIfAbsent(row.getLong("conversation_id"), id -> new ArrayList<>())
                            .add(new Range(row.getLong("from_seq"), row.getLong("to_seq"))));
            var news = new HashMap<Long, News>();
            heads.forEach(head -> {
                long id = head.conversationId();
                news.put(
                        id,
                        new News(
                                changes.getOrDefault(id, List.of()),
                                SeqRanges.of(everyones.getOrDefault(id, List.of())),
                                SeqRanges.of(own.getOrDefault(id, List.of()))));
            });
            return news;
        });
    }

    private static Future<RowSet<Row>> changed(SqlConnection connection, long accountId, List<Head> heads) {
        var some = Sql.padded(heads);
        var values = new ArrayTuple(some.size() * 3 + 1);
        for (var head : some) {
            values.addLong(head.conversationId());
            values.addLong(head.told().version());
            values.addLong(head.version());
        }
        values.addLong(accountId);
        return connection
                .preparedQuery(CHANGED.formatted(Sql.any(NEWER_CHANGE, some.size())))
                .execute(values);
    }

    private static Future<RowSet<Row>> deleted(SqlConnection connection, long accountId, List<Head> heads) {
        var some = Sql.padded(heads);
        var values = new ArrayTuple(some.size() * 6);
        for (var head : some) {
            values.addLong(head.conversationId());
            values.addLong(EVERYONE);
            values.addLong(head.told().version());
            values.addLong(head.conversationId());
            values.addLong(accountId);
            values.addLong(head.told().ownVersion());
        }
        return connection
                .preparedQuery(DELETED.formatted(Sql.any(NEWER_DELETION, some.size() * 2)))
                .execute(values);
    }

    private static Future<Result> write(
            SqlConnection connection, long accountId, long last, List<Head> heads, List<Step> steps) {
        var pointers = steps.stream().flatMap(step -> step.pointers().stream()).toList();
        long next = last + pointers.size();
        var statements = new ArrayList<Future<?>>();
        long position = last;
        for (var rows : Sql.runs(pointers, MOST_ROWS)) {
            statements.add(add(connection, accountId, position, rows));
            position += rows.size();
        }
        statements.add(place(connection, accountId, heads, steps));
        if (next > last) {
            statements.add(connection.preparedQuery(ADVANCE).execute(Tuple.of(next, accountId)));
        }
        return Future.all(statements).map(written -> new Result(next, unfinished(heads, steps)));
    }

    private static List<Long> unfinished(List<Head> heads, List<Step> steps) {
        var unfinished = new ArrayList<Long>();
        for (int i = 0; i < heads.size(); i++) {
            if (!steps.get(i).isLast(heads.get(i))) {
                unfinished.add(heads.get(i).conversationId());
            }
        }
        return unfinished;
    }

    private static Future<?> add(SqlConnection connection, long accountId, long after, List<Pointer> pointers) {
        var at = Times.toSql(Times.now());
        var values = new ArrayTuple(pointers.size() * 7);
        long position = after;
        for (var pointer : pointers) {
            values.addLong(accountId);
            values.addLong(++position);
            values.addString(pointer.kind().text());
            values.addLong(pointer.conversationId());
            values.addLong(pointer.from());
            values.addLong(pointer.to());
            values.addLocalDateTime(at);
        }
        return connection
                .preparedQuery(ADD.formatted(Sql.rows(ADD_ROW, pointers.size())))
                .execute(values);
    }

    private static Future<?> place(SqlConnection connection, long accountId, List<Head> heads, List<Step> steps) {
        var values = new ArrayTuple(heads.size() * 12);
        int rows = Sql.padded(heads).size();
        for (int i = 0; i < rows; i++) {
            int one = Math.min(i, heads.size() - 1);
            var place = steps.get(one).place();
            values.addLong(accountId);
            values.addLong(heads.get(one).conversationId());
            values.addLong(place.seq());
            values.addLong(place.version());
            values.addLong(place.ownVersion());
            values.addBoolean(place.listed());
        }
        return connection
                .preparedQuery(PLACE.formatted(Sql.rows(PLACE_ROW, rows)))
                .execute(values);
    }

    private static Head head(Row row) {
        @Nullable Long toldSeq = row.getLong("seq");
        var told = toldSeq == null
                ? Place.NONE
                : new Place(
                        toldSeq,
                        row.getLong("told_version"),
                        row.getLong("told_own_version"),
                        row.getInteger("told_listed") != 0);
        return new Head(
                row.getLong("id"),
                row.getLong("last_seq"),
                row.getLong("version"),
                row.getLong("own_version"),
                row.getInteger("listed") != 0,
                row.getLong("seen_above"),
                row.getLong("entered_seq"),
                row.getLong("blocked_from_seq"),
                told);
    }
}
