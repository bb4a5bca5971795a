package io.webim.files;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.ArrayTuple;
import io.webim.contract.Times;
import io.webim.sql.Rows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** All SQL on {@code file}. */
final class FileRowStore {
    private static final String STORING = """
            INSERT INTO file
                (id, owner_id, state, name, media_type, is_inline, size, width, height, duration_ms, waveform,
                 preview_type, preview_size, placeholder, created_at)
            VALUES (?, ?, 'storing', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE media_type = VALUES(media_type), is_inline = VALUES(is_inline), size = VALUES(size),
                width = VALUES(width), height = VALUES(height), duration_ms = VALUES(duration_ms),
                preview_type = VALUES(preview_type), preview_size = VALUES(preview_size),
                placeholder = VALUES(placeholder)""";
    private static final String STORED_SIZE =
            "SELECT size + preview_size AS size FROM file WHERE id = ? AND state = 'storing'";
    private static final String READY = "UPDATE file SET state = 'ready', created_at = ? WHERE id = ?";
    static final String FIND = """
            SELECT id, owner_id, name, media_type, is_inline, size, preview_type, preview_size
            FROM file WHERE id = ? AND state = 'ready'""";
    private static final String LOCK = "SELECT id FROM file WHERE id = ? AND state = 'ready' FOR UPDATE";
    static final String CARRIED = "SELECT 1 FROM message_file x WHERE x.file_id = ? LIMIT 1";
    static final String STILL_CARRIED = "SELECT 1 FROM message_file x WHERE x.file_id = ? AND NOT x.released LIMIT 1";
    private static final String SHOWN = "UPDATE file SET shown = TRUE WHERE id = ?";
    private static final String GOING = "UPDATE file SET state = 'going' WHERE id = ?";
    static final String ALL_GOING = "SELECT id FROM file WHERE state = 'going' ORDER BY shown, created_at LIMIT ?";
    /** What was given up while it was being stored. */
    static final String STUCK = """
            SELECT f.id FROM file f LEFT JOIN upload u ON u.id = f.id WHERE f.state = 'storing' AND u.id IS NULL LIMIT ?""";

    static final String DUE = """
            SELECT id FROM file WHERE state = 'ready' AND NOT shown AND created_at < ? ORDER BY created_at LIMIT ?""";
    static final String UNSHOWN_OF = "SELECT id FROM file WHERE owner_id = ? AND state = 'ready' AND NOT shown";
    static final String OWNED =
            "SELECT id FROM file WHERE owner_id = ? AND id > ? AND state = 'ready' ORDER BY id LIMIT ?";
    private static final String LOCK_ANY =
            "SELECT owner_id, size + preview_size AS size, state FROM file WHERE id = ? FOR UPDATE";
    private static final String FORGET = "DELETE FROM file WHERE id = ?";
    private static final String GIVE_BACK =
            "UPDATE file_usage SET bytes = GREATEST(0, bytes - ?) WHERE owner_id = " + UploadStore.PERSON;

    private final Pool pool;

    FileRowStore(Pool pool) {
        this.pool = pool;
    }

    /** What was found out about an upload, before its bytes go to the store. */
    Future<Void> storing(Upload upload, Inspected found, long previewSize) {
        var said = upload.announced();
        var values = new ArrayTuple(14);
        values.addString(upload.id());
        values.addLong(upload.ownerId());
        values.addString(said.name());
        values.addString(found.mediaType());
        values.addBoolean(found.inline() && FetchRoutes.SHOWN.contains(found.mediaType()));
        values.addLong(found.size());
        values.addInteger(found.width() == null ? said.width() : found.width());
        values.addInteger(found.height() == null ? said.height() : found.height());
        values.addLong(found.durationMs() == null ? said.durationMs() : found.durationMs());
        values.addBuffer(found.mediaType().startsWith("audio/") ? said.waveform() : null);
        values.addString(found.previewType());
        values.addLong(previewSize);
        values.addString(found.placeholder());
        values.addLocalDateTime(Times.toSql(Times.now()));
        return pool.preparedQuery(STORING).execute(values).mapEmpty();
    }

