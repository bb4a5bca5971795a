package io.webim.attack;

import io.webim.contract.Address;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Addresses by what their requests name; {@link AcrossAccountsIT} sees to it that none is missing. */
public final class Addresses {
    /** What names a conversation: to those who do not belong to it, it must not exist. */
    public static final Set<Address> OF_CONVERSATIONS = Collections.unmodifiableSet(EnumSet.of(
            Address.CHAT_MESSAGE_SEND,
            Address.CHAT_MESSAGE_HISTORY,
            Address.CHAT_MESSAGE_RECEIVED,
            Address.CHAT_CONVERSATION_READ,
            Address.CHAT_MESSAGE_DELETE,
            Address.CHAT_MESSAGE_DETAILS,
            Address.CHAT_TYPING,
            Address.CHAT_CONVERSATION_READERS,
            Address.CONVERSATIONS_MUTE,
            Address.CONVERSATIONS_NOTIFY,
            Address.GROUPS_GET,
            Address.GROUPS_UPDATE,
            Address.GROUPS_DELETE,
            Address.GROUPS_MEMBERS,
            Address.GROUPS_ADD,
            Address.GROUPS_REMOVE,
            Address.GROUPS_BANNED,
            Address.GROUPS_UNBAN,
            Address.GROUPS_LEAVE,
            Address.GROUPS_ROLE,
            Address.GROUPS_INVITE,
            Address.GROUPS_INVITES,
            Address.GROUPS_REVOKE,
            Address.GROUPS_REQUESTS,
            Address.GROUPS_APPROVE,
            Address.CHAT_MESSAGE_EDIT,
            Address.CHAT_MESSAGE_REACT,
            Address.CHAT_MESSAGE_REACTIONS,
            Address.CHAT_MESSAGE_PIN,
            Address.CHAT_MESSAGE_PINS,
            Address.CHAT_CONVERSATION_MENTIONS,
            Address.CHAT_MESSAGE_SAVE,
            Address.GROUPS_DECLINE,
            Address.REPORTS_CREATE,
            Address.REPORTS_LIST,
            Address.REPORTS_HANDLE));

    private Addresses() {}
}
