package io.webim.chat.sync;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import io.webim.contract.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the versions of a member's conversations, page by page in the order of their ids. */
public final class SyncStore {
    private static final String VERSIONS = """
            SELECT me.conversation_id, me.listed, c.version AS shared, me.version AS own,
                   COALESCE(k.version, g.version, 0) AS beside, c.last_seq,
                   GREATEST(me.hidden_to_seq, me.joined_seq) AS hidden_to,
                   GREATEST(me.deleted_to_seq, c.deleted_to_seq) AS deleted_to%s
            FROM conversation_member me
            JOIN conversation c ON c.id = me.conversation_id
            LEFT JOIN contact k ON k.user_id = me.user_id
                AND k.peer_id = CASE WHEN c.low_user_id = me.user_id THEN c.high_user_id ELSE c.low_user_id END
            LEFT JOIN chat_group g ON g.conversation_id = c.id%s
            WHERE me.user_id = ? AND me.conversation_id > ?
            ORDER BY me.conversation_id LIMIT ?""";

    public static final String PAGE = VERSIONS.formatted("", "");

    public static final String PAGE_WITH_PRESENCE = VERSIONS.formatted("""
            ,
                   CASE WHEN me.listed AND b.since IS NOT NULL AND k.blocked_from_seq IS NULL THEN b.user_id END AS seen_id,
                   b.blocked_from_seq IS NOT NULL AS looks_away,
                   IF(b.blocked_from_seq IS NULL, last_seen.at, b.last_seen_shown) AS last_seen_at""", """

            LEFT JOIN contact b ON b.peer_id = me.user_id
                AND b.user_id = CASE WHEN c.low_user_id = me.user_id THEN c.high_user_id ELSE c.low_user_id END
            LEFT JOIN last_seen ON last_seen.user_id = b.user_id""");

    private final Pool pool;

    public SyncStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * @param shared version of what is the same for all members
     * @param own version of what concerns the member alone
     * @param beside version of how the member has the other one, or of what the group is called
     * @param hiddenTo up to here nothing is shown
     * @param deletedTo up to here there may be deletions
     * @param seen the other one, where the member may see when they are there; null where it was not asked for
     */
    record Version(
            long conversationId,
            boolean listed,
            long shared,
            long own,
            long beside,
            long lastSeq,
            long hiddenTo,
            long deletedTo,
            @Nullable Seen seen) {
        /** What a device is told: it grows whenever any of them does. */
        long version() {
            return shared + ownVersion();
        }

        long ownVersion() {
            return own + beside;
        }
    }

    /**
     * What the member may see of the other one.
     *
     * @param looksAway whether the other is shown as somebody who is not there, come what may
     */
    record Seen(long userId, boolean looksAway, @Nullable Instant lastSeen) {}

    Future<List<Version>> read(long userId, long after, int limit, boolean withPresence) {
        var page = withPresence ? PAGE_WITH_PRESENCE : PAGE;
        return pool.preparedQuery(page).execute(Tuple.of(userId, after, limit)).map(rows -> {
            var versions = new ArrayList<Version>();
            rows.forEach(row -> versions.add(new Version(
                    row.getLong("conversation_id"),
                    row.getInteger("listed") != 0,
                    row.getLong("shared"),
                    row.getLong("own"),
                    row.getLong("beside"),
                    row.getLong("last_seq"),
                    row.getLong("hidden_to"),
                    row.getLong("deleted_to"),
                    withPresence ? seen(row) : null)));
            return versions;
        });
    }

    private static @Nullable Seen seen(Row row) {
        @Nullable Long userId = row.getLong("seen_id");
        var at = row.getLocalDateTime("last_seen_at");
        return userId == null
                ? null
                : new Seen(userId, row.getInteger("looks_away") != 0, at == null ? null : Times.fromSql(at));
    }
}
