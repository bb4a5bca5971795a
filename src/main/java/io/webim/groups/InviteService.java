package io.webim.groups;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.bus.SparseLog;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.ErrorCode;
import io.webim.contract.Event;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import io.webim.contract.Times;
import io.webim.groups.InviteStore.Asked;
import io.webim.groups.InviteStore.Shown;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/** Decides who comes into a group by whose link. A use is taken before anybody is let in, and given back where nobody is. */
final class InviteService {
    private static final SparseLog lost = new SparseLog(LoggerFactory.getLogger(InviteService.class));

    private final InviteStore store;
    private final GroupStore groups;
    private final GroupService service;
    private final Bus bus;

    InviteService(InviteStore store, GroupStore groups, GroupService service, Bus bus) {
        this.bus = bus;
        this.store = store;
        this.groups = groups;
        this.service = service;
    }

    /** The token is shown this once. */
    Future<Reply> make(Caller caller, MakeInvite request) {
        return groups.find(request.conversationId(), caller.userId()).compose(group -> {
            requireMayAdd(group);
            var token = Token.make();
            return store.make(caller.userId(), request, token)
                    .map(invite -> Reply.of(
                            new JsonObject().put("invite", invite.toJson().put("token", token.text()))));
        });
    }

    /** To those who lead all of them, to others who may add people their own. */
    Future<Reply> list(Caller caller, long conversationId) {
        return groups.find(conversationId, caller.userId()).compose(group -> {
            requireMayAdd(group);
            return store.list(conversationId, caller.userId(), group.role().leads())
                    .map(found -> {
                        var invites = new JsonArray();
                        found.forEach(invite -> invites.add(invite.toJson()));
                        return Reply.of(new JsonObject().put("invites", invites));
                    });
        });
    }

    Future<Reply> revoke(Caller caller, RevokeInvite request) {
        return groups.find(request.conversationId(), caller.userId())
                .compose(group -> store.revoke(
                                group.conversationId(),
                                caller.userId(),
                                request.inviteId(),
                                group.role().leads())
                        .map(revoked -> {
                            if (!revoked) {
                                throw unknown();
                            }
                            return Reply.EMPTY;
                        }));
    }

    Future<Reply> preview(Caller caller, Token token) {
        return good(token).compose(invite -> show(caller, invite).map(group -> Reply.of(toJson(invite, group))));
    }

    private static JsonObject toJson(Invite invite, Shown group) {
        var json = new JsonObject()
                .put("kind", group.kind())
                .put("title", group.title())
                .put("memberCount", group.memberCount())
                .put("approval", invite.approval());
        if (!group.about().isEmpty()) {
            json.put("about", group.about());
        }
        if (group.picture() != null) {
            json.put("picture", group.picture());
        }
        if (group.isMember()) {
            json.put("conversationId", invite.conversationId());
        }
        return json;
    }

    Future<Reply> join(Caller caller, Token token) {
        return store.find(token)
                .map(found -> found.orElseThrow(InviteService::unknown))
                .compose(invite -> show(caller, invite).compose(group -> {
                    if (group.isMember()) {
                        return letIn(caller, invite, group, false);
                    }
                    if (!invite.isGood(Times.now())) {
                        throw unknown();
                    }
                    if (group.isBanned()) {
                        throw Failure.of(ErrorCode.BANNED, "You may not come back to this group.");
                    }
                    return invite.approval() ? ask(caller, invite) : use(caller, invite, group);
                }));
    }

    private Future<Reply> use(Caller caller, Invite invite, Shown group) {
        return taken(invite)
                .compose(done -> letIn(caller, invite, group, true)
                        .recover(error -> returned(invite).transform(back -> Future.failedFuture(error))));
    }

    /** Whoever waits holds one use, however often they ask. */
    private Future<Reply> ask(Caller caller, Invite invite) {
        long id = invite.conversationId();
        return store.pending(id, caller.userId())
                .compose(pending -> pending.isPresent()
                        ? Future.succeededFuture()
                        : taken(invite)
                                .compose(done -> store.ask(id, caller.userId(), invite.id())
                                        .recover(
                                                error -> returned(invite).transform(back -> Future.failedFuture(error)))
                                        .compose(asked -> asked ? told(id, caller.userId()) : returned(invite))))
                .map(done -> Reply.of(new JsonObject().put("pending", true)));
    }

