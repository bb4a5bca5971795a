package io.webim.reports;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.function.Consumer;

/** What waits for the operator, beside a running server or without one. */
public final class Reports {
    private static final int PAGE = 100;

    private final ReportStore store;

    public Reports(Pool pool) {
        this.store = new ReportStore(pool);
    }

    /** Gives each as text for a terminal, the oldest first. @return how many there are */
    public Future<Integer> each(Consumer<String> shown) {
        return store.forgetOld().compose(done -> each(0, 0, shown));
    }

    private Future<Integer> each(long after, int before, Consumer<String> shown) {
        return store.page(after, PAGE).compose(page -> {
            page.forEach(report -> shown.accept(report.toString()));
            int count = before + page.size();
            return page.size() < PAGE
                    ? Future.succeededFuture(count)
                    : each(page.get(PAGE - 1).id(), count, shown);
        });
    }

    /** Erases one with its copy of the text. @return whether there was such a report */
    public Future<Boolean> handle(long reportId) {
        return store.handle(reportId);
    }
}
