package io.webim;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The {@link SharedServer} whose limits are on, and low where little should be too much. Who comes from an address of
 * its own has its own share: see {@code RestClient.fromElsewhere}.
 */
@SharedServer({
    "WEBIM_LIMITS=on",
    "WEBIM_TRUSTED_PROXIES=127.0.0.0/8",
    "WEBIM_RATE_MESSAGES=1/hour burst " + LimitedServer.MESSAGES,
    "WEBIM_RATE_BYTES=1/hour burst " + LimitedServer.KIBIBYTES + "KiB",
    "WEBIM_RATE_STRANGERS=" + LimitedServer.STRANGERS + "/day",
    "WEBIM_RATE_CONTACTS=" + LimitedServer.CONTACTS + "/day",
    "WEBIM_RATE_SEARCHES=1/hour burst " + LimitedServer.SEARCHES,
    "WEBIM_RATE_TYPING=1/hour burst " + LimitedServer.TYPING,
    "WEBIM_RATE_EXPORTS=" + LimitedServer.EXPORTS + "/hour",
    "WEBIM_SOCKETS_PER_ADDRESS=" + LimitedServer.SOCKETS
})
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface LimitedServer {
    int MESSAGES = 12;
    int KIBIBYTES = 150;
    int STRANGERS = 3;
    int CONTACTS = 5;
    int SEARCHES = 10;
    int TYPING = 4;
    int EXPORTS = 2;
    int SOCKETS = 6;
}
