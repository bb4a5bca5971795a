package io.webim.upgrade;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** What people have done to each other in a webim of long ago: everything that an upgrade could lose. */
final class Story {
    private static final List<String> TEXTS = List.of(
            "Hello",
            "It's \"fine\" \\ \\' || 100% — ß é 漢字;",
            "😀👨‍👩‍👧‍👦🏳️‍🌈 e\u0301",
            "שלום עולם 123 مرحبا",
            "-- two\nlines;\n\tand a tab",
            "<b>&amp;</b> `code` *bold* https://example.com/?a=1&b=2");

    private final String url;
    private final Map<String, Visitor> people = new TreeMap<>();
    private final Random random = new Random(7);
    private int said;

    Story(String url) {
        this.url = url;
    }

    /** @return the usernames of those who can still log in */
    List<String> happen() throws IOException {
        for (var name : List.of(
                "zed", "ann", "bob", "cat", "dan", "eve", "fay", "gus", "hal", "ivy", "jon", "kim", "leo", "mia", "nia",
                "oma")) {
            people.put(name, Visitor.register(url, name, name.equals("cat") ? "Кот 😺" : "The " + name));
        }
        longConversation();
        manyMessages();
        requests();
        blocks();
        removed();
        marks();
        mutes();
        deletions();
        empty();
        picturesAndNames();
        leavers();
        people.values().forEach(Visitor::close);
        return List.copyOf(people.keySet());
    }

    private void longConversation() {
        long id = befriend("ann", "bob");
        for (int i = 1; i <= 75; i++) {
            send(i % 3 == 0 ? "bob" : "ann", id, text());
        }
        send("ann", id, "長".repeat(9_000) + "😀".repeat(1_000));
        received("bob", id, 70);
        read("bob", id, 41);
        received("ann", id, 60);
        read("ann", id, 33);
        var retried = UUID.randomUUID();
        send("ann", id, retried, "once");
        send("ann", id, retried, "once");
        delete("bob", id, "me", 5, 7);
        delete("bob", id, "me", 10, 10);
        delete("bob", id, "me", 8, 9);
        delete("bob", id, "me", 50, 52);
        delete("bob", id, "me", 64, 66);
        delete("ann", id, "me", 1, 3);
        delete("ann", id, "me", 69, 69);
        delete("ann", id, "everyone", 13, 14);
        delete("ann", id, "everyone", 55, 56);
        delete("ann", id, "everyone", 70, 71);
        delete("bob", id, "everyone", 72, 72);
        delete("bob", id, "everyone", 45, 45);
    }

    /** With deletions in many blocks of 64. */
    private void manyMessages() {
        long id = befriend("oma", "ann");
        for (int i = 1; i <= 210; i++) {
            send(i % 10 == 0 ? "ann" : "oma", id, "number " + i);
        }
        received("ann", id, 210);
        read("ann", id, 30);
        for (int seq = 1; seq <= 209; seq += 13) {
            delete("ann", id, "me", seq, seq + 2);
        }
        delete("oma", id, "everyone", 61, 69);
        delete("oma", id, "everyone", 127, 129);
        delete("oma", id, "me", 180, 190);
        read("oma", id, 100);
    }

    private void requests() {
        long pending = conversation("ann", "cat");
        send("ann", pending, "do you know me?");
        send("ann", pending, text());
        received("cat", pending, 1);
        long accepted = conversation("dan", "cat");
        send("dan", accepted, "and me?");
        person("cat").call("POST", "/api/contacts/" + person("dan").id() + "/accept");
        send("cat", accepted, "of course");
        read("cat", accepted, 1);
        long answered = conversation("zed", "kim");
        send("zed", answered, "answer me");
        send("kim", answered, "without having accepted");
    }

