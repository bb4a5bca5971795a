package io.webim.upgrade;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * All that people see of a webim: what they have themselves, lists, histories, what is unread, details, and what a device
 * gets that has nothing. However it comes in pages, it is put together.
 */
public final class Sight {
    private static final int PAGE = 100;

    private Sight() {}

    /** By their usernames. First without sockets, which change when somebody was last there. */
    public static JsonObject of(String url, Collection<String> usernames) {
        var visitors =
                usernames.stream().map(username -> Visitor.logIn(url, username)).toList();
        var seen = new JsonObject();
        for (var visitor : visitors) {
            seen.put(visitor.username, overRest(visitor));
        }
        for (var visitor : visitors) {
            try (visitor) {
                seen.getJsonObject(visitor.username).mergeIn(overSocket(visitor));
            }
        }
        return seen;
    }

    private static JsonObject overRest(Visitor visitor) {
        var contacts = visitor.get("/api/contacts").getJsonArray("contacts");
        var blocked = visitor.get("/api/contacts?blocked=true").getJsonArray("contacts");
        var histories = new JsonObject();
        var details = new JsonObject();
        var pictures = new JsonObject();
        for (var list : List.of(contacts, blocked)) {
            for (var contact : objects(list)) {
                var conversation = String.valueOf(contact.getLong("conversationId"));
                var history = history(visitor, conversation);
                histories.put(conversation, history);
                details.put(conversation, details(visitor, conversation, history));
                picture(visitor, contact.getJsonObject("user"), pictures);
            }
        }
        return new JsonObject()
                .put("me", visitor.get("/api/users/me"))
                .put("contacts", contacts)
                .put("blocked", blocked)
                .put("unread", visitor.get("/api/messages/unread").getJsonArray("conversations"))
                .put("histories", histories)
                .put("details", details)
                .put("pictures", pictures);
    }

    private static JsonObject history(Visitor visitor, String conversation) {
        var messages = new TreeMap<Long, JsonObject>();
        var deleted = new TreeSet<Integer>();
        var from = "";
        for (boolean more = true; more; ) {
            var page = visitor.get("/api/conversations/" + conversation + "/messages?limit=" + PAGE + from);
            objects(page.getJsonArray("messages")).forEach(message -> messages.put(message.getLong("seq"), message));
            page.getJsonArray("deletedRanges").stream()
                    .map(JsonArray.class::cast)
                    .flatMapToInt(range -> IntStream.rangeClosed(range.getInteger(0), range.getInteger(1)))
                    .forEach(deleted::add);
            more = page.getBoolean("hasMore") && !messages.isEmpty();
            from = messages.isEmpty() ? "" : "&before=" + messages.firstKey();
        }
        return new JsonObject()
                .put("messages", new JsonArray(new ArrayList<>(messages.values())))
                .put("deleted", new JsonArray(List.copyOf(deleted)));
    }

    /** By seq, of the own messages. */
    private static JsonObject details(Visitor visitor, String conversation, JsonObject history) {
        var details = new JsonObject();
        for (var message : objects(history.getJsonArray("messages"))) {
            if (message.getLong("senderId") == visitor.id()) {
                var seq = String.valueOf(message.getLong("seq"));
                details.put(seq, visitor.get("/api/conversations/" + conversation + "/messages/" + seq + "/details"));
            }
        }
        return details;
    }

    private static void picture(Visitor visitor, JsonObject user, JsonObject into) {
        if (user.containsKey("picture")) {
            var path = "/api/users/" + user.getLong("id") + "/picture?v=" + user.getString("picture") + "&size=64";
            into.put(path, sha256(visitor.file(path)));
        }
    }

    private static JsonObject overSocket(Visitor visitor) {
        var changes = sync(visitor, new JsonArray());
        var all = new JsonArray();
        var little = new JsonArray();
        for (var change : objects(changes)) {
            long id = change.getLong("conversationId");
            long last = change.getJsonObject("contact").getLong("lastSeq");
            all.add(new JsonArray().add(id).add(change.getLong("version")).add(last));
            little.add(new JsonArray().add(id).add(1).add(last / 2));
        }
        return new JsonObject()
                .put("sync", changes)
                .put("known", all)
                .put("syncOfOneWhoKnowsLittle", sync(visitor, little));
    }

    private static JsonArray sync(Visitor visitor, JsonArray known) {
        var changes = new JsonArray();
        for (Object after = 0; after != null; ) {
            var page = visitor.ask(
                    "chat.sync", new JsonObject().put("after", after).put("known", known));
            changes.addAll(page.getJsonArray("conversations"));
            after = page.getValue("next");
        }
        return changes;
    }

    /** What devices are told that had everything when they were there last. */
    public static JsonObject news(String url, JsonObject seen) {
        var news = new JsonObject();
        for (var username : seen.fieldNames()) {
            try (var visitor = Visitor.logIn(url, username)) {
                var known = seen.getJsonObject(username).getJsonArray("known");
                news.put(
                        username,
                        visitor.ask(
                                        "chat.sync",
                                        new JsonObject().put("after", 0).put("known", known))
                                .getJsonArray("conversations"));
            }
        }
        return news;
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
