package io.webim.reports;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import io.webim.contract.Role;
import io.webim.contract.Times;
import io.webim.sql.Rows;
import io.webim.sql.UserRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All SQL that writes {@code report}. */
final class ReportStore {
    private static final Duration KEPT = Duration.ofDays(90);
    private static final int MOST_KEPT_OF_A_TEXT = 4_000;
    private static final int MOST_SHOWN_OF_A_TEXT = 1_000;
    private static final int MOST_FORGOTTEN_AT_ONCE = 1_000;
    private static final int MOST_TOLD = 100;

    /** What the caller may see of the conversation, of a message in it, and of somebody who is or was in it. */
    private static final String FIND = """
            SELECT CASE WHEN c.kind <> 'direct' THEN NULL
                        WHEN c.low_user_id = me.user_id THEN c.high_user_id
                        ELSE c.low_user_id END AS peer_id,
                   m.sender_id, LEFT(m.text, ?) AS text, other.user_id AS other_id
            FROM conversation_member me
            JOIN conversation c ON c.id = me.conversation_id
            LEFT JOIN message m ON m.conversation_id = c.id AND m.seq = ? AND m.text IS NOT NULL AND m.kind <> 'event'
                AND m.seq > GREATEST(me.hidden_to_seq, me.joined_seq)
                AND NOT EXISTS (
                    SELECT 1 FROM deletion d
                    WHERE d.conversation_id = c.id AND d.owner_id = me.user_id AND ? BETWEEN d.from_seq AND d.to_seq)
            LEFT JOIN conversation_member other ON other.conversation_id = c.id AND other.user_id = ?
            WHERE me.conversation_id = ? AND me.user_id = ? AND (c.kind = 'direct' OR me.listed)""";

    /** Not where what is reported is one of them. */
    private static final String LEADERS = """
            SELECT m.user_id
            FROM conversation_member m
            JOIN conversation c ON c.id = m.conversation_id AND c.kind <> 'direct'
            WHERE m.conversation_id = ? AND m.listed AND m.role IN ('owner', 'admin')
                AND NOT EXISTS (
                    SELECT 1 FROM conversation_member reported
                    WHERE reported.conversation_id = m.conversation_id AND reported.user_id = ?
                        AND reported.listed AND reported.role IN ('owner', 'admin'))
            ORDER BY m.role, m.user_id LIMIT ?""";

    private static final String MAKE = """
            INSERT INTO report (reporter_id, conversation_id, user_id, seq, reason, note, text, reported_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE id = report.id""";

    private static final String ROLE = """
            SELECT me.role
            FROM conversation_member me JOIN conversation c ON c.id = me.conversation_id AND c.kind <> 'direct'
            WHERE me.conversation_id = ? AND me.user_id = ? AND me.listed""";

    /** What is said of those who lead the group is for the operator alone. */
    private static final String FOR_THE_GROUP = """
            conversation_id = ? AND NOT EXISTS (
                SELECT 1 FROM conversation_member leader
                WHERE leader.conversation_id = report.conversation_id AND leader.user_id = report.user_id
                    AND leader.listed AND leader.role IN ('owner', 'admin'))""";

    private static final String LIST = """
            SELECT report.id, report.seq, report.reason, report.note,
                   IF(report.seq > me.joined_seq, LEFT(report.text, ?), NULL) AS text, report.reported_at,
                   a.id AS user_id, a.username, a.display_name, a.picture, a.bot
            FROM report
            JOIN account a ON a.id = report.user_id
            JOIN conversation_member me ON me.conversation_id = report.conversation_id AND me.user_id = ?
            WHERE report.id > ? AND report.""" + FOR_THE_GROUP + " ORDER BY report.id LIMIT ?";

    private static final String HANDLE_OF_GROUP = "DELETE FROM report WHERE id = ? AND " + FOR_THE_GROUP;
    private static final String HANDLE = "DELETE FROM report WHERE id = ?";
    private static final String ALL = """
            SELECT report.*, reporter.username AS reporter, reported.username AS reported, g.title
            FROM report
            JOIN account reporter ON reporter.id = report.reporter_id
            JOIN account reported ON reported.id = report.user_id
            LEFT JOIN chat_group g ON g.conversation_id = report.conversation_id
            WHERE report.id > ? ORDER BY report.id LIMIT ?""";

    private static final String MADE = """
            SELECT id, conversation_id, user_id, seq, reason, note, reported_at
            FROM report WHERE reporter_id = ? AND id > ? ORDER BY id LIMIT ?""";

    private static final String FORGET_OLD = "DELETE FROM report WHERE reported_at < ? ORDER BY reported_at LIMIT ?";

    private final Pool pool;

    ReportStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * What a report may be about.
     *
     * @param peerId the other of two; null in a group
     * @param senderId who wrote the message; null where the caller sees no such message
     * @param otherId whom the caller named; null where that is nobody of this conversation
     */
    record Subject(
            @Nullable Long peerId,
            @Nullable Long senderId,
            @Nullable String text,
            @Nullable Long otherId) {}

