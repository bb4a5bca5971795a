package io.webim.groups;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Objects;

/** What has become of a group: what all members are told, and what stands in its history from then on. */
record Changes(JsonObject changed, JsonArray events) {
    Changes(Group before, Group after) {
        this(new JsonObject(), new JsonArray());
        if (!before.title().equals(after.title())) {
            changed.put("title", after.title());
            events.add(new JsonObject().put("type", "title").put("title", after.title()));
        }
        if (!before.about().equals(after.about())) {
            changed.put("about", after.about());
        }
        if (!Objects.equals(before.picture(), after.picture())) {
            changed.put("picture", after.picture());
            events.add(new JsonObject().put("type", "picture"));
        }
        if (!before.switches().equals(after.switches())) {
            after.switches().putInto(changed);
            events.add(new JsonObject().put("type", "rules"));
        }
    }

    boolean isEmpty() {
        return changed.isEmpty();
    }
}
