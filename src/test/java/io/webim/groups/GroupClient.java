package io.webim.groups;

import io.vertx.core.json.JsonObject;
import io.webim.TestServer;
import io.webim.bridge.Eventually;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Answer;
import io.webim.http.RestClient.Person;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** What people do in groups, over REST. */
public record GroupClient(RestClient anyone) {
    public Person person(String name) {
        return anyone.somebody(name);
    }

    public Answer create(Person owner, JsonObject group) {
        return owner.rest().post("/api/groups", group);
    }

    /** A group of the first with the others; gives its id. */
    public long of(Person owner, Person... others) {
        return create(
                        owner,
                        new JsonObject()
                                .put("title", "A group")
                                .put(
                                        "userIds",
                                        Stream.of(others).map(Person::id).toList()))
                .expect(201)
                .body()
                .getJsonObject("conversation")
                .getLong("conversationId");
    }

    public Answer get(Person who, long id) {
        return who.rest().get("/api/groups/" + id);
    }

    public Answer update(Person who, long id, JsonObject change) {
        return who.rest().patch("/api/groups/" + id, change);
    }

    public Answer delete(Person who, long id) {
        return who.rest().delete("/api/groups/" + id);
    }

    public Answer add(Person who, long id, Person... others) {
        return who.rest()
                .post(
                        "/api/groups/" + id + "/members",
                        new JsonObject()
                                .put(
                                        "userIds",
                                        Stream.of(others).map(Person::id).toList()));
    }

    public Answer leave(Person who, long id) {
        return who.rest().delete("/api/groups/" + id + "/members/me");
    }

    public Answer remove(Person who, long id, Person whom, String how) {
        return who.rest().delete("/api/groups/" + id + "/members/" + whom.id() + how);
    }

    public Answer role(Person who, long id, Person whose, String role) {
        return who.rest()
                .put("/api/groups/" + id + "/members/" + whose.id() + "/role", new JsonObject().put("role", role));
    }

    public Answer unban(Person who, long id, Person whom) {
        return who.rest().delete("/api/groups/" + id + "/banned/" + whom.id());
    }

    public List<Long> banned(Person who, long id) {
        return ids(who.rest().get("/api/groups/" + id + "/banned").expect(200).body(), "users");
    }

    public List<Long> memberIds(Person who, long id) {
        return who.rest().get("/api/groups/" + id + "/members").expect(200).body().getJsonArray("members").stream()
                .map(member -> ((JsonObject) member).getJsonObject("user").getLong("id"))
                .toList();
    }

    private static List<Long> ids(JsonObject page, String name) {
        return page.getJsonArray(name).stream()
                .map(user -> ((JsonObject) user).getLong("id"))
                .toList();
    }

    public Answer trySend(Person who, long id, String text) {
        return who.send(id, UUID.randomUUID(), text);
    }

    public Answer edit(Person who, long id, long seq, String text) {
        return who.rest().patch("/api/conversations/" + id + "/messages/" + seq, new JsonObject().put("text", text));
    }

    public Answer deleteMessage(Person who, long id, long seq) {
        return who.rest().delete("/api/conversations/" + id + "/messages/" + seq + "?scope=everyone");
    }

    public List<JsonObject> list(Person who) {
        return who.rest().get("/api/conversations").expect(200).body().getJsonArray("conversations").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    /** One of the caller's list. */
    public JsonObject listed(Person who, long id) {
        return list(who).stream()
                .filter(one -> one.getLong("conversationId") == id)
                .findFirst()
                .orElseThrow();
    }

    public List<JsonObject> messages(Person who, long id) {
        return who.history(id).getJsonArray("messages").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    public JsonObject lastMessage(Person who, long id) {
        var messages = messages(who, id);
        return messages.get(messages.size() - 1);
    }

    /** What can be read. */
    public List<String> texts(Person who, long id) {
        return messages(who, id).stream()
                .filter(message -> message.containsKey("text"))
                .map(message -> message.getString("text"))
                .toList();
    }

    public List<String> eventTypes(Person who, long id) {
        return messages(who, id).stream()
                .filter(message -> message.containsKey("event"))
                .map(message -> message.getJsonObject("event").getString("type"))
                .toList();
    }

    public JsonObject lastEvent(Person who, long id) {
        return messages(who, id).stream()
                .filter(message -> message.containsKey("event"))
                .reduce((before, after) -> after)
                .orElseThrow()
                .getJsonObject("event");
    }

    /** Nothing of it is left but that there was something. */
    public void awaitErased(TestServer server, long id) throws Exception {
        Eventually.holds(
                () -> server.query("SELECT seq FROM message WHERE conversation_id = ? AND text IS NOT NULL", id)
                                .isEmpty()
                        && server.query("SELECT title FROM chat_group WHERE conversation_id = ?", id)
                                .isEmpty());
    }
}