    /** Empty where the caller does not belong to such a conversation. */
    Future<Optional<Subject>> find(long userId, MakeReport request) {
        @Nullable Long seq = request.seq();
        return pool.preparedQuery(FIND)
                .execute(Tuple.tuple()
                        .addInteger(MOST_KEPT_OF_A_TEXT)
                        .addLong(seq)
                        .addLong(seq)
                        .addLong(request.userId())
                        .addLong(request.conversationId())
                        .addLong(userId))
                .map(rows -> Rows.first(
                        rows,
                        row -> new Subject(
                                row.getLong("peer_id"),
                                row.getLong("sender_id"),
                                row.getString("text"),
                                row.getLong("other_id"))));
    }

    /** Once of each message or person by one reporter: a retry changes nothing. */
    Future<Void> make(long reporterId, MakeReport request, long reportedId, @Nullable String text) {
        @Nullable Long seq = request.seq();
        return pool.preparedQuery(MAKE)
                .execute(Tuple.tuple()
                        .addLong(reporterId)
                        .addLong(request.conversationId())
                        .addLong(reportedId)
                        .addLong(seq == null ? 0 : seq)
                        .addString(request.reason())
                        .addString(request.note())
                        .addString(text)
                        .addLocalDateTime(Times.toSql(Times.now())))
                .mapEmpty();
    }

    /** Who is to hear of a report of somebody in a group. */
    Future<List<Long>> leaders(long conversationId, long reportedId) {
        return pool.preparedQuery(LEADERS)
                .execute(Tuple.of(conversationId, reportedId, MOST_TOLD))
                .map(rows -> {
                    var ids = new ArrayList<Long>();
                    rows.forEach(row -> ids.add(row.getLong("user_id")));
                    return ids;
                });
    }

    /** What a user has reported, and nobody has handled yet. */
    Future<List<MadeReport>> made(long reporterId, long after, int limit) {
        return pool.preparedQuery(MADE)
                .execute(Tuple.of(reporterId, after, limit))
                .map(rows -> {
                    var reports = new ArrayList<MadeReport>();
                    rows.forEach(row -> reports.add(madeReport(row)));
                    return reports;
                });
    }

    /** Empty where the user is no member of such a group. */
    Future<Optional<Role>> role(long conversationId, long userId) {
        return pool.preparedQuery(ROLE)
                .execute(Tuple.of(conversationId, userId))
                .map(rows -> Rows.first(rows, row -> Role.of(row.getString("role"))));
    }

    /** One more than asked for where there is a next page; without texts from before the user's time. */
    Future<List<Report>> list(long userId, ListReports request) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(
                        MOST_SHOWN_OF_A_TEXT, userId, request.after(), request.conversationId(), request.limit() + 1))
                .map(rows -> {
                    var reports = new ArrayList<Report>();
                    rows.forEach(row -> reports.add(report(row)));
                    return reports;
                });
    }

    /** @return whether there was such a report, for those who lead the group */
    Future<Boolean> handle(HandleReport request) {
        return pool.preparedQuery(HANDLE_OF_GROUP)
                .execute(Tuple.of(request.reportId(), request.conversationId()))
                .map(rows -> rows.rowCount() == 1);
    }

    /** @return whether there was such a report */
    Future<Boolean> handle(long reportId) {
        return pool.preparedQuery(HANDLE).execute(Tuple.of(reportId)).map(rows -> rows.rowCount() == 1);
    }

    /** All that waits, the oldest first, as the operator sees it. */
    Future<List<OpenReport>> page(long after, int limit) {
        return pool.preparedQuery(ALL).execute(Tuple.of(after, limit)).map(rows -> {
            var reports = new ArrayList<OpenReport>();
            rows.forEach(row -> reports.add(openReport(row)));
            return reports;
        });
    }

    Future<Void> forgetOld() {
        return pool.preparedQuery(FORGET_OLD)
                .execute(Tuple.of(Times.toSql(Times.now().minus(KEPT)), MOST_FORGOTTEN_AT_ONCE))
                .compose(rows -> rows.rowCount() < MOST_FORGOTTEN_AT_ONCE ? Future.succeededFuture() : forgetOld());
    }

    private static Report report(Row row) {
        return new Report(
                row.getLong("id"),
                UserRows.user(row, "user_id"),
                row.getLong("seq"),
                row.getString("reason"),
                row.getString("note"),
                row.getString("text"),
                Times.fromSql(row.getLocalDateTime("reported_at")));
    }

    private static MadeReport madeReport(Row row) {
        return new MadeReport(
                row.getLong("id"),
                row.getLong("conversation_id"),
                row.getLong("user_id"),
                row.getLong("seq"),
                row.getString("reason"),
                row.getString("note"),
                Times.fromSql(row.getLocalDateTime("reported_at")));
    }

    private static OpenReport openReport(Row row) {
        return new OpenReport(
                row.getLong("id"),
                Times.fromSql(row.getLocalDateTime("reported_at")),
                row.getString("reporter"),
                row.getString("reported"),
                row.getLong("conversation_id"),
                row.getString("title"),
                row.getLong("seq"),
                row.getString("reason"),
                row.getString("note"),
                row.getString("text"));
    }
}
