package io.webim.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import io.webim.contract.Caller;
import io.webim.limits.Admission;
import io.webim.limits.NetworkAddress;

/**
 * What every request costs, whatever becomes of it: its network pays, until it is known whose it is. Beyond the budget it
 * is refused before anything else is done, and {@link Problems} closes the connection.
 */
final class Toll implements Handler<RoutingContext> {
    private static final String HEALTH = "/api/health/";
    private static final int FILE_UNIT = 16 << 10;

    private final Admission admission;

    /** Those who ask only whether it lives: nobody else of their network has it taken for dead. */
    private record Health(String network) {}

    Toll(Admission admission) {
        this.admission = admission;
    }

    @Override
    public void handle(RoutingContext context) {
        admission.pay(payer(context), 0);
        context.next();
    }

    private static Object payer(RoutingContext context) {
        var network = network(context);
        return context.request().uri().startsWith(HEALTH) ? new Health(network) : network;
    }

    private static String network(RoutingContext context) {
        return NetworkAddress.of(Forwarding.remoteAddress(context));
    }

    /** It is this one's: who has nothing left leaves it to the network. */
    void isOf(RoutingContext context, Caller caller) {
        admission.payInstead(network(context), caller.payer());
    }

    /** A file of the client's is sent, which only copying costs. */
    void owe(RoutingContext context, int bytes) {
        admission.owe(network(context), bytes / FILE_UNIT);
    }
}
