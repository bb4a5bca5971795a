package io.webim.groups;

import io.vertx.core.json.JsonObject;
import io.webim.contract.Reply;
import io.webim.contract.Role;
import io.webim.contract.Times;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A group as one of its members sees it.
 *
 * @param kind {@code group} or {@code channel}
 * @param role the member's
 */
record Group(
        long conversationId,
        String kind,
        Role role,
        int memberCount,
        String title,
        String about,
        @Nullable String picture,
        Switches switches,
        Instant createdAt)
        implements Reply {
    Group with(String newTitle, String newAbout, Switches newSwitches) {
        return new Group(conversationId, kind, role, memberCount, newTitle, newAbout, picture, newSwitches, createdAt);
    }

    Group withPicture(@Nullable String name) {
        return new Group(conversationId, kind, role, memberCount, title, about, name, switches, createdAt);
    }

    boolean isChannel() {
        return kind.equals("channel");
    }

    /** Whether this member may add people, and make invites. */
    boolean mayAdd() {
        return role.leads() || !switches.mayAdd().equals(Switches.ADMINS);
    }

    boolean showsHistory() {
        return switches.history().equals(Switches.ALL);
    }

    @Override
    public JsonObject toJson() {
        var json = switches.putInto(new JsonObject()
                .put("conversationId", conversationId)
                .put("kind", kind)
                .put("title", title)
                .put("about", about)
                .put("role", role.text())
                .put("memberCount", memberCount)
                .put("createdAt", Times.iso(createdAt)));
        return picture == null ? json : json.put("picture", picture);
    }
}
