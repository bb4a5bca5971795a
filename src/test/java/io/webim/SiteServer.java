package io.webim;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The {@link SharedServer} of an https site, without metrics, whose passwords and sessions have settings of their own. */
@SharedServer({
    "WEBIM_PUBLIC_URL=" + SiteServer.URL,
    "WEBIM_METRICS_PORT=",
    "WEBIM_PASSWORD_COST=11",
    "WEBIM_SESSION_IDLE_DAYS=7",
    "WEBIM_SESSION_MAX_DAYS=5"
})
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface SiteServer {
    String URL = "https://chat.example.org";
}
