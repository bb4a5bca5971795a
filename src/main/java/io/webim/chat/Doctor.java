package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.webim.chat.sync.Summaries;
import io.webim.chat.sync.Summary;
import io.webim.chat.sync.SummaryStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Recounts a database that may be in use, or one conversation of it: what is numbered, counted or marked is held against
 * the rows themselves. Reads one consistent snapshot and changes nothing.
 */
public final class Doctor {
    private static final int MOST_EXAMPLES = 5;
    private static final int MEMBERS_AT_ONCE = 256;

    private static final String SNAPSHOT = "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY";
    private static final String REPEATABLE = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ";

    /** What is examined; the checks name no other rows of these. */
    private static final Map<String, String> KEYS = new TreeMap<>(Map.of(
            "conversation", "id",
            "conversation_member", "conversation_id",
            "message", "conversation_id",
            "message_change", "conversation_id",
            "message_file", "conversation_id",
            "deletion", "conversation_id",
            "reaction", "conversation_id",
            "pin", "conversation_id",
            "saved_message", "conversation_id"));

    /** Each table stands for those of its rows that belong to one conversation. */
    private static final String OF_ONE = KEYS.entrySet().stream()
            .map(key -> "%1$s AS (SELECT * FROM %1$s WHERE %2$s = ?)".formatted(key.getKey(), key.getValue()))
            .collect(Collectors.joining(", ", "WITH ", " "));

    /** Each finds what is wrong; the first two columns name it. */
    private static final Map<String, String> CHECKS = checks();

    private static final String RECOUNT = """
            SELECT me.conversation_id, me.user_id, (
                SELECT COUNT(*) FROM message m
                WHERE m.conversation_id = me.conversation_id AND m.sender_id NOT IN (me.user_id, 0) AND NOT m.deleted
                    AND m.seq > GREATEST(me.read_seq, me.hidden_to_seq, me.joined_seq)
                    AND NOT EXISTS (
                        SELECT 1 FROM deletion d
                        WHERE d.conversation_id = m.conversation_id AND d.owner_id = me.user_id
                            AND m.seq BETWEEN d.from_seq AND d.to_seq)) AS unread, (
                SELECT COUNT(*) FROM message m
                WHERE m.conversation_id = me.conversation_id AND m.sender_id <> me.user_id AND m.mentions IS NOT NULL
                    AND (FIND_IN_SET(me.user_id, m.mentions) OR FIND_IN_SET('0', m.mentions))
                    AND m.seq > GREATEST(me.read_seq, me.hidden_to_seq, me.joined_seq)
                    AND NOT EXISTS (
                        SELECT 1 FROM contact k
                        WHERE k.user_id = me.user_id AND k.blocked_from_seq IS NOT NULL
                            AND k.peer_id IN (m.sender_id, (
                                SELECT p.owner_id FROM account p WHERE p.id = m.sender_id AND NOT EXISTS (
                                    SELECT 1 FROM contact f
                                    WHERE f.user_id = me.user_id AND f.peer_id = p.id AND f.since IS NOT NULL))))
                    AND NOT EXISTS (
                        SELECT 1 FROM deletion d
                        WHERE d.conversation_id = m.conversation_id AND d.owner_id = me.user_id
                            AND m.seq BETWEEN d.from_seq AND d.to_seq)) AS mentions
            FROM conversation_member me
            WHERE (me.user_id, me.conversation_id) > (?, ?)
            ORDER BY me.user_id, me.conversation_id LIMIT ?""";

    private final Pool pool;

    public Doctor(Pool pool) {
        this.pool = pool;
    }

    /**
     * What one check found.
     *
     * @param count how many rows are wrong
     * @param examples some of them, each as {@code conversation/detail}
     */
    public record Finding(String check, long count, List<String> examples) {
        @Override
        public String toString() {
            return check + " " + count + (examples.isEmpty() ? "" : " (" + String.join(", ", examples) + " …)");
        }
    }

    /** One finding a check, those with nothing wrong too. */
    public Future<List<Finding>> examine() {
        return examine("", List.of());
    }

    /** The same of one conversation, which is quick however large the rest is. */
    public Future<List<Finding>> examine(long conversationId) {
        return examine(OF_ONE, Collections.nCopies(KEYS.size(), conversationId));
    }

