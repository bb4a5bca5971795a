package io.webim.http;

import io.vertx.core.Handler;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Instance;
import io.webim.contract.Times;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The refresh token travels in a cookie that scripts cannot read and other sites cannot send. Its name is this webim's
 * own; over TLS the prefix {@code __Host-} has browsers take it from this very host only, and from no neighbour of its
 * domain. A cookie of the time before that is taken for a session of that time, and replaced.
 */
final class RefreshCookie implements Handler<RoutingContext> {
    private static final String NAME = "webim_refresh_";
    private static final String HOST_ONLY = "__Host-";
    private static final String PATH = "/";

    private static final String OLD_NAME = "webim_refresh";
    private static final String OLD_PATH = "/api/sessions";

    private static final String FIELD = "refreshToken";
    private static final String OPENED_BEFORE = "openedBefore";
    private static final String LIFETIME = "refreshExpiresIn";
    private static final String COOKIE = RefreshCookie.class.getName();
    private static final String OLD_WAS_READ = "oldRefreshCookie";

    private final String name;
    private final Instant since;

    RefreshCookie(Instance instance) {
        this.name = NAME + instance.id();
        this.since = instance.madeAt();
    }

    @Override
    public void handle(RoutingContext context) {
        context.put(COOKIE, this);
        context.next();
    }

    /** Fails with 401 where there is none, or several: somebody else may have planted the others. */
    static void read(RoutingContext context, JsonObject request) {
        var cookie = of(context);
        var token = cookie.own(context).or(() -> cookie.old(context, request)).orElseThrow(RefreshCookie::noSession);
        request.put(FIELD, token);
    }

    /** The same where the request may do without. */
    static void readIfPresent(RoutingContext context, JsonObject request) {
        of(context).own(context).ifPresent(token -> request.put(FIELD, token));
    }

    /** Takes the token out of the reply: no script gets to see it. */
    static void set(RoutingContext context, JsonObject reply) {
        var token = (String) reply.remove(FIELD);
        long lifetime = ((Number) reply.remove(LIFETIME)).longValue();
        context.response().addCookie(of(context).cookie(context, token, lifetime));
        if (context.get(OLD_WAS_READ) != null) {
            context.response().addCookie(harden(context, Cookie.cookie(OLD_NAME, ""), OLD_PATH, 0));
        }
    }

    static void clear(RoutingContext context, JsonObject reply) {
        context.response().addCookie(of(context).cookie(context, "", 0));
    }

    private Optional<String> own(RoutingContext context) {
        return only(values(context, name(context)));
    }

    /** Any host of the domain can set it, and so it is worth nothing for sessions that never had it. */
    private Optional<String> old(RoutingContext context, JsonObject request) {
        if (!values(context, name(context)).isEmpty()) {
            return Optional.empty();
        }
        context.put(OLD_WAS_READ, true);
        request.put(OPENED_BEFORE, Times.iso(since));
        return only(values(context, OLD_NAME));
    }

    private static Optional<String> only(List<String> values) {
        if (values.size() > 1) {
            throw noSession();
        }
        return values.stream().findFirst().filter(value -> !value.isEmpty());
    }

    /** As they stand in the request: a cookie jar would drop some of those that have the same name. */
    private static List<String> values(RoutingContext context, String name) {
        var start = name + "=";
        return context.request().headers().getAll("Cookie").stream()
                .flatMap(header -> Arrays.stream(header.split(";", -1)))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(start))
                .map(cookie -> cookie.substring(start.length()))
                .toList();
    }

    private Cookie cookie(RoutingContext context, String value, long maxAge) {
        return harden(context, Cookie.cookie(name(context), value), PATH, maxAge);
    }

    private static Cookie harden(RoutingContext context, Cookie cookie, String path, long maxAge) {
        return cookie.setPath(path)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setSecure(Forwarding.isSecure(context))
                .setMaxAge(maxAge);
    }

    private String name(RoutingContext context) {
        return Forwarding.isSecure(context) ? HOST_ONLY + name : name;
    }

    private static RefreshCookie of(RoutingContext context) {
        return context.get(COOKIE);
    }

    private static Failure noSession() {
        return Failure.of(ErrorCode.INVALID_SESSION, "There is no session to refresh. Log in.");
    }
}
