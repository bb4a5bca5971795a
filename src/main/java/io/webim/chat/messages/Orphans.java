package io.webim.chat.messages;

import io.vertx.core.Future;
import io.webim.bus.SparseLog;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Conversations whose two members have both deleted their accounts: nobody can read them, so their texts go too. */
public final class Orphans {
    private static final SparseLog unfinished = new SparseLog(LoggerFactory.getLogger(Orphans.class));

    private final DeletionStore deletions;

    public Orphans(DeletionStore deletions) {
        this.deletions = deletions;
    }

    /** After somebody left, and at the start for what a crash left over. */
    public void erase() {
        deletions
                .orphaned()
                .compose(ids -> erase(ids, 0))
                .onFailure(error ->
                        unfinished.warn("Texts of nobody will be erased at the next start: {}", error.toString()));
    }

    /** One after the other: others want the database too. */
    private Future<Void> erase(List<Long> ids, int from) {
        return from == ids.size()
                ? Future.succeededFuture()
                : deletions.eraseOrphan(ids.get(from)).compose(done -> erase(ids, from + 1));
    }
}
