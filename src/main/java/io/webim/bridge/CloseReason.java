package io.webim.bridge;

import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;

/** Why the server closes a socket; over WebSocket as close code and reason, over TCP as a last {@code err} frame. */
enum CloseReason {
    GOING_AWAY(1001, ErrorCode.GOING_AWAY, "The server is stopping."),
    LOGIN_TIMEOUT(1008, ErrorCode.LOGIN_TIMEOUT, "No login came in time."),
    SILENT(1008, ErrorCode.SILENT, "Nothing was heard for twice the ping interval."),
    TOKEN_EXPIRED(1008, ErrorCode.TOKEN_EXPIRED, "The access token has expired."),
    SESSION_REVOKED(1008, ErrorCode.SESSION_REVOKED, "The session was ended."),
    TOO_MANY_SOCKETS(1008, ErrorCode.TOO_MANY_SOCKETS, "More sockets are open than are allowed."),
    TOO_MANY_FAULTS(1008, ErrorCode.TOO_MANY_FAULTS, "Too many malformed frames came in a row."),
    TOO_MANY_REQUESTS(1008, ErrorCode.TOO_MANY_REQUESTS, "The socket goes on beyond its budget."),
    FRAME_TOO_LARGE(1009, ErrorCode.FRAME_TOO_LARGE, "A frame is longer than is allowed."),
    TOO_SLOW(1013, ErrorCode.TOO_SLOW, "The socket does not read what is sent to it.");

    final short code;
    final String text;
    private final ErrorCode error;
    private final String detail;

    CloseReason(int code, ErrorCode error, String detail) {
        this.code = (short) code;
        this.text = error.text();
        this.error = error;
        this.detail = detail;
    }

    Failure failure() {
        return Failure.of(error, detail);
    }
}
