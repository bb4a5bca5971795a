package io.webim.reports;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import io.webim.bus.Bus;
import io.webim.bus.SparseLog;
import io.webim.contract.Address;
import io.webim.limits.Limit;
import io.webim.limits.RateLimits;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** Takes reports of messages and people, and shows those of a group to its admins. */
public final class ReportsVerticle extends VerticleBase {
    private static final SparseLog kept = new SparseLog(LoggerFactory.getLogger(ReportsVerticle.class));
    private static final long SWEEP_MILLIS = TimeUnit.HOURS.toMillis(1);

    private final Pool pool;
    private final RateLimits limits;

    public ReportsVerticle(Pool pool, RateLimits limits) {
        this.pool = pool;
        this.limits = limits;
    }

    @Override
    public Future<?> start() {
        var bus = new Bus(vertx);
        var store = new ReportStore(pool);
        var reports = new ReportService(store, bus);
        bus.serve(
                Address.REPORTS_CREATE,
                MakeReport::read,
                limits.of(Limit.REPORTS).of(reports::make));
        bus.serve(Address.REPORTS_LIST, ListReports::read, reports::list);
        bus.serve(Address.REPORTS_MADE, fields -> fields.seq("after"), (caller, after) -> reports.made(caller, after));
        bus.serve(Address.REPORTS_HANDLE, HandleReport::read, reports::handle);
        vertx.setPeriodic(0, SWEEP_MILLIS, timer -> forgetOld(store));
        return Future.succeededFuture();
    }

    private static void forgetOld(ReportStore store) {
        store.forgetOld().onFailure(error -> kept.warn("Old reports are kept for an hour more: {}", error.toString()));
    }
}