    /** To those who lead; whoever does not hear of it sees the request in their list. */
    private Future<Void> told(long conversationId, long userId) {
        return told(
                conversationId,
                userId,
                userId,
                asked -> Event.groupRequested(conversationId, asked.user().toJson()));
    }

    /** To those who lead, of whom one has answered. */
    private Future<Void> answered(Caller caller, AnswerRequest request) {
        long id = request.conversationId();
        return told(id, request.userId(), caller.userId(), asked -> Event.groupHandled(id));
    }

    private Future<Void> told(long conversationId, long userId, long by, Function<Asked, JsonObject> event) {
        return store.asked(conversationId, userId)
                .onSuccess(asked -> asked.leaders()
                        .forEach(leader -> bus.publish(
                                Address.CHAT_DELIVER,
                                new JsonObject()
                                        .put("userId", leader)
                                        .put("by", by)
                                        .put("event", event.apply(asked)))))
                .onFailure(error -> lost.warn("Admins were not told who wants to join: {}", error.toString()))
                .otherwiseEmpty()
                .mapEmpty();
    }

    private Future<Void> taken(Invite invite) {
        return store.use(invite.id()).map(used -> {
            if (!used) {
                throw unknown();
            }
            return null;
        });
    }

    private Future<Void> returned(Invite invite) {
        return store.giveBack(invite.id())
                .onFailure(error -> lost.warn("A use of an invite is lost: {}", error.toString()));
    }

    private Future<Reply> letIn(Caller caller, Invite invite, Shown group, boolean isNew) {
        return service.letIn(caller, invite.conversationId(), group.showsHistory(), "joined", caller.userId())
                .map(reply -> Reply.of(new JsonObject()
                        .put("conversation", reply.getJsonObject("conversation"))
                        .put("created", isNew)));
    }

    /** For those who lead. */
    Future<Reply> requests(Caller caller, ListRequests request) {
        return leading(caller, request.conversationId())
                .compose(group -> store.requests(request))
                .map(found -> {
                    var some = found.subList(0, Math.min(request.limit(), found.size()));
                    var users = new JsonArray();
                    some.forEach(user -> users.add(user.toJson()));
                    var page = new JsonObject().put("users", users);
                    return Reply.of(
                            some.size() < found.size()
                                    ? page.put("next", some.get(some.size() - 1).id())
                                    : page);
                });
    }

    Future<Reply> approve(Caller caller, AnswerRequest request) {
        return leading(caller, request.conversationId())
                .compose(group -> store.pending(request.conversationId(), request.userId())
                        .map(pending -> pending.orElseThrow(GroupStore::unknownUser))
                        .compose(inviteId -> service.letIn(
                                caller, request.conversationId(), group.showsHistory(), "approved", request.userId()))
                        .compose(in -> store.answer(request.conversationId(), request.userId()))
                        .compose(done -> answered(caller, request))
                        .map(Reply.EMPTY));
    }

    Future<Reply> decline(Caller caller, AnswerRequest request) {
        return leading(caller, request.conversationId())
                .compose(group -> store.pending(request.conversationId(), request.userId())
                        .map(pending -> pending.orElseThrow(GroupStore::unknownUser))
                        .compose(inviteId -> store.answer(request.conversationId(), request.userId())
                                .compose(waited -> waited ? store.giveBack(inviteId) : Future.succeededFuture()))
                        .compose(done -> answered(caller, request))
                        .map(Reply.EMPTY));
    }

    void forgetDeleted() {
        store.forgetDeleted()
                .onFailure(error -> lost.warn(
                        "What a deleted account asked groups for will be forgotten at the next start: {}",
                        error.toString()));
    }

    private Future<Group> leading(Caller caller, long conversationId) {
        return groups.find(conversationId, caller.userId()).map(group -> {
            GroupService.requireLead(group);
            return group;
        });
    }

    private Future<Invite> good(Token token) {
        return store.find(token)
                .map(found -> found.filter(invite -> invite.isGood(Times.now())).orElseThrow(InviteService::unknown));
    }

    private Future<Shown> show(Caller caller, Invite invite) {
        return store.show(invite.conversationId(), caller.userId())
                .map(group -> group.orElseThrow(InviteService::unknown));
    }

    private static void requireMayAdd(Group group) {
        if (!group.mayAdd()) {
            throw GroupService.notPermitted();
        }
    }

    private static Failure unknown() {
        return Failure.of(ErrorCode.INVITE_NOT_FOUND, "There is no such invite, or it is not good any more.");
    }
}
