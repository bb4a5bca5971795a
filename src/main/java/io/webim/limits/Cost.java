package io.webim.limits;

import io.vertx.core.json.JsonObject;
import io.webim.contract.Address;
import io.webim.contract.Weight;

/**
 * What an operation takes of its caller's {@link Limit#REQUESTS}, beside the 1 of any request, and 1 for each KiB of it
 * and of its answer.
 * A unit is about what it takes to read a short frame and to refuse it.
 *
 * @param units of work, most of it the database's
 * @param isHeavy whether only a few of one caller are under way at once
 */
record Cost(int units, boolean isHeavy) {
    static final Cost NONE = new Cost(0, false);

    private static final int BYTES = 1_024;

    /** Of a frame, or of a request's body. */
    static int ofBytes(int bytes) {
        return 1 + bytes / BYTES;
    }

    /** Of an answer, by its length in JSON, however it is packed or escaped on its way. */
    static int ofAnswer(JsonObject answer) {
        return Weight.of(answer) / BYTES;
    }

    static Cost of(Address address) {
        return switch (address) {
            // What comes often has a rate of its own, or is gathered before it reaches the database.
            case CHAT_MESSAGE_SEND, CHAT_MESSAGE_RECEIVED, CHAT_TYPING, CHAT_VISIBILITY -> NONE;
            case CHAT_CONVERSATION_READ, FEED_ACK -> light(2);
            case CHAT_SYNC, CONTACTS_LIST, CONVERSATIONS_LIST, CHAT_MESSAGE_UNREAD, CHAT_MESSAGE_SAVED -> heavy(200);
            case CHAT_MESSAGE_HISTORY, USERS_SEARCH, USERS_GET -> heavy(40);
            case GROUPS_MEMBERS,
                    GROUPS_BANNED,
                    CHAT_CONVERSATION_READERS,
                    CHAT_CONVERSATION_MENTIONS,
                    CHAT_MESSAGE_REACTIONS,
                    CHAT_MESSAGE_PINS,
                    GROUPS_REQUESTS,
                    REPORTS_LIST,
                    FEED_READ,
                    FEED_OPEN -> heavy(40);
            case GROUPS_CREATE, GROUPS_ADD, GROUPS_JOIN, GROUPS_APPROVE, GROUPS_REMOVE, GROUPS_LEAVE, GROUPS_ROLE ->
                heavy(100);
            case GROUPS_UPDATE,
                    GROUPS_DELETE,
                    GROUPS_INVITE,
                    CONVERSATIONS_SELF,
                    CONVERSATIONS_MUTE,
                    CONVERSATIONS_NOTIFY -> heavy(20);
            case REPORTS_CREATE, REPORTS_HANDLE, CHAT_MESSAGE_SAVE -> heavy(20);
            case CHAT_MESSAGE_DETAILS -> heavy(10);
            case CHAT_MESSAGE_DELETE -> heavy(100);
            case CONTACTS_ADD, CONTACTS_REMOVE, CONTACTS_ACCEPT, CONTACTS_BLOCK, CONTACTS_UNBLOCK, CONTACTS_MUTE ->
                heavy(20);
            case AUTH_USER_EXPORT -> heavy(2_000);
            case AUTH_SESSION_LIST, AUTH_SESSION_REVOKE, AUTH_SESSION_REVOKE_OTHERS -> heavy(40);
            case PROFILE_PICTURE_SET, PROFILE_GROUP_PICTURE_SET -> light(200);
            default -> light(10);
        };
    }

    private static Cost light(int units) {
        return new Cost(units, false);
    }

    private static Cost heavy(int units) {
        return new Cost(units, true);
    }
}
