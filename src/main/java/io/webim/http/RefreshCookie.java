package io.webim.http;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.webim.contract.Failure;
import org.jspecify.annotations.Nullable;

/** The refresh token travels in a cookie that scripts cannot read and other sites cannot send. */
final class RefreshCookie {
    static final String NAME = "webim_refresh";

    private static final String FIELD = "refreshToken";
    private static final String PATH = "/api/sessions";
    private static final String LIFETIME = "refreshExpiresIn";

    private RefreshCookie() {}

    static void read(RoutingContext context, JsonObject request) {
        @Nullable Cookie cookie = context.request().getCookie(NAME);
        if (cookie == null || cookie.getValue().isEmpty()) {
            throw Failure.of(401, "invalid_session", "There is no session to refresh. Log in.");
        }
        request.put(FIELD, cookie.getValue());
    }

    /** Takes the token out of the reply: no script gets to see it. */
    static void set(RoutingContext context, JsonObject reply) {
        var token = (String) reply.remove(FIELD);
        context.response().addCookie(cookie(context, token, ((Number) reply.remove(LIFETIME)).longValue()));
    }

    static void clear(RoutingContext context, JsonObject reply) {
        context.response().addCookie(cookie(context, "", 0));
    }

    private static Cookie cookie(RoutingContext context, String value, long maxAge) {
        return Cookie.cookie(NAME, value)
                .setPath(PATH)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setSecure(Forwarding.isSecure(context))
                .setMaxAge(maxAge);
    }
}
