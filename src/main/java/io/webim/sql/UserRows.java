package io.webim.sql;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.webim.contract.User;
import java.util.ArrayList;
import java.util.List;

/** What everybody may know of an account, as it stands in a row that has the columns of {@code account}. */
public final class UserRows {
    private UserRows() {}

    public static List<User> users(RowSet<Row> rows) {
        var users = new ArrayList<User>();
        rows.forEach(row -> users.add(user(row)));
        return users;
    }

    public static User user(Row row) {
        return user(row, "id");
    }

    /** @param id the column of the account's id */
    public static User user(Row row, String id) {
        return new User(
                row.getLong(id),
                row.getString("username"),
                row.getString("display_name"),
                row.getString("picture"),
                row.getString("bot") != null);
    }
}
