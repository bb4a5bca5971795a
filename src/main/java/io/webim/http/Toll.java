package io.webim.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import io.webim.contract.Caller;
import io.webim.contract.Failure;
import io.webim.limits.Admission;
import io.webim.limits.NetworkAddress;

/**
 * What every request costs, whatever becomes of it: its network pays, until it is known whose it is. Beyond the budget it
 * is refused before anything else is done, and {@link Problems} closes the connection; but whoever shows a token that is
 * good pays alone. Sockets see to themselves.
 */
final class Toll implements Handler<RoutingContext> {
    private static final String SOCKETS = "/eventbus/";
    private static final String HEALTH = "/api/health/";
    private static final String PAID = "paid";
    private static final int FILE_UNIT = 16 << 10;

    private final Admission admission;
    private final BearerToken bearer;

    /** Those who ask only whether it lives: nobody else of their network has it taken for dead. */
    private record Health(String network) {}

    Toll(Admission admission, BearerToken bearer) {
        this.admission = admission;
        this.bearer = bearer;
    }

    @Override
    public void handle(RoutingContext context) {
        if (reachesSockets(context)) {
            context.next();
            return;
        }
        try {
            admission.pay(payer(context), 0);
        } catch (Failure nothingLeft) {
            askWhose(context, nothingLeft);
            return;
        }
        context.next();
    }

    /** Who shares the network of somebody who asks without end is served nevertheless. */
    private void askWhose(RoutingContext context, Failure nothingLeft) {
        context.request().pause();
        bearer.verify(context)
                .map(access -> {
                    admission.pay(access.caller().payer(), 0);
                    return access;
                })
                .onSuccess(access -> {
                    context.request().resume();
                    context.put(PAID, true);
                    context.next();
                })
                .onFailure(unknown -> context.fail(nothingLeft));
    }

    /** As the router reads it: whatever else it is called, or is refused on the way there, is paid here. */
    private static boolean reachesSockets(RoutingContext context) {
        return leadsTo(SOCKETS, context) && HttpVerticle.hasOneHost(context);
    }

    private static boolean leadsTo(String place, RoutingContext context) {
        return WebClient.isReadable(context) && context.normalizedPath().startsWith(place);
    }

    private static Object payer(RoutingContext context) {
        var network = network(context);
        return leadsTo(HEALTH, context) ? new Health(network) : network;
    }

    private static String network(RoutingContext context) {
        return NetworkAddress.of(Forwarding.remoteAddress(context));
    }

    /** It is this one's: who has nothing left leaves it to the network. */
    void isOf(RoutingContext context, Caller caller) {
        if (context.get(PAID) == null) {
            admission.payInstead(network(context), caller.payer());
        }
    }

    /** A file of the client's is sent, which only copying costs. */
    void owe(RoutingContext context, int bytes) {
        admission.owe(network(context), bytes / FILE_UNIT);
    }
}
