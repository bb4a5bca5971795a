package io.webim.chat.sync;

import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.webim.chat.conversations.Ticks;
import io.webim.chat.messages.NewestFirst;
import io.webim.chat.sync.SummaryStore.Listed;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What lists show of conversations: unread, newest message, marks, presence. Unread is a subtraction: all above the
 * member's mark, less the own ones, less what does not count; it is computed from facts that never change and cannot
 * drift.
 */
public final class Summaries {
    private final SummaryStore store;
    private final Function<Set<Long>, Future<Void>> settled;
    private final LongPredicate online;
    private final Ticking ticking;

    /** How far the messages of a group have come. */
    public interface Ticking {
        /** Empty of a large one that is not in use. */
        public Future<Optional<Ticks>> of(long conversationId, int memberCount);
    }

    /** @param settled stores the marks of these conversations that are in memory alone so far */
    public Summaries(
            SummaryStore store, Function<Set<Long>, Future<Void>> settled, LongPredicate online, Ticking ticking) {
        this.store = store;
        this.settled = settled;
        this.online = online;
        this.ticking = ticking;
    }

    /** In no particular order; conversations that are not the user's are left out. */
    public Future<List<Summary>> of(long userId, Collection<Long> conversationIds) {
        if (conversationIds.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return settled.apply(Set.copyOf(conversationIds))
                .compose(done -> store.read(userId, conversationIds))
                .compose(rows -> Future.all(rows.stream().map(this::summary).toList()))
                .map(CompositeFuture::list);
    }

    private Future<Summary> summary(SummaryRow row) {
        var group = row.group();
        return group == null
                ? Future.succeededFuture(new Summary(row, isOnline(row.peer())))
                : ticking.of(row.conversationId(), group.memberCount())
                        .map(ticks -> new Summary(row, false, row.states(group, ticks), ticks));
    }

    private boolean isOnline(SummaryRow.@Nullable Peer peer) {
        return peer != null && !peer.looksAway() && online.test(peer.user().id());
    }

    /** The places of the user's list, the newest first. */
    public Future<List<NewestFirst>> places(long userId) {
        return store.list(userId);
    }

    /** Of direct conversations alone. */
    public Future<List<NewestFirst>> directPlaces(long userId) {
        return store.listOfDirect(userId);
    }

    /** The places of the conversations with those whom the user blocks. */
    public Future<List<NewestFirst>> blocked(long userId) {
        return store.blocked(userId);
    }

    /** Those in the list that may have unread messages, the newest conversation first. */
    Future<List<Listed>> withUnread(long userId) {
        return store.withMessagesAbove(userId)
                .map(all -> all.stream().filter(listed -> listed.unread() > 0).toList());
    }

    /** Empty where the conversation is not the user's. */
    public Future<Optional<UnreadCount>> unread(long userId, long conversationId) {
        return of(userId, List.of(conversationId))
                .map(found -> found.stream().findFirst().map(Summary::unread));
    }
}
