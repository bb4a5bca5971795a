package io.webim.http;

import static io.webim.contract.Address.AUTH_BOT_CREATE;
import static io.webim.contract.Address.AUTH_BOT_DELETE;
import static io.webim.contract.Address.AUTH_BOT_LIST;
import static io.webim.contract.Address.AUTH_BOT_TOKEN_CREATE;
import static io.webim.contract.Address.AUTH_BOT_TOKEN_LIST;
import static io.webim.contract.Address.AUTH_BOT_TOKEN_REVOKE;
import static io.webim.contract.Address.AUTH_HEALTH;
import static io.webim.contract.Address.AUTH_PASSKEY_ADD;
import static io.webim.contract.Address.AUTH_PASSKEY_BEGIN;
import static io.webim.contract.Address.AUTH_PASSKEY_REMOVE;
import static io.webim.contract.Address.AUTH_PASSWORD_CHANGE;
import static io.webim.contract.Address.AUTH_RECOVERY_CODES_RENEW;
import static io.webim.contract.Address.AUTH_SECOND_FACTOR_GET;
import static io.webim.contract.Address.AUTH_SESSION_COMPLETE;
import static io.webim.contract.Address.AUTH_SESSION_CREATE;
import static io.webim.contract.Address.AUTH_SESSION_LIST;
import static io.webim.contract.Address.AUTH_SESSION_REFRESH;
import static io.webim.contract.Address.AUTH_SESSION_REVOKE;
import static io.webim.contract.Address.AUTH_SESSION_REVOKE_OTHERS;
import static io.webim.contract.Address.AUTH_SESSION_UNDO;
import static io.webim.contract.Address.AUTH_TOTP_BEGIN;
import static io.webim.contract.Address.AUTH_TOTP_DISABLE;
import static io.webim.contract.Address.AUTH_TOTP_ENABLE;
import static io.webim.contract.Address.AUTH_USER_DELETE;
import static io.webim.contract.Address.AUTH_USER_EXPORT;
import static io.webim.contract.Address.AUTH_USER_GET;
import static io.webim.contract.Address.AUTH_USER_REGISTER;
import static io.webim.contract.Address.CHAT_CONVERSATION_MENTIONS;
import static io.webim.contract.Address.CHAT_CONVERSATION_READ;
import static io.webim.contract.Address.CHAT_CONVERSATION_READERS;
import static io.webim.contract.Address.CHAT_MESSAGE_DELETE;
import static io.webim.contract.Address.CHAT_MESSAGE_DETAILS;
import static io.webim.contract.Address.CHAT_MESSAGE_EDIT;
import static io.webim.contract.Address.CHAT_MESSAGE_HISTORY;
import static io.webim.contract.Address.CHAT_MESSAGE_PIN;
import static io.webim.contract.Address.CHAT_MESSAGE_PINS;
import static io.webim.contract.Address.CHAT_MESSAGE_REACT;
import static io.webim.contract.Address.CHAT_MESSAGE_REACTIONS;
import static io.webim.contract.Address.CHAT_MESSAGE_SAVE;
import static io.webim.contract.Address.CHAT_MESSAGE_SAVED;
import static io.webim.contract.Address.CHAT_MESSAGE_SEND;
import static io.webim.contract.Address.CHAT_MESSAGE_UNREAD;
import static io.webim.contract.Address.CONTACTS_ACCEPT;
import static io.webim.contract.Address.CONTACTS_ADD;
import static io.webim.contract.Address.CONTACTS_BLOCK;
import static io.webim.contract.Address.CONTACTS_LIST;
import static io.webim.contract.Address.CONTACTS_MUTE;
import static io.webim.contract.Address.CONTACTS_REMOVE;
import static io.webim.contract.Address.CONTACTS_UNBLOCK;
import static io.webim.contract.Address.CONVERSATIONS_LIST;
import static io.webim.contract.Address.CONVERSATIONS_MUTE;
import static io.webim.contract.Address.CONVERSATIONS_NOTIFY;
import static io.webim.contract.Address.CONVERSATIONS_SELF;
import static io.webim.contract.Address.FEED_ACKNOWLEDGE;
import static io.webim.contract.Address.FEED_FORGET;
import static io.webim.contract.Address.FEED_READ;
import static io.webim.contract.Address.FILES_LINK;
import static io.webim.contract.Address.FILES_USAGE;
import static io.webim.contract.Address.GROUPS_ADD;
import static io.webim.contract.Address.GROUPS_APPROVE;
import static io.webim.contract.Address.GROUPS_BANNED;
import static io.webim.contract.Address.GROUPS_CREATE;
import static io.webim.contract.Address.GROUPS_DECLINE;
import static io.webim.contract.Address.GROUPS_DELETE;
import static io.webim.contract.Address.GROUPS_GET;
import static io.webim.contract.Address.GROUPS_INVITE;
import static io.webim.contract.Address.GROUPS_INVITES;
import static io.webim.contract.Address.GROUPS_JOIN;
import static io.webim.contract.Address.GROUPS_LEAVE;
import static io.webim.contract.Address.GROUPS_MEMBERS;
import static io.webim.contract.Address.GROUPS_PREVIEW;
import static io.webim.contract.Address.GROUPS_REMOVE;
import static io.webim.contract.Address.GROUPS_REQUESTS;
import static io.webim.contract.Address.GROUPS_REVOKE;
import static io.webim.contract.Address.GROUPS_ROLE;
import static io.webim.contract.Address.GROUPS_UNBAN;
import static io.webim.contract.Address.GROUPS_UPDATE;
import static io.webim.contract.Address.PROFILE_GROUP_PICTURE_GET;
import static io.webim.contract.Address.PROFILE_GROUP_PICTURE_REMOVE;
import static io.webim.contract.Address.PROFILE_GROUP_PICTURE_SET;
import static io.webim.contract.Address.PROFILE_PICTURE_GET;
import static io.webim.contract.Address.PROFILE_PICTURE_REMOVE;
import static io.webim.contract.Address.PROFILE_PICTURE_SET;
import static io.webim.contract.Address.PUSH_KEY_GET;
import static io.webim.contract.Address.PUSH_SUBSCRIPTION_GET;
import static io.webim.contract.Address.PUSH_SUBSCRIPTION_REMOVE;
import static io.webim.contract.Address.PUSH_SUBSCRIPTION_SET;
import static io.webim.contract.Address.REPORTS_CREATE;
import static io.webim.contract.Address.REPORTS_HANDLE;
import static io.webim.contract.Address.REPORTS_LIST;
import static io.webim.contract.Address.SUBSCRIPTIONS_CREATE;
import static io.webim.contract.Address.SUBSCRIPTIONS_DELETE;
import static io.webim.contract.Address.SUBSCRIPTIONS_DELIVERIES;
import static io.webim.contract.Address.SUBSCRIPTIONS_LIST;
import static io.webim.contract.Address.SUBSCRIPTIONS_REPLAY;
import static io.webim.contract.Address.SUBSCRIPTIONS_RESUME;
import static io.webim.contract.Address.USERS_GET;
import static io.webim.contract.Address.USERS_SEARCH;
import static io.webim.contract.Address.USERS_UPDATE;
import static io.webim.contract.Address.WEBHOOKS_CREATE;
import static io.webim.contract.Address.WEBHOOKS_DELETE;
import static io.webim.contract.Address.WEBHOOKS_ENTER;
import static io.webim.contract.Address.WEBHOOKS_LIST;
import static io.webim.contract.Address.WEBHOOKS_POST;
import static io.webim.http.Endpoint.delete;
import static io.webim.http.Endpoint.get;
import static io.webim.http.Endpoint.patch;
import static io.webim.http.Endpoint.post;
import static io.webim.http.Endpoint.put;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import io.webim.contract.Caller;
import io.webim.limits.Limit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The REST API's table of contents; {@code openapi.json} says it in full. */
final class Endpoints {
    /** In the data of a request for the health: whether nodes cannot reach each other. */
    static final String ENGINE_AWAY = "engineAway";