    private void blocks() {
        long one = befriend("ann", "eve");
        send("eve", one, "before the block");
        send("ann", one, "mine before the block");
        read("ann", one, 1);
        block("ann", "eve");
        send("eve", one, "hidden 1");
        send("eve", one, "hidden 2");
        delete("eve", one, "everyone", 4, 4);

        long over = befriend("fay", "ann");
        send("fay", over, "before");
        block("ann", "fay");
        send("fay", over, "while blocked");
        person("ann").call("DELETE", "/api/contacts/" + person("fay").id() + "/block");
        send("fay", over, "after");
        send("ann", over, "again");

        long both = befriend("gus", "hal");
        send("gus", both, "to hal");
        send("hal", both, "to gus");
        block("gus", "hal");
        send("hal", both, "gus does not see this");
        block("hal", "gus");

        long stranger = conversation("dan", "eve");
        send("dan", stranger, "from a stranger");
        block("eve", "dan");
        send("dan", stranger, "unseen");
        delete("eve", stranger, "me", 1, 1);
    }

    private void removed() {
        long quiet = befriend("ann", "ivy");
        IntStream.rangeClosed(1, 5).forEach(i -> send(i % 2 == 0 ? "ann" : "ivy", quiet, "old " + i));
        remove("ann", "ivy");
        long loud = befriend("ann", "jon");
        IntStream.rangeClosed(1, 5).forEach(i -> send(i % 2 == 0 ? "ann" : "jon", loud, "old " + i));
        remove("ann", "jon");
        send("jon", loud, "are you there?");
        send("jon", loud, text());
        long back = befriend("bob", "ivy");
        send("ivy", back, "hidden when bob has removed and added again");
        remove("bob", "ivy");
        conversation("bob", "ivy");
        send("bob", back, "new");
        long mutual = befriend("gus", "ivy");
        send("gus", mutual, "we both leave");
        remove("gus", "ivy");
        remove("ivy", "gus");
    }

    private void marks() {
        for (var name : List.of("cat", "dan", "eve", "fay", "gus")) {
            long id = befriend("kim", name);
            IntStream.rangeClosed(1, 12).forEach(i -> send(i % 4 == 0 ? "kim" : name, id, name + " " + i));
            received("kim", id, 3 + random.nextInt(9));
            read("kim", id, 1 + random.nextInt(3));
            received(name, id, 8);
            read(name, id, random.nextInt(9));
        }
        // A receiver who is there: the stored state is another one.
        long live = befriend("kim", "hal");
        person("hal").ask("contacts.list", new JsonObject());
        send("kim", live, "you are here");
        send("kim", live, "aren't you?");
        received("hal", live, 1);
        person("hal").close();
    }

    private void mutes() {
        var ann = person("ann");
        long bob = person("bob").id();
        long oma = person("oma").id();
        ann.call("PUT", "/api/contacts/" + bob + "/mute");
        ann.call("PUT", "/api/contacts/" + oma + "/mute?until=2099-12-31T23:00:00.000Z");
        person("kim").call("PUT", "/api/contacts/" + person("cat").id() + "/mute");
        person("kim").call("DELETE", "/api/contacts/" + person("cat").id() + "/mute");
    }

    private void deletions() {
        long all = befriend("dan", "fay");
        IntStream.rangeClosed(1, 4).forEach(i -> send("dan", all, "gone " + i));
        delete("fay", all, "me", 1, 4);
        long last = befriend("dan", "gus");
        IntStream.rangeClosed(1, 4).forEach(i -> send(i % 2 == 0 ? "dan" : "gus", last, "last " + i));
        delete("dan", last, "everyone", 4, 4);
        delete("gus", last, "me", 3, 3);
        long nothing = befriend("dan", "hal");
        IntStream.rangeClosed(1, 70).forEach(i -> send("hal", nothing, "for nobody " + i));
        delete("hal", nothing, "everyone", 1, 70);
        send("hal", nothing, "but this");
    }

    private void empty() {
        befriend("ann", "nia");
        conversation("nia", "cat");
        conversation("bob", "nia");
        block("bob", "nia");
        conversation("nia", "dan");
        remove("nia", "dan");
    }

    private void picturesAndNames() throws IOException {
        picture("bob", Color.ORANGE);
        picture("eve", Color.BLUE);
        for (var name : List.of("bob", "eve", "zed")) {
            person(name).call("PATCH", "/api/users/me", new JsonObject().put("displayName", "Renamed " + name + " 🎈"));
        }
    }

