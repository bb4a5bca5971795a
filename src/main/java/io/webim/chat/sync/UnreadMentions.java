package io.webim.chat.sync;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.chat.conversations.Conversations;
import io.webim.contract.Caller;
import io.webim.contract.Reply;
import java.util.List;

/** Where the messages stand that mention a member and wait to be read. */
public final class UnreadMentions {
    private final Conversations conversations;
    private final UnreadMentionStore store;

    public UnreadMentions(Conversations conversations, UnreadMentionStore store) {
        this.conversations = conversations;
        this.store = store;
    }

    /** Ascending. */
    public Future<Reply> page(Caller caller, ListMentions request) {
        long userId = caller.userId();
        return conversations
                .ofMember(caller, request.conversationId())
                .compose(conversation -> store.page(
                        userId, request, conversation.member(userId).position().read()))
                .map(found -> Reply.of(page(found, request.limit())));
    }

    private static JsonObject page(List<Long> found, int limit) {
        var shown = found.subList(0, Math.min(limit, found.size()));
        var json = new JsonObject().put("seqs", new JsonArray(List.copyOf(shown)));
        return found.size() > limit ? json.put("next", found.get(limit - 1)) : json;
    }
}
