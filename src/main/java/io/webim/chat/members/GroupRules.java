package io.webim.chat.members;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.Conversation.Kind;
import io.webim.chat.conversations.Conversations;
import io.webim.chat.members.AddMembers.Way;
import io.webim.chat.members.MembershipStore.Change;
import io.webim.chat.members.MembershipStore.Locked;
import io.webim.chat.members.MembershipStore.Standing;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Role;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides who of a group may do what to whom, by what its rows say. To outsiders there is no group. No I/O. */
public final class GroupRules {
    private GroupRules() {}

    public static Change add(long callerId, AddMembers request, Locked group) {
        requireGroup(group);
        if (request.way() != Way.CREATED && group.memberCount() == 0) {
            // It has ended.
            throw Conversations.unknown();
        }
        switch (request.way()) {
            case CREATED -> requireNew(group);
            case ADDED -> require(group, callerId, !request.byAdmins());
            case APPROVED -> require(group, callerId, false);
            case JOINED -> requireNotBanned(group, callerId);
        }
        var come = new LinkedHashMap<Long, Role>();
        if (request.way() == Way.CREATED) {
            come.put(group.user(callerId).id(), Role.OWNER);
        }
        for (long userId : request.userIds()) {
            var standing = group.of(userId);
            if (!standing.isMember() && !standing.isBanned()) {
                come.putIfAbsent(group.user(userId).id(), Role.MEMBER);
            }
        }
        if (group.memberCount() + come.size() > request.most()) {
            throw Failure.of(ErrorCode.TOO_MANY_MEMBERS, "A group has at most " + request.most() + " members.");
        }
        if (come.isEmpty()) {
            return Change.NOTHING;
        }
        var change = Change.come(come, request.seesAll());
        return request.way() == Way.CREATED || isTold(group, come.size())
                ? change.telling(come(callerId, request, come))
                : change;
    }

    private static JsonObject come(long callerId, AddMembers request, Map<Long, Role> come) {
        var others = new JsonArray();
        come.keySet().stream().filter(id -> id != callerId).forEach(others::add);
        return switch (request.way()) {
            case CREATED -> {
                var event = event("created", callerId).put("title", request.title());
                yield others.isEmpty() ? event : event.put("userIds", others);
            }
            case ADDED -> event("added", callerId).put("userIds", others);
            case JOINED -> event("joined", callerId);
            case APPROVED -> event("joined", others.getLong(0));
        };
    }

    public static Change remove(long callerId, RemoveMember request, Locked group) {
        requireGroup(group);
        var caller = require(group, callerId, false);
        var target = group.of(request.userId());
        boolean wasThere = group.standings().containsKey(request.userId());
        if (!target.isMember() && !request.ban() && !(request.deleteMessages() && wasThere)) {
            throw memberNotFound();
        }
        if (request.ban()) {
            group.user(request.userId());
        }
        if (caller != Role.OWNER && target.isMember() && target.role().leads()) {
            throw notPermitted();
        }
        if (target.isMember() && target.role() == Role.OWNER && group.owners() == 1) {
            throw lastOwner();
        }
        var left = leavers(request, target, group);
        var change = left.isEmpty() ? Change.NOTHING : Change.leave(left);
        if (request.ban() && !target.isBanned()) {
            change = change.banning(request.userId());
        }
        return !left.isEmpty() && isTold(group, -left.size())
                ? change.telling(event(request.ban() ? "banned" : "removed", callerId)
                        .put("userIds", new JsonArray(List.copyOf(left))))
                : change;
    }

    /** With whoever is banned go all that speak for that one. */
    private static Set<Long> leavers(RemoveMember request, Standing target, Locked group) {
        var left = new LinkedHashSet<Long>();
        if (target.isMember()) {
            left.add(request.userId());
        }
        if (request.ban()) {
            left.addAll(group.programs());
        }
        return left;
    }

    public static Change leave(long callerId, Locked group) {
        requireGroup(group);
        var role = require(group, callerId, true);
        if (role == Role.OWNER && group.owners() == 1 && group.memberCount() > 1) {
            throw lastOwner();
        }
        return left(callerId, group);
    }

