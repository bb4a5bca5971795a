package io.webim.push;

import io.vertx.core.json.JsonObject;
import io.webim.contract.Times;
import io.webim.push.SubscriptionStore.Telling;

/** What a push says. Its text is plain, and cut so that it fits the 4 KiB that every push service takes. */
final class Payload {
    private static final int MOST_TEXT = 200;

    private Payload() {}

    static JsonObject of(long conversationId, long seq, Telling telling) {
        var json = new JsonObject()
                .put("type", "message")
                .put("conversationId", conversationId)
                .put("seq", seq)
                .put("sentAt", Times.iso(telling.sentAt()))
                .put("sender", telling.sender().toJson());
        var text = telling.text();
        return telling.subscription().showsText() && text != null
                ? json.put("text", PlainText.of(text, MOST_TEXT))
                : json;
    }
}
