package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.Conversations;
import io.webim.chat.conversations.Member;
import io.webim.chat.conversations.Postage;
import io.webim.chat.conversations.Ticks.Settled;
import io.webim.chat.members.AddMembers;
import io.webim.chat.members.ChangeRole;
import io.webim.chat.members.GroupRules;
import io.webim.chat.members.MembershipStore;
import io.webim.chat.members.MembershipStore.Change;
import io.webim.chat.members.MembershipStore.Changed;
import io.webim.chat.members.MembershipStore.Locked;
import io.webim.chat.members.OfMember;
import io.webim.chat.members.PayGroup;
import io.webim.chat.members.RemoveMember;
import io.webim.chat.members.TellGroup;
import io.webim.chat.messages.DeletionStore;
import io.webim.chat.messages.MessageWriter;
import io.webim.chat.sync.Summaries;
import io.webim.chat.sync.Summary;
import io.webim.contract.Caller;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import io.webim.contract.SeqRanges;
import io.webim.contract.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Who belongs to a group. A change is decided and written under the group's lock, in the turn of its conversation; then
 * memory follows, and then the devices hear of it, before whatever is written next.
 */
final class Memberships {
    private static final int DELETED_AT_ONCE = 512;

    private final Conversations conversations;
    private final MessageWriter writer;
    private final MembershipStore store;
    private final DeletionStore deletions;
    private final ReactionService reactions;
    private final Summaries summaries;
    private final Announcer announcer;
    private final Postage postage;

    Memberships(
            Conversations conversations,
            MessageWriter writer,
            MembershipStore store,
            DeletionStore deletions,
            ReactionService reactions,
            Summaries summaries,
            Announcer announcer,
            Postage postage) {
        this.conversations = conversations;
        this.writer = writer;
        this.store = store;
        this.deletions = deletions;
        this.reactions = reactions;
        this.summaries = summaries;
        this.announcer = announcer;
        this.postage = postage;
    }

    /** One without members, of which nobody knows. */
    Future<Reply> make(Conversation.Kind kind) {
        return store.make(kind).map(id -> Reply.of(new JsonObject().put("conversationId", id)));
    }

    Future<Reply> add(Caller caller, AddMembers request) {
        return change(caller, request.conversationId(), request.userIds(), group -> {
                    var change = GroupRules.add(caller.userId(), request, group);
                    pay(caller, request.conversationId(), change);
                    return change;
                })
                .compose(changed -> conversation(caller, request.conversationId())
                        .map(conversation -> Reply.of(new JsonObject()
                                .put("added", users(changed, caller))
                                .put("conversation", conversation))));
    }

    private static JsonArray users(Changed changed, Caller caller) {
        var users = new JsonArray();
        changed.change().come().keySet().stream()
                .filter(id -> id != caller.userId())
                .forEach(id -> users.add(changed.before().user(id).toJson()));
        return users;
    }

    private Future<JsonObject> conversation(Caller caller, long id) {
        return summaries
                .of(caller.userId(), List.of(id))
                .map(found ->
                        found.stream().findFirst().map(Summary::toConversation).orElseThrow(Conversations::unknown));
    }

    Future<Reply> remove(Caller caller, RemoveMember request) {
        if (request.userId() == caller.userId()) {
            return Future.failedFuture(Failure.invalid("userId", "must be somebody else: leave instead"));
        }
        long ownerId = request.ban() ? request.userId() : 0;
        return change(caller, request.conversationId(), List.of(request.userId()), ownerId, group -> {
                    var change = GroupRules.remove(caller.userId(), request, group);
                    pay(caller, request.conversationId(), change);
                    return change;
                })
                .compose(done -> request.deleteMessages()
                        ? deleteAllOf(caller, request.conversationId(), request.userId())
                                .compose(
                                        deleted -> reactions.forget(caller, request.conversationId(), request.userId()))
                        : Future.succeededFuture())
                .map(Reply.EMPTY);
    }

