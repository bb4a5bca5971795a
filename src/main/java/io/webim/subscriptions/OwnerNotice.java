package io.webim.subscriptions;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Tells an owner that a subscription is off: by a message of a bot of theirs, which is there on all devices, counted and
 * pushed as any other.
 */
final class OwnerNotice {
    private final Bus bus;

    OwnerNotice(Bus bus) {
        this.bus = bus;
    }

    /** @param time of the end, so that what is told once more is the same message */
    Future<?> isOff(Subscription subscription, String reason, long time) {
        var owner = new Caller(subscription.ownerId(), 0);
        return bus.call(Address.AUTH_NOTICE_BOT, owner, new JsonObject())
                .compose(bot -> introduce(owner, bot)
                        .compose(known -> bus.call(
                                Address.CHAT_MESSAGE_SEND,
                                Caller.bot(bot.getLong("id"), owner.userId()),
                                new JsonObject()
                                        .put("toUserId", owner.userId())
                                        .put("clientId", id(subscription, time).toString())
                                        .put("text", text(subscription, reason)))));
    }

    /** What a contact says is no request. Who has taken it off the list since has it there no more. */
    private Future<?> introduce(Caller owner, JsonObject bot) {
        return bot.getBoolean("created")
                ? bus.call(Address.CONTACTS_ADD, owner, new JsonObject().put("username", bot.getString("username")))
                : Future.succeededFuture();
    }

    private static UUID id(Subscription subscription, long time) {
        var name = "subscription " + subscription.id() + " off " + time;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Subscription subscription, String reason) {
        var why = reason.equals("gone")
                ? "the address says that it is gone (410)"
                : "whatever was sent there has failed for three days";
        return "Your outgoing webhook to " + subscription.url() + " is off: " + why
                + ". Switch it on again in the settings, under “Webhooks and bots”.";
    }
}