    private Future<List<Finding>> examine(String scope, List<Long> ids) {
        return pool.withConnection(connection -> connection
                .query(REPEATABLE)
                .execute()
                .compose(set -> connection.query(SNAPSHOT).execute())
                .compose(begun -> examine(connection, scope, ids))
                .eventually(() -> connection.query("ROLLBACK").execute()));
    }

    private static Future<List<Finding>> examine(SqlConnection connection, String scope, List<Long> ids) {
        var findings = new ArrayList<Finding>();
        Future<Void> done = Future.succeededFuture();
        for (var check : CHECKS.entrySet()) {
            done = done.compose(before -> run(connection, check.getKey(), scope + check.getValue(), ids))
                    .onSuccess(findings::add)
                    .mapEmpty();
        }
        var drift = new Drift(connection, scope, ids);
        return done.compose(before -> drift.from(0, 0)).map(none -> {
            findings.add(drift.finding());
            return findings;
        });
    }

    private static Future<Finding> run(SqlConnection connection, String check, String sql, List<Long> ids) {
        return connection.preparedQuery(sql).execute(Tuple.from(ids)).map(rows -> {
            var examples = new ArrayList<String>();
            for (var row : rows) {
                if (examples.size() < MOST_EXAMPLES) {
                    examples.add(row.getValue(0) + "/" + row.getValue(1));
                }
            }
            return new Finding(check, rows.size(), examples);
        });
    }

    private record Counts(long unread, long mentions) {
        @Override
        public String toString() {
            return unread + " with " + mentions + " mentions";
        }
    }

    /** Holds the unread counts that lists show against a recount, member by member. */
    private static final class Drift {
        private final SqlConnection connection;
        private final String recount;
        private final List<Long> ids;
        private final Summaries summaries;
        private final List<String> found = new ArrayList<>();

        Drift(SqlConnection connection, String scope, List<Long> ids) {
            this.connection = connection;
            this.recount = scope + RECOUNT;
            this.ids = ids;
            this.summaries = new Summaries(
                    new SummaryStore(connection),
                    conversations -> Future.succeededFuture(),
                    userId -> false,
                    (group, memberCount) -> Future.succeededFuture(Optional.empty()));
        }

        Finding finding() {
            return new Finding(
                    "unread drift",
                    found.size(),
                    found.stream().limit(MOST_EXAMPLES).toList());
        }

        Future<Void> from(long userId, long conversationId) {
            return connection
                    .preparedQuery(recount)
                    .execute(Tuple.from(ids)
                            .addLong(userId)
                            .addLong(conversationId)
                            .addInteger(MEMBERS_AT_ONCE))
                    .compose(rows -> {
                        var recounted = new HashMap<Long, Map<Long, Counts>>();
                        @Nullable Row last = null;
                        for (var row : rows) {
                            recounted
                                    .computeIfAbsent(row.getLong("user_id"), user -> new HashMap<>())
                                    .put(
                                            row.getLong("conversation_id"),
                                            new Counts(row.getLong("unread"), row.getLong("mentions")));
                            last = row;
                        }
                        var compared = compare(recounted);
                        if (last == null || rows.size() < MEMBERS_AT_ONCE) {
                            return compared;
                        }
                        long nextUser = last.getLong("user_id");
                        long nextConversation = last.getLong("conversation_id");
                        return compared.compose(done -> from(nextUser, nextConversation));
                    });
        }

        private Future<Void> compare(Map<Long, Map<Long, Counts>> recounted) {
            Future<Void> done = Future.succeededFuture();
            for (var user : recounted.entrySet()) {
                done = done.compose(before ->
                                summaries.of(user.getKey(), user.getValue().keySet()))
                        .onSuccess(shown -> shown.forEach(summary -> compare(summary, user.getValue())))
                        .mapEmpty();
            }
            return done;
        }

        private void compare(Summary summary, Map<Long, Counts> recounted) {
            var row = summary.row();
            var shown = new Counts(row.unread(), row.mentions());
            var has = recounted.get(row.conversationId());
            if (!shown.equals(has)) {
                found.add(row.conversationId() + "/user " + row.userId() + " shows " + shown + ", has " + has);
            }
        }
    }

