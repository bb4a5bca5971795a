package io.webim.chat.conversations;

import io.vertx.core.Future;
import io.webim.contract.Caller;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Gossip;
import io.webim.limits.RateLimit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The conversations in use, loaded when first asked for. Lives on the chat verticle's event loop alone. */
public final class Conversations {
    private static final int CAPACITY = 50_000;
    private static final int MOST_MEMBERS = 250_000;
    private static final int MOST_CHANGED = 10_000;

    private final ConversationStore store;
    private final RateLimit newConversations;
    private final Gossip gossip;
    private final int capacity;
    private final Map<Long, Conversation> loaded = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Pair, Conversation> ofPairs = new HashMap<>();
    private final Map<Long, Future<Conversation>> loading = new HashMap<>();
    private final Map<Opening, Future<Conversation>> opening = new HashMap<>();
    /** Of which it is not known whether a change was committed: who is a member is read again first. */
    private final Set<Long> doubted = new HashSet<>();
    /** Of which something was told while they were read. */
    private final Set<Long> overtaken = new HashSet<>();
    /** The members of each, and of all. */
    private final Map<Long, Integer> counted = new HashMap<>();
    /** Whether those who changed it lately keep to themselves what they read: a row that was read may be older. */
    private final Map<Long, Boolean> keepReads = new LinkedHashMap<>();

    private int members;

    private record Pair(long lowUserId, long highUserId) {
        static Pair of(long one, long other) {
            return new Pair(Math.min(one, other), Math.max(one, other));
        }

        static Pair of(Conversation direct) {
            var ids = direct.members().stream()
                    .mapToLong(member -> member.userId)
                    .sorted()
                    .toArray();
            return new Pair(ids[0], ids[ids.length - 1]);
        }
    }

    private record Opening(long userId, long peerId) {}

    public Conversations(ConversationStore store, RateLimit newConversations, Gossip gossip) {
        this(store, newConversations, gossip, CAPACITY);
    }

    /** @param capacity how many are kept in memory, beside those that something is on its way to the database for */
    public Conversations(ConversationStore store, RateLimit newConversations, Gossip gossip, int capacity) {
        this.gossip = gossip;
        this.store = store;
        this.newConversations = newConversations;
        this.capacity = capacity;
    }

    /** A conversation of the caller's; to anybody else it does not exist. */
    public Future<Conversation> ofMember(Caller caller, long id) {
        return get(id).compose(conversation -> conversation.has(caller.userId())
                ? Future.succeededFuture(conversation)
                : Future.failedFuture(unknown()));
    }

    /**
     * The caller's conversation with another user, to be written to, made when it is new. Which one it is never changes;
     * whether the other may still be written to is looked at as a message is written.
     */
    public Future<Conversation> withPeer(Caller caller, long peerId) {
        var known = ofPairs.get(Pair.of(caller.userId(), peerId));
        if (known != null) {
            return get(known.id);
        }
        var key = new Opening(caller.userId(), peerId);
        var pending = opening.get(key);
        return pending != null ? pending : open(caller, peerId, key);
    }

    /** The same with whoever has this username. */
    public Future<Conversation> withNamed(Caller caller, String username) {
        return store.named(username).compose(peerId -> withPeer(caller, peerId));
    }

    private Future<Conversation> open(Caller caller, long peerId, Opening key) {
        var open = open(caller, peerId);
        opening.put(key, open);
        return open.onComplete(done -> opening.remove(key));
    }

    /** The same of somebody whose account is there at this moment. */
    public Future<Conversation> open(Caller caller, long peerId) {
        return store.open(caller.userId(), peerId, () -> newConversations.take(caller.payer()))
                .compose(this::get);
    }

    /** The id of the caller's conversation with another user; fails with 404 when there is none. */
    public Future<Long> between(Caller caller, long peerId) {
        var known = ofPairs.get(Pair.of(caller.userId(), peerId));
        return known != null ? Future.succeededFuture(known.id) : store.between(caller.userId(), peerId);
    }

    @Nullable
    public Conversation ifLoaded(long id) {
        return loaded.get(id);
    }

    /** How far the messages of a group have come; empty of a large one that is not in use. */
    public Future<Optional<Ticks>> ticks(long id, int memberCount) {
        return memberCount > Conversation.MOST_WITH_RECEIPTS && ifLoaded(id) == null
                ? Future.succeededFuture(Optional.empty())
                : get(id).map(conversation -> Optional.of(conversation.ticks()));
    }