    /** One more than are taken. */
    private static final int MOST_IDS = 102;

    private static final int MOST_PICTURE_BYTES = 5 << 20;

    private Endpoints() {}

    static List<Endpoint> all() {
        return List.of(
                post("/users", AUTH_USER_REGISTER)
                        .open()
                        .body("username", "password", "displayName")
                        .asks(Endpoints::remoteAddress)
                        .created(),
                get("/users", USERS_SEARCH)
                        .text("q", "username")
                        .numbers("after", "limit")
                        .orWith("ids", USERS_GET, Endpoints::userIds),
                get("/users/me", AUTH_USER_GET),
                patch("/users/me", USERS_UPDATE).body("displayName", "addMe", "readReceipts"),
                put("/users/me/password", AUTH_PASSWORD_CHANGE)
                        .body("oldPassword", "newPassword", "services")
                        .asks(Endpoints::remoteAddress)
                        .noContent(),
                delete("/users/me", AUTH_USER_DELETE)
                        .body("password")
                        .asks(Endpoints::remoteAddress)
                        .answers(RefreshCookie::clear),
                get("/users/me/export", AUTH_USER_EXPORT)
                        .asks(Endpoints::remoteAddress)
                        .answeredBy(Export::stream),
                put("/users/me/picture", PROFILE_PICTURE_SET)
                        .file("image", MOST_PICTURE_BYTES, Limit.PICTURES, "image/png", "image/jpeg"),
                delete("/users/me/picture", PROFILE_PICTURE_REMOVE),
                get("/users/:userId/picture", PROFILE_PICTURE_GET)
                        .open()
                        .text("v", "size")
                        .bareFile("image", "image/jpeg"),
                //
                get("/users/me/second-factor", AUTH_SECOND_FACTOR_GET).asks(Endpoints::host),
                post("/users/me/second-factor/totp", AUTH_TOTP_BEGIN)
                        .body("password")
                        .asks(Endpoints::remoteAddress)
                        .created(),
                put("/users/me/second-factor/totp", AUTH_TOTP_ENABLE)
                        .body("code")
                        .asks(Endpoints::remoteAddress),
                delete("/users/me/second-factor/totp", AUTH_TOTP_DISABLE)
                        .body("password")
                        .asks(Endpoints::remoteAddress)
                        .noContent(),
                post("/users/me/second-factor/passkey-options", AUTH_PASSKEY_BEGIN)
                        .body("password")
                        .asks(Endpoints::host)
                        .asks(Endpoints::remoteAddress)
                        .created(),
                post("/users/me/second-factor/passkeys", AUTH_PASSKEY_ADD)
                        .body("challenge", "name", "passkey")
                        .asks(Endpoints::remoteAddress)
                        .created(),
                delete("/users/me/second-factor/passkeys/:passkeyId", AUTH_PASSKEY_REMOVE)
                        .body("password")
                        .asks(Endpoints::remoteAddress)
                        .noContent(),
                post("/users/me/second-factor/recovery-codes", AUTH_RECOVERY_CODES_RENEW)
                        .body("password")
                        .asks(Endpoints::remoteAddress)
                        .created(),
                //
                post("/sessions", AUTH_SESSION_CREATE)
                        .open()
                        .body("username", "password", "device")
                        .asks(Endpoints::host)
                        .asks(Endpoints::remoteAddress)
                        .answers(RefreshCookie::set)
                        .undoneBy(AUTH_SESSION_UNDO, Endpoints::opened)
                        .created(),
                post("/sessions/second-factor", AUTH_SESSION_COMPLETE)
                        .open()
                        .body("challenge", "code", "passkey")
                        .asks(Endpoints::remoteAddress)
                        .answers(RefreshCookie::set)
                        .undoneBy(AUTH_SESSION_UNDO, Endpoints::opened)
                        .created(),
                post("/sessions/refresh", AUTH_SESSION_REFRESH)
                        .open()
                        .asks(RefreshCookie::read)
                        .asks(Endpoints::remoteAddress)
                        .answers(RefreshCookie::set),
                get("/sessions", AUTH_SESSION_LIST).text("after"),
                delete("/sessions", AUTH_SESSION_REVOKE_OTHERS)
                        .flags("services")
                        .asks(Endpoints::remoteAddress)
                        .noContent(),
                delete("/sessions/current", AUTH_SESSION_REVOKE)
                        .asks(Endpoints::ownSession)
                        .asks(Endpoints::remoteAddress)
                        .answers(RefreshCookie::clear)
                        .noContent(),
                delete("/sessions/:sessionId", AUTH_SESSION_REVOKE)
                        .asks(Endpoints::remoteAddress)
                        .noContent(),
                //
                post("/bots", AUTH_BOT_CREATE)
                        .body("username", "displayName", "password")
                        .asks(RefreshCookie::readIfPresent)
                        .asks(Endpoints::remoteAddress)
                        .created(),
                get("/bots", AUTH_BOT_LIST),
                delete("/bots/:userId", AUTH_BOT_DELETE)
                        .asks(Endpoints::remoteAddress)
                        .noContent(),
                post("/bots/:userId/tokens", AUTH_BOT_TOKEN_CREATE)
                        .body("name", "scopes", "expiresAt", "password")
                        .asks(RefreshCookie::readIfPresent)
                        .asks(Endpoints::remoteAddress)
                        .created(),
                get("/bots/:userId/tokens", AUTH_BOT_TOKEN_LIST),
                delete("/bots/:userId/tokens/:tokenId", AUTH_BOT_TOKEN_REVOKE)
                        .asks(Endpoints::remoteAddress)
                        .noContent(),
                //
                get("/contacts", CONTACTS_LIST).flags("blocked").text("after").numbers("limit"),
                post("/contacts", CONTACTS_ADD).body("username").bare("contact").createdOnce(),
                delete("/contacts/:userId", CONTACTS_REMOVE).noContent(),
                post("/contacts/:userId/accept", CONTACTS_ACCEPT).bare("contact"),
                put("/contacts/:userId/block", CONTACTS_BLOCK).noContent(),
                delete("/contacts/:userId/block", CONTACTS_UNBLOCK).noContent(),
                put("/contacts/:userId/mute", CONTACTS_MUTE)
                        .text("until")
                        .asks((context, request) -> request.put("muted", true))
                        .bare("contact"),
                delete("/contacts/:userId/mute", CONTACTS_MUTE)
                        .asks((context, request) -> request.put("muted", false))
                        .bare("contact"),
                //
                post("/messages", CHAT_MESSAGE_SEND)
                        .body(
                                "to",
                                "conversationId",
                                "toUserId",
                                "clientId",
                                "text",
                                "replyToSeq",
                                "forward",
                                "fileIds")
                        .orForm("conversationId", "toUserId", "replyToSeq")
                        .asks(ClientIds::complete)
                        .createdOnce(),
                get("/files", FILES_USAGE),
                post("/files/:fileId/link", FILES_LINK).textInPath("fileId").body("expiresIn"),
                get("/messages/unread", CHAT_MESSAGE_UNREAD).text("after").numbers("limit"),
                get("/conversations/:conversationId/messages", CHAT_MESSAGE_HISTORY)
                        .numbers("before", "after", "limit"),
                post("/conversations/:conversationId/messages", CHAT_MESSAGE_SEND)
                        .body("clientId", "text", "replyToSeq", "forward", "fileIds")
                        .bare("message")
                        .createdOnce(),
                put("/conversations/:conversationId/read", CHAT_CONVERSATION_READ)
                        .body("seq"),
                patch("/conversations/:conversationId/messages/:seq", CHAT_MESSAGE_EDIT)
                        .body("text"),
                delete("/conversations/:conversationId/messages/:seq", CHAT_MESSAGE_DELETE)
                        .text("scope")
                        .asks(Endpoints::oneMessage)
                        .noContent(),
                put("/conversations/:conversationId/messages/:seq/reactions/:emoji", CHAT_MESSAGE_REACT)
                        .textInPath("emoji")
                        .asks((context, request) -> request.put("on", true)),
                delete("/conversations/:conversationId/messages/:seq/reactions/:emoji", CHAT_MESSAGE_REACT)
                        .textInPath("emoji")
                        .asks((context, request) -> request.put("on", false)),
                get("/conversations/:conversationId/messages/:seq/reactions", CHAT_MESSAGE_REACTIONS)
                        .text("emoji", "after")
                        .numbers("limit"),
                put("/conversations/:conversationId/pins/:seq", CHAT_MESSAGE_PIN)
                        .asks((context, request) -> request.put("on", true))
                        .noContent(),
                delete("/conversations/:conversationId/pins/:seq", CHAT_MESSAGE_PIN)
                        .asks((context, request) -> request.put("on", false))
                        .noContent(),
                get("/conversations/:conversationId/pins", CHAT_MESSAGE_PINS).numbers("after", "limit"),
                put("/saved/:conversationId/:seq", CHAT_MESSAGE_SAVE)
                        .asks((context, request) -> request.put("on", true))
                        .noContent(),
                delete("/saved/:conversationId/:seq", CHAT_MESSAGE_SAVE)
                        .asks((context, request) -> request.put("on", false))
                        .noContent(),
                get("/saved", CHAT_MESSAGE_SAVED).numbers("conversationId", "after", "limit"),
                get("/conversations/:conversationId/messages/:seq/details", CHAT_MESSAGE_DETAILS),
                get("/conversations/:conversationId/messages/:seq/readers", CHAT_CONVERSATION_READERS)
                        .numbers("after", "limit"),
                get("/conversations/:conversationId/mentions", CHAT_CONVERSATION_MENTIONS)
                        .numbers("after", "limit"),
                get("/conversations", CONVERSATIONS_LIST).text("after").numbers("limit"),
                post("/conversations/self", CONVERSATIONS_SELF)
                        .bare("conversation")
                        .createdOnce(),
                put("/conversations/:conversationId/mute", CONVERSATIONS_MUTE)
                        .text("until")
                        .asks((context, request) -> request.put("muted", true))
                        .bare("conversation"),
                delete("/conversations/:conversationId/mute", CONVERSATIONS_MUTE)
                        .asks((context, request) -> request.put("muted", false))
                        .bare("conversation"),
                put("/conversations/:conversationId/notify", CONVERSATIONS_NOTIFY)
                        .body("level")
                        .bare("conversation"),
                //
                post("/groups", GROUPS_CREATE)
                        .body("title", "about", "kind", "userIds", "usernames")
                        .created(),
                get("/groups/:conversationId", GROUPS_GET),
                patch("/groups/:conversationId", GROUPS_UPDATE)
                        .body(
                                "title",
                                "about",
                                "history",
                                "mayPost",
                                "mayAdd",
                                "mayPin",
                                "mayMentionAll",
                                "slowSeconds"),
                delete("/groups/:conversationId", GROUPS_DELETE).noContent(),
                put("/groups/:conversationId/picture", PROFILE_GROUP_PICTURE_SET)
                        .file("image", MOST_PICTURE_BYTES, Limit.PICTURES, "image/png", "image/jpeg"),
                delete("/groups/:conversationId/picture", PROFILE_GROUP_PICTURE_REMOVE),
                get("/groups/:conversationId/picture", PROFILE_GROUP_PICTURE_GET)
                        .open()
                        .text("v", "size")
                        .bareFile("image", "image/jpeg"),
                get("/groups/:conversationId/members", GROUPS_MEMBERS)
                        .text("q", "after")
                        .numbers("limit"),
                post("/groups/:conversationId/members", GROUPS_ADD).body("userIds", "usernames"),
                delete("/groups/:conversationId/members/me", GROUPS_LEAVE).noContent(),
                delete("/groups/:conversationId/members/:userId", GROUPS_REMOVE)
                        .flags("ban", "deleteMessages")
                        .noContent(),
                put("/groups/:conversationId/members/:userId/role", GROUPS_ROLE)
                        .body("role")
                        .noContent(),
                get("/groups/:conversationId/banned", GROUPS_BANNED).numbers("after", "limit"),
                delete("/groups/:conversationId/banned/:userId", GROUPS_UNBAN).noContent(),
                post("/groups/:conversationId/invites", GROUPS_INVITE)
                        .body("expiresIn", "uses", "approval")
                        .created(),
                get("/groups/:conversationId/invites", GROUPS_INVITES),
                delete("/groups/:conversationId/invites/:inviteId", GROUPS_REVOKE)
                        .noContent(),
                get("/groups/:conversationId/requests", GROUPS_REQUESTS).numbers("after", "limit"),
                post("/groups/:conversationId/requests/:userId", GROUPS_APPROVE),
                delete("/groups/:conversationId/requests/:userId", GROUPS_DECLINE),
                post("/reports", REPORTS_CREATE)
                        .body("conversationId", "seq", "userId", "reason", "note")
                        .created(),
                get("/groups/:conversationId/reports", REPORTS_LIST).numbers("after", "limit"),
                delete("/groups/:conversationId/reports/:reportId", REPORTS_HANDLE)
                        .noContent(),
                get("/invites/:token", GROUPS_PREVIEW).textInPath("token"),
                post("/invites/:token", GROUPS_JOIN)
                        .textInPath("token")
                        .createdOnce()
                        .acceptedWhilePending(),
                //
                get("/feed", FEED_READ)
                        .text("after", "consumer")
                        .numbers("limit")
                        .asks(FeedAnswer::read)
                        .answeredBy(FeedAnswer::write),
                put("/feed/cursor", FEED_ACKNOWLEDGE).body("after", "consumer", "rewind"),
                delete("/feed/cursor", FEED_FORGET).text("consumer").noContent(),
                //
                post("/subscriptions", SUBSCRIPTIONS_CREATE)
                        .body("url", "events", "botId", "password")
                        .asks(RefreshCookie::readIfPresent)
                        .asks(Endpoints::remoteAddress)
                        .created(),
                get("/subscriptions", SUBSCRIPTIONS_LIST),
                delete("/subscriptions/:subscriptionId", SUBSCRIPTIONS_DELETE).noContent(),
                post("/subscriptions/:subscriptionId/resume", SUBSCRIPTIONS_RESUME),
                get("/subscriptions/:subscriptionId/deliveries", SUBSCRIPTIONS_DELIVERIES)
                        .numbers("after", "limit"),
                post("/subscriptions/:subscriptionId/deliveries/:eventId/replay", SUBSCRIPTIONS_REPLAY)
                        .textInPath("eventId"),
                //
                post("/webhooks", WEBHOOKS_CREATE)
                        .body("conversationId", "name", "password")
                        .asks(RefreshCookie::readIfPresent)
                        .asks(HookRequests::origin)
                        .asks(Endpoints::remoteAddress)
                        .created(),
                get("/webhooks", WEBHOOKS_LIST),
                delete("/webhooks/:webhookId", WEBHOOKS_DELETE).noContent(),
                post("/hooks/:key", WEBHOOKS_POST)
                        .behind(WEBHOOKS_ENTER)
                        .textInPath("key")
                        .anyBody("body")
                        .asks(HookRequests::headers)
                        .answeredBy((bus, admission, context, reply) -> HookRequests.ok(context)),
                //
                get("/push/key", PUSH_KEY_GET),
                post("/push/subscriptions", PUSH_SUBSCRIPTION_SET)
                        .body("endpoint", "keys", "show", "password")
                        .asks(RefreshCookie::readIfPresent)
                        .asks(Endpoints::remoteAddress)
                        .created(),
                get("/push/subscriptions/current", PUSH_SUBSCRIPTION_GET),
                delete("/push/subscriptions/current", PUSH_SUBSCRIPTION_REMOVE).noContent(),
                //
                get("/health/ready", AUTH_HEALTH).open().alsoHead().answers(Endpoints::health));
    }

