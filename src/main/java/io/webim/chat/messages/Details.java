package io.webim.chat.messages;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.webim.chat.conversations.Conversations;
import io.webim.chat.messages.DetailStore.Milestones;
import io.webim.contract.Caller;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import io.webim.contract.Times;
import java.time.Instant;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells a sender when a message was sent, delivered and read. The times of a member are nobody else's concern. */
public final class Details {
    private final DetailStore store;
    private final Conversations conversations;
    private final Function<Set<Long>, Future<Void>> settled;

    /** @param settled stores the marks of these conversations that are in memory alone so far */
    public Details(DetailStore store, Conversations conversations, Function<Set<Long>, Future<Void>> settled) {
        this.store = store;
        this.conversations = conversations;
        this.settled = settled;
    }

    public Future<Reply> of(Caller caller, FindMessage request) {
        return conversations
                .ofMember(caller, request.conversationId())
                .compose(conversation -> settled.apply(Set.of(conversation.id))
                        .compose(done -> store.find(request.conversationId(), caller.userId(), request.seq()))
                        .map(found -> found.orElseThrow(Details::unknown))
                        .map(milestones -> Reply.of(
                                shown(milestones, caller, conversation.isWithheld(caller.userId(), request.seq())))));
    }

    private static JsonObject shown(Milestones milestones, Caller caller, boolean isWithheld) {
        var json = new JsonObject().put("sentAt", Times.iso(milestones.sentAt()));
        if (milestones.senderId() == caller.userId() && !isWithheld) {
            put(json, "deliveredAt", milestones.deliveredAt());
            put(json, "readAt", milestones.readAt());
        }
        return json;
    }

    private static void put(JsonObject json, String name, @Nullable Instant time) {
        if (time != null) {
            json.put(name, Times.iso(time));
        }
    }

    private static Failure unknown() {
        return Failure.of(ErrorCode.MESSAGE_NOT_FOUND, "There is no such message.");
    }
}
