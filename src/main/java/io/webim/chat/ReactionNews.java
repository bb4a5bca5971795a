package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.messages.EditStore.Changed;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells of a message that many react to once a second at most: at once, and as it is then where there has been more.
 * Bounded: what finds no room is left out, and learnt with the next sync. Lives on one event loop.
 */
final class ReactionNews {
    static final int MOST = 10_000;
    static final long PAUSE_MILLIS = 1_000;

    private final Vertx vertx;
    private final Announcer announcer;
    /** Those that were told of within the pause, each with what is to be looked at after it. */
    private final Map<Key, Optional<Supplier<Future<Optional<Changed>>>>> told = new HashMap<>();

    private record Key(long conversationId, long seq) {}

    ReactionNews(Vertx vertx, Announcer announcer) {
        this.vertx = vertx;
        this.announcer = announcer;
    }

    /** @param later reads the message as it will be then; empty where it is gone */
    void tell(Conversation conversation, Changed changed, Supplier<Future<Optional<Changed>>> later) {
        var key = new Key(conversation.id, changed.message().seq());
        if (told.containsKey(key)) {
            told.put(key, Optional.of(later));
        } else if (told.size() < MOST) {
            announcer.changed(conversation, changed);
            pause(conversation, key);
        }
    }

    private void pause(Conversation conversation, Key key) {
        told.put(key, Optional.empty());
        vertx.setTimer(PAUSE_MILLIS, id -> goOn(conversation, key));
    }

    private void goOn(Conversation conversation, Key key) {
        var later = told.remove(key);
        if (later != null && later.isPresent()) {
            pause(conversation, key);
            later.get().get().onSuccess(found -> found.ifPresent(changed -> announcer.changed(conversation, changed)));
        }
    }
}
