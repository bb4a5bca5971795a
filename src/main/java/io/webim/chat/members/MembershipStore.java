package io.webim.chat.members;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.mysqlclient.MySQLClient;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.ArrayTuple;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.Conversation.Kind;
import io.webim.chat.conversations.ConversationStore;
import io.webim.chat.conversations.Conversations;
import io.webim.chat.conversations.MessageRows;
import io.webim.chat.conversations.Ticks.Settled;
import io.webim.contract.Message;
import io.webim.contract.MessageState;
import io.webim.contract.Role;
import io.webim.contract.Times;
import io.webim.contract.User;
import io.webim.sql.Rows;
import io.webim.sql.Sql;
import io.webim.sql.UserRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Changes who the members of a group are, what they may do, and writes the events that tell of it: all in one transaction
 * that holds the conversation's lock, decided by what the rows say then. Rows of members are never deleted.
 */
public final class MembershipStore {
    static final String MAKE = "INSERT INTO conversation (kind) VALUES (?)";
    private static final String LOCK =
            "SELECT kind, last_seq, version, members_version, member_count FROM conversation WHERE id = ? FOR UPDATE";
    private static final String STANDINGS = """
            SELECT m.user_id, m.role, m.listed, m.banned_at IS NOT NULL AS banned
            FROM conversation_member m WHERE m.conversation_id = ? AND m.user_id IN %s""";
    /** Of somebody, but for one that has inherited the group. */
    public static final String PROGRAMS = """
            SELECT m.user_id FROM account a
            JOIN conversation_member m ON m.conversation_id = ? AND m.user_id = a.id AND m.listed
            WHERE a.owner_id = ? AND m.role <> 'owner'""";

    private static final String USERS = """
            SELECT id, username, display_name, picture, bot, read_receipts FROM account
            WHERE deleted_at IS NULL AND id IN %s""";
    private static final String OWNERS = """
            SELECT COUNT(*) AS owners FROM conversation_member
            WHERE conversation_id = ? AND listed AND role = 'owner'""";
    /** Whoever leads, and of them the one who has been there for longest; a bot, which can lead nothing, after all people. */
    private static final String HEIR = """
            SELECT m.user_id FROM conversation_member m JOIN account a ON a.id = m.user_id AND a.deleted_at IS NULL
            WHERE m.conversation_id = ? AND m.listed AND m.user_id <> ?
            ORDER BY a.bot IS NOT NULL, m.role, m.joined_at, m.user_id LIMIT 1""";

    private static final String EVENTS = """
            SELECT sender_ordinal FROM message FORCE INDEX (message_sender)
            WHERE conversation_id = ? AND sender_id = 0 ORDER BY seq DESC LIMIT 1""";
    private static final String ADD_EVENT = """
            INSERT INTO message
                (conversation_id, seq, sender_id, sender_ordinal, client_id, text, state, sent_at, kind)
            VALUES (?, ?, 0, ?, ?, ?, 'msg_done', ?, 'event')""";

    private static final String ENTER = """
            INSERT INTO conversation_member
                (conversation_id, user_id, role, listed, joined_seq, entered_seq, received_seq, read_seq,
                 told_received_seq, told_read_seq, own_joined, own_read, joined_at, version)
            VALUES %s
            ON DUPLICATE KEY UPDATE
                role = VALUES(role), listed = TRUE, joined_seq = VALUES(joined_seq),
                entered_seq = VALUES(entered_seq), received_seq = VALUES(received_seq), read_seq = VALUES(read_seq),
                told_received_seq = VALUES(told_received_seq), told_read_seq = VALUES(told_read_seq),
                own_joined = VALUES(own_joined), own_read = VALUES(own_read), joined_at = VALUES(joined_at),
                version = version + 1""";
    private static final String OWN = """
            COALESCE((
                SELECT o.sender_ordinal FROM message o FORCE INDEX (message_sender)
                WHERE o.conversation_id = ? AND o.sender_id = ? ORDER BY o.seq DESC LIMIT 1), 0)""";
    /** Nothing is the member's own below the first message. */
    private static final String ENTER_ROW =
            "(?, ?, ?, TRUE, ?, ?, ?, ?, ?, ?, IF(? = 0, 0, ? + %1$s), ? + %1$s, ?, 1)".formatted(OWN);

