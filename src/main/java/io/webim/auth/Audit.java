package io.webim.auth;

import io.vertx.core.json.JsonObject;
import io.webim.contract.Caller;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who did what to an account, from where: one line of JSON an event, on the logger {@code audit}. Never a secret, and
 * nothing that was typed in place of a username, which may be a password.
 */
final class Audit {
    private static final Logger log = LoggerFactory.getLogger("audit");
    private static final int DELETE = 0x7f;

    private final JsonObject line = new JsonObject();

    private Audit() {}

    static Audit event(String name) {
        return new Audit().with("event", name);
    }

    Audit of(Caller caller) {
        return of(caller.userId(), caller.sessionId());
    }

    Audit of(long userId, long sessionId) {
        return with("userId", userId).with("sessionId", sessionId);
    }

    Audit from(String remoteAddress) {
        return with("remoteAddress", remoteAddress);
    }

    Audit with(String name, Object value) {
        line.put(name, value);
        return this;
    }

    void write() {
        log.info("{}", ascii(line.encode()));
    }

    /** Outside of its strings JSON is ASCII, so whatever a terminal or a log reader could obey is escaped in place. */
    static String ascii(String json) {
        var text = new StringBuilder(json.length());
        json.chars().forEach(sign -> {
            if (sign < ' ' || sign >= DELETE) {
                text.append("\\u%04x".formatted(sign));
            } else {
                text.append((char) sign);
            }
        });
        return text.toString();
    }
}