    private static void health(RoutingContext context, JsonObject reply) {
        reply.put("status", "up");
        if (Boolean.TRUE.equals(context.get(ENGINE_AWAY))) {
            reply.put("engine", "away");
        }
    }

    private static void remoteAddress(RoutingContext context, JsonObject request) {
        request.put("remoteAddress", Forwarding.remoteAddress(context));
    }

    /** For passkeys, which are good at one host only. */
    private static void host(RoutingContext context, JsonObject request) {
        @Nullable HostAndPort host = context.request().authority();
        if (host != null) {
            request.put("host", host.toString());
        }
    }

    /** Whose session a log-in has opened. */
    private static Caller opened(JsonObject reply) {
        return new Caller(reply.getJsonObject("user").getLong("id"), reply.getLong("sessionId"));
    }

    private static void ownSession(RoutingContext context, JsonObject request) {
        request.put("sessionId", BearerToken.caller(context).sessionId());
    }

    /** A comma between them. */
    private static void userIds(RoutingContext context, JsonObject request) {
        var ids = new JsonArray();
        for (var id : context.queryParams().get("ids").split(",", MOST_IDS)) {
            ids.add(id.matches("[1-9][0-9]{0,15}") ? Long.valueOf(id) : id);
        }
        request.put("userIds", ids);
    }

    private static void oneMessage(RoutingContext context, JsonObject request) {
        var seq = request.remove("seq");
        request.put("seqs", new JsonArray().add(new JsonArray().add(seq).add(seq)));
    }
}