    private static final String LEAVE = """
            UPDATE conversation_member
            SET listed = FALSE, role = 'member', muted_until = NULL, notify = 'all', version = version + 1
            WHERE conversation_id = ? AND listed AND %s""";
    private static final String BAN = """
            INSERT INTO conversation_member (conversation_id, user_id, banned_at, version) VALUES (?, ?, ?, 1)
            ON DUPLICATE KEY UPDATE banned_at = VALUES(banned_at)""";
    private static final String UNBAN = """
            UPDATE conversation_member SET banned_at = NULL WHERE conversation_id = ? AND user_id = ?""";
    private static final String SET_ROLE = """
            UPDATE conversation_member SET role = ?, version = version + 1 WHERE conversation_id = ? AND user_id = ?""";
    /** With the last member goes what the group was called, and its version: devices add that, and none may go back. */
    private static final String BUMP = """
            UPDATE conversation c LEFT JOIN chat_group g ON g.conversation_id = c.id AND ? = 0
            SET c.last_seq = ?, c.version = ? + COALESCE(g.version, 0), c.members_version = ?, c.member_count = ?
            WHERE c.id = ?""";

    private static final String SETTLE = """
            UPDATE conversation SET settled_seq = ?, settled_read = ?, settled_reader = ?, settled_next = ?
            WHERE id = ?""";
    private static final int MOST_AT_ONCE = 64;
    /** All stand at the last message. */
    private static final int MARKS_OF_ENTERING = 5;

    private final Pool pool;

    public MembershipStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * What the rows say while nobody else can change them.
     *
     * @param programs the members that are bots of somebody who was asked about
     */
    public record Locked(
            Kind kind,
            long lastSeq,
            long version,
            long membersVersion,
            int memberCount,
            int owners,
            Map<Long, Standing> standings,
            Map<Long, User> users,
            Set<Long> discreet,
            Set<Long> programs) {
        /** Whoever was never there is nobody. */
        Standing of(long userId) {
            return standings.getOrDefault(userId, Standing.NOBODY);
        }

        /** Fails where the account is gone. */
        public User user(long userId) {
            var user = users.get(userId);
            if (user == null) {
                throw ConversationStore.unknownUser();
            }
            return user;
        }
    }

    /** How somebody stands to a group. */
    record Standing(Role role, boolean isMember, boolean isBanned) {
        static final Standing NOBODY = new Standing(Role.MEMBER, false, false);
    }

    /**
     * What is to happen.
     *
     * @param seesAll whether those who come see what was there before
     * @param everybody whether all leave
     */
    public record Change(
            Map<Long, Role> come,
            boolean seesAll,
            Set<Long> leave,
            boolean everybody,
            Set<Long> ban,
            Set<Long> unban,
            Map<Long, Role> roles,
            List<JsonObject> events) {
        static final Change NOTHING =
                new Change(Map.of(), false, Set.of(), false, Set.of(), Set.of(), Map.of(), List.of());

        static Change come(Map<Long, Role> come, boolean seesAll) {
            return new Change(come, seesAll, Set.of(), false, Set.of(), Set.of(), Map.of(), List.of());
        }

        static Change leave(long userId) {
            return leave(Set.of(userId));
        }

        static Change leave(Set<Long> userIds) {
            return new Change(Map.of(), false, userIds, false, Set.of(), Set.of(), Map.of(), List.of());
        }

        static Change end() {
            return new Change(Map.of(), false, Set.of(), true, Set.of(), Set.of(), Map.of(), List.of());
        }

        Change banning(long userId) {
            return new Change(come, seesAll, leave, everybody, Set.of(userId), unban, roles, events);
        }

        static Change unban(long userId) {
            return new Change(Map.of(), false, Set.of(), false, Set.of(), Set.of(userId), Map.of(), List.of());
        }

        Change with(long userId, Role role) {
            return new Change(come, seesAll, leave, everybody, ban, unban, Map.of(userId, role), events);
        }

        Change telling(JsonObject event) {
            var all = new ArrayList<>(events);
            all.add(event);
            return new Change(come, seesAll, leave, everybody, ban, unban, roles, List.copyOf(all));
        }

        public boolean isNothing() {
            return equals(NOTHING);
        }
    }

    /**
     * What has happened.
     *
     * @param events as they were written
     */
    public record Changed(
            Locked before, Change change, int memberCount, long version, List<Message> events, long lastSeq) {}

    public Future<Long> make(Kind kind) {
        return pool.preparedQuery(MAKE)
                .execute(Tuple.of(kind.text()))
                .map(rows -> rows.property(MySQLClient.LAST_INSERTED_ID));
    }

    /** The heir of somebody; empty where nobody else is there. */
    public Future<Optional<Long>> heir(long conversationId, long userId) {
        return pool.preparedQuery(HEIR)
                .execute(Tuple.of(conversationId, userId))
                .map(rows -> Rows.first(rows, row -> row.getLong("user_id")));
    }

