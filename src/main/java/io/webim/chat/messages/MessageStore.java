package io.webim.chat.messages;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.ArrayTuple;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.ConversationStore;
import io.webim.chat.conversations.MemberKey;
import io.webim.chat.conversations.MessageRows;
import io.webim.chat.conversations.Ordinals;
import io.webim.chat.conversations.Withheld;
import io.webim.chat.messages.Batch.Head;
import io.webim.chat.messages.Batch.Sent;
import io.webim.chat.messages.Batch.Side;
import io.webim.chat.messages.Batch.Standing;
import io.webim.chat.messages.DeletionRowStore.Gone;
import io.webim.contract.Role;
import io.webim.contract.SeqRanges;
import io.webim.contract.SeqRanges.Range;
import io.webim.contract.Times;
import io.webim.sql.Sql;
import io.webim.sql.UserRows;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a batch of drafts in one transaction. Statements go one after the other, and there are as many of them for one
 * message as for many: five, where nothing is special; four where few come together, to conversations that stand where they
 * are known to.
 */
public final class MessageStore {
    /** Whoever changes these columns holds the conversation's lock, so they stand still. */
    private static final String SIDES = """
            SELECT m.conversation_id, m.user_id, m.listed, GREATEST(m.hidden_to_seq, m.joined_seq) AS shown_above,
                   m.withheld, a.deleted_at, k.since, k.blocked_from_seq
            FROM conversation_member m
            JOIN conversation c ON c.id = m.conversation_id
            JOIN account a ON a.id = m.user_id
            LEFT JOIN contact k ON k.user_id = m.user_id
                AND k.peer_id = CASE WHEN c.low_user_id = m.user_id THEN c.high_user_id ELSE c.low_user_id END
            WHERE %s""";
    /** A long list of ids costs the database far less than as many alternatives. */
    public static final String BOTH_SIDES = SIDES.formatted("m.conversation_id IN %s");

    /** Whoever blocks the person whose program has written; with the lock of another conversation, that of the two. */
    public static final String SHUNS =
            "SELECT 1 FROM contact WHERE user_id = ? AND peer_id = ? AND blocked_from_seq IS NOT NULL";

    /** What comes in at a webhook is written with the rights that its owner has here, and without any once that one is gone. */
    public static final String SENDERS = """
            SELECT m.conversation_id, m.user_id, m.listed, GREATEST(m.hidden_to_seq, m.joined_seq) AS shown_above,
                   a.deleted_at, a.username, a.display_name, a.picture, a.bot,
                   CASE WHEN a.bot = 'webhook'
                       THEN (SELECT o.role FROM conversation_member o
                             WHERE o.conversation_id = m.conversation_id AND o.user_id = a.owner_id AND o.listed)
                       ELSE m.role END AS role,
                   g.may_post, g.may_mention_all, g.slow_seconds,
                   CASE WHEN g.slow_seconds > 0 AND m.role = 'member'
                       THEN (SELECT o.sent_at FROM message o FORCE INDEX (message_sender)
                             WHERE o.conversation_id = m.conversation_id AND o.sender_id = m.user_id
                             ORDER BY o.seq DESC LIMIT 1) END AS posted_at
            FROM conversation_member m
            JOIN account a ON a.id = m.user_id
            LEFT JOIN chat_group g ON g.conversation_id = m.conversation_id
            WHERE m.listed AND %s""";

    private static final String SENDER = "m.conversation_id = ? AND m.user_id = ?";

    public static final String ORDINALS = "SELECT me.conversation_id, me.user_id, " + Ordinals.NEWEST
            + " AS newest FROM conversation_member me WHERE %s";
    private static final String OF_SENDER = "me.conversation_id = ? AND me.user_id = ?";

