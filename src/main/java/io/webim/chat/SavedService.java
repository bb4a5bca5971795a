package io.webim.chat;

import io.vertx.core.Future;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.Conversations;
import io.webim.chat.conversations.Postage;
import io.webim.chat.messages.Arrivals;
import io.webim.chat.messages.MessageTurns;
import io.webim.chat.messages.OneByOne;
import io.webim.chat.messages.SaveMessage;
import io.webim.chat.messages.SavedStore;
import io.webim.contract.Caller;
import io.webim.contract.Reply;
import java.util.List;

/** The bookmarks of a user: whatever one sees one may save. */
final class SavedService {
    private final Conversations conversations;
    private final Arrivals arrivals;
    private final MessageTurns turns;
    private final SavedStore store;
    private final Announcer announcer;
    private final Postage postage;
    private final OneByOne saving = new OneByOne();

    SavedService(
            Conversations conversations,
            Arrivals arrivals,
            MessageTurns turns,
            SavedStore store,
            Announcer announcer,
            Postage postage) {
        this.conversations = conversations;
        this.arrivals = arrivals;
        this.turns = turns;
        this.store = store;
        this.announcer = announcer;
        this.postage = postage;
    }

    /** One after the other, so that nobody saves more at once than there is room for. */
    Future<Reply> save(Caller caller, SaveMessage request) {
        long userId = caller.userId();
        return arrivals.inOrder(caller, conversations.ofMember(caller, request.conversationId()), conversation -> {
            postage.pay(caller, 0, List.of(userId));
            return saving.run(
                            userId,
                            () -> turns.run(userId, conversation, online -> save(conversation, userId, request)))
                    .map(changed -> {
                        if (changed) {
                            announcer.saved(userId, request);
                        }
                        return Reply.EMPTY;
                    });
        });
    }

    private Future<Boolean> save(Conversation conversation, long userId, SaveMessage request) {
        return request.on()
                ? store.add(conversation, userId, request.seq())
                : store.remove(userId, conversation.id, request.seq());
    }
}
