package io.webim.chat.messages;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.ArrayTuple;
import io.webim.contract.AttachedFiles;
import io.webim.contract.Message;
import io.webim.contract.SeqRanges;
import io.webim.sql.Sql;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All SQL on {@code message_file}: which message carries which files, and who may fetch them for it. */
public final class MessageFileStore {
    public static final String OWN = """
            SELECT f.id, f.name, f.media_type, f.is_inline, f.size, f.width, f.height, f.duration_ms, f.waveform, f.placeholder,
                   f.preview_type
            FROM file f WHERE f.state = 'ready' AND f.owner_id = ? AND f.id IN %s""";
    /** They cannot go before the transaction is over. */
    public static final String HOLD =
            "SELECT f.id FROM file f WHERE f.state = 'ready' AND f.id IN %s LOCK IN SHARE MODE";

    private static final String ENTER = "INSERT INTO message_file (conversation_id, seq, place, file_id) VALUES %s";
    private static final String ROW = "(?, ?, ?, ?)";
    private static final String RELEASE =
            "UPDATE message_file SET released = TRUE WHERE conversation_id = ? AND %s AND NOT released";
    private static final String SEQS = "seq BETWEEN ? AND ?";
    /** What comes from somebody whom one blocks is deleted for oneself. */
    public static final String SIGHT = """
            SELECT EXISTS (SELECT 1 FROM message_file x WHERE x.file_id = ?) AS shown,
                   EXISTS (
                       SELECT 1
                       FROM message_file x
                       JOIN conversation c ON c.id = x.conversation_id
                       JOIN conversation_member me ON me.conversation_id = x.conversation_id AND me.user_id = ?
                       JOIN message m ON m.conversation_id = x.conversation_id AND m.seq = x.seq
                       WHERE x.file_id = ? AND NOT x.released AND (c.kind = 'direct' OR me.listed) AND NOT m.deleted
                           AND %s) AS seen""".formatted(TargetStore.seenBy("me"));

    public static final String RELEASED =
            "SELECT DISTINCT file_id FROM message_file WHERE released ORDER BY file_id LIMIT ?";
    private static final String FORGET = "DELETE FROM message_file WHERE released AND file_id IN %s";
    private static final int MOST_ROWS = 128;

    private final Pool pool;

    public MessageFileStore(Pool pool) {
        this.pool = pool;
    }

    /** What a user's own files are, to be shown in the order of the ids. */
    public Future<Attachment> own(long userId, List<String> ids) {
        return pool.preparedQuery(OWN.formatted(Sql.in(ids.size())))
                .execute(addIds(Tuple.of(userId), ids))
                .map(rows -> {
                    var files = new HashMap<String, JsonObject>();
                    rows.forEach(row -> files.put(row.getString("id"), toJson(row)));
                    var missing =
                            ids.stream().filter(id -> !files.containsKey(id)).toList();
                    return missing.isEmpty()
                            ? Attachment.of(
                                    ids,
                                    AttachedFiles.of(
                                            ids.stream().map(files::get).toList()))
                            : Attachment.missing(ids, missing);
                });
    }

    private static JsonObject toJson(Row row) {
        var json = new JsonObject()
                .put("id", row.getString("id"))
                .put("name", row.getString("name"))
                .put("mediaType", row.getString("media_type"))
                .put("size", row.getLong("size"))
                .put("inline", row.getInteger("is_inline") != 0);
        putNumber(json, "width", row.getLong("width"));
        putNumber(json, "height", row.getLong("height"));
        putNumber(json, "durationMs", row.getLong("duration_ms"));
        if (row.getBuffer("waveform") != null) {
            json.put(
                    "waveform",
                    Base64.getEncoder().encodeToString(row.getBuffer("waveform").getBytes()));
        }
        if (row.getString("placeholder") != null) {
            json.put("placeholder", row.getString("placeholder"));
        }
        return row.getString("preview_type") == null ? json : json.put("preview", true);
    }

