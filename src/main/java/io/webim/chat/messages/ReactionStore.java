package io.webim.chat.messages;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.webim.chat.conversations.AuthorStore;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.messages.EditStore.Changed;
import io.webim.contract.Message;
import io.webim.contract.Reactions;
import io.webim.contract.SeqRanges;
import io.webim.contract.Times;
import io.webim.contract.User;
import io.webim.sql.Sql;
import io.webim.sql.UserRows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes who has reacted to what, and the sum of it to the message. */
public final class ReactionStore {
    private static final String ADD = """
            INSERT IGNORE INTO reaction (conversation_id, seq, emoji, user_id, reacted_at, only_own)
            VALUES (?, ?, ?, ?, ?, ?)""";
    private static final String REMOVE =
            "DELETE FROM reaction WHERE conversation_id = ? AND seq = ? AND emoji = ? AND user_id = ?";
    private static final String FORGET = "DELETE FROM reaction WHERE conversation_id = ? AND %s";
    private static final String SEQS = "seq BETWEEN ? AND ?";
    private static final String NEWEST = """
            SELECT user_id FROM reaction WHERE conversation_id = ? AND seq = ? AND emoji = ? AND NOT only_own
            ORDER BY reacted_at DESC, user_id DESC LIMIT""" + " " + Reactions.MOST_NAMED;
    private static final String SUM =
            "UPDATE message SET reactions = ?, version = ? WHERE conversation_id = ? AND seq = ?";
    private static final String BUMP = "UPDATE conversation SET version = ? WHERE id = ?";
    public static final String PAGE = """
            SELECT r.emoji, %s
            FROM reaction r
            JOIN account a ON a.id = r.user_id
            LEFT JOIN contact k ON k.user_id = ? AND k.peer_id = a.id
            WHERE r.conversation_id = ? AND r.seq = ? AND (NOT r.only_own OR r.user_id = ?)
                AND (r.emoji > ? OR (r.emoji = ? AND r.user_id > ?)) AND %%s
            ORDER BY r.emoji, r.user_id LIMIT ?""".formatted(AuthorStore.COLUMNS);
    private static final String OF_ALL = "? IS NULL";
    private static final String OF_ONE = "r.emoji = ?";
    private static final String OF_DELETED = """
            SELECT r.conversation_id, r.seq, r.emoji, r.user_id
            FROM account a JOIN reaction r ON r.user_id = a.id
            WHERE a.deleted_at IS NOT NULL LIMIT 200""";
    public static final String OF_MEMBER = """
            SELECT r.conversation_id, r.seq, r.emoji, r.user_id
            FROM reaction r FORCE INDEX (reaction_user)
            WHERE r.user_id = ? AND r.conversation_id = ? LIMIT 200""";

    private final Pool pool;

    public ReactionStore(Pool pool) {
        this.pool = pool;
    }

    /** One of somebody who is to have none any more. */
    public record Left(long conversationId, long seq, String emoji, long userId) {}

    /** Who has reacted, and with what. */
    public record Reaction(User user, String emoji) {}

    /**
     * @param online members who may have to be told
     * @param check may refuse
     */
    public Future<Changed> react(
            Conversation conversation, long userId, React request, Collection<Long> online, Consumer<Target> check) {
        return pool.withTransaction(connection -> {
            var targets = new TargetStore(connection);
            return targets.lock(conversation, userId, request.seq()).compose(target -> {
                check.accept(target);
                var message = target.there();
                var reactions = message.more().reactions();
                var changed = request.on()
                        ? add(connection, request, userId, target.isOnlyOwn())
                                .map(is -> is ? reactions.plus(request.emoji(), userId, target.isOnlyOwn()) : reactions)
                        : remove(connection, message, request.emoji(), userId);
                return changed.compose(now -> write(connection, message, target.version(), now))
                        .compose(written -> targets.seers(written, online).map(seers -> new Changed(written, seers)));
            });
        });
    }

