package io.webim.chat.members;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.Conversations;
import io.webim.chat.members.MemberStore.Listed;
import io.webim.contract.Caller;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import io.webim.contract.Times;
import io.webim.contract.User;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongPredicate;

/** Lists of people in a conversation, for its members alone: who belongs to it, who may not come back, who has read. */
public final class MemberPages {
    private final Conversations conversations;
    private final MemberStore store;
    private final Function<Set<Long>, Future<Void>> settled;
    private final LongPredicate online;

    /** @param settled stores the marks of these conversations that are in memory alone so far */
    public MemberPages(
            Conversations conversations,
            MemberStore store,
            Function<Set<Long>, Future<Void>> settled,
            LongPredicate online) {
        this.conversations = conversations;
        this.store = store;
        this.settled = settled;
        this.online = online;
    }

    public Future<Reply> members(Caller caller, ListMembers request) {
        return ofGroup(caller, request.conversationId())
                .compose(group -> store.members(caller.userId(), request))
                .map(found -> {
                    var some = found.subList(0, Math.min(request.limit(), found.size()));
                    var members = new JsonArray();
                    some.forEach(member -> members.add(toJson(member)));
                    var page = new JsonObject().put("members", members);
                    return Reply.of(
                            some.size() < found.size()
                                    ? page.put(
                                            "next",
                                            some.get(some.size() - 1).place().text())
                                    : page);
                });
    }

    /** For those who lead. */
    public Future<Reply> banned(Caller caller, ListBanned request) {
        return ofGroup(caller, request.conversationId())
                .compose(group -> store.role(group.id, caller.userId()))
                .compose(role -> {
                    if (!role.orElseThrow(Conversations::unknown).leads()) {
                        throw GroupRules.notPermitted();
                    }
                    return store.banned(caller.userId(), request);
                })
                .map(found -> Reply.of(users(new JsonObject(), "users", found, request.limit(), User::toJson)));
    }

    /** For whoever wrote it, and those who lead. */
    public Future<Reply> readers(Caller caller, ListReaders request) {
        long id = request.conversationId();
        return conversations
                .ofMember(caller, id)
                .compose(conversation -> settled.apply(Set.of(id)))
                .compose(done -> store.written(caller.userId(), id, request.seq()))
                .compose(found -> {
                    var message = found.orElseThrow(
                            () -> Failure.of(ErrorCode.MESSAGE_NOT_FOUND, "There is no such message."));
                    if (message.senderId() != caller.userId() && !message.leads()) {
                        throw Failure.of(
                                ErrorCode.NOT_SENDER, "Only the sender, and in a group its admins, see who has read.");
                    }
                    return message.seesReads()
                            ? readers(caller, request, message.senderId())
                            : Future.succeededFuture(readers(request, 0, List.of()));
                });
    }

    private Future<Reply> readers(Caller caller, ListReaders request, long senderId) {
        var count = store.countReaders(request.conversationId(), request.seq(), senderId);
        var readers = store.readers(caller.userId(), request, senderId);
        return Future.all(count, readers).map(read -> readers(request, count.result(), readers.result()));
    }

    private static Reply readers(ListReaders request, long count, List<User> found) {
        return Reply.of(users(
                new JsonObject().put("count", count),
                "readers",
                found,
                request.limit(),
                user -> new JsonObject().put("user", user.toJson())));
    }

    private Future<Conversation> ofGroup(Caller caller, long conversationId) {
        return conversations.ofMember(caller, conversationId).map(conversation -> {
            if (conversation.isDirect()) {
                throw Conversations.unknown();
            }
            return conversation;
        });
    }

    private JsonObject toJson(Listed member) {
        var json = new JsonObject()
                .put("user", member.user().toJson())
                .put("role", member.role().text())
                .put("joinedAt", Times.iso(member.joinedAt()));
        return member.showsPresence()
                ? json.put(
                        "online",
                        !member.looksAway() && online.test(member.user().id()))
                : json;
    }

    /** The next page is above the last id of this one. */
    private static JsonObject users(
            JsonObject page, String name, List<User> found, int limit, Function<User, JsonObject> shown) {
        var some = found.subList(0, Math.min(limit, found.size()));
        var users = new JsonArray();
        some.forEach(user -> users.add(shown.apply(user)));
        page.put(name, users);
        return some.size() < found.size()
                ? page.put("next", some.get(some.size() - 1).id())
                : page;
    }
}
