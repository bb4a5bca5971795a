package io.webim.chat.conversations;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A row whose columns are looked up by name: the client's own compares with each name, which costs most of a wide row. */
public final class IndexedRow implements Row {
    private final Row row;
    private final Map<String, Integer> indexes;

    private IndexedRow(Row row, Map<String, Integer> indexes) {
        this.row = row;
        this.indexes = indexes;
    }

    /** What all rows of an answer are read as. */
    public static <T> List<T> map(RowSet<Row> rows, Function<Row, T> read) {
        var indexes = new HashMap<String, Integer>();
        var names = rows.columnsNames();
        for (int i = 0; i < names.size(); i++) {
            indexes.putIfAbsent(names.get(i), i);
        }
        var all = new ArrayList<T>(rows.size());
        rows.forEach(row -> all.add(read.apply(new IndexedRow(row, indexes))));
        return all;
    }

    @Override
    public String getColumnName(int index) {
        return row.getColumnName(index);
    }

    @Override
    public int getColumnIndex(String name) {
        return indexes.getOrDefault(name, -1);
    }

    @Override
    public Object getValue(int index) {
        return row.getValue(index);
    }

    @Override
    public Tuple addValue(Object value) {
        return row.addValue(value);
    }

    @Override
    public int size() {
        return row.size();
    }

    @Override
    public void clear() {
        row.clear();
    }

    @Override
    public List<Class<?>> types() {
        return row.types();
    }
}