    public static final String FIND =
            "SELECT " + MessageRows.COLUMNS + ", m.sent_hash FROM message m WHERE m.sender_id = ? AND m.client_id = ?";
    private static final String INSERT = """
            INSERT INTO message
                (conversation_id, seq, sender_id, sender_ordinal, client_id, text, state, sent_at, mentions, reply_to_seq%s)
            VALUES %%s""";
    private static final String LIST = """
            INSERT INTO conversation_member (conversation_id, user_id, listed, hidden_to_seq, own_hidden) VALUES %s
            ON DUPLICATE KEY UPDATE
                listed = VALUES(listed),
                hidden_to_seq = LEAST(hidden_to_seq, VALUES(hidden_to_seq)),
                own_hidden = LEAST(own_hidden, VALUES(own_hidden))""";
    private static final String LIST_ROW = "(?, ?, ?, ?, ?)";
    private static final int MOST_ROWS = 128;

    /** Kinds of messages: what most do not have is not written for each. */
    private enum Insert {
        SENT("", 10),
        WITH_FILES(", sent_hash, files", 12),
        FORWARDED(", sent_hash, files, forwarded_from, forwarded_title", 14);

        private final String into;
        private final String row;
        private final int columns;

        Insert(String more, int columns) {
            this.into = INSERT.formatted(more);
            this.row = "(" + String.join(", ", Collections.nCopies(columns, "?")) + ")";
            this.columns = columns;
        }

        private String sql(int rows) {
            return into.formatted(Sql.rows(row, rows));
        }

        private static Insert of(Batch.NewRow row) {
            var more = row.message().more();
            if (more.forwarded() != null) {
                return FORWARDED;
            }
            return more.files().isEmpty() ? SENT : WITH_FILES;
        }
    }

    private final Pool pool;
    private final DeletionStore deletions;
    private final LongPredicate online;
    private final Consumer<Conversation> renewed;

    /**
     * @param online whether a user has a device connected
     * @param renewed told of each conversation whose members are not those in memory, before anybody is told what was written
     */
    public MessageStore(Pool pool, DeletionStore deletions, LongPredicate online, Consumer<Conversation> renewed) {
        this.renewed = renewed;
        this.pool = pool;
        this.deletions = deletions;
        this.online = online;
    }

    /**
     * Writes all or, when the future fails, perhaps all, perhaps nothing: then it is to be repeated with a look-up.
     *
     * @param lookUp whether some of the drafts may have been written before
     */
    Future<Batch> write(List<Draft> drafts, boolean lookUp) {
        var lock = lookUp ? null : OptimisticLock.of(drafts);
        return lock == null
                ? writeLocked(drafts, lookUp)
                : writeLocked(drafts, lock)
                        .recover(error ->
                                error instanceof HeadStore.Lost ? writeRead(drafts) : Future.failedFuture(error));
    }

    /** Whoever is refused again and again shall not have it tried in two ways each time. */
    private Future<Batch> writeRead(List<Draft> drafts) {
        drafts.forEach(draft -> draft.conversation().forgetTip());
        return writeLocked(drafts, false);
    }

    private Future<Batch> writeLocked(List<Draft> drafts, boolean lookUp) {
        var fresh = new ArrayList<Conversation>();
        return pool.withTransaction(connection -> prepare(connection, drafts, lookUp, fresh)
                        .compose(batch -> HeadStore.advance(connection, batch.changedHeads)
                                .compose(done -> insert(connection, batch))
                                .map(batch)))
                .onSuccess(batch -> {
                    batch.remember(drafts);
                    fresh.forEach(renewed);
                });
    }

    private Future<Batch> writeLocked(List<Draft> drafts, OptimisticLock lock) {
        return pool.withTransaction(connection -> HeadStore.take(connection, lock.heads())
                        .compose(taken -> sides(connection, drafts))
                        .map(sides -> new Batch(lock.heads(), sides, Map.of(), Map.of(), online))
                        .compose(batch -> {
                            batch.number(drafts);
                            return batch.isWhole(drafts)
                                    ? insert(connection, batch).map(batch)
                                    : Future.failedFuture(new HeadStore.Lost());
                        }))
                .onSuccess(batch -> batch.remember(drafts));
    }