    private static void putNumber(JsonObject json, String name, @Nullable Long value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    /** Those of the files of some drafts that are there, and stay until the transaction is over. */
    static Future<Set<String>> hold(SqlConnection connection, List<Draft> drafts) {
        Set<String> ids = Set.of();
        for (var draft : drafts) {
            if (!draft.files().isEmpty()) {
                ids = ids.isEmpty() ? new HashSet<>() : ids;
                ids.addAll(draft.files().ids());
            }
        }
        if (ids.isEmpty()) {
            return Future.succeededFuture(ids);
        }
        // Always in the same order, whoever else holds some of them.
        var sorted = ids.stream().sorted().toList();
        return connection
                .preparedQuery(HOLD.formatted(Sql.in(sorted.size())))
                .execute(addIds(Tuple.tuple(), sorted))
                .map(rows -> {
                    var there = new HashSet<String>();
                    rows.forEach(row -> there.add(row.getString("id")));
                    return there;
                });
    }

    private record Place(Message message, int place, String fileId) {}

    /** Of new messages. */
    static Future<?> enter(SqlConnection connection, List<Message> messages) {
        var statements = new ArrayList<Future<?>>();
        for (var rows : Sql.runs(places(messages), MOST_ROWS)) {
            statements.add(connection
                    .preparedQuery(ENTER.formatted(Sql.rows(ROW, rows.size())))
                    .execute(values(rows)));
        }
        return Future.all(statements);
    }

    private static List<Place> places(List<Message> messages) {
        var places = new ArrayList<Place>();
        for (var message : messages) {
            if (!message.more().files().isEmpty()) {
                int place = 0;
                for (var id : message.more().files().ids()) {
                    places.add(new Place(message, place++, id));
                }
            }
        }
        return places;
    }

    private static Tuple values(List<Place> places) {
        var values = new ArrayTuple(places.size() * 4);
        for (var one : places) {
            values.addLong(one.message().conversationId());
            values.addLong(one.message().seq());
            values.addInteger(one.place());
            values.addString(one.fileId());
        }
        return values;
    }

    /** Of messages that are gone for everyone. */
    static Future<Void> release(SqlConnection connection, long conversationId, SeqRanges seqs) {
        var ranges = Sql.padded(seqs.ranges());
        var values = new ArrayTuple(ranges.size() * 2 + 1);
        values.addLong(conversationId);
        ranges.forEach(range -> values.addLong(range.from()).addLong(range.to()));
        return connection
                .preparedQuery(RELEASE.formatted(Sql.any(SEQS, ranges.size())))
                .execute(values)
                .mapEmpty();
    }

    /**
     * Who sees a file.
     *
     * @param shown whether any message has carried it that is not forgotten
     * @param seen whether the user sees one that does
     */
    public record Sight(boolean shown, boolean seen) {}

    public Future<Sight> sight(long userId, String fileId) {
        return pool.preparedQuery(SIGHT)
                .execute(Tuple.of(fileId, userId, fileId))
                .map(rows -> rows.iterator().next())
                .map(row -> new Sight(row.getInteger("shown") != 0, row.getInteger("seen") != 0));
    }

    /** Some files that messages have carried which are gone. */
    Future<List<String>> released(int most) {
        return pool.preparedQuery(RELEASED).execute(Tuple.of(most)).map(rows -> {
            var ids = new ArrayList<String>();
            rows.forEach(row -> ids.add(row.getString("file_id")));
            return ids;
        });
    }

    Future<Void> forget(List<String> fileIds) {
        return pool.preparedQuery(FORGET.formatted(Sql.in(fileIds.size())))
                .execute(addIds(Tuple.tuple(), fileIds))
                .mapEmpty();
    }

    private static Tuple addIds(Tuple values, Collection<String> ids) {
        Sql.padded(List.copyOf(ids)).forEach(values::addString);
        return values;
    }
}
