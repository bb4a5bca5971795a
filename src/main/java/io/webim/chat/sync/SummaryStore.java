package io.webim.chat.sync;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.ArrayTuple;
import io.webim.chat.conversations.Conversation.Kind;
import io.webim.chat.conversations.IndexedRow;
import io.webim.chat.conversations.MessageRows;
import io.webim.chat.conversations.Notify;
import io.webim.chat.conversations.Ordinals;
import io.webim.chat.conversations.Withheld;
import io.webim.chat.messages.NewestFirst;
import io.webim.contract.Role;
import io.webim.contract.SeqRanges;
import io.webim.contract.Times;
import io.webim.contract.User;
import io.webim.sql.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a list of conversations shows, each in one statement and at a cost that does not grow with their messages. */
public final class SummaryStore {
    /** Of the newest message a list shows so many code points. */
    static final int EXCERPT = 200;

    private static final String BASE = "GREATEST(me.read_seq, me.hidden_to_seq, me.joined_seq)";
    private static final String COUNTED_BITS =
            "SUM(BIT_COUNT(CASE WHEN %1$s.block = BASE DIV 64 THEN (%2$s) >> (BASE MOD 64) >> 1 ELSE (%2$s) END))";
    /** What is gone for everyone, less the member's own; with what is gone for the member, each message once. */
    private static final String UNCOUNTED = """
            CASE WHEN GREATEST(c.deleted_to_seq, me.deleted_to_seq) > BASE
            THEN (SELECT COALESCE(EVERYONES, 0)
                  FROM uncounted every
                  LEFT JOIN uncounted mine ON mine.conversation_id = every.conversation_id
                      AND mine.user_id = me.user_id AND mine.block = every.block
                  WHERE every.conversation_id = me.conversation_id AND every.user_id = 0
                      AND every.block >= BASE DIV 64)
               + (SELECT COALESCE(MINE, 0)
                  FROM uncounted mine
                  LEFT JOIN uncounted every ON every.conversation_id = mine.conversation_id
                      AND every.user_id = 0 AND every.block = mine.block
                  WHERE mine.conversation_id = me.conversation_id AND mine.user_id = me.user_id
                      AND mine.block >= BASE DIV 64 AND every.block IS NULL)
            ELSE 0 END""".replace(
                    "EVERYONES",
                    COUNTED_BITS.formatted(
                            "every", "every.bits & ~COALESCE(mine.own_bits, NONE) | COALESCE(mine.bits, NONE)"))
            .replace("MINE", COUNTED_BITS.formatted("mine", "mine.bits"))
            // With a signed 0 the result would be no whole number on MySQL, and lose its highest bit.
            .replace("NONE", "CAST(0 AS UNSIGNED)");

    private static final String UNREAD = """
            CASE WHEN c.last_seq > BASE
            THEN (c.last_seq - BASE)
                - (COALESCE(NEWEST, 0) + CASE WHEN c.kind = 'direct' THEN 0 ELSE COALESCE(EVENTS, 0) END
                   - GREATEST(me.own_read, me.own_hidden, me.own_joined))
                - (UNCOUNTED)
            ELSE 0 END""".replace("NEWEST", Ordinals.NEWEST)
            .replace("EVENTS", Ordinals.NEWEST_EVENT)
            .replace("UNCOUNTED", UNCOUNTED);
    /** Two in one message count once. */
    private static final String MENTIONS = """
            CASE WHEN c.kind = 'direct' OR c.last_seq <= BASE THEN 0
            ELSE (SELECT COUNT(DISTINCT t.seq) FROM mention t WHERE t.seq > BASE AND COUNTED) END""".replace("COUNTED", UnreadMentionStore.COUNTED);
    /** Where the last message is gone for the member, the one before the gap: gaps neither overlap nor touch. */
    private static final String NEWEST = """
            COALESCE((SELECT CASE WHEN d.to_seq >= c.last_seq THEN d.from_seq - 1 ELSE c.last_seq END
                      FROM deletion d
                      WHERE d.conversation_id = me.conversation_id AND d.owner_id = me.user_id
                      ORDER BY d.from_seq DESC LIMIT 1), c.last_seq)""";
    /** The limit keeps it apart from what it is joined with, so that rows of messages are looked up by their keys. */
    private static final String SEEN = """
            SELECT s.*, m.sent_at %s
            FROM (SELECT c.id, GREATEST(me.hidden_to_seq, me.joined_seq) AS shown_above,
                         NEWEST AS newest_seq %s
                  FROM conversation_member me
                  JOIN conversation c ON c.id = me.conversation_id %s
                  WHERE me.user_id = ? AND %s
                  LIMIT 1000000) s
            LEFT JOIN message m ON m.conversation_id = s.id AND m.seq = s.newest_seq AND m.seq > s.shown_above""".replace("NEWEST", NEWEST).replace("BASE", BASE);