    /** From now on a user keeps to oneself what is read, or does so no more. */
    public void keepReads(long userId, boolean toOneself) {
        keepReads.remove(userId);
        keepReads.put(userId, toOneself);
        if (keepReads.size() > MOST_CHANGED) {
            keepReads.remove(keepReads.keySet().iterator().next());
        }
        loaded.values().stream()
                .filter(conversation -> conversation.has(userId))
                .forEach(conversation -> conversation.member(userId).keepReads(toOneself));
    }

    /** Others may have chosen since, of which nothing was heard; what is read anew tells. */
    public void forgetReads() {
        keepReads.clear();
    }

    private void updateReads(Conversation conversation) {
        for (var member : conversation.members()) {
            @Nullable Boolean toOneself = keepReads.get(member.userId);
            if (toOneself != null) {
                member.keepReads(toOneself);
            }
        }
    }

    /** How many are in memory. */
    public int size() {
        return loaded.size();
    }

    /** Reads again what another module may have changed. */
    public Future<Void> refresh(long id) {
        var known = loaded.get(id);
        if (known == null) {
            return Future.succeededFuture();
        }
        long epoch = gossip.epoch();
        return store.load(id).map(fresh -> {
            renew(fresh);
            known.read(epoch);
            doubted.remove(id);
            return null;
        });
    }

    /** As it was read in the turn of one that is in memory. */
    public void renew(Conversation fresh) {
        @Nullable Conversation known = loaded.get(fresh.id);
        if (known != null) {
            known.refresh(fresh);
            updateReads(known);
            count(known);
        }
    }

    /** One that is in memory, of which another node has told something; null where it has to be read again. */
    @Nullable
    public Conversation toldOf(long id) {
        if (loading.containsKey(id)) {
            overtaken.add(id);
        }
        return loaded.get(id);
    }

    /** A change of its members may have been committed, or not. */
    public void doubt(long id) {
        if (loaded.containsKey(id)) {
            doubted.add(id);
        }
    }

    /** Fails with 404 when there is none. */
    public Future<Conversation> get(long id) {
        var known = loaded.get(id);
        if (known != null) {
            return doubted.contains(id) || !known.isOf(gossip.epoch())
                    ? refresh(id).map(known)
                    : Future.succeededFuture(known);
        }
        var pending = loading.get(id);
        return pending != null ? pending : load(id);
    }

    private Future<Conversation> load(long id) {
        long epoch = gossip.epoch();
        var load = gossip.follow(id).compose(heard -> store.load(id));
        loading.put(id, load);
        return load.onSuccess(conversation -> {
                    conversation.read(epoch);
                    keep(conversation);
                })
                .onFailure(unknown -> gossip.unfollow(id))
                .onComplete(done -> {
                    loading.remove(id);
                    overtaken.remove(id);
                });
    }

    private void keep(Conversation conversation) {
        updateReads(conversation);
        loaded.put(conversation.id, conversation);
        if (overtaken.remove(conversation.id)) {
            doubted.add(conversation.id);
        }
        if (conversation.isDirect()) {
            ofPairs.put(Pair.of(conversation), conversation);
        }
        count(conversation);
        makeRoom(conversation);
    }

    /** To be told where the number of members has changed. */
    public void count(Conversation conversation) {
        if (loaded.get(conversation.id) == conversation) {
            int now = conversation.members().size();
            @Nullable Integer before = counted.put(conversation.id, now);
            members += now - (before == null ? 0 : before);
        }
    }

    private void makeRoom(Conversation newest) {
        while (loaded.size() > capacity || members > MOST_MEMBERS) {
            var eldest = loaded.values().stream()
                    .filter(known -> !known.isPinned() && known != newest)
                    .findFirst();
            if (eldest.isEmpty()) {
                return;
            }
            forget(eldest.get());
        }
    }

    private void forget(Conversation conversation) {
        loaded.remove(conversation.id);
        gossip.unfollow(conversation.id);
        doubted.remove(conversation.id);
        @Nullable Integer size = counted.remove(conversation.id);
        members -= size == null ? 0 : size;
        if (conversation.isDirect()) {
            ofPairs.remove(Pair.of(conversation));
        }
    }

    public static Failure unknown() {
        return Failure.of(ErrorCode.CONVERSATION_NOT_FOUND, "There is no such conversation.");
    }
}