    /** @param fresh those are added whose members are not as they are in memory */
    private Future<Batch> prepare(
            SqlConnection connection, List<Draft> drafts, boolean lookUp, List<Conversation> fresh) {
        // Not sent together with the lock: a statement that is prepared already would overtake it.
        return HeadStore.lock(connection, drafts).compose(lockedHeads -> {
            var sides = sides(connection, drafts);
            var files = MessageFileStore.hold(connection, drafts);
            var known = files.compose(there -> find(connection, lookUp ? drafts : retries(drafts, there)));
            var named = new IdentityHashMap<Draft, Map<String, Long>>();
            var gone = new DeletionRowStore(connection).around(answered(drafts));
            return Future.all(List.of(
                            shunned(connection, drafts, sides),
                            known,
                            gone,
                            files,
                            ordinals(connection, drafts, lockedHeads),
                            renew(connection, drafts, lockedHeads, fresh),
                            named(connection, drafts, named)))
                    .map(read -> {
                        var batch = new Batch(
                                lockedHeads,
                                sides.result(),
                                known.result(),
                                named,
                                gone.result(),
                                files.result(),
                                online);
                        batch.number(drafts);
                        return batch;
                    });
        });
    }

    /** Those of which there is nothing to be written, if they were not before. */
    private static List<Draft> retries(List<Draft> drafts, Set<String> files) {
        return drafts.stream()
                .filter(draft ->
                        draft.missing() != null || !draft.missing(files).isEmpty())
                .toList();
    }

    /** What these drafts answer, each as its sender sees it. */
    private static List<Gone> answered(List<Draft> drafts) {
        var answered = new ArrayList<Gone>();
        for (var draft : drafts) {
            var seq = draft.replyTo();
            if (seq != null) {
                answered.add(new Gone(draft.conversation().id, draft.senderId(), new Range(seq, seq)));
            }
        }
        return answered;
    }

    /** Of a direct conversation both members', of others the senders'. */
    private static Future<Map<MemberKey, Side>> sides(SqlConnection connection, List<Draft> drafts) {
        var direct = new TreeSet<Long>();
        var senders = new TreeSet<MemberKey>();
        for (var draft : drafts) {
            if (draft.conversation().isDirect()) {
                direct.add(draft.conversation().id);
            } else {
                senders.add(new MemberKey(draft.conversation().id, draft.senderId()));
            }
        }
        var statements = new ArrayList<Future<RowSet<Row>>>();
        if (!direct.isEmpty()) {
            statements.add(connection
                    .preparedQuery(BOTH_SIDES.formatted(Sql.in(direct.size())))
                    .execute(Sql.inValues(direct)));
        }
        if (!senders.isEmpty()) {
            statements.add(connection
                    .preparedQuery(SENDERS.formatted(Sql.any(SENDER, senders.size())))
                    .execute(values(senders)));
        }
        return Future.all(statements).map(read -> {
            var sides = new HashMap<MemberKey, Side>();
            statements.forEach(statement -> statement.result().forEach(row -> sides.put(key(row), side(row))));
            return sides;
        });
    }

    /** Marks those of a direct conversation who block whom the sender speaks for; that is asked of programs alone. */
    private static Future<?> shunned(SqlConnection connection, List<Draft> drafts, Future<Map<MemberKey, Side>> sides) {
        var looks = new ArrayList<Future<?>>();
        var keys = new HashSet<MemberKey>();
        for (var draft : drafts) {
            var peer = draft.peer();
            var receiver = peer == null ? null : new MemberKey(draft.conversation().id, peer.userId);
            if (receiver != null && draft.isOfProgram() && keys.add(receiver)) {
                looks.add(connection
                        .preparedQuery(SHUNS)
                        .execute(Tuple.of(receiver.userId(), draft.personId()))
                        .compose(rows -> sides.onSuccess(read -> {
                            var side = read.get(receiver);
                            if (side != null && rows.size() > 0) {
                                side.shuns();
                            }
                        })));
            }
        }
        return Future.all(looks).compose(done -> sides);
    }