    public static final String OF = SEEN.formatted(
            ", m.conversation_id, m.seq, m.sender_id, m.client_id, m.deleted, m.version AS message_version, m.kind AS message_kind, "
                    + MessageRows.MORE + ", IF(m.kind = 'event', m.text, LEFT(m.text, " + EXCERPT + ")) AS text,"
                    + " m.kind <> 'event' AND CHAR_LENGTH(m.text) > " + EXCERPT + " AS longer",
            """
            , c.kind, me.role, me.notify, c.member_count, g.title, g.about, g.picture AS group_picture,
            c.version + me.version + COALESCE(k.version, g.version, 0) AS version,
            me.version + COALESCE(k.version, g.version, 0) AS own_version,
            UNREAD AS unread, MENTIONS AS mention_count, c.last_seq, BASE AS base_seq, me.received_seq AS me_received, me.read_seq AS me_read,
            me.listed, me.muted_until, (k.since IS NOT NULL OR account.id = me.user_id) AS added, k.blocked_from_seq IS NOT NULL AS blocked,
            self.username AS my_username, self.display_name AS my_name, self.picture AS my_picture, self.bot AS my_bot, self.read_receipts,
            account.id AS peer_id, account.username,
            IF(k.blocked_from_seq IS NULL OR account.deleted_at IS NOT NULL, account.display_name, k.name_shown)
                AS display_name,
            IF(k.blocked_from_seq IS NULL OR k.picture_shown = account.picture, account.picture, NULL) AS picture, account.bot,
            peer.told_received_seq AS peer_received, peer.told_read_seq AS peer_read, peer.withheld AS peer_withheld,
            b.since IS NOT NULL AND k.blocked_from_seq IS NULL AS shows_presence,
            b.blocked_from_seq IS NOT NULL AS looks_away,
            IF(b.blocked_from_seq IS NULL, last_seen.at, b.last_seen_shown) AS last_seen_at""".replace("UNREAD", UNREAD).replace("MENTIONS", MENTIONS).replace("BASE", BASE),
            """
            JOIN account self ON self.id = me.user_id
            LEFT JOIN conversation_member peer ON peer.conversation_id = c.id
                AND peer.user_id = CASE WHEN c.low_user_id = me.user_id THEN c.high_user_id ELSE c.low_user_id END
            LEFT JOIN account ON account.id = peer.user_id
            LEFT JOIN contact k ON k.user_id = me.user_id AND k.peer_id = account.id
            LEFT JOIN contact b ON b.user_id = account.id AND b.peer_id = me.user_id
            LEFT JOIN last_seen ON last_seen.user_id = account.id
            LEFT JOIN chat_group g ON g.conversation_id = c.id""",
            "me.conversation_id IN %s AND (c.kind = 'direct' OR me.listed)");
    private static final String LISTED = "me.listed";
    public static final String LIST = SEEN.formatted("", "", "", LISTED);
    static final String LIST_OF_DIRECT = SEEN.formatted("", "", "", LISTED + " AND c.kind = 'direct'");
    public static final String WITH_UNREAD = SEEN.formatted(
            "",
            ", UNREAD AS unread".replace("UNREAD", UNREAD).replace("BASE", BASE),
            "",
            LISTED + " AND c.last_seq > " + BASE);
    private static final String BLOCKED = """
            SELECT c.id
            FROM contact k
            JOIN conversation c
                ON c.low_user_id = LEAST(k.user_id, k.peer_id) AND c.high_user_id = GREATEST(k.user_id, k.peer_id)
            WHERE k.user_id = ? AND k.blocked_from_seq IS NOT NULL
            ORDER BY c.id DESC""";

    private final SqlClient client;

    public SummaryStore(SqlClient client) {
        this.client = client;
    }

    /** One of the conversations in a member's list. */
    record Listed(NewestFirst place, long unread) {}

    /** @param conversationIds not empty, and of a bounded number */
    Future<List<SummaryRow>> read(long userId, Collection<Long> conversationIds) {
        var values = new ArrayTuple(conversationIds.size() + 1);
        values.addLong(userId);
        return client.preparedQuery(OF.formatted(Sql.in(conversationIds.size())))
                .execute(Sql.addInValues(values, conversationIds))
                .map(rows -> IndexedRow.map(rows, row -> toSummary(row, userId)));
    }

    /** What is in the member's list, in its order. */
    Future<List<NewestFirst>> list(long userId) {
        return list(LIST, userId);
    }

