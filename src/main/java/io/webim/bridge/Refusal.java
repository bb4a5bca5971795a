package io.webim.bridge;

import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;

/** Why the bridge itself refuses a frame, before anything goes to the bus. */
enum Refusal {
    MALFORMED_FRAME(ErrorCode.MALFORMED_FRAME, "The frame is not a JSON object."),
    NO_REPLY_ADDRESS(ErrorCode.MALFORMED_FRAME, "replyAddress must be text of 1 to 36 characters."),
    NO_ADDRESS(ErrorCode.MALFORMED_FRAME, "address must be text of 1 to 200 characters."),
    UNKNOWN_TYPE(ErrorCode.UNKNOWN_TYPE, "A frame is of type send, register, unregister or ping."),
    NOT_LOGGED_IN(ErrorCode.NOT_LOGGED_IN, "The first frame must be a send to auth.socket.open; wait for its reply."),
    ACCESS_DENIED(ErrorCode.ACCESS_DENIED, "Clients have no access to this address."),
    NO_PUBLISH(ErrorCode.ACCESS_DENIED, "Clients cannot publish."),
    OTHER_SESSION(ErrorCode.OTHER_SESSION, "This socket belongs to another user or session."),
    LOGIN_PENDING(ErrorCode.LOGIN_PENDING, "A login of this socket is under way."),
    NO_FEED(ErrorCode.FEED_NOT_OPEN, "Send to feed.open on this socket first."),
    NO_OBJECT(ErrorCode.INVALID, "Some values are not acceptable: {body=must be an object}"),
    BUSY(ErrorCode.TOO_MANY_REQUESTS, "Too many requests of this socket wait for an answer.");

    private final ErrorCode code;
    private final String detail;

    Refusal(ErrorCode code, String detail) {
        this.code = code;
        this.detail = detail;
    }

    Failure failure() {
        return this == BUSY ? Failure.retryAfter(code, detail, 1) : Failure.of(code, detail);
    }
}