    Future<Reply> leave(Caller caller, long conversationId) {
        return change(caller, conversationId, List.of(), group -> {
                    var change = GroupRules.leave(caller.userId(), group);
                    pay(caller, conversationId, change);
                    return change;
                })
                .map(Reply.EMPTY);
    }

    Future<Reply> role(Caller caller, ChangeRole request) {
        return change(caller, request.conversationId(), List.of(request.userId()), group -> {
                    var change = GroupRules.role(caller.userId(), request, group);
                    pay(caller, request.conversationId(), change);
                    return change;
                })
                .map(Reply.EMPTY);
    }

    Future<Reply> unban(Caller caller, OfMember request) {
        return change(
                        caller,
                        request.conversationId(),
                        List.of(request.userId()),
                        group -> GroupRules.unban(caller.userId(), request.userId(), group))
                .map(Reply.EMPTY);
    }

    Future<Reply> end(Caller caller, long conversationId) {
        return change(caller, conversationId, List.of(), group -> GroupRules.end(caller.userId(), group))
                .map(Reply.EMPTY);
    }

    /** Something has happened in a group, which nothing undoes by then. */
    Future<Void> tellOf(Caller caller, long conversationId, JsonObject event) {
        return change(caller, conversationId, List.of(), group -> GroupRules.tellOf(caller.userId(), event, group))
                .compose(told -> conversations.get(conversationId))
                .onSuccess(
                        conversation -> postage.oweState(caller.userId(), Weight.of(event), conversation.memberIds()))
                .mapEmpty();
    }

    /** Before a group becomes what all its members are told of; fails with 429 beyond the caller's budget. */
    Future<Reply> pay(Caller caller, PayGroup request) {
        return conversations.ofMember(caller, request.conversationId()).map(conversation -> {
            postage.pay(caller, request.bytes(), conversation.memberIds());
            return Reply.EMPTY;
        });
    }

    /** What its group has become, which was paid before. */
    Future<Reply> tell(Caller caller, TellGroup request) {
        return change(
                        caller,
                        request.conversationId(),
                        List.of(),
                        group -> GroupRules.tell(caller.userId(), request, group))
                .compose(done -> conversations.get(request.conversationId()))
                .map(conversation -> {
                    announcer.groupChanged(conversation, request.changed());
                    return Reply.EMPTY;
                });
    }

    /** Somebody has left webim. */
    Future<Void> depart(long userId, long conversationId) {
        return store.heir(conversationId, userId)
                .map(heir -> heir.orElse(userId))
                .compose(heir -> change(
                        new Caller(userId, 0),
                        conversationId,
                        List.of(heir),
                        group -> GroupRules.depart(userId, heir, group)))
                .mapEmpty();
    }

    private Future<Changed> change(
            Caller caller, long conversationId, List<Long> userIds, Function<Locked, Change> decision) {
        return change(caller, conversationId, userIds, 0, decision);
    }

    /** @param ownerId whose bots are looked at too; 0 for nobody's */
    private Future<Changed> change(
            Caller caller, long conversationId, List<Long> userIds, long ownerId, Function<Locked, Change> decision) {
        var concerned = new ArrayList<>(userIds);
        concerned.add(caller.userId());
        return conversations.get(conversationId).compose(conversation -> {
            conversation.pin();
            return writer.inTurn(
                            caller.userId(),
                            conversationId,
                            () -> change(caller, conversation, concerned, ownerId, decision))
                    .onComplete(done -> conversation.unpin());
        });
    }

    private Future<Changed> change(
            Caller caller,
            Conversation conversation,
            List<Long> userIds,
            long ownerId,
            Function<Locked, Change> decision) {
        var settling = new Settling(conversation);
        return store.change(conversation.id, userIds, ownerId, decision, settling::settle)
                .onComplete(done -> conversation.releaseTicks())
                .compose(changed -> upToDate(conversation, changed))
                .onSuccess(changed -> {
                    if (!changed.change().isNothing()) {
                        follow(caller, conversation, changed, settling.settled);
                    }
                })
                .onFailure(error -> {
                    if (!(error instanceof Failure)) {
                        conversations.doubt(conversation.id);
                        announcer.marked(conversation, caller.userId());
                    }
                });
    }

