package io.webim.bridge;

import io.webim.contract.Failure;

/** Why the server closes a socket; over WebSocket as close code and reason, over TCP as a last {@code err} frame. */
enum CloseReason {
    GOING_AWAY(1001, 503, "going_away", "The server is stopping."),
    LOGIN_TIMEOUT(1008, 401, "login_timeout", "No login came in time."),
    SILENT(1008, 408, "silent", "Nothing was heard for twice the ping interval."),
    TOKEN_EXPIRED(1008, 401, "token_expired", "The access token has expired."),
    SESSION_REVOKED(1008, 401, "session_revoked", "The session was ended."),
    TOO_MANY_SOCKETS(1008, 429, "too_many_sockets", "More sockets are open than are allowed."),
    TOO_MANY_FAULTS(1008, 400, "too_many_faults", "Too many malformed frames came in a row."),
    TOO_MANY_REQUESTS(1008, 429, "too_many_requests", "The socket goes on beyond its budget."),
    FRAME_TOO_LARGE(1009, 413, "frame_too_large", "A frame is longer than is allowed."),
    TOO_SLOW(1013, 429, "too_slow", "The socket does not read what is sent to it.");

    final short code;
    final String text;
    private final int status;
    private final String detail;

    CloseReason(int code, int status, String text, String detail) {
        this.code = (short) code;
        this.text = text;
        this.status = status;
        this.detail = detail;
    }

    Failure failure() {
        return Failure.of(status, text, detail);
    }
}
