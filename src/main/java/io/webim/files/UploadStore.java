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
import io.webim.sql.Sql;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** All SQL on {@code upload}, and what they take of {@code file_usage}: counted under its lock, so that no two share it. */
final class UploadStore {
    private static final String BEGIN_USAGE = """
            INSERT INTO file_usage (owner_id, bytes, uploads) VALUES (?, 0, 0) ON DUPLICATE KEY UPDATE owner_id = owner_id""";
    private static final String TAKE = """
            UPDATE file_usage SET bytes = bytes + ?, uploads = uploads + 1
            WHERE owner_id = ? AND bytes + ? <= ? AND uploads < ?""";
    /** What a file takes, however short it is: rows and names in folders have a bound as well. */
    private static final long LEAST_BYTES = 16 << 10;

    private static final String USAGE = "SELECT bytes, uploads FROM file_usage WHERE owner_id = ?";
    private static final String CREATE = """
            INSERT INTO upload
                (id, owner_id, length, name, claimed_type, original, width, height, duration_ms, waveform, expires_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
    static final String FIND = """
            SELECT id, owner_id, length, whole, name, claimed_type, original, width, height, duration_ms, waveform, expires_at
            FROM upload WHERE id = ?""";
    private static final String TOUCH = "UPDATE upload SET whole = whole OR ?, expires_at = ? WHERE id = ?";
    private static final String LOCK = "SELECT owner_id, length FROM upload WHERE id = ? FOR UPDATE";
    private static final String FORGET = "DELETE FROM upload WHERE id = ?";
    /** Of whom a bot's files are counted for: the person whose it is. */
    static final String PERSON = "(SELECT COALESCE(a.owner_id, a.id) FROM account a WHERE a.id = ?)";

    private static final String GIVE_BACK =
            "UPDATE file_usage SET bytes = GREATEST(0, bytes - ?), uploads = uploads - 1 WHERE owner_id = " + PERSON;
    static final String EXPIRED = "SELECT id FROM upload WHERE expires_at < ? ORDER BY expires_at LIMIT ?";
    static final String OF_OWNER = "SELECT id FROM upload WHERE owner_id = ?";
    private static final String KNOWN = "SELECT id FROM upload WHERE id IN %s";

    private final Pool pool;

    UploadStore(Pool pool) {
        this.pool = pool;
    }

    /** What somebody's files take, in bytes, with the room that is kept for those on their way, and how many those are. */
    record Usage(long bytes, int uploads) {
        static final Usage NONE = new Usage(0, 0);
    }

    Future<Usage> usage(long ownerId) {
        return pool.preparedQuery(USAGE).execute(Tuple.of(ownerId)).map(UploadStore::usage);
    }

    private static Usage usage(RowSet<Row> rows) {
        return rows.size() == 0
                ? Usage.NONE
                : new Usage(
                        rows.iterator().next().getLong("bytes"),
                        rows.iterator().next().getInteger("uploads"));
    }

    /** What so many bytes of one file take. */
    static long taken(long bytes) {
        return Math.max(bytes, LEAST_BYTES);
    }

    /**
     * Takes room for a file; where there is not enough, tells what is taken.
     *
     * @param personId whose room it is: the owner's, of a bot whose it is
     */
    Future<Optional<Usage>> create(Upload upload, long personId, long quota, int mostUploads) {
        long taken = taken(upload.length());
        return pool.preparedQuery(BEGIN_USAGE)
                .execute(Tuple.of(personId))
                .compose(begun -> pool.withTransaction(connection -> connection
                        .preparedQuery(TAKE)
                        .execute(Tuple.of(taken, personId, taken, quota, mostUploads))
                        .compose(done -> done.rowCount() == 0
                                ? connection
                                        .preparedQuery(USAGE)
                                        .execute(Tuple.of(personId))
                                        .map(rows -> Optional.of(usage(rows)))
                                : insert(connection, upload).map(Optional.empty()))));
    }

    private static Future<?> insert(SqlConnection connection, Upload upload) {
        var said = upload.announced();
        var values = new ArrayTuple(11);
        values.addString(upload.id());
        values.addLong(upload.ownerId());
        values.addLong(upload.length());
        values.addString(said.name());
        values.addString(said.claimedType());
        values.addBoolean(said.original());
        values.addInteger(said.width());
        values.addInteger(said.height());
        values.addLong(said.durationMs());
        values.addBuffer(said.waveform());
        values.addLocalDateTime(Times.toSql(upload.expiresAt()));
        return connection.preparedQuery(CREATE).execute(values);
    }

    Future<Optional<Upload>> find(String id) {
        return pool.preparedQuery(FIND).execute(Tuple.of(id)).map(rows -> Rows.first(rows, UploadStore::upload));
    }

    private static Upload upload(Row row) {
        return new Upload(
                row.getString("id"),
                row.getLong("owner_id"),
                row.getLong("length"),
                row.getInteger("whole") != 0,
                new Upload.Announced(
                        row.getString("name"),
                        row.getString("claimed_type"),
                        row.getInteger("original") != 0,
                        row.getInteger("width"),
                        row.getInteger("height"),
                        row.getLong("duration_ms"),
                        row.getBuffer("waveform")),
                Times.fromSql(row.getLocalDateTime("expires_at")));
    }

    /** Some more of it has come, or all. */
    Future<Void> touch(String id, boolean whole, Instant expiresAt) {
        return pool.preparedQuery(TOUCH)
                .execute(Tuple.of(whole, Times.toSql(expiresAt), id))
                .mapEmpty();
    }

    /** It is given up, and with it its room. */
    Future<Void> remove(String id) {
        return pool.withTransaction(connection -> remove(connection, id, 0)).mapEmpty();
    }

    /**
     * It is no upload any more; inside a transaction.
     *
     * @param kept bytes that its owner goes on to take
     * @return false where there is none
     */
    static Future<Boolean> remove(SqlConnection connection, String id, long kept) {
        return connection.preparedQuery(LOCK).execute(Tuple.of(id)).compose(rows -> {
            if (rows.size() == 0) {
                return Future.succeededFuture(false);
            }
            var row = rows.iterator().next();
            var forgotten = connection.preparedQuery(FORGET).execute(Tuple.of(id));
            var given = connection
                    .preparedQuery(GIVE_BACK)
                    .execute(Tuple.of(taken(row.getLong("length")) - kept, row.getLong("owner_id")));
            return Future.all(forgotten, given).map(true);
        });
    }

    Future<List<String>> expired(Instant before, int most) {
        return pool.preparedQuery(EXPIRED)
                .execute(Tuple.of(Times.toSql(before), most))
                .map(UploadStore::ids);
    }

    Future<List<String>> ofOwner(long ownerId) {
        return pool.preparedQuery(OF_OWNER).execute(Tuple.of(ownerId)).map(UploadStore::ids);
    }

    /** Which of these there are. */
    Future<Set<String>> known(List<String> ids) {
        return pool.preparedQuery(KNOWN.formatted(Sql.in(ids.size())))
                .execute(Sql.inTexts(ids))
                .map(rows -> new HashSet<>(ids(rows)));
    }

    private static List<String> ids(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getString("id"))
                .toList();
    }
}
