package io.webim.torture;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A group or channel of the run, and what is generally known of it: its links go from hand to hand. */
final class Group {
    private static final int MOST_LINKS = 20;
    /** From the start. */
    private static final int ADMINS = 2;

    final long id;
    final User owner;
    final List<User> admins;
    final boolean isChannel;
    final boolean showsHistory;
    final Set<User> banned = ConcurrentHashMap.newKeySet();
    private final Queue<String> links = new ConcurrentLinkedQueue<>();

    private Group(long id, User owner, List<User> admins, boolean isChannel, boolean showsHistory) {
        this.id = id;
        this.owner = owner;
        this.admins = admins;
        this.isChannel = isChannel;
        this.showsHistory = showsHistory;
    }

    /** One of the first of these with the others. */
    static Group make(int port, List<User> members, boolean isChannel, boolean showsHistory) throws Broken {
        var owner = members.get(0);
        var rest = new Rest(port, owner);
        var others = new JsonArray(members.stream().skip(1).map(user -> user.id).toList());
        long id = rest.post(
                        "/groups",
                        new JsonObject()
                                .put("title", "Title 0")
                                .put("kind", isChannel ? "channel" : "group")
                                .put("userIds", others))
                .getJsonObject("conversation")
                .getLong("conversationId");
        rest.patch(
                "/groups/" + id,
                new JsonObject()
                        .put("history", showsHistory ? "all" : "from_join")
                        .put("mayAdd", "members")
                        .put("mayPin", "members")
                        .put("mayMentionAll", "members"));
        var admins = List.copyOf(members.subList(1, 1 + ADMINS));
        for (var admin : admins) {
            rest.put("/groups/" + id + "/members/" + admin.id + "/role", new JsonObject().put("role", "admin"));
        }
        return new Group(id, owner, admins, isChannel, showsHistory);
    }

    String roleAtFirst(User user) {
        return admins.contains(user) ? "admin" : "member";
    }

    void link(String token) {
        links.add(token);
        if (links.size() > MOST_LINKS) {
            links.poll();
        }
    }

    List<String> links() {
        return List.copyOf(links);
    }
}
