package io.webim.chat.messages;

import io.vertx.core.Future;
import io.vertx.mysqlclient.MySQLClient;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.Conversations;
import io.webim.chat.conversations.MemberKey;
import io.webim.chat.conversations.Withheld;
import io.webim.chat.messages.DeletionRowStore.Gone;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Message;
import io.webim.contract.Role;
import io.webim.contract.SeqRanges;
import io.webim.contract.SeqRanges.Range;
import io.webim.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Deletes, in a number of statements that does not depend on how many ranges there are. */
public final class DeletionStore {
    private static final String LOCK =
            "SELECT id, kind, version, last_seq, saved_to_seq FROM conversation WHERE id = ? FOR UPDATE";
    private static final String BUMP = """
            UPDATE conversation SET version = ?, deleted_to_seq = GREATEST(deleted_to_seq, ?) WHERE id = ?""";
    private static final String BUMP_MEMBER = """
            UPDATE conversation_member
            SET version = LAST_INSERT_ID(version + 1), deleted_to_seq = GREATEST(deleted_to_seq, ?)
            WHERE conversation_id = ? AND user_id = ?""";
    private static final String BUMP_AND_WITHHOLD = """
            UPDATE conversation_member
            SET withheld = ?, version = LAST_INSERT_ID(version + 1), deleted_to_seq = GREATEST(deleted_to_seq, ?)
            WHERE conversation_id = ? AND user_id = ?""";
    private static final String WITHHELD =
            "SELECT withheld FROM conversation_member WHERE conversation_id = ? AND user_id = ?";
    private static final String WITHHOLD =
            "UPDATE conversation_member SET withheld = ? WHERE conversation_id = ? AND user_id = ?";
    private static final String SEQS = "seq BETWEEN ? AND ?";
    private static final String COUNT_OWN =
            "SELECT COUNT(*) AS own FROM message FORCE INDEX (PRIMARY) WHERE conversation_id = ? AND sender_id = ? AND %s";
    /** Events are nobody's. */
    private static final String COUNT_ANYBODYS =
            "SELECT COUNT(*) AS own FROM message FORCE INDEX (PRIMARY) WHERE conversation_id = ? AND sender_id <> ? AND %s";

    private static final String STANDING = """
            SELECT me.role, GREATEST(me.hidden_to_seq, me.joined_seq) AS shown_above
            FROM conversation_member me WHERE me.user_id = ? AND me.conversation_id = ? AND me.listed""";
    private static final String NEWEST_OF = """
            SELECT seq FROM message FORCE INDEX (message_sender)
            WHERE conversation_id = ? AND sender_id = ? AND seq < ? AND NOT deleted ORDER BY seq DESC LIMIT ?""";
    /** Its last inserted id tells whether anything carried files. */
    private static final String ERASE = """
            UPDATE message FORCE INDEX (PRIMARY)
            SET text = NULL, mentions = NULL, edited_at = NULL, sent_hash = NULL, reply_to_seq = NULL, reactions = NULL,
                pinned_for = NULL, forwarded_from = NULL, forwarded_title = NULL,
                files = IF(files IS NULL, NULL, NULLIF(LAST_INSERT_ID(seq), seq)), deleted = TRUE, version = ?
            WHERE conversation_id = ? AND %s""";
    /** What has been read counts no more, deleted or not; what is gone for everyone, once all have read it. */
    private static final String PRUNE = """
            DELETE u FROM uncounted u
            LEFT JOIN conversation_member r ON r.conversation_id = u.conversation_id AND r.user_id = u.user_id
            WHERE u.conversation_id = ? AND u.block < COALESCE(
                r.read_seq, (
                    SELECT MIN(m.read_seq) FROM conversation_member m
                    JOIN conversation c ON c.id = m.conversation_id
                    WHERE m.conversation_id = ? AND (c.kind = 'direct' OR m.listed))) DIV 64""";

