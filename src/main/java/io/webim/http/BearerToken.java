package io.webim.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.webim.bus.Bus;
import io.webim.contract.Access;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.edge.ConnectionGuard;
import io.webim.edge.Edge;
import io.webim.limits.NetworkAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who calls, by the access token in the {@code Authorization} header. */
final class BearerToken {
    private static final String SCHEME = "Bearer ";
    private static final String ACCESS = "access";

    private final Bus bus;

    BearerToken(Bus bus) {
        this.bus = bus;
    }

    Future<Access> verify(RoutingContext context) {
        @Nullable String header = context.request().getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Future.failedFuture(Failure.of(ErrorCode.UNAUTHENTICATED, "This call needs an access token."));
        }
        var request = new JsonObject()
                .put("accessToken", header.substring(SCHEME.length()).strip())
                .put("network", NetworkAddress.of(Forwarding.remoteAddress(context)));
        return bus.call(Address.AUTH_TOKEN_VERIFY, Caller.NOBODY, request)
                .map(Access::of)
                .onSuccess(access -> {
                    context.put(ACCESS, access);
                    @Nullable
                    ConnectionGuard guard = Edge.guardOf(context.request().connection());
                    if (guard != null) {
                        guard.of(access.caller().payer());
                    }
                });
    }

    /** Of a request that was verified. */
    static Caller caller(RoutingContext context) {
        return access(context).caller();
    }

    /** The same, with what it may do. */
    static Access access(RoutingContext context) {
        return Objects.requireNonNull(context.<Access>get(ACCESS));
    }
}
