package io.webim.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.webim.bus.Bus;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Times;
import io.webim.limits.Admission;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
    /** Their ids alone: there may be very many, and each is read when its turn comes. */
    private final Deque<Long> conversations = new ArrayDeque<>();

    /** Of the page of groups that was read last. */
    private final Deque<JsonObject> groups = new ArrayDeque<>();

    private @Nullable JsonObject nextGroups = new JsonObject();
    /** Who occurs in the conversation that is being written. */
    private final Map<Long, JsonObject> users = new TreeMap<>();

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
        // While nothing is written, what fails can still be said.
        contacts(new JsonObject()).onSuccess(first -> stream(account, first)).onFailure(context::fail);
    }

    private void stream(JsonObject account, JsonObject contacts) {
        var head = new JsonObject()
                .put("exportedAt", Times.iso(Times.now()))
                .mergeIn(account)
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
        write(opened(head) + ",\"contacts\":[", () -> listed(contacts, ""));
    }

    private void listed(JsonObject page, String comma) {
        for (var contact : page.getJsonArray("contacts")) {
            conversations.add(((JsonObject) contact).getLong("conversationId"));
        }
        list(page, new JsonObject(), comma, this::listed, () -> {
            var blocked = new JsonObject().put("blocked", true);
            write("],\"blocked\":[", () -> then(contacts(blocked), first -> blocked(first, "")));
        });
    }

    private void blocked(JsonObject page, String comma) {
        var blocked = new JsonObject().put("blocked", true);
        list(page, blocked, comma, this::blocked, () -> write("],\"reports\":[", () -> nextReports(0, "")));
    }

    private void nextReports(long after, String comma) {
        then(read(Address.REPORTS_MADE, new JsonObject().put("after", after)), page -> {
            var reports = page.getJsonArray("reports");
            write(reports.isEmpty() ? "" : comma + inner(reports), () -> {
                if (page.containsKey("next")) {
                    nextReports(page.getLong("next"), ",");
                } else {
                    write("],\"saved\":[", () -> nextSaved(new JsonObject(), ""));
                }
            });
        });
    }

    /** Which messages the caller has saved: what they say stands with their conversations. */
    private void nextSaved(JsonObject request, String comma) {
        then(read(Address.CHAT_MESSAGE_SAVED, request), page -> {
            var places = new JsonArray();
            page.getJsonArray("messages").forEach(message -> places.add(place((JsonObject) message)));
            write(places.isEmpty() ? "" : comma + inner(places), () -> {
                if (page.containsKey("next")) {
                    var next = new JsonObject().put("after", page.getLong("next"));
                    nextSaved(next, places.isEmpty() ? comma : ",");
                } else {
                    write("],", this::services);
                }
            });
        });
    }

    /** What acts for the caller, or is told what happens: no secret is kept that could be shown. */
    private void services() {
        var bots = read(Address.AUTH_BOT_LIST, new JsonObject()).compose(list -> each(list.getJsonArray("bots")));
        var webhooks = read(Address.WEBHOOKS_LIST, new JsonObject());
        var subscriptions = read(Address.SUBSCRIPTIONS_LIST, new JsonObject());
        var feed = read(Address.FEED_CONSUMERS, new JsonObject());
        then(
                Future.all(bots, webhooks, subscriptions, feed)
                        .map(all -> new JsonObject()
                                .put("bots", bots.result())
                                .put("webhooks", webhooks.result().getJsonArray("webhooks"))
                                .put("subscriptions", subscriptions.result().getJsonArray("subscriptions"))
                                .put("feedConsumers", feed.result().getJsonArray("consumers"))),
                services -> {
                    var text = services.encode();
                    write(text.substring(1, text.length() - 1) + ",\"conversations\":[", this::nextConversation);
                });
    }

    /** One after the other, with its tokens, and who reads its feed. */
    private Future<JsonArray> each(JsonArray bots) {
        Future<JsonArray> done = Future.succeededFuture(new JsonArray());
        for (var one : bots) {
            var user = (JsonObject) one;
            var named = new JsonObject().put("userId", user.getLong("id"));
            done = done.compose(before -> read(Address.AUTH_BOT_TOKEN_LIST, named)
                    .compose(tokens -> bus.call(
                                    Address.FEED_CONSUMERS,
                                    Caller.bot(user.getLong("id"), caller.userId()),
                                    new JsonObject())
                            .map(feed -> before.add(new JsonObject()
                                    .put("user", user)
                                    .put("tokens", tokens.getJsonArray("tokens"))
                                    .put("feedConsumers", feed.getJsonArray("consumers"))))));
        }
        return done;
    }

    private static JsonObject place(JsonObject message) {
        return new JsonObject()
                .put("conversationId", message.getLong("conversationId"))
                .put("seq", message.getLong("seq"));
    }

    /**
     * Writes a page of contacts.
     *
     * @param request for pages of this list
     * @param next takes the page that follows
     * @param end what follows the last
     */
    private void list(
            JsonObject page, JsonObject request, String comma, BiConsumer<JsonObject, String> next, Runnable end) {
        var contacts = page.getJsonArray("contacts");
        write(contacts.isEmpty() ? "" : comma + inner(contacts), () -> {
            if (page.containsKey("next")) {
                then(contacts(request.put("after", page.getString("next"))), more -> next.accept(more, ","));
            } else {
                end.run();
            }
        });
    }

    private void nextConversation() {
        if (!conversations.isEmpty()) {
            nextDirect(conversations.remove());
        } else if (!groups.isEmpty()) {
            open(groups.remove());
        } else if (nextGroups != null) {
            then(read(Address.CONVERSATIONS_LIST, nextGroups), this::takeGroups);
        } else {
            written.complete();
        }
    }

    private void nextDirect(long id) {
        var request = new JsonObject().put("conversationIds", new JsonArray().add(id));
        then(read(Address.CHAT_CONVERSATION_ENTRIES, request), entries -> {
            var contacts = entries.getJsonArray("contacts");
            if (contacts.isEmpty()) {
                nextConversation();
            } else {
                open(new JsonObject()
                        .put("conversationId", id)
                        .put("with", contacts.getJsonObject(0).getJsonObject("user")));
            }
        });
    }

    private void takeGroups(JsonObject page) {
        for (var one : page.getJsonArray("conversations")) {
            var conversation = (JsonObject) one;
            if (!conversation.getString("kind").equals("direct")) {
                groups.add(new JsonObject()
                        .put("conversationId", conversation.getLong("conversationId"))
                        .put("kind", conversation.getString("kind"))
                        .put("title", conversation.getString("title"))
                        .put("role", conversation.getString("role")));
            }
        }
        nextGroups = page.containsKey("next") ? new JsonObject().put("after", page.getString("next")) : null;
        nextConversation();
    }

    private void open(JsonObject conversation) {
        users.clear();
        long id = conversation.getLong("conversationId");
        write(separator + opened(conversation.encode()) + ",\"messages\":[", () -> nextPage(id, 0, ""));
        separator = ",";
    }

    private void nextPage(long conversationId, long after, String comma) {
        var request = new JsonObject()
                .put("conversationId", conversationId)
                .put("after", after)
                .put("limit", PAGE);
        then(
                read(Address.CHAT_MESSAGE_HISTORY, request).recover(Export::nothingOfWhatOneHasLeft),
                page -> write(page, conversationId, comma));
    }

    /** Meanwhile one may have left, or been removed. */
    private static Future<JsonObject> nothingOfWhatOneHasLeft(Throwable error) {
        return error instanceof Failure failure && failure.is(ErrorCode.CONVERSATION_NOT_FOUND)
                ? Future.succeededFuture(
                        new JsonObject().put("messages", new JsonArray()).put("users", new JsonArray()))
                : Future.failedFuture(error);
    }

    private void write(JsonObject page, long conversationId, String comma) {
        var messages = page.getJsonArray("messages");
        page.getJsonArray("users").forEach(user -> users.put(((JsonObject) user).getLong("id"), (JsonObject) user));
        if (messages.isEmpty()) {
            endConversation();
            return;
        }
        long last = messages.getJsonObject(messages.size() - 1).getLong("seq");
        write(comma + inner(messages), () -> {
            if (page.getBoolean("hasMore")) {
                nextPage(conversationId, last, ",");
            } else {
                endConversation();
            }
        });
    }

    /** With whoever occurs in it. */
    private void endConversation() {
        write("],\"users\":" + new JsonArray(List.copyOf(users.values())).encode() + "}", this::nextConversation);
    }

    private Future<JsonObject> contacts(JsonObject request) {
        return read(Address.CONTACTS_LIST, request);
    }

    /** Whoever reads slowly reads for long, and may have been logged out meanwhile. */
    private Future<JsonObject> read(Address address, JsonObject request) {
        return new BearerToken(bus)
                .verify(context)
                .compose(known -> bus.call(address, caller, request))
                .compose(page ->
                        admission.pace(context.vertx(), caller.userId(), page).map(page));
    }

    private void then(Future<JsonObject> page, Consumer<JsonObject> next) {
        page.compose(read -> {
                    next.accept(read);
                    return Future.succeededFuture();
                })
                .onFailure(written::tryFail);
    }

    private void write(String text, Runnable then) {
        context.response().write(text).onSuccess(done -> then.run()).onFailure(written::tryFail);
    }

    /** For more to be added to it. */
    private static String opened(String object) {
        return object.substring(0, object.length() - 1);
    }

    private static String inner(JsonArray array) {
        var text = array.encode();
        return text.substring(1, text.length() - 1);
    }
}