    private static final String ORPHANED = """
            SELECT DISTINCT c.id
            FROM account a
            JOIN conversation_member m ON m.user_id = a.id
            JOIN conversation c ON c.id = m.conversation_id
            WHERE a.deleted_at IS NOT NULL AND c.last_seq > 0
                AND c.kind = 'direct'
                AND NOT EXISTS (
                    SELECT 1 FROM conversation_member o JOIN account living ON living.id = o.user_id
                    WHERE o.conversation_id = c.id AND living.deleted_at IS NULL)
                AND NOT EXISTS (
                    SELECT 1 FROM deletion d
                    WHERE d.conversation_id = c.id AND d.owner_id = 0 AND d.from_seq = 1 AND d.to_seq = c.last_seq)
            UNION
            SELECT c.id FROM conversation c
            WHERE c.kind <> 'direct' AND c.member_count = 0 AND c.last_seq > 0
                AND NOT EXISTS (
                    SELECT 1 FROM deletion d
                    WHERE d.conversation_id = c.id AND d.owner_id = 0 AND d.from_seq = 1 AND d.to_seq = c.last_seq)
            ORDER BY id""";
    private static final int ERASED_AT_ONCE = 10_000;

    private final Pool pool;
    private final Runnable released;
    private boolean hasReleased;

    /** @param released told when what was deleted for everyone carried files */
    public DeletionStore(Pool pool, Runnable released) {
        this.pool = pool;
        this.released = released;
    }

    /** Deletes for one member. */
    public Future<Void> deleteForMember(Conversation conversation, long userId, SeqRanges seqs) {
        return pool.withTransaction(connection -> lock(connection, conversation.id)
                .compose(row -> hide(connection, DeletionRowStore.of(conversation.id, userId, seqs), true)
                        .compose(hidden -> mayBeSaved(row, seqs)
                                ? SavedStore.forget(connection, conversation.id, userId, seqs)
                                : Future.succeededFuture()))
                .compose(hidden -> prune(connection, conversation.id)));
    }

    /**
     * Deletes for everyone: the content is gone from the table, the stubs stay.
     *
     * @return false when not all of the messages are such as the user may delete; then nothing has happened
     */
    public Future<Boolean> deleteForEveryone(Conversation conversation, long userId, SeqRanges seqs) {
        return pool.withTransaction(connection -> lock(connection, conversation.id)
                        .compose(row -> allDeletable(connection, conversation, userId, seqs)
                                .compose(own ->
                                        own ? erase(connection, row, seqs).map(true) : Future.succeededFuture(false))))
                .onSuccess(done -> tellReleased());
    }

    /** The newest messages of one sender below a seq, as many as that, that still have a text. */
    public Future<SeqRanges> newestOf(long conversationId, long senderId, long below, int most) {
        return pool.preparedQuery(NEWEST_OF)
                .execute(Tuple.of(conversationId, senderId, below, most))
                .map(rows -> {
                    var seqs = new ArrayList<Long>();
                    rows.forEach(row -> seqs.add(row.getLong("seq")));
                    return SeqRanges.ofSeqs(seqs);
                });
    }

    /** Deletes for everyone, whoever wrote them. */
    public Future<Void> erase(long conversationId, SeqRanges seqs) {
        return pool.withTransaction(
                        connection -> lock(connection, conversationId).compose(row -> erase(connection, row, seqs)))
                .onSuccess(done -> tellReleased());
    }

    private void tellReleased() {
        if (hasReleased) {
            hasReleased = false;
            released.run();
        }
    }

    /** Conversations of two deleted accounts, and groups without members, that still have a text. */
    Future<List<Long>> orphaned() {
        return pool.query(ORPHANED).execute().map(rows -> {
            var ids = new ArrayList<Long>();
            rows.forEach(row -> ids.add(row.getLong("id")));
            return ids;
        });
    }

    /** Deletes all of it, for everyone, piece by piece. */
    Future<Void> eraseOrphan(long conversationId) {
        return eraseOrphan(conversationId, 1);
    }

