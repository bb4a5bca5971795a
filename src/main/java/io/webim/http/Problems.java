package io.webim.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.webim.bus.SparseLog;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.edge.Edge;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Every refusal as RFC 9457 problem details with a stable {@code code}. */
final class Problems {
    private static final SparseLog faults = new SparseLog(LoggerFactory.getLogger(Problems.class));

    private Problems() {}

    static void mount(Router router) {
        router.route().handler(context -> context.fail(notFound()));
        router.route().failureHandler(Problems::answer);
        for (int status : new int[] {400, 404, 405, 408, 413, 414, 415, 431, 500, 503}) {
            router.errorHandler(status, Problems::answer);
        }
    }

    static Failure notFound() {
        return Failure.of(ErrorCode.NOT_FOUND, "There is nothing at this address.");
    }

    private static void answer(RoutingContext context) {
        var failure = toFailure(context);
        var response = context.response();
        if (response.headWritten() || response.closed()) {
            context.request().connection().close();
            return;
        }
        if (failure.retryAfter() > 0) {
            response.putHeader("Retry-After", Integer.toString(failure.retryAfter()));
        }
        if (failure.status() == 401) {
            response.putHeader("WWW-Authenticate", challenge(failure));
        }
        if (isLast(context, failure) || isUnread(context.request())) {
            // What is left of a body that nobody reads must not be taken for the next request.
            response.putHeader("Connection", "close");
        }
        response.setStatusCode(failure.status())
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Cache-Control", "no-store")
                .end(problem(failure).toBuffer());
    }

    /** Who goes on comes out of the bounds of connections. */
    private static boolean isLast(RoutingContext context, Failure failure) {
        return failure.is(ErrorCode.TOO_MANY_REQUESTS)
                && Edge.answersNoMore(context.request().connection());
    }

    private static JsonObject problem(Failure failure) {
        var problem = new JsonObject()
                .put("type", "about:blank")
                .put("title", HttpResponseStatus.valueOf(failure.status()).reasonPhrase())
                .put("status", failure.status());
        return problem.mergeIn(failure.toJson());
    }

    private static String challenge(Failure failure) {
        return failure.is(ErrorCode.INVALID_TOKEN)
                ? "Bearer realm=\"webim\", error=\"invalid_token\""
                : "Bearer realm=\"webim\"";
    }

    private static Failure toFailure(RoutingContext context) {
        @Nullable Throwable error = context.failure();
        if (error instanceof Failure failure) {
            return failure;
        }
        if (context.statusCode() >= 400 && context.statusCode() < 500) {
            return refusedByServer(context.statusCode());
        }
        return isUnread(context.request()) || !isDecodable(context.request())
                ? refusedByServer(400)
                : unexpected(context, error);
    }

    /** The body broke off, or was not what its head said: nothing of ours has seen the request yet. */
    private static boolean isUnread(HttpServerRequest request) {
        return Api.hasBody(request) && !request.isEnded();
    }

    private static boolean isDecodable(HttpServerRequest request) {
        try {
            return QueryStringDecoder.decodeComponent(request.uri()) != null;
        } catch (IllegalArgumentException broken) {
            return false;
        }
    }

    /** What the HTTP layer itself refuses. */
    private static Failure refusedByServer(int status) {
        return switch (status) {
            case 404 -> notFound();
            case 413 -> Failure.of(ErrorCode.TOO_LARGE, "The request body is too large.");
            default ->
                Failure.of(
                        status,
                        ErrorCode.BAD_REQUEST,
                        HttpResponseStatus.valueOf(status).reasonPhrase() + ".");
        };
    }

    private static Failure unexpected(RoutingContext context, @Nullable Throwable error) {
        // That who asked has gone is no fault.
        if (!(error instanceof HttpClosedException)) {
            faults.error(
                    "{} {} failed",
                    context.request().method(),
                    HookRequests.withoutKey(context.request().path()),
                    error);
        }
        return Failure.internal();
    }
}