    /** Whoever leaves webim is held up by nothing: an heir takes over. */
    public static Change depart(long userId, long heirId, Locked group) {
        if (group.kind() == Kind.DIRECT || !group.of(userId).isMember()) {
            return Change.NOTHING;
        }
        var standing = group.of(userId);
        var change = left(userId, group);
        return standing.role() == Role.OWNER
                        && group.owners() == 1
                        && group.of(heirId).isMember()
                ? change.with(heirId, Role.OWNER)
                : change;
    }

    private static Change left(long userId, Locked group) {
        var change = Change.leave(userId);
        return group.memberCount() > 1 && isTold(group, -1) ? change.telling(event("left", userId)) : change;
    }

    public static Change role(long callerId, ChangeRole request, Locked group) {
        requireGroup(group);
        var caller = require(group, callerId, true);
        if (caller != Role.OWNER) {
            throw notPermitted();
        }
        var target = group.of(request.userId());
        if (!target.isMember()) {
            throw memberNotFound();
        }
        if (target.role() == request.role()) {
            return Change.NOTHING;
        }
        if (request.role() == Role.OWNER && group.user(request.userId()).bot()) {
            throw Failure.of(ErrorCode.BOT_CANNOT_OWN, "A bot cannot own a group: name a person.");
        }
        if (target.role() == Role.OWNER && group.owners() == 1) {
            throw lastOwner();
        }
        return Change.NOTHING.with(request.userId(), request.role());
    }

    public static Change unban(long callerId, long userId, Locked group) {
        requireGroup(group);
        require(group, callerId, false);
        if (!group.of(userId).isBanned()) {
            throw memberNotFound();
        }
        return Change.unban(userId);
    }

    public static Change end(long callerId, Locked group) {
        requireGroup(group);
        if (require(group, callerId, true) != Role.OWNER) {
            throw notPermitted();
        }
        return Change.end();
    }

    /** What a member has done, which was decided by then. */
    public static Change tellOf(long callerId, JsonObject event, Locked group) {
        requireGroup(group);
        require(group, callerId, true);
        return Change.NOTHING.telling(event.copy().put("userId", callerId));
    }

    /** What its group has become is decided by then. */
    public static Change tell(long callerId, TellGroup request, Locked group) {
        requireGroup(group);
        require(group, callerId, true);
        var change = Change.NOTHING;
        for (var event : request.events()) {
            change = change.telling(event.copy().put("userId", callerId));
        }
        return change;
    }

    /** Among many, and in channels, who comes and goes is not told one by one. */
    private static boolean isTold(Locked group, int more) {
        return group.kind() == Kind.GROUP && group.memberCount() + more <= Conversation.MOST_WITH_RECEIPTS;
    }

    private static Role require(Locked group, long callerId, boolean anybody) {
        var caller = group.of(callerId);
        if (!caller.isMember()) {
            throw Conversations.unknown();
        }
        if (!anybody && !caller.role().leads()) {
            throw notPermitted();
        }
        return caller.role();
    }

    private static void requireGroup(Locked group) {
        if (group.kind() == Kind.DIRECT) {
            throw Conversations.unknown();
        }
    }

    private static void requireNew(Locked group) {
        if (group.lastSeq() > 0 || group.memberCount() > 0) {
            throw Conversations.unknown();
        }
    }

    private static void requireNotBanned(Locked group, long callerId) {
        if (group.of(callerId).isBanned()) {
            throw Failure.of(ErrorCode.BANNED, "You may not come back to this group.");
        }
    }

    private static JsonObject event(String type, long userId) {
        return new JsonObject().put("type", type).put("userId", userId);
    }

    static Failure notPermitted() {
        return Failure.of(ErrorCode.NOT_PERMITTED, "Your role in this group does not allow it.");
    }

    private static Failure lastOwner() {
        return Failure.of(ErrorCode.LAST_OWNER, "Make somebody else an owner first, or delete the group.");
    }

    private static Failure memberNotFound() {
        return Failure.of(ErrorCode.USER_NOT_FOUND, "There is no such user in this group.");
    }
}