    private static Future<Boolean> add(SqlConnection connection, React request, long userId, boolean isOnlyOwn) {
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.of(
                        request.conversationId(),
                        request.seq(),
                        binary(request.emoji()),
                        userId,
                        Times.toSql(Times.now()),
                        isOnlyOwn))
                .map(added -> added.rowCount() > 0);
    }

    private static Future<Reactions> remove(SqlConnection connection, Message message, String emoji, long userId) {
        var reactions = message.more().reactions();
        return remove(connection, new Left(message.conversationId(), message.seq(), emoji, userId))
                .compose(isGone -> isGone
                        ? named(connection, message, reactions.minus(emoji, userId))
                        : Future.succeededFuture(reactions));
    }

    /** In the place of somebody who was named comes the next. */
    private static Future<Reactions> named(SqlConnection connection, Message message, Reactions reactions) {
        Future<Reactions> done = Future.succeededFuture(reactions);
        for (var emoji : reactions.toBeNamed()) {
            done = done.compose(before -> connection
                    .preparedQuery(NEWEST)
                    .execute(Tuple.of(message.conversationId(), message.seq(), binary(emoji)))
                    .map(rows -> {
                        var newest = new ArrayList<Long>();
                        rows.forEach(row -> newest.add(row.getLong("user_id")));
                        return before.naming(emoji, List.copyOf(newest));
                    }));
        }
        return done;
    }

    private static Future<Message> write(SqlConnection connection, Message message, long version, Reactions now) {
        if (now.equals(message.more().reactions())) {
            return Future.succeededFuture(message);
        }
        long id = message.conversationId();
        long next = version + 1;
        var summed = connection.preparedQuery(SUM).execute(Tuple.of(now.text(), next, id, message.seq()));
        var entered = ChangeStore.enter(connection, id, message.seq(), next);
        var bumped = connection.preparedQuery(BUMP).execute(Tuple.of(next, id));
        return Future.all(summed, entered, bumped)
                .map(message.changed(next, message.text(), message.more().with(now)));
    }

    /** Of messages that are deleted for everyone. */
    static Future<Void> forget(SqlConnection connection, long conversationId, SeqRanges seqs) {
        return Sql.ofSeqs(connection, FORGET, SEQS, conversationId, seqs).mapEmpty();
    }

    /** Some of those that deleted accounts have left. */
    public Future<List<Left>> left() {
        return pool.query(OF_DELETED).execute().map(ReactionStore::left);
    }

    /** Some of those of one user in one conversation. */
    public Future<List<Left>> leftBy(long userId, long conversationId) {
        return pool.preparedQuery(OF_MEMBER)
                .execute(Tuple.of(userId, conversationId))
                .map(ReactionStore::left);
    }

    private static List<Left> left(RowSet<Row> rows) {
        var left = new ArrayList<Left>();
        rows.forEach(row -> left.add(
                new Left(row.getLong("conversation_id"), row.getLong("seq"), text(row), row.getLong("user_id"))));
        return left;
    }

    /** Takes one away, whether its user is still a member or not; empty where its message is deleted. */
    public Future<Optional<Changed>> remove(Conversation conversation, Left left, Collection<Long> online) {
        return pool.withTransaction(connection -> {
            var targets = new TargetStore(connection);
            return targets.lock(conversation)
                    .compose(version -> targets.read(conversation, left.seq())
                            .compose(found -> found.isEmpty()
                                    ? remove(connection, left).map(Optional.empty())
                                    : remove(connection, found.get(), left.emoji(), left.userId())
                                            .compose(now -> write(connection, found.get(), version, now))
                                            .compose(written -> targets.seers(written, online)
                                                    .map(seers -> Optional.of(new Changed(written, seers))))));
        });
    }

    /** @return whether it was there */
    private static Future<Boolean> remove(SqlConnection connection, Left one) {
        return connection
                .preparedQuery(REMOVE)
                .execute(Tuple.of(one.conversationId(), one.seq(), binary(one.emoji()), one.userId()))
                .map(removed -> removed.rowCount() > 0);
    }

    /** The message as it is now; empty where it is deleted. */
    public Future<Optional<Changed>> look(Conversation conversation, long seq, Collection<Long> online) {
        var targets = new TargetStore(pool);
        return targets.read(conversation, seq)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : targets.seers(found.get(), online)
                                .map(seers -> Optional.of(new Changed(found.get(), seers))));
    }

    /** As a member sees them, one more than asked for where there is a next page; fails with 404 without the message. */
    public Future<List<Reaction>> page(Conversation conversation, long userId, ListReactions request) {
        return new TargetStore(pool).find(conversation, userId, request.seq()).compose(target -> {
            target.there();
            var after = binary(request.after().emoji());
            var emoji = request.emoji();
            return pool.preparedQuery(PAGE.formatted(emoji == null ? OF_ALL : OF_ONE))
                    .execute(Tuple.from(new Object[] {
                        userId,
                        conversation.id,
                        request.seq(),
                        userId,
                        after,
                        after,
                        request.after().userId(),
                        emoji == null ? null : binary(emoji),
                        request.limit() + 1
                    }))
                    .map(rows -> {
                        var page = new ArrayList<Reaction>();
                        rows.forEach(row -> page.add(new Reaction(UserRows.user(row), text(row))));
                        return page;
                    });
        });
    }

    private static Buffer binary(String emoji) {
        return Buffer.buffer(emoji);
    }

    private static String text(Row row) {
        return row.getBuffer("emoji").toString();
    }
}
