package io.webim.chat;

import io.vertx.core.Future;
import io.webim.contract.Message;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongPredicate;

/**
 * What lists show of conversations: unread, newest message, marks, presence. Unread is a subtraction of ordinals, less
 * the deletions above the read mark; it is computed from what is stored and cannot drift.
 */
final class Summaries {
    private final SummaryStore store;
    private final DeletionLog deletions;
    private final History history;
    private final Function<Set<Long>, Future<Void>> settled;
    private final LongPredicate online;

    /** @param settled stores the marks of these conversations that are in memory alone so far */
    Summaries(
            SummaryStore store,
            DeletionLog deletions,
            History history,
            Function<Set<Long>, Future<Void>> settled,
            LongPredicate online) {
        this.store = store;
        this.deletions = deletions;
        this.history = history;
        this.settled = settled;
        this.online = online;
    }

    /** In no particular order; conversations that are not the user's are left out. */
    Future<List<Summary>> of(long userId, Collection<Long> conversationIds) {
        if (conversationIds.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return settled.apply(Set.copyOf(conversationIds))
                .compose(done -> store.read(userId, conversationIds))
                .compose(this::completeAll);
    }

    /** Those in the user's list that have unread messages. */
    Future<List<Summary>> withUnread(long userId) {
        return store.withUnread(userId)
                .compose(ids -> of(userId, ids))
                .map(all -> all.stream().filter(summary -> summary.unread() > 0).toList());
    }

    Future<Long> unread(long userId, long conversationId) {
        return of(userId, List.of(conversationId))
                .map(found -> found.isEmpty() ? 0L : found.get(0).unread());
    }

    private Future<List<Summary>> completeAll(List<SummaryRow> rows) {
        var summaries = new ArrayList<Summary>();
        Future<Void> done = Future.succeededFuture();
        for (var row : rows) {
            if (row.hasDeletionsAboveBase() || row.newestMayBeGone()) {
                done = done.compose(before -> complete(row))
                        .onSuccess(summaries::add)
                        .mapEmpty();
            } else {
                summaries.add(summary(row, row.unreadWithDeleted(), Optional.ofNullable(row.newest())));
            }
        }
        return done.map(summaries);
    }

    private Future<Summary> complete(SummaryRow row) {
        var unread = row.hasDeletionsAboveBase() ? unread(row) : Future.succeededFuture(row.unreadWithDeleted());
        return unread.compose(count -> newest(row).map(message -> summary(row, count, message)));
    }

    private Summary summary(SummaryRow row, long unread, Optional<Message> newest) {
        var visible = newest.filter(message -> message.seq() > row.hiddenTo()).orElse(null);
        return new Summary(row, unread, visible, !row.looksAway() && online.test(row.peerId()));
    }

    private Future<Optional<Message>> newest(SummaryRow row) {
        return row.newestMayBeGone()
                ? history.newestSeenBy(row.userId(), row)
                : Future.succeededFuture(Optional.ofNullable(row.newest()));
    }

    private Future<Long> unread(SummaryRow row) {
        return deletions
                .uncountedFor(row.userId(), row.conversationId(), row.base() + 1, row.lastSeq())
                .map(gone -> gone.within(row.base() + 1, row.lastSeq()))
                .compose(gone -> store.othersUpTo(row.userId(), row.conversationId(), Others.edges(gone))
                        .map(others -> row.unreadWithDeleted() - Others.within(gone, others)));
    }
}
