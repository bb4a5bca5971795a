package io.webim.chat.conversations;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.webim.contract.AttachedFiles;
import io.webim.contract.Forwarded;
import io.webim.contract.Message;
import io.webim.contract.Message.More;
import io.webim.contract.MessageState;
import io.webim.contract.Reactions;
import io.webim.contract.Times;
import io.webim.contract.User;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Messages and client ids as the table has them. */
public final class MessageRows {
    /** Of messages {@code m}, what most of them do not have. */
    public static final String MORE = """
            m.mentions, m.edited_at, m.reply_to_seq, m.reactions, m.pinned_for, m.forwarded_title, m.files,
            (SELECT CAST(JSON_OBJECT('id', f.id, 'username', f.username, 'displayName', f.display_name, 'picture', f.picture, 'bot', f.bot)
                AS CHAR) FROM account f WHERE f.id = m.forwarded_from) AS forwarded_user""";

    public static final String COLUMNS =
            "m.conversation_id, m.seq, m.sender_id, m.client_id, m.text, m.sent_at, m.deleted, m.version, m.kind, "
                    + MORE;

    private MessageRows() {}

    /** How far the message of this sender with this seq has come. */
    public interface States {
        MessageState of(long senderId, long seq);

        /** As one user sees it: what that one wrote is as far as others have it, what others wrote as far as the user has. */
        static States seenBy(long userId, States ofOwn, LongFunction<MessageState> ofOthers) {
            return (senderId, seq) -> senderId == userId ? ofOwn.of(senderId, seq) : ofOthers.apply(seq);
        }
    }

    /** With all reactions, whoever sees them. */
    public static Message toMessage(Row row, States states) {
        return toMessage(row, states, "version", "kind");
    }

    /**
     * @param version the column with the message's version
     * @param kind the column with its kind
     */
    public static Message toMessage(Row row, States states, String version, String kind) {
        long seq = row.getLong("seq");
        long senderId = row.getLong("sender_id");
        boolean deleted = row.getInteger("deleted") != 0;
        return new Message(
                row.getLong("conversation_id"),
                seq,
                senderId,
                toUuid(row.getBuffer("client_id")),
                deleted ? null : row.getString("text"),
                states.of(senderId, seq),
                Times.fromSql(row.getLocalDateTime("sent_at")),
                deleted,
                row.getLong(version),
                Message.Kind.of(row.getString(kind)),
                more(row));
    }

    private static More more(Row row) {
        @Nullable String mentions = row.getString("mentions");
        @Nullable LocalDateTime editedAt = row.getLocalDateTime("edited_at");
        @Nullable Long replyTo = row.getLong("reply_to_seq");
        @Nullable String reactions = row.getString("reactions");
        @Nullable Long pinnedFor = row.getLong("pinned_for");
        var forwarded = forwarded(row);
        var files = AttachedFiles.of(row.getString("files"));
        return mentions == null
                        && editedAt == null
                        && replyTo == null
                        && reactions == null
                        && pinnedFor == null
                        && forwarded == null
                        && files.isEmpty()
                ? More.NONE
                : new More(
                        mentions(mentions),
                        editedAt == null ? null : Times.fromSql(editedAt),
                        replyTo,
                        Reactions.of(reactions),
                        pinnedFor,
                        forwarded,
                        files);
    }

    private static @Nullable Forwarded forwarded(Row row) {
        @Nullable String user = row.getString("forwarded_user");
        @Nullable String title = row.getString("forwarded_title");
        return user == null && title == null
                ? null
                : new Forwarded(user == null ? null : user(new JsonObject(user)), title);
    }

    private static User user(JsonObject json) {
        return new User(
                json.getLong("id"),
                json.getString("username"),
                json.getString("displayName"),
                json.getString("picture"),
                json.getString("bot") != null);
    }

    private static List<Long> mentions(@Nullable String ids) {
        return ids == null
                ? List.of()
                : Stream.of(ids.split(",")).map(Long::valueOf).toList();
    }

    /** The inverse. */
    public static @Nullable String toMentions(List<Long> ids) {
        return ids.isEmpty() ? null : ids.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    public static Buffer toBinary(UUID id) {
        return Buffer.buffer(16).appendLong(id.getMostSignificantBits()).appendLong(id.getLeastSignificantBits());
    }

    private static UUID toUuid(Buffer binary) {
        return new UUID(binary.getLong(0), binary.getLong(8));
    }
}
