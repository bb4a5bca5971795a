package io.webim.torture;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.device.KeptConversation;
import io.webim.torture.History.Purge;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What the user of a device wants of groups, by chance: come, go, let in, throw out, rule. One owner stays in each, and gives
 * roles and names on the first device alone, so that their order is known.
 */
final class RandomGroupActions {
    private static final Set<String> REFUSALS = Set.of(
            "conversation_not_found",
            "not_permitted",
            "last_owner",
            "user_not_found",
            "banned",
            "invite_not_found",
            "too_many_invites",
            "too_many_members");
    private static final List<String> ROLES = List.of("admin", "admin", "owner", "member");
    private static final String MEMBER = "member";
    /** Of so many one tries what only admins may. */
    private static final int MEMBERS_WHO_TRY = 8;

    private final Device device;
    private final World world;
    private long orders;

    RandomGroupActions(Device device, World world) {
        this.device = device;
        this.world = world;
    }

    void act() {
        var group = any(world.groups());
        var kept = device.store.get(group.id);
        if (kept.isEmpty()) {
            join(group);
            return;
        }
        boolean rules = device.user == group.owner && device.name.endsWith("-0");
        if (rules && device.random.nextInt(3) == 0) {
            rule(group);
        } else if (leads(kept.get()) || device.random.nextInt(MEMBERS_WHO_TRY) == 0) {
            lead(group);
        } else {
            belong(group, kept.get());
        }
    }

    private static boolean leads(KeptConversation kept) {
        return !kept.entry().getString("role", MEMBER).equals(MEMBER);
    }

    private void rule(Group group) {
        if (device.random.nextBoolean()) {
            role(group);
        } else {
            title(group);
        }
    }

    private void lead(Group group) {
        switch (device.random.nextInt(8)) {
            case 0 -> remove(group, false, false);
            case 1, 2 -> remove(group, true, device.random.nextBoolean());
            case 3, 4, 5 -> unban(group);
            default -> add(group);
        }
    }

    private void belong(Group group, KeptConversation kept) {
        switch (device.random.nextInt(6)) {
            case 0 -> leave(group);
            case 1 -> link(group);
            case 2 -> mute(kept);
            case 3 -> level(kept);
            default -> add(group);
        }
    }

    private void join(Group group) {
        var links = group.links();
        if (!links.isEmpty()) {
            wish("groups.join", new JsonObject().put("token", any(links)), reply -> {
                if (reply.getBoolean("created")) {
                    moved("joined", group, device.user.id);
                }
            });
        }
    }

    private void link(Group group) {
        wish(
                "groups.invite",
                in(group).put("uses", 1 + device.random.nextInt(4)),
                reply -> group.link(reply.getJsonObject("invite").getString("token")));
    }

    private void add(Group group) {
        wish(
                "groups.add",
                in(group).put("userIds", new JsonArray().add(somebody().id)),
                reply -> reply.getJsonArray("added")
                        .forEach(user -> moved("added", group, ((JsonObject) user).getLong("id"))));
    }

    private void leave(Group group) {
        if (device.user != group.owner) {
            outOf(group, device.user);
            wish("groups.leave", in(group), reply -> moved("left", group, device.user.id));
        }
    }

    private void remove(Group group, boolean ban, boolean deleteMessages) {
        var whom = somebody();
        if (whom == group.owner || whom == device.user) {
            return;
        }
        outOf(group, whom);
        var claim = ban ? device.tally.claim(Claim.ban(group.id, whom.id), "no", "yes") : null;
        long upTo = device.store.get(group.id).map(KeptConversation::lastSeq).orElse(0L);
        if (deleteMessages) {
            device.tally.purges.add(new Purge(group.id, whom.id, upTo, false));
        }
        wish(
                "groups.remove",
                in(group).put("userId", whom.id).put("ban", ban).put("deleteMessages", deleteMessages),
                reply -> {
                    if (ban) {
                        claim.answered(0);
                        group.banned.add(whom);
                        device.tally.count("bans");
                    } else {
                        moved("removed", group, whom.id);
                    }
                    if (deleteMessages) {
                        device.tally.purges.add(new Purge(group.id, whom.id, upTo, true));
                        device.tally.count("purges");
                    }
                });
    }

    private void unban(Group group) {
        var banned = List.copyOf(group.banned);
        var whom = banned.isEmpty() ? somebody() : any(banned);
        var claim = device.tally.claim(Claim.ban(group.id, whom.id), "no", "no");
        wish("groups.unban", in(group).put("userId", whom.id), reply -> {
            claim.answered(0);
            group.banned.remove(whom);
            device.tally.count("unbans");
        });
    }

    private void role(Group group) {
        var whom = somebody();
        if (whom != group.owner && !isAsking("groups.role")) {
            var role = any(ROLES);
            var claim = device.tally.claim(Claim.role(group.id, whom.id), group.roleAtFirst(whom), role);
            wish("groups.role", in(group).put("userId", whom.id).put("role", role), inOrder("roles", claim));
        }
    }

    private void title(Group group) {
        if (!isAsking("groups.update")) {
            var title = "Title " + ++orders;
            var claim = device.tally.claim(Claim.title(group.id), "Title 0", title);
            wish("groups.update", in(group).put("title", title), inOrder("titles", claim));
        }
    }

    private boolean isAsking(String address) {
        return device.wishes.stream().anyMatch(wish -> wish.address.equals(address));
    }

    private Consumer<JsonObject> inOrder(String what, Claim claim) {
        return reply -> {
            claim.answered(++orders);
            device.tally.count(what);
        };
    }

    private void mute(KeptConversation kept) {
        wish(
                "conversations.mute",
                in(kept).put("muted", device.random.nextBoolean()),
                reply -> device.tally.count("mutes"));
    }

    private void level(KeptConversation kept) {
        wish(
                "conversations.notify",
                in(kept).put("level", any(List.of("all", "mentions", "nothing"))),
                reply -> device.tally.count("levels"));
    }

    /** Who is out of a group may come back, as a member. */
    private void outOf(Group group, User whom) {
        device.tally.claim(Claim.role(group.id, whom.id), group.roleAtFirst(whom), MEMBER);
    }

    private void moved(String type, Group group, long userId) {
        device.tally.moves.add(new Move(type, group.id, userId));
        device.tally.count("moves " + type);
    }

    private void wish(String address, JsonObject body, Consumer<JsonObject> granted) {
        device.wishes.add(new Wish(address, body, REFUSALS, granted));
    }

    private User somebody() {
        return any(world.people());
    }

    private static JsonObject in(Group group) {
        return new JsonObject().put("conversationId", group.id);
    }

    private static JsonObject in(KeptConversation kept) {
        return new JsonObject().put("conversationId", kept.id());
    }

    private <T> T any(List<T> list) {
        return list.get(device.random.nextInt(list.size()));
    }
}
