package io.webim.groups;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.bus.SparseLog;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import io.webim.groups.GroupStore.Person;
import io.webim.groups.GroupStore.Updated;
import io.webim.limits.RateLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.slf4j.LoggerFactory;

/**
 * Makes groups, and decides what they are called and who may be asked to come. Who belongs to them is chat's, which is
 * told in one call.
 */
final class GroupService {
    private static final SparseLog unfinished = new SparseLog(LoggerFactory.getLogger(GroupService.class));

    private final GroupStore store;
    private final Bus bus;
    private final RateLimit strangers;
    private final int mostMembers;

    GroupService(GroupStore store, Bus bus, RateLimit strangers, int mostMembers) {
        this.store = store;
        this.bus = bus;
        this.strangers = strangers;
        this.mostMembers = mostMembers;
    }

    /** Nobody knows of it before it has a name; the caller is its owner. */
    Future<Reply> create(Caller caller, CreateGroup request) {
        return store.people(caller.userId(), 0, request.people()).compose(people -> {
            approach(caller, people);
            return bus.call(Address.CHAT_GROUP_MAKE, caller, new JsonObject().put("kind", request.kind()))
                    .map(made -> made.getLong("conversationId"))
                    .compose(id -> store.make(id, request)
                            .compose(done -> bus.call(
                                    Address.CHAT_MEMBERS_ADD,
                                    caller,
                                    members(id, "created", willing(people))
                                            .put("title", request.title())
                                            .put("seesAll", true)))
                            .map(reply -> created(reply, people)));
        });
    }

    private static Reply created(JsonObject reply, List<Person> people) {
        var json = new JsonObject().put("conversation", reply.getJsonObject("conversation"));
        var skipped = skipped(people);
        return Reply.of(skipped.isEmpty() ? json : json.put("skipped", skipped));
    }

    Future<Reply> get(Caller caller, long conversationId) {
        return store.find(conversationId, caller.userId()).map(group -> group);
    }

    Future<Reply> update(Caller caller, UpdateGroup request) {
        return change(caller, request.conversationId(), request.weight(), group -> {
            var after = request.of(group);
            if (group.isChannel() && !after.switches().mayPost().equals(Switches.ADMINS)) {
                throw Failure.invalid("mayPost", "must be admins in a channel");
            }
            return after;
        });
    }

    Future<Reply> show(Caller caller, ShowPicture request) {
        return change(caller, request.conversationId(), 0, group -> group.withPicture(request.name()));
    }

    /**
     * Paid before it is so: what has become of a group is told to all members.
     *
     * @param bytes of what they are told
     * @param change what it is then
     */
    private Future<Reply> change(Caller caller, long conversationId, int bytes, UnaryOperator<Group> change) {
        return store.find(conversationId, caller.userId())
                .compose(group -> {
                    requireLead(group);
                    return bus.call(
                            Address.CHAT_GROUP_PAY,
                            caller,
                            new JsonObject()
                                    .put("conversationId", conversationId)
                                    .put("bytes", bytes));
                })
                .compose(paid -> store.update(conversationId, caller.userId(), group -> {
                    requireLead(group);
                    return change.apply(group);
                }))
                .compose(updated -> tell(caller, updated).map(updated.after()));
    }

    private Future<?> tell(Caller caller, Updated updated) {
        var changes = new Changes(updated.before(), updated.after());
        if (changes.isEmpty()) {
            return Future.succeededFuture();
        }
        return bus.call(
                Address.CHAT_GROUP_TELL,
                caller,
                new JsonObject()
                        .put("conversationId", updated.after().conversationId())
                        .put("changed", changes.changed())
                        .put("events", changes.events()));
    }

    Future<Reply> add(Caller caller, AddPeople request) {
        long id = request.conversationId();
        return store.find(id, caller.userId()).compose(group -> {
            if (!group.mayAdd()) {
                throw notPermitted();
            }
            return store.people(caller.userId(), id, request.people()).compose(people -> {
                approach(caller, people);
                return bus.call(
                                Address.CHAT_MEMBERS_ADD,
                                caller,
                                members(id, "added", willing(people))
                                        .put(
                                                "byAdmins",
                                                group.switches().mayAdd().equals(Switches.ADMINS))
                                        .put("seesAll", group.showsHistory()))
                        .map(reply -> Reply.of(new JsonObject()
                                .put("added", reply.getJsonArray("added"))
                                .put("skipped", skipped(people))));
            });
        });
    }

    /** @param way {@code joined}, or {@code approved} by the caller */
    Future<JsonObject> letIn(Caller caller, long conversationId, boolean seesAll, String way, long userId) {
        return bus.call(
                Address.CHAT_MEMBERS_ADD,
                caller,
                members(conversationId, way, List.of(userId)).put("seesAll", seesAll));
    }

    /** What groups without members were called; after one ended, and at the start for what a crash left over. */
    void forgetEnded() {
        store.ended()
                .compose(ids -> forget(ids, 0))
                .onFailure(error ->
                        unfinished.warn("A group of nobody will be forgotten at the next start: {}", error.toString()));
    }

    private Future<Void> forget(List<Long> ids, int from) {
        return from == ids.size()
                ? Future.succeededFuture()
                : store.forget(ids.get(from)).compose(done -> forget(ids, from + 1));
    }

    private JsonObject members(long conversationId, String way, List<Long> userIds) {
        return new JsonObject()
                .put("conversationId", conversationId)
                .put("way", way)
                .put("userIds", new JsonArray(new ArrayList<>(userIds)))
                .put("most", mostMembers);
    }

    /** Whoever adds people who do not know them approaches strangers, of whom one may approach so many. */
    private void approach(Caller caller, List<Person> people) {
        int unknown = (int) people.stream()
                .filter(person -> person.isStranger() && !person.refuses())
                .count();
        if (unknown > 0) {
            strangers.takeEach(caller.userId(), unknown);
        }
    }

    private static List<Long> willing(List<Person> people) {
        return people.stream()
                .filter(person -> !person.refuses())
                .map(Person::userId)
                .toList();
    }

    private static JsonArray skipped(List<Person> people) {
        return new JsonArray(
                people.stream().filter(Person::refuses).map(Person::userId).toList());
    }

    static void requireLead(Group group) {
        if (!group.role().leads()) {
            throw notPermitted();
        }
    }

    static Failure notPermitted() {
        return Failure.of(ErrorCode.NOT_PERMITTED, "Your role in this group does not allow it.");
    }
}