    private static Map<String, String> checks() {
        var checks = new LinkedHashMap<String, String>();
        checks.put("gaps", """
                SELECT c.id, c.last_seq
                FROM conversation c
                LEFT JOIN (SELECT conversation_id, COUNT(*) AS rows_there, MIN(seq) AS low, MAX(seq) AS high
                           FROM message GROUP BY conversation_id) m ON m.conversation_id = c.id
                WHERE c.last_seq <> COALESCE(m.rows_there, 0) OR c.last_seq <> COALESCE(m.high, 0)
                    OR COALESCE(m.low, 1) <> 1""");
        checks.put("wrong ordinals", """
                SELECT conversation_id, seq
                FROM (SELECT conversation_id, seq, sender_ordinal,
                             ROW_NUMBER() OVER (PARTITION BY conversation_id, sender_id ORDER BY seq) AS expected
                      FROM message) numbered
                WHERE sender_ordinal <> expected""");
        checks.put("wrong counts of own messages", """
                SELECT me.conversation_id, me.user_id
                FROM conversation_member me
                LEFT JOIN message m ON m.conversation_id = me.conversation_id AND m.sender_id IN (me.user_id, 0)
                GROUP BY me.conversation_id, me.user_id, me.read_seq, me.own_read, me.hidden_to_seq, me.own_hidden,
                    me.joined_seq, me.own_joined
                HAVING me.own_read <> COALESCE(SUM(m.seq <= me.read_seq), 0)
                    OR me.own_hidden <> COALESCE(SUM(m.seq <= me.hidden_to_seq), 0)
                    OR me.own_joined <> COALESCE(SUM(m.seq <= me.joined_seq), 0)""");
        checks.put("marks beyond the last message", """
                SELECT c.id, m.user_id
                FROM conversation c JOIN conversation_member m ON m.conversation_id = c.id
                WHERE m.received_seq > c.last_seq OR m.read_seq > m.received_seq OR m.hidden_to_seq > c.last_seq
                    OR m.told_received_seq > m.received_seq OR m.told_read_seq > m.told_received_seq
                    OR m.joined_seq > c.last_seq OR m.entered_seq > c.last_seq""");
        checks.put("direct conversations without their members", """
                SELECT c.id, COUNT(m.user_id)
                FROM conversation c
                LEFT JOIN conversation_member m ON m.conversation_id = c.id
                WHERE c.kind = 'direct'
                GROUP BY c.id, c.low_user_id, c.high_user_id
                HAVING COUNT(m.user_id) <> IF(c.low_user_id = c.high_user_id, 1, 2)
                    OR MIN(m.user_id) <> c.low_user_id OR MAX(m.user_id) <> c.high_user_id
                    OR c.low_user_id > c.high_user_id OR c.low_user_id IS NULL OR c.high_user_id IS NULL""");
        checks.put("wrong counts of members", """
                SELECT c.id, c.member_count
                FROM conversation c
                WHERE c.kind <> 'direct' AND c.member_count <> (
                    SELECT COUNT(*) FROM conversation_member m WHERE m.conversation_id = c.id AND m.listed)""");
        checks.put("groups without an owner", """
                SELECT c.id, c.member_count
                FROM conversation c
                WHERE c.kind <> 'direct' AND c.member_count > 0 AND NOT EXISTS (
                    SELECT 1 FROM conversation_member m
                    WHERE m.conversation_id = c.id AND m.listed AND m.role = 'owner')""");
        checks.put("groups without a name", """
                SELECT c.id, c.member_count
                FROM conversation c LEFT JOIN chat_group g ON g.conversation_id = c.id
                WHERE c.kind <> 'direct' AND c.member_count > 0 AND g.conversation_id IS NULL""");
        checks.put("banned members", """
                SELECT m.conversation_id, m.user_id
                FROM conversation_member m
                WHERE m.banned_at IS NOT NULL AND m.listed""");
        checks.put("messages of strangers", """
                SELECT m.conversation_id, m.seq
                FROM message m
                LEFT JOIN conversation_member me ON me.conversation_id = m.conversation_id AND me.user_id = m.sender_id
                JOIN conversation c ON c.id = m.conversation_id
                WHERE me.user_id IS NULL AND (m.sender_id <> 0 OR m.kind <> 'event' OR c.kind = 'direct')""");
        checks.put("deleted messages with text", """
                SELECT m.conversation_id, m.seq
                FROM message m
                WHERE m.deleted <> (m.text IS NULL)
                    OR (m.deleted AND (m.forwarded_from IS NOT NULL OR m.forwarded_title IS NOT NULL))
                    OR m.deleted <> EXISTS (
                    SELECT 1 FROM deletion d
                    WHERE d.conversation_id = m.conversation_id AND d.owner_id = 0
                        AND m.seq BETWEEN d.from_seq AND d.to_seq)""");
        checks.put("changes that devices do not hear of, or in vain", """
                SELECT m.conversation_id, m.seq
                FROM message m
                JOIN conversation c ON c.id = m.conversation_id
                LEFT JOIN message_change h ON h.conversation_id = m.conversation_id AND h.seq = m.seq
                WHERE m.version > c.version OR (m.version > 0 AND NOT m.deleted) <> (h.seq IS NOT NULL)
                    OR h.version <> m.version
                UNION ALL
                SELECT h.conversation_id, h.seq
                FROM message_change h
                LEFT JOIN message m ON m.conversation_id = h.conversation_id AND m.seq = h.seq
                WHERE m.seq IS NULL""");
        checks.put("wrong sums of reactions", """
                SELECT m.conversation_id, m.seq
                FROM message m
                WHERE COALESCE((
                        SELECT SUM(k.count) FROM JSON_TABLE(m.reactions, '$[*]' COLUMNS (count INT PATH '$.count')) k), 0)
                    <> (SELECT COUNT(*) FROM reaction r WHERE r.conversation_id = m.conversation_id AND r.seq = m.seq)
                    OR COALESCE(JSON_LENGTH(m.reactions), 0) <> (
                        SELECT COUNT(DISTINCT r.emoji, IF(r.only_own, r.user_id, 0)) FROM reaction r
                        WHERE r.conversation_id = m.conversation_id AND r.seq = m.seq)
                    OR (m.deleted AND m.reactions IS NOT NULL)
                UNION ALL
                SELECT r.conversation_id, r.seq
                FROM reaction r
                LEFT JOIN message m ON m.conversation_id = r.conversation_id AND m.seq = r.seq
                LEFT JOIN conversation_member me ON me.conversation_id = r.conversation_id AND me.user_id = r.user_id
                WHERE m.seq IS NULL OR me.user_id IS NULL""");
        checks.put("wrong pins", """
                SELECT m.conversation_id, m.seq
                FROM message m LEFT JOIN pin p ON p.conversation_id = m.conversation_id AND p.seq = m.seq
                WHERE NOT m.pinned_for <=> p.only_for OR (m.deleted AND m.pinned_for IS NOT NULL)
                UNION ALL
                SELECT p.conversation_id, p.seq
                FROM pin p LEFT JOIN message m ON m.conversation_id = p.conversation_id AND m.seq = p.seq
                WHERE m.seq IS NULL""");
        checks.put("dangling bookmarks", """
                SELECT s.conversation_id, s.seq
                FROM saved_message s
                LEFT JOIN message m ON m.conversation_id = s.conversation_id AND m.seq = s.seq
                LEFT JOIN conversation c ON c.id = s.conversation_id
                LEFT JOIN conversation_member me ON me.conversation_id = s.conversation_id AND me.user_id = s.user_id
                WHERE m.seq IS NULL OR m.deleted OR me.user_id IS NULL OR s.seq > c.saved_to_seq""");
        checks.put("wrong files", """
                SELECT m.conversation_id, m.seq
                FROM message m
                WHERE m.files IS NOT NULL AND (m.deleted OR JSON_LENGTH(m.files) <> (
                        SELECT COUNT(*) FROM message_file x
                        WHERE x.conversation_id = m.conversation_id AND x.seq = m.seq AND NOT x.released))
                UNION ALL
                SELECT x.conversation_id, x.seq
                FROM message_file x
                LEFT JOIN message m ON m.conversation_id = x.conversation_id AND m.seq = x.seq
                LEFT JOIN file f ON f.id = x.file_id AND f.state = 'ready'
                WHERE m.seq IS NULL OR (NOT x.released AND (f.id IS NULL OR m.files IS NULL))""");
        checks.put("dangling deletions", """
                SELECT d.conversation_id, d.from_seq
                FROM deletion d
                LEFT JOIN conversation c ON c.id = d.conversation_id
                LEFT JOIN conversation_member m ON m.conversation_id = d.conversation_id AND m.user_id = d.owner_id
                WHERE c.id IS NULL OR d.from_seq > d.to_seq OR d.to_seq > c.last_seq
                    OR d.to_seq > CASE WHEN d.owner_id = 0 THEN c.deleted_to_seq ELSE COALESCE(m.deleted_to_seq, 0) END
                    OR d.version > CASE WHEN d.owner_id = 0 THEN c.version ELSE COALESCE(m.version, 0) END""");
        return checks;
    }
}