    /** Another node has changed the members too: those who are told are read again first. */
    private Future<Changed> upToDate(Conversation conversation, Changed changed) {
        return conversation.isBehind(changed.before().membersVersion())
                ? conversations.refresh(conversation.id).transform(done -> Future.succeededFuture(changed))
                : Future.succeededFuture(changed);
    }

    /** What is kept of the states, where it comes to that. */
    private static final class Settling {
        private final Conversation conversation;
        private Settled settled;

        private Settling(Conversation conversation) {
            this.conversation = conversation;
            this.settled = conversation.settled();
        }

        private Settled settle(Locked group) {
            settled = conversation.settle(group.lastSeq());
            return settled;
        }
    }

    private void follow(Caller caller, Conversation conversation, Changed changed, Settled settled) {
        var change = changed.change();
        var left = change.everybody() ? conversation.memberIds() : List.copyOf(change.leave());
        conversation.committed(changed.lastSeq());
        conversation.changed(
                changed.version(),
                change.come().keySet().stream()
                        .map(userId -> newcomer(userId, changed))
                        .toList(),
                left,
                settled);
        conversations.count(conversation);
        announcer.membersChanged(conversation, caller.userId(), changed, left);
        if (changed.memberCount() == 0) {
            announcer.groupEnded(conversation.id);
        }
    }

    private static Member newcomer(long userId, Changed changed) {
        var member = new Member(userId, changed.lastSeq(), changed.lastSeq(), 0);
        member.keepReads(changed.before().discreet().contains(userId));
        member.joined(changed.change().seesAll() ? 0 : changed.before().lastSeq());
        return member;
    }

    /** Who comes and goes, and as what, costs whoever causes it by whom it reaches. */
    private void pay(Caller caller, long conversationId, Change change) {
        var conversation = conversations.ifLoaded(conversationId);
        if (conversation == null) {
            return;
        }
        int bytes = change.events().stream().mapToInt(event -> Weight.of(event)).sum();
        int told = conversation.isAmongFew() ? changes(change) : 0;
        if (bytes > 0 || told > 0) {
            postage.pay(caller, bytes + told * Postage.BYTES, conversation.memberIds());
        }
    }

    /** Of which each is told to all members, where these are few. */
    private static int changes(Change change) {
        return change.come().size() + change.roles().size() + change.leave().size();
    }

    /** Piece by piece, the newest first: in between, others write. */
    private Future<Void> deleteAllOf(Caller caller, long conversationId, long senderId) {
        return conversations.get(conversationId).compose(conversation -> {
            conversation.pin();
            var all = Promise.<Void>promise();
            deleteAllOf(caller, conversation, senderId, Long.MAX_VALUE, all);
            return all.future().onComplete(done -> conversation.unpin());
        });
    }

    private void deleteAllOf(Caller caller, Conversation conversation, long senderId, long below, Promise<Void> all) {
        deletions
                .newestOf(conversation.id, senderId, below, DELETED_AT_ONCE)
                .compose(seqs -> seqs.isEmpty()
                        ? Future.succeededFuture(seqs)
                        : delete(caller, conversation, seqs).map(seqs))
                .onFailure(all::fail)
                .onSuccess(seqs -> {
                    if (seqs.isEmpty()) {
                        all.complete();
                    } else {
                        long lowest = seqs.ranges().get(0).from();
                        deleteAllOf(caller, conversation, senderId, lowest, all);
                    }
                });
    }

    private Future<Void> delete(Caller caller, Conversation conversation, SeqRanges seqs) {
        return writer.inTurn(caller.userId(), conversation.id, () -> deletions.erase(conversation.id, seqs))
                .onSuccess(done -> {
                    postage.oweState(caller.userId(), Weight.of(seqs.toJson().encode()), conversation.memberIds());
                    announcer.deletedForEveryone(conversation, seqs);
                });
    }
}
