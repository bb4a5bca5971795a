package io.webim.chat;

import io.vertx.core.Future;
import io.webim.chat.Conversation.Member;
import io.webim.contract.Caller;
import io.webim.contract.Failure;
import io.webim.limits.RateLimit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The conversations in use, loaded when first asked for. Lives on the chat verticle's event loop alone. */
final class Conversations {
    private static final int CAPACITY = 50_000;

    private final ConversationStore store;
    private final RateLimit newConversations;
    private final Map<Long, Conversation> loaded = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Long, Future<Conversation>> loading = new HashMap<>();

    Conversations(ConversationStore store, RateLimit newConversations) {
        this.store = store;
        this.newConversations = newConversations;
    }

    /** A conversation of the caller's; to anybody else it does not exist. */
    Future<Conversation> ofMember(Caller caller, long id) {
        return get(id).compose(conversation -> conversation.has(caller.userId())
                ? Future.succeededFuture(conversation)
                : Future.failedFuture(unknown()));
    }

    /** The caller's conversation with another user, made when it is new. */
    Future<Conversation> withPeer(Caller caller, long peerId) {
        return store.open(caller.userId(), peerId, () -> newConversations.take(caller.userId()))
                .compose(this::get);
    }

    @Nullable
    Conversation ifLoaded(long id) {
        return loaded.get(id);
    }

    /** Reads again what another room may have changed. */
    Future<Void> refresh(long id) {
        var known = loaded.get(id);
        return known == null
                ? Future.succeededFuture()
                : store.load(id).map(fresh -> {
                    known.committed(fresh.lastSeq());
                    known.low.setBlockedFrom(fresh.blockedFrom(known.low.userId));
                    known.high.setBlockedFrom(fresh.blockedFrom(known.high.userId));
                    known.low.setAddedPeer(fresh.low().addedPeer());
                    known.high.setAddedPeer(fresh.high().addedPeer());
                    return null;
                });
    }

    private Future<Conversation> get(long id) {
        var known = loaded.get(id);
        if (known != null) {
            return Future.succeededFuture(known);
        }
        var pending = loading.get(id);
        return pending != null ? pending : load(id);
    }

    private Future<Conversation> load(long id) {
        var load = store.load(id).map(Conversations::fromRow);
        loading.put(id, load);
        return load.onSuccess(this::keep).onComplete(done -> loading.remove(id));
    }

    private void keep(Conversation conversation) {
        loaded.put(conversation.id, conversation);
        if (loaded.size() > CAPACITY) {
            loaded.values().stream()
                    .filter(eldest -> !eldest.isPinned() && eldest != conversation)
                    .findFirst()
                    .ifPresent(eldest -> loaded.remove(eldest.id));
        }
    }

    private static Conversation fromRow(ConversationStore.Loaded row) {
        return new Conversation(row.id(), row.lastSeq(), member(row, row.low()), member(row, row.high()));
    }

    private static Member member(ConversationStore.Loaded row, ConversationStore.LoadedMember member) {
        long cachedTo = member.received() < row.lastSeq() ? row.lastSeq() : 0;
        return new Member(
                member.userId(), member.received(), member.read(), cachedTo, member.blockedFrom(), member.addedPeer());
    }

    static Failure unknown() {
        return Failure.notFound("conversation_not_found", "There is no such conversation.");
    }
}