    private Future<Void> eraseOrphan(long conversationId, long from) {
        return pool.withTransaction(connection -> lock(connection, conversationId)
                        .compose(row -> {
                            long last = row.getLong("last_seq");
                            long to = Math.min(last, from + ERASED_AT_ONCE - 1);
                            return erase(connection, row, SeqRanges.between(from, to))
                                    .map(to < last ? to + 1 : 0);
                        }))
                .onSuccess(next -> tellReleased())
                .compose(next -> next == 0 ? Future.succeededFuture() : eraseOrphan(conversationId, next));
    }

    /** Hides what a batch wrote to receivers who block its senders; inside the batch's transaction. */
    Future<Void> hide(SqlConnection connection, Batch batch) {
        var byReceiver = new TreeMap<MemberKey, List<Gone>>();
        var withheld = new TreeMap<MemberKey, SeqRanges>();
        for (var one : batch.hidden) {
            var receiver = new MemberKey(one.conversationId(), one.receiverId());
            byReceiver
                    .computeIfAbsent(receiver, key -> new ArrayList<>())
                    .add(new Gone(one.conversationId(), one.receiverId(), new Range(one.seq(), one.seq())));
            withheld.put(receiver, one.withheld());
        }
        Future<Void> done = Future.succeededFuture();
        for (var gone : byReceiver.entrySet()) {
            var all = withheld.getOrDefault(gone.getKey(), SeqRanges.NONE);
            done = done.compose(before -> withhold(connection, gone.getValue(), all));
        }
        return done;
    }

    /** One more that a member is never shown. */
    static Future<Void> withhold(SqlConnection connection, MemberKey member, long seq) {
        return connection
                .preparedQuery(WITHHELD)
                .execute(Tuple.of(member.conversationId(), member.userId()))
                .map(rows -> Withheld.of(rows.iterator().next().getString("withheld")))
                .compose(known -> connection
                        .preparedQuery(WITHHOLD)
                        .execute(Tuple.of(
                                Withheld.text(Withheld.with(known, seq)), member.conversationId(), member.userId())))
                .mapEmpty();
    }

    /** @param all that the member is never shown, with what is gone now */
    private static Future<Void> withhold(SqlConnection connection, List<Gone> gone, SeqRanges all) {
        return hide(connection, gone, false, BUMP_AND_WITHHOLD, Tuple.of(Withheld.text(all)));
    }

    /**
     * @param gone of one member of one conversation
     * @param merges whether it may overlap or fill gaps of what is gone already
     */
    static Future<Void> hide(SqlConnection connection, List<Gone> gone, boolean merges) {
        return hide(connection, gone, merges, BUMP_MEMBER, Tuple.tuple());
    }

    private static Future<Void> hide(
            SqlConnection connection, List<Gone> gone, boolean merges, String bump, Tuple values) {
        long id = gone.get(0).conversationId();
        long userId = gone.get(0).ownerId();
        var rows = new DeletionRowStore(connection);
        return connection
                .preparedQuery(bump)
                .execute(values.addLong(highest(gone)).addLong(id).addLong(userId))
                .map(bumped -> bumped.property(MySQLClient.LAST_INSERTED_ID))
                .compose(version -> merges ? rows.enter(gone, version) : rows.extend(gone, version))
                .compose(entered -> rows.uncount(gone, userId));
    }

