package io.webim.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.webim.bus.Bus;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.Times;
import io.webim.limits.Admission;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * All that the server keeps of one person, as that person may see it. It is read and written page by page, no faster than
 * the client takes it, and than its user may read.
 */
final class Export {
    private static final int PAGE = 100;

    private final Bus bus;
    private final Admission admission;
    private final Caller caller;
    private final RoutingContext context;
    private final Deque<JsonObject> conversations = new ArrayDeque<>();
    private final Promise<Void> written = Promise.promise();
    private String separator = "";

    private Export(Bus bus, Admission admission, RoutingContext context) {
        this.bus = bus;
        this.admission = admission;
        this.caller = BearerToken.caller(context);
        this.context = context;
    }

    /** @param account what auth knows; goes first */
    static void stream(Bus bus, Admission admission, RoutingContext context, JsonObject account) {
        new Export(bus, admission, context).begin(account);
    }

    private void begin(JsonObject account) {
        var listed = contacts(new JsonObject(), new JsonArray());
        var blocked = contacts(new JsonObject().put("blocked", true), new JsonArray());
        Future.all(listed, blocked)
                .onSuccess(read -> stream(account, listed.result(), blocked.result()))
                .onFailure(context::fail);
    }

    private void stream(JsonObject account, JsonArray listed, JsonArray blocked) {
        listed.forEach(contact -> conversations.add((JsonObject) contact));
        var head = new JsonObject()
                .put("exportedAt", Times.iso(Times.now()))
                .mergeIn(account)
                .put("contacts", listed)
                .put("blocked", blocked)
                .encode();
        var username = account.getJsonObject("user").getString("username");
        context.response()
                .setChunked(true)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Content-Disposition", "attachment; filename=\"webim-" + username + ".json\"");
        written.future()
                .onSuccess(done -> context.response().end("]}"))
                // Broken off in sight of the client, who would else take half of it for the whole.
                .onFailure(error -> context.request().connection().close());
        write(head.substring(0, head.length() - 1) + ",\"conversations\":[", this::nextConversation);
    }

    private void nextConversation() {
        if (conversations.isEmpty()) {
            written.complete();
            return;
        }
        var contact = conversations.remove();
        long id = contact.getLong("conversationId");
        var head = new JsonObject()
                .put("conversationId", id)
                .put("with", contact.getJsonObject("user"))
                .encode();
        write(separator + head.substring(0, head.length() - 1) + ",\"messages\":[", () -> nextPage(id, 0, ""));
        separator = ",";
    }

    private void nextPage(long conversationId, long after, String comma) {
        var request = new JsonObject()
                .put("conversationId", conversationId)
                .put("after", after)
                .put("limit", PAGE);
        // Whoever reads slowly reads for long, and may have been logged out meanwhile.
        new BearerToken(bus)
                .verify(context)
                .compose(known -> bus.call(Address.CHAT_MESSAGE_HISTORY, caller, request))
                .compose(page ->
                        admission.pace(context.vertx(), caller.userId(), page).map(page))
                .onSuccess(page -> write(page, conversationId, comma))
                .onFailure(written::fail);
    }

    private void write(JsonObject page, long conversationId, String comma) {
        var messages = page.getJsonArray("messages");
        if (messages.isEmpty()) {
            write("]}", this::nextConversation);
            return;
        }
        var text = messages.encode();
        long last = messages.getJsonObject(messages.size() - 1).getLong("seq");
        write(comma + text.substring(1, text.length() - 1), () -> {
            if (page.getBoolean("hasMore")) {
                nextPage(conversationId, last, ",");
            } else {
                write("]}", this::nextConversation);
            }
        });
    }

    private void write(String text, Runnable then) {
        context.response().write(text).onSuccess(done -> then.run()).onFailure(written::tryFail);
    }

    /** Page after page. */
    private Future<JsonArray> contacts(JsonObject request, JsonArray before) {
        return bus.call(Address.CONTACTS_LIST, caller, request).compose(page -> {
            before.addAll(page.getJsonArray("contacts"));
            return page.containsKey("next")
                    ? contacts(request.copy().put("after", page.getString("next")), before)
                    : Future.succeededFuture(before);
        });
    }
}