    /**
     * @param userIds whose rows the decision is made by
     * @param ownerId whose bots the decision is made by as well; 0 for nobody's
     * @param decision may refuse
     * @param settled what is kept of the states where the number of members goes beyond what has receipts, or back
     */
    public Future<Changed> change(
            long conversationId,
            Collection<Long> userIds,
            long ownerId,
            Function<Locked, Change> decision,
            Function<Locked, Settled> settled) {
        return pool.withTransaction(connection -> lock(connection, conversationId, userIds, ownerId)
                .compose(locked -> {
                    var change = decision.apply(locked);
                    return change.isNothing()
                            ? Future.succeededFuture(new Changed(
                                    locked,
                                    change,
                                    locked.memberCount(),
                                    locked.membersVersion(),
                                    List.of(),
                                    locked.lastSeq()))
                            : new Writing(connection, conversationId, locked, change).write(settled);
                }));
    }

    private static Future<Locked> lock(
            SqlConnection connection, long conversationId, Collection<Long> userIds, long ownerId) {
        var ids = new ArrayList<>(new HashSet<>(userIds));
        return connection.preparedQuery(LOCK).execute(Tuple.of(conversationId)).compose(rows -> {
            if (rows.size() == 0) {
                throw Conversations.unknown();
            }
            var row = rows.iterator().next();
            var standings = standings(connection, conversationId, ids);
            var discreet = new HashSet<Long>();
            var users = users(connection, ids, discreet);
            var owners = connection.preparedQuery(OWNERS).execute(Tuple.of(conversationId));
            var programs = programs(connection, conversationId, ownerId);
            return Future.all(standings, users, owners, programs)
                    .map(read -> new Locked(
                            Kind.of(row.getString("kind")),
                            row.getLong("last_seq"),
                            row.getLong("version"),
                            row.getLong("members_version"),
                            row.getInteger("member_count"),
                            owners.result().iterator().next().getInteger("owners"),
                            standings.result(),
                            users.result(),
                            discreet,
                            programs.result()));
        });
    }

    private static Future<Set<Long>> programs(SqlConnection connection, long conversationId, long ownerId) {
        return ownerId == 0
                ? Future.succeededFuture(Set.of())
                : connection
                        .preparedQuery(PROGRAMS)
                        .execute(Tuple.of(conversationId, ownerId))
                        .map(rows -> {
                            var programs = new LinkedHashSet<Long>();
                            rows.forEach(row -> programs.add(row.getLong("user_id")));
                            return programs;
                        });
    }

    private static Future<Map<Long, Standing>> standings(SqlConnection connection, long id, List<Long> userIds) {
        var values = new ArrayTuple(userIds.size() * 2 + 1);
        values.addLong(id);
        return connection
                .preparedQuery(STANDINGS.formatted(Sql.in(userIds.size())))
                .execute(Sql.addInValues(values, userIds))
                .map(rows -> {
                    var standings = new HashMap<Long, Standing>();
                    rows.forEach(row -> standings.put(row.getLong("user_id"), standing(row)));
                    return standings;
                });
    }

    private static Standing standing(Row row) {
        return new Standing(
                Role.of(row.getString("role")), row.getInteger("listed") != 0, row.getInteger("banned") != 0);
    }

    /** @param discreet those of them are added who keep to themselves what they read */
    private static Future<Map<Long, User>> users(SqlConnection connection, List<Long> userIds, Set<Long> discreet) {
        return connection
                .preparedQuery(USERS.formatted(Sql.in(userIds.size())))
                .execute(Sql.inValues(userIds))
                .map(rows -> {
                    var users = new HashMap<Long, User>();
                    for (var row : rows) {
                        users.put(row.getLong("id"), UserRows.user(row));
                        if (row.getInteger("read_receipts") == 0) {
                            discreet.add(row.getLong("id"));
                        }
                    }
                    return users;
                });
    }

    /** One change on its way into the rows. */
    private static final class Writing {
        private final SqlConnection connection;
        private final long id;
        private final Locked locked;
        private final Change change;
        private final long lastSeq;
        private final int memberCount;
        private final Instant now = Times.now();

        private Writing(SqlConnection connection, long id, Locked locked, Change change) {
            this.connection = connection;
            this.id = id;
            this.locked = locked;
            this.change = change;
            this.lastSeq = locked.lastSeq() + change.events().size();
            this.memberCount = change.everybody()
                    ? 0
                    : locked.memberCount()
                            + change.come().size()
                            - change.leave().size();
        }

