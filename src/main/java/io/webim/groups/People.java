package io.webim.groups;

import io.vertx.core.json.JsonArray;
import io.webim.contract.Fields;
import java.util.ArrayList;
import java.util.List;

/** {@code {userIds?, usernames?}}, at most {@value #MOST} of both. */
record People(List<Long> userIds, List<String> usernames) {
    static final int MOST = 100;
    private static final int LONGEST_NAME = 32;

    static People read(Fields fields) {
        var ids = fields.has("userIds") ? fields.ids("userIds", MOST) : List.<Long>of();
        var names = fields.has("usernames") ? names(fields) : List.<String>of();
        if (ids.size() + names.size() > MOST) {
            fields.refuse("usernames", "must be at most " + MOST + " people with userIds");
        }
        return new People(ids, names);
    }

    /** The same where somebody has to be named. */
    static People readSome(Fields fields) {
        if (!fields.has("userIds") && !fields.has("usernames")) {
            fields.refuse("userIds", "give userIds or usernames");
        }
        return read(fields);
    }

    private static List<String> names(Fields fields) {
        if (!(fields.value("usernames") instanceof JsonArray array) || array.size() > MOST) {
            fields.refuse("usernames", "must be a list of at most " + MOST + " usernames");
            return List.of();
        }
        var names = new ArrayList<String>();
        for (var name : array) {
            if (name instanceof String text && !text.isEmpty() && text.length() <= LONGEST_NAME) {
                names.add(text);
            } else {
                fields.refuse("usernames", "must be a list of at most " + MOST + " usernames");
            }
        }
        return names;
    }

    boolean isEmpty() {
        return userIds.isEmpty() && usernames.isEmpty();
    }
}
