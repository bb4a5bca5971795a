package io.webim;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A user who calls the modules over the bus, as the bridge and REST do once they know who it is. */
public final class BusUser {
    public final long id;
    public final String username;
    private final TestServer server;
    private final Caller caller;

    private BusUser(TestServer server, long id, String username) {
        this.server = server;
        this.id = id;
        this.username = username;
        this.caller = new Caller(id, 1);
    }

    /** A new account under a fresh name; one that never logs in. */
    public static BusUser create(TestServer server, String name) {
        var username = FreshName.of(name);
        server.query(
                "INSERT INTO account (username, display_name, password_hash, created_at) VALUES (?, ?, '', NOW(3))",
                username,
                name);
        long id = server.query("SELECT id FROM account WHERE username = ?", username)
                .get(0)
                .getLong("id");
        return new BusUser(server, id, username);
    }

    public JsonObject call(Address address, JsonObject body) {
        return TestServer.await(calling(address, body));
    }

    /** The same without waiting for the answer. */
    public Future<JsonObject> calling(Address address, JsonObject body) {
        return new Bus(server.vertx()).call(address, caller, body);
    }

    /** The failure that the call must end in. */
    public Failure refused(Address address, JsonObject body) {
        try {
            throw new AssertionError(
                    address.text() + " answered " + call(address, body).encode());
        } catch (IllegalStateException error) {
            return (Failure) error.getCause();
        }
    }

    /** Calls what may be refused, for these reasons and no other. */
    public void attempt(Address address, JsonObject body, String... codes) {
        try {
            call(address, body);
        } catch (IllegalStateException error) {
            if (!(error.getCause() instanceof Failure failure)
                    || !List.of(codes).contains(failure.code())) {
                throw error;
            }
        }
    }

    /** What a device has after a sync, as it tells the next one. */
    public static JsonArray known(JsonObject synced) {
        var known = new JsonArray();
        for (Object one : synced.getJsonArray("conversations")) {
            var change = (JsonObject) one;
            known.add(new JsonArray()
                    .add(change.getLong("conversationId"))
                    .add(change.getLong("version"))
                    .add(change.getJsonObject("contact").getLong("lastSeq"))
                    .add(change.getLong("ownVersion")));
        }
        return known;
    }

    /** Adds the other as a contact and gives the conversation's id. */
    public long add(BusUser other) {
        return call(Address.CONTACTS_ADD, new JsonObject().put("username", other.username))
                .getJsonObject("contact")
                .getLong("conversationId");
    }

    /** The same, and is added by the other. */
    public long befriend(BusUser other) {
        other.add(this);
        return add(other);
    }

    /** A new group of these, a hundred of whom come at a time; the first is its owner. */
    public static long group(List<BusUser> people) {
        var owner = people.get(0);
        var others = people.stream().skip(1).map(person -> person.id).toList();
        long id = owner.call(
                        Address.GROUPS_CREATE,
                        new JsonObject()
                                .put("title", "A group")
                                .put("userIds", new ArrayList<>(others.subList(0, Math.min(99, others.size())))))
                .getJsonObject("conversation")
                .getLong("conversationId");
        for (int from = 99; from < others.size(); from += 99) {
            owner.call(
                    Address.GROUPS_ADD,
                    in(id).put("userIds", new ArrayList<>(others.subList(from, Math.min(from + 99, others.size())))));
        }
        return id;
    }

    /** Sends and gives the committed message. */
    public JsonObject send(long conversationId, String text) {
        return call(Address.CHAT_MESSAGE_SEND, message(conversationId, UUID.randomUUID(), text))
                .getJsonObject("message");
    }

    public static JsonObject message(long conversationId, UUID clientId, String text) {
        return new JsonObject()
                .put("conversationId", conversationId)
                .put("clientId", clientId.toString())
                .put("text", text);
    }

    public JsonObject history(long conversationId) {
        return call(Address.CHAT_MESSAGE_HISTORY, in(conversationId).put("limit", 100));
    }

    public void received(long conversationId, long seq) {
        call(Address.CHAT_MESSAGE_RECEIVED, in(conversationId).put("seq", seq));
    }

    /** Reads up to a seq and gives what is unread then. */
    public long read(long conversationId, long seq) {
        return call(Address.CHAT_CONVERSATION_READ, in(conversationId).put("seq", seq))
                .getLong("unread");
    }

    public void delete(long conversationId, long from, long to, String scope) {
        call(Address.CHAT_MESSAGE_DELETE, deletion(conversationId, from, to, scope));
    }

    public static JsonObject deletion(long conversationId, long from, long to, String scope) {
        return in(conversationId)
                .put("seqs", new JsonArray().add(new JsonArray().add(from).add(to)))
                .put("scope", scope);
    }

    public JsonArray contacts() {
        return call(Address.CONTACTS_LIST, new JsonObject()).getJsonArray("contacts");
    }

    /** The one entry of the list. */
    public JsonObject contact() {
        var contacts = contacts();
        if (contacts.size() != 1) {
            throw new AssertionError("expected one contact: " + contacts.encode());
        }
        return contacts.getJsonObject(0);
    }

    public static JsonObject in(long conversationId) {
        return new JsonObject().put("conversationId", conversationId);
    }
}