    private Future<Void> erase(SqlConnection connection, Row conversation, SeqRanges seqs) {
        long id = conversation.getLong("id");
        long version = conversation.getLong("version") + 1;
        var gone = DeletionRowStore.of(id, DeletionLog.EVERYONE, seqs);
        var rows = new DeletionRowStore(connection);
        return connection
                .preparedQuery(ERASE.formatted(Sql.any(SEQS, seqs.ranges().size())))
                .execute(addRanges(Tuple.of(version, id), seqs))
                .compose(erased -> hadFiles(erased)
                        ? MessageFileStore.release(connection, id, seqs).onSuccess(done -> hasReleased = true)
                        : Future.succeededFuture())
                .compose(released -> forgetMentions(connection, conversation, seqs))
                .compose(unmentioned -> connection.preparedQuery(BUMP).execute(Tuple.of(version, highest(gone), id)))
                .compose(bumped -> ChangeStore.forget(connection, id, seqs))
                .compose(hadChanged -> hadChanged ? forgetWhatWasDone(connection, id, seqs) : Future.succeededFuture())
                .compose(forgotten -> mayBeSaved(conversation, seqs)
                        ? SavedStore.forget(connection, id, seqs)
                        : Future.succeededFuture())
                .compose(forgotten -> rows.enter(gone, version))
                .compose(entered -> rows.uncountForEveryone(gone))
                .compose(uncounted -> prune(connection, id));
    }

    /** There is no such id where nothing has set it. */
    private static boolean hadFiles(RowSet<Row> erased) {
        @Nullable Long any = erased.property(MySQLClient.LAST_INSERTED_ID);
        return any != null && any > 0;
    }

    private static boolean mayBeSaved(Row conversation, SeqRanges seqs) {
        return seqs.ranges().get(0).from() <= conversation.getLong("saved_to_seq");
    }

    private static Future<?> forgetMentions(SqlConnection connection, Row conversation, SeqRanges seqs) {
        return "direct".equals(conversation.getString("kind"))
                ? Future.succeededFuture()
                : MentionStore.forget(connection, conversation.getLong("id"), seqs);
    }

    private static Future<Void> forgetWhatWasDone(SqlConnection connection, long conversationId, SeqRanges seqs) {
        return ReactionStore.forget(connection, conversationId, seqs)
                .compose(forgotten -> PinStore.forget(connection, conversationId, seqs));
    }

    private static Future<Void> prune(SqlConnection connection, long conversationId) {
        return connection
                .preparedQuery(PRUNE)
                .execute(Tuple.of(conversationId, conversationId))
                .mapEmpty();
    }

    /** One's own; those who lead a group may delete anybody's that they see. */
    private static Future<Boolean> allDeletable(
            SqlConnection connection, Conversation conversation, long userId, SeqRanges seqs) {
        return conversation.isDirect()
                ? count(connection, COUNT_OWN, conversation.id, userId, seqs)
                : connection
                        .preparedQuery(STANDING)
                        .execute(Tuple.of(userId, conversation.id))
                        .compose(rows -> allDeletable(connection, conversation.id, userId, seqs, rows));
    }

    private static Future<Boolean> allDeletable(
            SqlConnection connection, long conversationId, long userId, SeqRanges seqs, RowSet<Row> standing) {
        if (standing.size() == 0) {
            throw Conversations.unknown();
        }
        var row = standing.iterator().next();
        if (seqs.ranges().get(0).from() <= row.getLong("shown_above")) {
            throw Failure.of(ErrorCode.MESSAGE_NOT_FOUND, "There is no such message.");
        }
        return Role.of(row.getString("role")).leads()
                ? count(connection, COUNT_ANYBODYS, conversationId, Message.NOBODY, seqs)
                : count(connection, COUNT_OWN, conversationId, userId, seqs);
    }

    private static Future<Boolean> count(
            SqlConnection connection, String sql, long conversationId, long senderId, SeqRanges seqs) {
        return connection
                .preparedQuery(sql.formatted(Sql.any(SEQS, seqs.ranges().size())))
                .execute(addRanges(Tuple.of(conversationId, senderId), seqs))
                .map(rows -> rows.iterator().next().getLong("own") == seqs.size());
    }

    private static Tuple addRanges(Tuple values, SeqRanges seqs) {
        for (var range : Sql.padded(seqs.ranges())) {
            values.addLong(range.from());
            values.addLong(range.to());
        }
        return values;
    }

    private static Future<Row> lock(SqlConnection connection, long conversationId) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(conversationId))
                .map(rows -> rows.iterator().next());
    }

    private static long highest(List<Gone> gone) {
        return gone.get(gone.size() - 1).range().to();
    }
}