    /** @param named the members of groups are added whose names stand in a draft */
    private static Future<?> named(SqlConnection connection, List<Draft> drafts, Map<Draft, Map<String, Long>> named) {
        var found = new ArrayList<Future<?>>();
        for (var draft : drafts) {
            if (draft.isNaming()) {
                var names = Mentions.in(draft.text()).names();
                found.add(
                        MentionStore.named(connection, draft.conversation().id, draft.senderId(), Long.MAX_VALUE, names)
                                .onSuccess(ids -> named.put(draft, ids)));
            }
        }
        return Future.all(found);
    }

    /** While the lock is held nobody comes or goes: whoever is told of these messages is a member as they are written. */
    private static Future<?> renew(
            SqlConnection connection, List<Draft> drafts, Map<Long, Head> heads, List<Conversation> fresh) {
        var ids = new TreeSet<Long>();
        for (var draft : drafts) {
            var head = heads.get(draft.conversation().id);
            if (head != null && head.isAheadOf(draft.conversation())) {
                ids.add(head.id);
            }
        }
        return Future.all(ids.stream()
                .map(id -> ConversationStore.load(connection, id).onSuccess(fresh::add))
                .toList());
    }

    /** Looks up what is not known in memory. */
    private static Future<?> ordinals(SqlConnection connection, List<Draft> drafts, Map<Long, Head> heads) {
        var unknown = new TreeSet<MemberKey>();
        for (var draft : drafts) {
            var head = heads.get(draft.conversation().id);
            if (head != null) {
                var known = draft.conversation().ordinals.of(draft.senderId(), head.lastSeq);
                if (known == null) {
                    unknown.add(new MemberKey(head.id, draft.senderId()));
                } else {
                    head.ordinals.put(draft.senderId(), known);
                }
            }
        }
        var statements = new ArrayList<Future<?>>();
        for (var keys : Sql.chunks(List.copyOf(unknown), MOST_ROWS)) {
            statements.add(connection
                    .preparedQuery(ORDINALS.formatted(Sql.any(OF_SENDER, keys.size())))
                    .execute(values(keys))
                    .onSuccess(rows -> rows.forEach(row -> count(heads, row))));
        }
        return Future.all(statements);
    }

    private static void count(Map<Long, Head> heads, Row row) {
        var head = heads.get(row.getLong("conversation_id"));
        @Nullable Long newest = row.getLong("newest");
        if (head != null && newest != null) {
            head.ordinals.put(row.getLong("user_id"), newest);
        }
    }

    private static Tuple values(Collection<MemberKey> keys) {
        var rows = Sql.padded(List.copyOf(keys));
        var values = new ArrayTuple(rows.size() * 2);
        rows.forEach(key -> values.addLong(key.conversationId()).addLong(key.userId()));
        return values;
    }