    /** Of it what is between two people. */
    Future<List<NewestFirst>> listOfDirect(long userId) {
        return list(LIST_OF_DIRECT, userId);
    }

    private Future<List<NewestFirst>> list(String sql, long userId) {
        return client.preparedQuery(sql).execute(Tuple.of(userId)).map(rows -> {
            var places = new ArrayList<NewestFirst>();
            rows.forEach(row -> places.add(place(row)));
            places.sort(NewestFirst::compareTo);
            return places;
        });
    }

    /** Those with somebody whom the member blocks, the youngest conversation first. */
    Future<List<NewestFirst>> blocked(long userId) {
        return client.preparedQuery(BLOCKED).execute(Tuple.of(userId)).map(rows -> {
            var places = new ArrayList<NewestFirst>();
            rows.forEach(row -> places.add(new NewestFirst(0, row.getLong("id"))));
            return places;
        });
    }

    /** Those with messages above what the member has read, be they unread or not, in the order of the list. */
    Future<List<Listed>> withMessagesAbove(long userId) {
        return client.preparedQuery(WITH_UNREAD).execute(Tuple.of(userId)).map(rows -> {
            var listed = new ArrayList<Listed>();
            rows.forEach(row -> listed.add(new Listed(place(row), row.getLong("unread"))));
            listed.sort((one, other) -> one.place().compareTo(other.place()));
            return listed;
        });
    }

    private static NewestFirst place(Row row) {
        var sentAt = row.getLocalDateTime("sent_at");
        return new NewestFirst(sentAt == null ? 0 : Times.fromSql(sentAt).toEpochMilli(), row.getLong("id"));
    }

    private static SummaryRow toSummary(Row row, long userId) {
        var mine = marks(row, "me", SeqRanges.NONE);
        var peer = peer(row, userId);
        var peers = peer == null ? mine : peer.marks();
        var states = MessageRows.States.seenBy(userId, (senderId, seq) -> peers.state(seq), mine::state);
        boolean shown = row.getLong("seq") != null;
        return new SummaryRow(
                row.getLong("id"),
                row.getLong("version"),
                row.getLong("own_version"),
                new User(
                        userId,
                        row.getString("my_username"),
                        row.getString("my_name"),
                        row.getString("my_picture"),
                        row.getString("my_bot") != null),
                row.getInteger("listed") != 0,
                row.getLong("last_seq"),
                mine,
                row.getLong("base_seq"),
                time(row, "muted_until"),
                peer,
                row.getLong("unread"),
                row.getLong("mention_count"),
                shown
                        ? MessageRows.toMessage(row, states, "message_version", "message_kind")
                                .seenBy(userId)
                        : null,
                shown && row.getInteger("deleted") == 0 && row.getInteger("longer") != 0,
                level(row),
                group(row));
    }

    private static Notify level(Row row) {
        return Notify.of(row.getString("notify"));
    }

    private static SummaryRow.@Nullable Group group(Row row) {
        var kind = Kind.of(row.getString("kind"));
        return kind == Kind.DIRECT
                ? null
                : new SummaryRow.Group(
                        kind,
                        Role.of(row.getString("role")),
                        row.getInteger("member_count"),
                        orEmpty(row.getString("title")),
                        orEmpty(row.getString("about")),
                        row.getString("group_picture"),
                        row.getLong("shown_above"),
                        row.getInteger("read_receipts") != 0);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static SummaryRow.@Nullable Peer peer(Row row, long userId) {
        @Nullable Long id = row.getLong("peer_id");
        return id == null
                ? null
                : new SummaryRow.Peer(
                        new User(
                                id,
                                row.getString("username"),
                                row.getString("display_name"),
                                row.getString("picture"),
                                row.getString("bot") != null),
                        row.getInteger("added") != 0,
                        row.getInteger("blocked") != 0,
                        id == userId ? all(row) : marks(row, "peer", Withheld.of(row.getString("peer_withheld"))),
                        row.getInteger("shows_presence") != 0,
                        row.getInteger("looks_away") != 0,
                        time(row, "last_seen_at"));
    }

    /** Nobody waits for oneself. */
    private static SummaryRow.ShownMarks all(Row row) {
        return new SummaryRow.ShownMarks(row.getLong("last_seq"), row.getLong("last_seq"));
    }

    private static SummaryRow.ShownMarks marks(Row row, String side, SeqRanges withheld) {
        return new SummaryRow.ShownMarks(row.getLong(side + "_received"), row.getLong(side + "_read"), withheld);
    }

    private static @Nullable Instant time(Row row, String column) {
        var at = row.getLocalDateTime(column);
        return at == null ? null : Times.fromSql(at);
    }
}