        private Future<Changed> write(Function<Locked, Settled> settled) {
            return connection.preparedQuery(EVENTS).execute(Tuple.of(id)).compose(rows -> {
                long events = rows.size() == 0 ? 0 : rows.iterator().next().getLong("sender_ordinal");
                var messages = messages();
                return addEvents(messages, events)
                        .compose(done -> enter(events))
                        .compose(done -> leave())
                        .compose(done -> ban())
                        .compose(done -> setRoles())
                        .compose(done -> settle(settled))
                        .compose(done -> connection
                                .preparedQuery(BUMP)
                                .execute(Tuple.of(
                                        memberCount,
                                        lastSeq,
                                        locked.version() + 1,
                                        locked.membersVersion() + 1,
                                        memberCount,
                                        id)))
                        .map(done -> new Changed(
                                locked, change, memberCount, locked.membersVersion() + 1, messages, lastSeq));
            });
        }

        private List<Message> messages() {
            var messages = new ArrayList<Message>();
            for (var event : change.events()) {
                messages.add(new Message(
                        id,
                        locked.lastSeq() + messages.size() + 1,
                        Message.NOBODY,
                        UUID.randomUUID(),
                        event.encode(),
                        MessageState.DONE,
                        now,
                        false,
                        0,
                        Message.Kind.EVENT));
            }
            return messages;
        }

        private Future<?> addEvents(List<Message> messages, long before) {
            Future<?> done = Future.succeededFuture();
            long ordinal = before;
            for (var message : messages) {
                long next = ++ordinal;
                done = done.compose(added -> connection
                        .preparedQuery(ADD_EVENT)
                        .execute(Tuple.of(
                                id,
                                message.seq(),
                                next,
                                MessageRows.toBinary(message.clientId()),
                                message.text(),
                                Times.toSql(now))));
            }
            return done;
        }

        /** Their marks stand at the last message, which tells of them. */
        private Future<?> enter(long events) {
            long sight = change.seesAll() ? 0 : locked.lastSeq();
            Future<?> done = Future.succeededFuture();
            for (var some : Sql.runs(List.copyOf(change.come().entrySet()), MOST_AT_ONCE)) {
                var values = new ArrayTuple(some.size() * 17);
                for (var one : some) {
                    values.addLong(id);
                    values.addLong(one.getKey());
                    values.addString(one.getValue().text());
                    values.addLong(sight);
                    for (int mark = 0; mark < MARKS_OF_ENTERING; mark++) {
                        values.addLong(lastSeq);
                    }
                    values.addLong(sight);
                    values.addLong(events);
                    values.addLong(id);
                    values.addLong(one.getKey());
                    values.addLong(events + change.events().size());
                    values.addLong(id);
                    values.addLong(one.getKey());
                    values.addLocalDateTime(Times.toSql(now));
                }
                done = done.compose(before -> connection
                        .preparedQuery(ENTER.formatted(Sql.rows(ENTER_ROW, some.size())))
                        .execute(values));
            }
            return done;
        }

        private Future<?> leave() {
            if (change.everybody()) {
                return connection.preparedQuery(LEAVE.formatted("TRUE")).execute(Tuple.of(id));
            }
            Future<?> done = Future.succeededFuture();
            for (long userId : change.leave()) {
                done = done.compose(before ->
                        connection.preparedQuery(LEAVE.formatted("user_id = ?")).execute(Tuple.of(id, userId)));
            }
            return done;
        }

        private Future<?> ban() {
            Future<?> done = Future.succeededFuture();
            for (long userId : change.ban()) {
                done = done.compose(
                        before -> connection.preparedQuery(BAN).execute(Tuple.of(id, userId, Times.toSql(now))));
            }
            for (long userId : change.unban()) {
                done = done.compose(before -> connection.preparedQuery(UNBAN).execute(Tuple.of(id, userId)));
            }
            return done;
        }

        private Future<?> setRoles() {
            Future<?> done = Future.succeededFuture();
            for (var role : change.roles().entrySet()) {
                done = done.compose(before -> connection
                        .preparedQuery(SET_ROLE)
                        .execute(Tuple.of(role.getValue().text(), id, role.getKey())));
            }
            return done;
        }

        private Future<?> settle(Function<Locked, Settled> settled) {
            boolean had = locked.memberCount() <= Conversation.MOST_WITH_RECEIPTS;
            boolean has = memberCount <= Conversation.MOST_WITH_RECEIPTS;
            if (had == has) {
                return Future.succeededFuture();
            }
            var now = settled.apply(locked);
            return connection
                    .preparedQuery(SETTLE)
                    .execute(Tuple.of(
                            now.seq(),
                            now.read().first(),
                            now.read().holder(),
                            now.read().next(),
                            id));
        }
    }
}