    private static Future<Map<Draft.Key, Sent>> find(SqlConnection connection, List<Draft> drafts) {
        if (drafts.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        var known = new HashMap<Draft.Key, Sent>();
        var finds = drafts.stream()
                .map(draft -> connection
                        .preparedQuery(FIND)
                        .execute(Tuple.of(draft.senderId(), MessageRows.toBinary(draft.clientId())))
                        .onSuccess(rows -> rows.forEach(row -> known.put(draft.key(), sent(row, draft)))))
                .toList();
        return Future.all(finds).map(known);
    }

    private static Sent sent(Row row, Draft draft) {
        return new Sent(
                MessageRows.toMessage(row, draft.conversation()::state).seenBy(draft.senderId()),
                row.getBuffer("sent_hash"));
    }

    private Future<Void> insert(SqlConnection connection, Batch batch) {
        var statements = new ArrayList<Future<?>>();
        var byKind = batch.rows.stream().collect(Collectors.groupingBy(Insert::of));
        byKind.forEach((kind, some) -> {
            for (var rows : Sql.runs(some, MOST_ROWS)) {
                statements.add(insert(connection, kind, rows));
            }
        });
        var messages = batch.rows.stream().map(Batch.NewRow::message).toList();
        statements.add(MentionStore.enter(connection, messages));
        statements.add(MessageFileStore.enter(connection, messages));
        for (var sides : Sql.runs(List.copyOf(batch.changedSides.entrySet()), MOST_ROWS)) {
            statements.add(connection
                    .preparedQuery(LIST.formatted(Sql.rows(LIST_ROW, sides.size())))
                    .execute(listValues(sides)));
        }
        return Future.all(statements).compose(done -> deletions.hide(connection, batch));
    }

    private static Future<?> insert(SqlConnection connection, Insert kind, List<Batch.NewRow> rows) {
        return connection.preparedQuery(kind.sql(rows.size())).execute(insertValues(rows, kind));
    }

    private static Tuple insertValues(List<Batch.NewRow> rows, Insert kind) {
        var values = new ArrayTuple(rows.size() * kind.columns);
        for (var row : rows) {
            var message = row.message();
            values.addLong(message.conversationId());
            values.addLong(message.seq());
            values.addLong(message.senderId());
            values.addLong(row.senderOrdinal());
            values.addBuffer(MessageRows.toBinary(message.clientId()));
            values.addString(message.text());
            values.addString(row.handedOver() ? "msg_done" : "msg_cache");
            values.addLocalDateTime(Times.toSql(message.sentAt()));
            values.addString(MessageRows.toMentions(message.mentions()));
            values.addLong(message.more().replyTo());
            if (kind != Insert.SENT) {
                values.addBuffer(row.sentHash());
                values.addString(message.more().files().orNull());
            }
            if (kind == Insert.FORWARDED) {
                addForwarded(values, row);
            }
        }
        return values;
    }

    private static void addForwarded(Tuple values, Batch.NewRow row) {
        var from = row.message().more().forwarded();
        var user = from == null ? null : from.user();
        values.addLong(user == null ? null : user.id());
        values.addString(from == null ? null : from.title());
    }

    private static Tuple listValues(Collection<Map.Entry<MemberKey, Side>> sides) {
        var values = new ArrayTuple(sides.size() * 5);
        for (var entry : sides) {
            long most = entry.getValue().showsAll() ? 0 : Long.MAX_VALUE;
            values.addLong(entry.getKey().conversationId());
            values.addLong(entry.getKey().userId());
            values.addBoolean(entry.getValue().listed);
            values.addLong(most);
            values.addLong(most);
        }
        return values;
    }

    private static MemberKey key(Row row) {
        return new MemberKey(row.getLong("conversation_id"), row.getLong("user_id"));
    }

    private static Side side(Row row) {
        boolean isAmongMany = row.getColumnIndex("may_post") >= 0;
        var standing = new Standing(
                isAmongMany || row.getLocalDateTime("since") != null,
                !isAmongMany && row.getLong("blocked_from_seq") != null,
                row.getLocalDateTime("deleted_at") != null);
        return new Side(
                standing,
                row.getInteger("listed") != 0,
                row.getLong("shown_above"),
                isAmongMany ? SeqRanges.NONE : Withheld.of(row.getString("withheld")),
                isAmongMany ? posting(row) : null);
    }

    private static Posting posting(Row row) {
        @Nullable String role = row.getString("role");
        boolean leads = role != null && Role.of(role).leads();
        @Nullable Integer slowSeconds = row.getInteger("slow_seconds");
        @Nullable LocalDateTime postedAt = row.getLocalDateTime("posted_at");
        return new Posting(
                UserRows.user(row, "user_id"),
                leads || (role != null && !"admins".equals(row.getString("may_post"))),
                Posting.mayMentionAll(row.getString("may_mention_all"), leads),
                leads || slowSeconds == null ? 0 : slowSeconds,
                postedAt == null ? null : Times.fromSql(postedAt));
    }
}
