package io.webim.sql;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Optional;
import java.util.function.Function;

/** What a statement found. */
public final class Rows {
    private Rows() {}

    /** The first row, read; empty where there is none. */
    public static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> read) {
        var row = rows.iterator();
        return row.hasNext() ? Optional.of(read.apply(row.next())) : Optional.empty();
    }
}
