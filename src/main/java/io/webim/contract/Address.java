package io.webim.contract;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every address of the event bus, one for each operation. {@code docs/bus.md} gives bodies, replies and failures.
 *
 * <p>{@link Reach#CLIENTS} may be sent to by a socket that has logged in; {@link Reach#INTERNAL} only from inside.
 */
public enum Address {
    AUTH_SOCKET_OPEN("auth.socket.open", Reach.CLIENTS),
    CONTACTS_LIST("contacts.list", Reach.CLIENTS, Scope.MESSAGES_READ),
    CONTACTS_ADD("contacts.add", Reach.CLIENTS, Scope.CONTACTS_WRITE),
    CONTACTS_REMOVE("contacts.remove", Reach.CLIENTS, Scope.CONTACTS_WRITE),
    CONTACTS_ACCEPT("contacts.accept", Reach.CLIENTS, Scope.CONTACTS_WRITE),
    CONTACTS_BLOCK("contacts.block", Reach.CLIENTS, Scope.CONTACTS_WRITE),
    CONTACTS_UNBLOCK("contacts.unblock", Reach.CLIENTS, Scope.CONTACTS_WRITE),
    CONTACTS_MUTE("contacts.mute", Reach.CLIENTS),
    USERS_SEARCH("users.search", Reach.CLIENTS, Scope.MESSAGES_READ),
    USERS_GET("users.get", Reach.CLIENTS, Scope.MESSAGES_READ),
    USERS_UPDATE("users.update", Reach.CLIENTS),
    CHAT_MESSAGE_SEND("chat.message.send", Reach.CLIENTS, Scope.MESSAGES_WRITE),
    CHAT_MESSAGE_HISTORY("chat.message.history", Reach.CLIENTS, Scope.MESSAGES_READ),
    CHAT_MESSAGE_UNREAD("chat.message.unread", Reach.CLIENTS, Scope.MESSAGES_READ),
    CHAT_MESSAGE_RECEIVED("chat.message.received", Reach.CLIENTS, Scope.MESSAGES_READ),
    CHAT_CONVERSATION_READ("chat.conversation.read", Reach.CLIENTS, Scope.MESSAGES_READ),
    CHAT_MESSAGE_DELETE("chat.message.delete", Reach.CLIENTS, Scope.MESSAGES_WRITE),
    CHAT_MESSAGE_EDIT("chat.message.edit", Reach.CLIENTS, Scope.MESSAGES_WRITE),
    CHAT_MESSAGE_REACT("chat.message.react", Reach.CLIENTS, Scope.MESSAGES_WRITE),
    CHAT_MESSAGE_REACTIONS("chat.message.reactions", Reach.CLIENTS, Scope.MESSAGES_READ),
    CHAT_MESSAGE_PIN("chat.message.pin", Reach.CLIENTS, Scope.MESSAGES_WRITE),
    CHAT_MESSAGE_PINS("chat.message.pins", Reach.CLIENTS, Scope.MESSAGES_READ),
    CHAT_MESSAGE_SAVE("chat.message.save", Reach.CLIENTS),
    CHAT_MESSAGE_SAVED("chat.message.saved", Reach.CLIENTS),
    CHAT_MESSAGE_DETAILS("chat.message.details", Reach.CLIENTS, Scope.MESSAGES_READ),
    CHAT_TYPING("chat.typing", Reach.CLIENTS, Scope.MESSAGES_WRITE),
    CHAT_SYNC("chat.sync", Reach.CLIENTS, Scope.MESSAGES_READ),
    CHAT_CONVERSATION_READERS("chat.conversation.readers", Reach.CLIENTS, Scope.MESSAGES_READ),
    CHAT_CONVERSATION_MENTIONS("chat.conversation.mentions", Reach.CLIENTS, Scope.MESSAGES_READ),
    CONVERSATIONS_LIST("conversations.list", Reach.CLIENTS, Scope.MESSAGES_READ),
    CONVERSATIONS_SELF("conversations.self", Reach.CLIENTS),
    CONVERSATIONS_MUTE("conversations.mute", Reach.CLIENTS),
    CONVERSATIONS_NOTIFY("conversations.notify", Reach.CLIENTS),
    GROUPS_CREATE("groups.create", Reach.CLIENTS),
    GROUPS_GET("groups.get", Reach.CLIENTS, Scope.MESSAGES_READ),
    GROUPS_UPDATE("groups.update", Reach.CLIENTS),
    GROUPS_DELETE("groups.delete", Reach.CLIENTS),
    GROUPS_MEMBERS("groups.members", Reach.CLIENTS, Scope.MESSAGES_READ),
    GROUPS_ADD("groups.add", Reach.CLIENTS),
    GROUPS_REMOVE("groups.remove", Reach.CLIENTS),
    GROUPS_BANNED("groups.banned", Reach.CLIENTS),
    GROUPS_UNBAN("groups.unban", Reach.CLIENTS),
    GROUPS_LEAVE("groups.leave", Reach.CLIENTS),
    GROUPS_ROLE("groups.role", Reach.CLIENTS),
    GROUPS_INVITE("groups.invite", Reach.CLIENTS),
    GROUPS_INVITES("groups.invites", Reach.CLIENTS),
    GROUPS_REVOKE("groups.revoke", Reach.CLIENTS),
    GROUPS_PREVIEW("groups.preview", Reach.CLIENTS),
    GROUPS_JOIN("groups.join", Reach.CLIENTS),
    GROUPS_REQUESTS("groups.requests", Reach.CLIENTS),
    GROUPS_APPROVE("groups.approve", Reach.CLIENTS),
    GROUPS_DECLINE("groups.decline", Reach.CLIENTS),
    REPORTS_CREATE("reports.create", Reach.CLIENTS),
    REPORTS_LIST("reports.list", Reach.CLIENTS),
    REPORTS_HANDLE("reports.handle", Reach.CLIENTS),
    /** What comes of these concerns one socket, and is the bridge's. */
    FEED_OPEN("feed.open", Reach.CLIENTS, Scope.FEED_READ),
    FEED_ACK("feed.ack", Reach.CLIENTS, Scope.FEED_READ),
    /** Served by the bridge itself: it concerns one socket. */
    CHAT_VISIBILITY("chat.visibility", Reach.CLIENTS, Scope.MESSAGES_READ),

    /** {@code {after?}} → {@code {reports, next?}}: what the caller has reported. */
    REPORTS_MADE("reports.made", Reach.INTERNAL),
    /** {@code {username, password, displayName?, remoteAddress}} → user. */
    AUTH_USER_REGISTER("auth.user.register", Reach.INTERNAL),
    /** {@code {}} → the caller's own user. */
    AUTH_USER_GET("auth.user.get", Reach.INTERNAL, Scope.MESSAGES_READ),
    /** {@code {picture?}} → user: the name of the caller's picture, or that there is none. */
    AUTH_USER_PICTURE("auth.user.picture", Reach.INTERNAL),
    /** {@code {password, remoteAddress}} → {@code {remains: […]}}: deletes the caller's account; what stays of it. */
    AUTH_USER_DELETE("auth.user.delete", Reach.INTERNAL),
    /** Published: {@code {userId}}, once the account is deleted. */
    AUTH_USER_DELETED("auth.user.deleted", Reach.INTERNAL),
    /** {@code {remoteAddress}} → {@code {user, registeredAt, sessions, secondFactor}}: what auth knows of the caller. */
    AUTH_USER_EXPORT("auth.user.export", Reach.INTERNAL),
    /**
     * {@code {oldPassword, newPassword, services?, remoteAddress}} → {@code {}}; every other session of the user is
     * revoked, and where it is asked for the tokens of the user's bots too, and webhooks.
     */
    AUTH_PASSWORD_CHANGE("auth.password.change", Reach.INTERNAL),
    /** {@code {username, password, device?, host?, remoteAddress}} → {@code {accessToken, expiresIn, user, sessionId, refreshToken,
     * refreshExpiresIn}}. */
    AUTH_SESSION_CREATE("auth.session.create", Reach.INTERNAL),
    /** {@code {challenge, code or passkey, remoteAddress}} → as a log-in, which answered 401 with that challenge. */
    AUTH_SESSION_COMPLETE("auth.session.complete", Reach.INTERNAL),
    /** {@code {refreshToken, remoteAddress}} → {@code {accessToken, expiresIn, refreshToken, refreshExpiresIn}}, seconds. */
    AUTH_SESSION_REFRESH("auth.session.refresh", Reach.INTERNAL),
    /** {@code {}} → {@code {}}: the caller's session, of which nobody could be told, is ended again. */
    AUTH_SESSION_UNDO("auth.session.undo", Reach.INTERNAL),
    /**
     * {@code {purpose, refreshToken?, password?, remoteAddress}} → {@code {}}: it is the session's owner who asks, and not
     * somebody with a copy of its access token; else 403 {@code confirmation_needed}.
     */
    AUTH_SESSION_CONFIRM("auth.session.confirm", Reach.INTERNAL),
    /**
     * Published: {@code {userId}}: what this user made that outlives access tokens has ended, whatever was made before
     * the account's {@code grants_from}.
     */
    AUTH_GRANTS_ENDED("auth.grants.ended", Reach.INTERNAL),
    /** {@code {after?}} → {@code {sessions: […], next?}}. */
    AUTH_SESSION_LIST("auth.session.list", Reach.INTERNAL),
    /** {@code {sessionId, remoteAddress}} → {@code {}}: one of the caller's sessions. */
    AUTH_SESSION_REVOKE("auth.session.revoke", Reach.INTERNAL),
    /** {@code {services?, remoteAddress}} → {@code {}}: all of the caller's sessions but the one that asks. */
    AUTH_SESSION_REVOKE_OTHERS("auth.session.revoke_others", Reach.INTERNAL),
    /** {@code {host?}} → {@code {totp, recoveryCodes, passkeys, passkeysAvailable}}: what is asked besides the password. */
    AUTH_SECOND_FACTOR_GET("auth.second_factor.get", Reach.INTERNAL),
    /** {@code {password, remoteAddress}} → {@code {secret, uri}}, shown this once. */
    AUTH_TOTP_BEGIN("auth.totp.begin", Reach.INTERNAL),
    /** {@code {code, remoteAddress}} → {@code {recoveryCodes: […]}}. */
    AUTH_TOTP_ENABLE("auth.totp.enable", Reach.INTERNAL),
    /** {@code {password, remoteAddress}} → {@code {}}. */
    AUTH_TOTP_DISABLE("auth.totp.disable", Reach.INTERNAL),
    /** {@code {password, remoteAddress}} → {@code {recoveryCodes: […]}}; the old ones are void. */
    AUTH_RECOVERY_CODES_RENEW("auth.recovery_codes.renew", Reach.INTERNAL),
    /** {@code {password, host?, remoteAddress}} → {@code {challenge, options}} for a browser. */
    AUTH_PASSKEY_BEGIN("auth.passkey.begin", Reach.INTERNAL),
    /** {@code {challenge, name, passkey, remoteAddress}} → {@code {passkey, recoveryCodes: […]}}. */
    AUTH_PASSKEY_ADD("auth.passkey.add", Reach.INTERNAL),
    /** {@code {passkeyId, password, remoteAddress}} → {@code {}}. */
    AUTH_PASSKEY_REMOVE("auth.passkey.remove", Reach.INTERNAL),
    /**
     * {@code {accessToken, network?}} → {@code {userId, sessionId, expiresIn, ownerId?, tokenId?, scopes?}}, seconds; 401
     * when it is not valid any more. The last three are of bots, whose {@code sessionId} is 0.
     */
    AUTH_TOKEN_VERIFY("auth.token.verify", Reach.INTERNAL),
    /** {@code {}} → {@code {}}: accounts can be read from the database, within two seconds. */
    AUTH_HEALTH("auth.health", Reach.INTERNAL),
    /** Published: {@code {userId?, sessionIds: […]}}; the sockets of those sessions close at once. */
    AUTH_SESSION_REVOKED("auth.session.revoked", Reach.INTERNAL),
    /** Published: {@code {back}}: what other nodes have told may not have been heard; what memory has of theirs is read again. */
    NODES_MISSED("nodes.missed", Reach.INTERNAL),
    /** {@code {username, displayName?, refreshToken?, password?, remoteAddress}} → {@code {bot: user}}. */
    AUTH_BOT_CREATE("auth.bot.create", Reach.INTERNAL),
    /** {@code {}} → {@code {bots: [user]}}: the caller's. */
    AUTH_BOT_LIST("auth.bot.list", Reach.INTERNAL),
    /** {@code {userId, remoteAddress}} → {@code {}}: one of the caller's. */
    AUTH_BOT_DELETE("auth.bot.delete", Reach.INTERNAL),
    /** {@code {userId, name, scopes?, expiresAt?, refreshToken?, password?, remoteAddress}} → {@code {token, tokenId}}. */
    AUTH_BOT_TOKEN_CREATE("auth.bot_token.create", Reach.INTERNAL),
    /** {@code {userId}} → {@code {tokens: [{tokenId, name, scopes, createdAt, expiresAt?, lastUsedAt?}]}}. */
    AUTH_BOT_TOKEN_LIST("auth.bot_token.list", Reach.INTERNAL),
    /** {@code {userId, tokenId, remoteAddress}} → {@code {}}. */
    AUTH_BOT_TOKEN_REVOKE("auth.bot_token.revoke", Reach.INTERNAL),
    /** Published: {@code {userId, tokenIds: […]}}; the bot's sockets with those tokens close at once. */
    AUTH_BOT_TOKENS_REVOKED("auth.bot_tokens.revoked", Reach.INTERNAL),
    /**
     * Published: {@code {userId}}: the webhooks that this user made before the account's {@code services_from} have
     * ended, as the tokens of the user's bots have.
     */
    AUTH_SERVICES_ENDED("auth.services.ended", Reach.INTERNAL),
    /** {@code {name}} → user: a bot of the caller's that only says what comes in at a webhook. */
    AUTH_WEBHOOK_BOT_MAKE("auth.webhook_bot.make", Reach.INTERNAL),
    /**
     * {@code {}} → user and {@code created}: the caller's bot by which the server tells what has become of what acts for the
     * caller.
     */
    AUTH_NOTICE_BOT("auth.notice_bot", Reach.INTERNAL),
    /** {@code {userId}} → {@code {}}: ends such a bot of the caller's. */
    AUTH_WEBHOOK_BOT_END("auth.webhook_bot.end", Reach.INTERNAL),

    /** {@code {image}}, a PNG or JPEG file → user: the caller's picture from now on. */
    PROFILE_PICTURE_SET("profile.picture.set", Reach.INTERNAL),
    /** {@code {}} → user: the caller has no picture any more. */
    PROFILE_PICTURE_REMOVE("profile.picture.remove", Reach.INTERNAL),
    /** {@code {userId, v, size?}} → {@code {image}}, a JPEG in base64; {@code v} is the user's {@code picture}. */
    PROFILE_PICTURE_GET("profile.picture.get", Reach.INTERNAL),

    /** {@code {conversationId, image}}, a PNG or JPEG file → group, whose picture it is from now on. */
    PROFILE_GROUP_PICTURE_SET("profile.group_picture.set", Reach.INTERNAL),
    /** {@code {conversationId}} → group, which has no picture any more. */
    PROFILE_GROUP_PICTURE_REMOVE("profile.group_picture.remove", Reach.INTERNAL),
    /** {@code {conversationId, v, size?}} → {@code {image}}, a JPEG in base64; {@code v} is the group's {@code picture}. */
    PROFILE_GROUP_PICTURE_GET("profile.group_picture.get", Reach.INTERNAL),
    /** {@code {conversationId, picture?}} → group: the name of its picture, or that there is none; for its admins. */
    GROUPS_PICTURE("groups.picture", Reach.INTERNAL),

    /** {@code {}} → {@code {used, quota, maxSize, uploads, mostUploads}}: what the files of the caller, with those
     * of all bots of the same person, take, in bytes. */
    FILES_USAGE("files.usage", Reach.INTERNAL, Scope.MESSAGES_WRITE),
    /** {@code {fileId, expiresIn?}} → {@code {url, expiresIn}}: for players, which bring no token; in seconds. */
    FILES_LINK("files.link", Reach.INTERNAL),
    /** {@code {fileIds: […]}} → {@code {}}: messages with these are gone; what no other carries is deleted. */
    FILES_RELEASE("files.release", Reach.INTERNAL),
    /** {@code {fileId}} → {@code {seen, shown}}: whether the caller sees a message that carries it, and whether there is one. */
    CHAT_FILE_SIGHT("chat.file.sight", Reach.INTERNAL),
    /** {@code {what, expiresIn}} → {@code {token}}: it stands for the caller's session, for one thing and some seconds. */
    AUTH_LINK_MAKE("auth.link.make", Reach.INTERNAL),
    /** {@code {what, token}} → {@code {userId, sessionId}}; 401 where it is not valid, or not any more. */
    AUTH_LINK_VERIFY("auth.link.verify", Reach.INTERNAL),

    /**
     * {@code {places: [[conversationId, seq], …], conversationIds: […]}} → {@code {messages, taken, conversations, users}}:
     * what of these the caller sees now, of the first {@code taken} places.
     */
    CHAT_MESSAGE_PICK("chat.message.pick", Reach.INTERNAL),
    /** {@code {after?, limit?, consumer?, wait?}} → {@code {events, next, more}}: of the caller's feed; waits some seconds. */
    FEED_READ("feed.read", Reach.INTERNAL, Scope.FEED_READ),
    /** {@code {after, consumer?, rewind?}} → {@code {after}}: all up to there is done. */
    FEED_ACKNOWLEDGE("feed.acknowledge", Reach.INTERNAL, Scope.FEED_READ),
    /** {@code {consumer?}} → {@code {}}: what this reader has acknowledged is forgotten. */
    FEED_FORGET("feed.forget", Reach.INTERNAL, Scope.FEED_READ),
    /** {@code {}} → {@code {after}}: where the caller's feed ends; it begins where there was none. */
    FEED_END("feed.end", Reach.INTERNAL),
    /** {@code {}} → {@code {consumers: [{consumer, after}]}}: who reads the caller's feed, and up to where. */
    FEED_CONSUMERS("feed.consumers", Reach.INTERNAL),
    /** Published: {@code {accountId, lastPosition}}: this account has a feed from now on. */
    FEED_BEGAN("feed.began", Reach.INTERNAL),
    /** Published: {@code {accountId, lastPosition}}: there is more in the feed of this account. */
    FEED_GREW("feed.grew", Reach.INTERNAL),
    /**
     * {@code {url, events?, botId?, refreshToken?, password?, remoteAddress}} → {@code {subscription, secret}}: an outgoing webhook of
     * the caller, who has to be the session's owner.
     */
    SUBSCRIPTIONS_CREATE("subscriptions.create", Reach.INTERNAL),
    /** {@code {}} → {@code {subscriptions: […]}}: the caller's. */
    SUBSCRIPTIONS_LIST("subscriptions.list", Reach.INTERNAL),
    /** {@code {subscriptionId}} → {@code {}}. */
    SUBSCRIPTIONS_DELETE("subscriptions.delete", Reach.INTERNAL),
    /** {@code {subscriptionId}} → {@code {subscription}}: one that was off is on again, and goes on where it left off. */
    SUBSCRIPTIONS_RESUME("subscriptions.resume", Reach.INTERNAL),
    /** Published: {@code {subscriptionId}}: it is new, or is no more what it was. */
    SUBSCRIPTIONS_CHANGED("subscriptions.changed", Reach.INTERNAL),
    /** {@code {subscriptionId, after?, limit?}} → {@code {deliveries: […], next?}}, the newest first. */
    SUBSCRIPTIONS_DELIVERIES("subscriptions.deliveries", Reach.INTERNAL),
    /** {@code {subscriptionId, eventId}} → {@code {delivery}}: it is delivered once more. */
    SUBSCRIPTIONS_REPLAY("subscriptions.replay", Reach.INTERNAL),
    /** {@code {userId}}: this user's name or picture has changed; tells all who have the user on their list. */
    CONTACTS_USER_CHANGED("contacts.user.changed", Reach.INTERNAL),
    /** {@code {userId}} → {@code {}}: the caller has written to this user, and so has them as a contact from now on. */
    CONTACTS_WRITTEN("contacts.written", Reach.INTERNAL),
    /**
     * {@code {userId}} → {@code {conversationId, online}}: the caller's conversation with this user, made when it is new,
     * and whether others take the caller for online.
     */
    CHAT_CONVERSATION_OPEN("chat.conversation.open", Reach.INTERNAL),
    /** {@code {conversationIds: […]}} → {@code {contacts: […]}}: the caller's entries, listed or not. */
    CHAT_CONVERSATION_ENTRIES("chat.conversation.entries", Reach.INTERNAL),
    /**
     * {@code {conversationId, listed?, showsPresence?}} → {@code {contact}}: how the caller has the other one has changed,
     * and with it perhaps whether the conversation is listed, and whether the other sees the caller's presence.
     */
    CHAT_CONVERSATION_CHANGE("chat.conversation.change", Reach.INTERNAL),
    /** {@code {readReceipts}} → {@code {}}: whether others are told from now on what the caller reads. */
    CHAT_RECEIPTS_CHANGE("chat.receipts.change", Reach.INTERNAL),
    /** Published: {@code {userId, readReceipts}}: the same, once it is so. */
    CHAT_RECEIPTS_CHANGED("chat.receipts.changed", Reach.INTERNAL),
    /** {@code {kind}} → {@code {conversationId}}: a group without members, of which nobody knows. */
    CHAT_GROUP_MAKE("chat.group.make", Reach.INTERNAL),
    /**
     * {@code {conversationId, bytes}} → {@code {}}: the caller pays for what is to be told to all members, before it is so;
     * fails with 429 beyond the budget.
     */
    CHAT_GROUP_PAY("chat.group.pay", Reach.INTERNAL),
    /** {@code {conversationId, changed, event?}} → {@code {}}: what a group of the caller's has become. */
    CHAT_GROUP_TELL("chat.group.tell", Reach.INTERNAL),
    /** Published: {@code {conversationId}}: nobody is left in this group. */
    CHAT_GROUP_ENDED("chat.group.ended", Reach.INTERNAL),
    /**
     * {@code {conversationId, userIds: […], way, byAdmins?, seesAll?, most, title?}} → {@code {added: [user],
     * conversation}}: these become members, but for those who are, and who are banned.
     */
    CHAT_MEMBERS_ADD("chat.members.add", Reach.INTERNAL),
    /**
     * Published: {@code {userIds: […], conversationId, seq, sessionIds: […]}}: a message for these users, whom nobody is
     * looking at a device of; the pages of these sessions have it all the same.
     */
    CHAT_MESSAGE_UNSEEN("chat.message.unseen", Reach.INTERNAL),
    /** Published: {@code {userId}}: the user's last device is gone, and may have been for a while. */
    CHAT_USER_AWAY("chat.user.away", Reach.INTERNAL),

    /**
     * {@code {conversationId?, name, origin, refreshToken?, password?, remoteAddress}} → {@code {webhook, url}}: for a group
     * or channel that the caller may write to, else one that writes to the caller.
     */
    WEBHOOKS_CREATE("webhooks.create", Reach.INTERNAL),
    /** {@code {}} → {@code {webhooks: [{id, name, userId, conversationId?, createdAt, lastUsedAt?}]}}: the caller's. */
    WEBHOOKS_LIST("webhooks.list", Reach.INTERNAL),
    /** {@code {webhookId}} → {@code {}}: one of the caller's. */
    WEBHOOKS_DELETE("webhooks.delete", Reach.INTERNAL),
    /** {@code {key, network}} → {@code {}}: there is such a webhook, and it may say something now. */
    WEBHOOKS_ENTER("webhooks.enter", Reach.INTERNAL),
    /** {@code {key, event?, delivery?, body}} → {@code {}}: what came in is said. */
    WEBHOOKS_POST("webhooks.post", Reach.INTERNAL),

    /** {@code {}} → {@code {key}}: the server's public key for push subscriptions. */
    PUSH_KEY_GET("push.key.get", Reach.INTERNAL),
    /**
     * {@code {endpoint, keys: {p256dh, auth}, show?, refreshToken?, password?, remoteAddress}} → {@code {endpoint, show}}:
     * of the caller's session, whose owner has to be the one who asks.
     */
    PUSH_SUBSCRIPTION_SET("push.subscription.set", Reach.INTERNAL),
    /** Published: {@code {userId}}: this user may have push subscriptions from now on. */
    PUSH_SUBSCRIBED("push.subscribed", Reach.INTERNAL),
    /** {@code {}} → {@code {subscriptions: [{sessionId, service, show, createdAt}]}}: of all of the caller's sessions. */
    PUSH_SUBSCRIPTION_LIST("push.subscription.list", Reach.INTERNAL),
    /** {@code {}} → {@code {endpoint, show}}: of the caller's session. */
    PUSH_SUBSCRIPTION_GET("push.subscription.get", Reach.INTERNAL),
    /** {@code {}} → {@code {}}: of the caller's session. */
    PUSH_SUBSCRIPTION_REMOVE("push.subscription.remove", Reach.INTERNAL),

    /** {@code {userId, by?, event}}: hand an event to every device of a user; {@code by} pays for it. */
    CHAT_DELIVER("chat.deliver", Reach.INTERNAL);

    /** Who may send to an address. */
    public enum Reach {
        CLIENTS,
        INTERNAL
    }

    private static final Map<String, Address> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Address::text, Function.identity()));
    private static final String INBOX_PREFIX = "chat.inbox.";

    private final String text;
    private final Reach reach;
    private final @Nullable Scope scope;

    /** One that is closed to bots. */
    Address(String text, Reach reach) {
        this(text, reach, null);
    }

    Address(String text, Reach reach, @Nullable Scope scope) {
        this.text = text;
        this.reach = reach;
        this.scope = scope;
    }

    /** The address as it stands in a frame. */
    public String text() {
        return text;
    }

    public Reach reach() {
        return reach;
    }

    /** What a bot's token has to be for; null where none is good for it. */
    public @Nullable Scope scope() {
        return scope;
    }

    /** The address that a client may send to by this text, exactly as it stands; null where there is none. */
    public static @Nullable Address ofClients(String text) {
        var address = BY_NAME.get(text);
        return address != null && address.reach == Reach.CLIENTS ? address : null;
    }

    /** The same address for whoever registers it: each hears what is for the own inbox. */
    public static final String OWN_INBOX = "chat.inbox";

    /** Whether it is an inbox, or is meant to be one: anything else that is registered hears nothing. */
    public static boolean isInbox(String text) {
        return text.startsWith(OWN_INBOX);
    }

    /** The one address that a user may register, beside {@link #OWN_INBOX}. */
    public static String inbox(long userId) {
        return INBOX_PREFIX + userId;
    }
}
