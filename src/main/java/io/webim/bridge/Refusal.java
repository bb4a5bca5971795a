package io.webim.bridge;

import io.webim.contract.Failure;

/** Why the bridge itself refuses a frame, before anything goes to the bus. */
enum Refusal {
    MALFORMED_FRAME(400, "malformed_frame", "The frame is not a JSON object."),
    NO_REPLY_ADDRESS(400, "malformed_frame", "replyAddress must be text of 1 to 36 characters."),
    NO_ADDRESS(400, "malformed_frame", "address must be text of 1 to 200 characters."),
    UNKNOWN_TYPE(400, "unknown_type", "A frame is of type send, register, unregister or ping."),
    NOT_LOGGED_IN(401, "not_logged_in", "The first frame must be a send to auth.socket.open; wait for its reply."),
    ACCESS_DENIED(403, "access_denied", "Clients have no access to this address."),
    NO_PUBLISH(403, "access_denied", "Clients cannot publish."),
    OTHER_SESSION(403, "other_session", "This socket belongs to another user or session."),
    LOGIN_PENDING(409, "login_pending", "A login of this socket is under way."),
    NO_FEED(409, "feed_not_open", "Send to feed.open on this socket first."),
    NO_OBJECT(422, "invalid", "Some values are not acceptable: {body=must be an object}"),
    BUSY(429, "too_many_requests", "Too many requests of this socket wait for an answer.");

    private final int status;
    private final String code;
    private final String detail;

    Refusal(int status, String code, String detail) {
        this.status = status;
        this.code = code;
        this.detail = detail;
    }

    Failure failure() {
        return this == BUSY ? Failure.retryAfter(status, code, detail, 1) : Failure.of(status, code, detail);
    }
}