    /** Of both sides of a conversation, with unread and deleted messages, one who was blocked and one who blocked. */
    private void leavers() {
        long first = befriend("leo", "zed");
        send("leo", first, "read");
        send("zed", first, "also read");
        read("zed", first, 1);
        send("leo", first, "unread");
        long second = befriend("leo", "nia");
        send("leo", second, "nia has not read this");
        send("nia", second, "nor leo this");
        long third = befriend("mia", "ann");
        send("mia", third, "deleted by ann");
        send("mia", third, "blocked by ann");
        delete("ann", third, "me", 1, 1);
        block("ann", "mia");
        long fourth = befriend("mia", "bob");
        send("bob", fourth, "to one who will have blocked");
        block("mia", "bob");
        send("bob", fourth, "unseen");
        for (var name : List.of("leo", "mia")) {
            var leaver = people.remove(name);
            leaver.close();
            leaver.call("DELETE", "/api/users/me", new JsonObject().put("password", Visitor.PASSWORD));
        }
    }

    private Visitor person(String name) {
        return people.get(name);
    }

    private String text() {
        return TEXTS.get(said++ % TEXTS.size()) + " " + said;
    }

    private long conversation(String who, String other) {
        return person(who)
                .call("POST", "/api/contacts", new JsonObject().put("username", other))
                .getLong("conversationId");
    }

    private long befriend(String who, String other) {
        conversation(other, who);
        return conversation(who, other);
    }

    private void send(String who, long conversation, String text) {
        send(who, conversation, UUID.randomUUID(), text);
    }

    private void send(String who, long conversation, UUID clientId, String text) {
        person(who)
                .call(
                        "POST",
                        "/api/conversations/" + conversation + "/messages",
                        new JsonObject().put("clientId", clientId.toString()).put("text", text));
    }

    private void received(String who, long conversation, long seq) {
        person(who)
                .ask(
                        "chat.message.received",
                        new JsonObject().put("conversationId", conversation).put("seq", seq));
        person(who).close();
    }

    private void read(String who, long conversation, long seq) {
        person(who).call("PUT", "/api/conversations/" + conversation + "/read", new JsonObject().put("seq", seq));
    }

    private void delete(String who, long conversation, String scope, long from, long to) {
        var ranges = new ArrayList<JsonArray>(List.of(new JsonArray().add(from).add(to)));
        if (scope.equals("everyone")) {
            ranges = own(who, conversation, from, to);
        }
        person(who)
                .ask(
                        "chat.message.delete",
                        new JsonObject()
                                .put("conversationId", conversation)
                                .put("seqs", new JsonArray(ranges))
                                .put("scope", scope));
        person(who).close();
    }

    /** Only one's own can be deleted for everyone. */
    private ArrayList<JsonArray> own(String who, long conversation, long from, long to) {
        var own = new ArrayList<JsonArray>();
        person(who)
                .get("/api/conversations/" + conversation + "/messages?limit=100&after=" + (from - 1))
                .getJsonArray("messages")
                .stream()
                .map(JsonObject.class::cast)
                .filter(message -> message.getLong("senderId") == person(who).id() && message.getLong("seq") <= to)
                .forEach(message ->
                        own.add(new JsonArray().add(message.getLong("seq")).add(message.getLong("seq"))));
        return own;
    }

    private void block(String who, String other) {
        person(who).call("PUT", "/api/contacts/" + person(other).id() + "/block");
    }

    private void remove(String who, String other) {
        person(who).call("DELETE", "/api/contacts/" + person(other).id());
    }

    private void picture(String who, Color color) throws IOException {
        var image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setColor(color);
        graphics.fillOval(0, 0, 64, 64);
        graphics.dispose();
        var file = new ByteArrayOutputStream();
        ImageIO.write(image, "png", file);
        person(who).put("/api/users/me/picture", "image/png", file.toByteArray());
    }
}