    /**
     * Its bytes are in the store: from now on it is a file, and no upload.
     *
     * @return false where it is not known what it is, or it was given up meanwhile
     */
    Future<Boolean> ready(String id) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(STORED_SIZE)
                .execute(Tuple.of(id))
                .compose(rows -> {
                    if (rows.size() == 0) {
                        return Future.succeededFuture(false);
                    }
                    return UploadStore.remove(
                                    connection,
                                    id,
                                    UploadStore.taken(rows.iterator().next().getLong("size")))
                            .compose(removed -> removed
                                    ? connection
                                            .preparedQuery(READY)
                                            .execute(Tuple.of(Times.toSql(Times.now()), id))
                                            .map(true)
                                    : Future.succeededFuture(false));
                }));
    }

    /** Whether it is on its way to the store, or has got stuck there. */
    Future<Boolean> isStoring(String id) {
        return pool.preparedQuery(STORED_SIZE).execute(Tuple.of(id)).map(rows -> rows.size() > 0);
    }

    Future<Optional<StoredFile>> find(String id) {
        return pool.preparedQuery(FIND).execute(Tuple.of(id)).map(rows -> Rows.first(rows, FileRowStore::file));
    }

    private static StoredFile file(Row row) {
        return new StoredFile(
                row.getString("id"),
                row.getLong("owner_id"),
                row.getString("name"),
                row.getString("media_type"),
                row.getInteger("is_inline") != 0,
                row.getLong("size"),
                row.getString("preview_type"),
                row.getLong("preview_size"));
    }

    /** Marks it as going unless a message carries it that is not gone; whether it goes now. */
    Future<Boolean> letGoReleased(String id) {
        return pool.withTransaction(connection -> lock(connection, id, STILL_CARRIED)
                .compose(carried -> carried == null || carried
                        ? Future.succeededFuture(false)
                        : connection.preparedQuery(GOING).execute(Tuple.of(id)).map(true)));
    }

    /** Marks it as going unless a message has ever carried it, which then is noted; whether it goes now. */
    Future<Boolean> letGoUnshown(String id) {
        return pool.withTransaction(connection -> lock(connection, id, CARRIED)
                .compose(carried -> carried == null
                        ? Future.succeededFuture(false)
                        : connection
                                .preparedQuery(carried ? SHOWN : GOING)
                                .execute(Tuple.of(id))
                                .map(!carried)));
    }

    /** Whoever sends it holds a lock on it too, and so is seen here or finds it going; null where there is none. */
    private static Future<@Nullable Boolean> lock(SqlConnection connection, String id, String carried) {
        return connection.preparedQuery(LOCK).execute(Tuple.of(id)).compose(locked -> {
            if (locked.size() == 0) {
                return Future.<@Nullable Boolean>succeededFuture(null);
            }
            return connection
                    .preparedQuery(carried)
                    .execute(Tuple.of(id))
                    .<@Nullable Boolean>map(rows -> rows.size() > 0);
        });
    }

    Future<List<String>> going(int most) {
        return pool.preparedQuery(ALL_GOING).execute(Tuple.of(most)).map(FileRowStore::ids);
    }

    Future<List<String>> stuck(int most) {
        return pool.preparedQuery(STUCK).execute(Tuple.of(most)).map(FileRowStore::ids);
    }

    /** Those that have come before that, and that no message is known to have carried. */
    Future<List<String>> due(Instant before, int most) {
        return pool.preparedQuery(DUE)
                .execute(Tuple.of(Times.toSql(before), most))
                .map(FileRowStore::ids);
    }

    Future<List<String>> unshownOf(long ownerId) {
        return pool.preparedQuery(UNSHOWN_OF).execute(Tuple.of(ownerId)).map(FileRowStore::ids);
    }

    /** In the order of their ids, behind one of them. */
    Future<List<String>> ownedBy(long ownerId, String after, int most) {
        return pool.preparedQuery(OWNED).execute(Tuple.of(ownerId, after, most)).map(FileRowStore::ids);
    }

    /** Its bytes are gone: so is the row, and what it took of its owner's. */
    Future<Void> forget(String id) {
        return pool.withTransaction(connection -> connection
                        .preparedQuery(LOCK_ANY)
                        .execute(Tuple.of(id))
                        .compose(rows -> rows.size() == 0 ? Future.succeededFuture() : forget(connection, id, rows)))
                .mapEmpty();
    }

    /** While it was being stored, its upload took the room. */
    private static Future<?> forget(SqlConnection connection, String id, RowSet<Row> rows) {
        var row = rows.iterator().next();
        var forgotten = connection.preparedQuery(FORGET).execute(Tuple.of(id));
        return row.getString("state").equals("storing")
                ? forgotten
                : forgotten.compose(gone -> connection
                        .preparedQuery(GIVE_BACK)
                        .execute(Tuple.of(UploadStore.taken(row.getLong("size")), row.getLong("owner_id"))));
    }

    private static List<String> ids(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getString("id"))
                .toList();
    }
}
