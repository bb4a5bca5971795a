package io.webim.groups;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.BusClient;
import io.webim.bridge.Eventually;
import io.webim.bridge.Transport;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What devices hear of a group, live and with the next sync. */
class GroupEventsIT {
    @SharedServer
    private static TestServer server;

    private final GroupClient groups = new GroupClient(RestClient.of(server));
    private final Person ann = groups.person("Ann");
    private final Person bob = groups.person("Bob");
    private final Person carol = groups.person("Carol");

    @ParameterizedTest
    @EnumSource
    void whoComesAndGoesIsToldToAllAndToThoseConcerned(Transport way) throws Exception {
        long id = groups.of(ann, bob);
        try (var bobs = way.open(server, bob);
                var carols = way.open(server, carol)) {
            groups.add(ann, id, carol).expect(200);
            var event = bobs.event("message.sent");
            assertThat(event.getJsonObject("message").getJsonObject("event"))
                    .isEqualTo(new JsonObject()
                            .put("type", "added")
                            .put("userId", ann.id())
                            .put("userIds", new JsonArray().add(carol.id())));
            assertThat(event.getJsonObject("sender").getLong("id")).isEqualTo(ann.id());
            var come = bobs.event("member.changed");
            assertThat(come.getJsonObject("user").getLong("id")).isEqualTo(carol.id());
            assertThat(come.getString("role")).isEqualTo("member");
            assertThat(bobs.event("group.changed").getInteger("memberCount")).isEqualTo(3);
            var added = carols.event("conversation.added").getJsonObject("conversation");
            assertThat(added.getLong("conversationId")).isEqualTo(id);
            assertThat(added.getString("title")).isEqualTo("A group");

            groups.role(ann, id, carol, "admin").expect(204);
            assertThat(bobs.event("member.changed").getString("role")).isEqualTo("admin");
            assertThat(carols.event("conversation.added")
                            .getJsonObject("conversation")
                            .getString("role"))
                    .isEqualTo("admin");

            groups.remove(ann, id, carol, "").expect(204);
            assertThat(carols.event("conversation.removed").getLong("conversationId"))
                    .isEqualTo(id);
            assertThat(bobs.event("member.changed").getBoolean("left")).isTrue();
            assertThat(bobs.event("group.changed").getInteger("memberCount")).isEqualTo(2);
            ann.send(id, "among us");
            assertThat(text(bobs)).isEqualTo("among us");
            carols.ask("contacts.list", new JsonObject());
            carols.took("");
            groups.update(ann, id, new JsonObject().put("title", "Ours")).expect(200);
            bobs.event("group.changed");
            carols.ask("contacts.list", new JsonObject());
            assertThat(carols.waiting()).isZero();
        }
    }

    private static String text(BusClient socket) throws Exception {
        var message = socket.event("message.sent").getJsonObject("message");
        return message.containsKey("text") ? message.getString("text") : text(socket);
    }

    @Test
    void aNewNameIsToldAndSyncedAndStandsInTheHistory() throws Exception {
        long id = groups.of(ann, bob);
        try (var bobs = Transport.RAW.open(server, bob)) {
            var before = change(bobs, id, new JsonArray());
            groups.update(ann, id, new JsonObject().put("title", "Ours").put("about", "All of us"))
                    .expect(200);
            var changed = bobs.event("group.changed");
            assertThat(changed.getString("title")).isEqualTo("Ours");
            assertThat(changed.getString("about")).isEqualTo("All of us");
            assertThat(changed.containsKey("memberCount")).isFalse();
            var after = change(bobs, id, known(before));
            assertThat(after.getJsonObject("conversation").getString("title")).isEqualTo("Ours");
            assertThat(after.getJsonArray("messages")).hasSize(1);
            assertThat(after.containsKey("contact")).isFalse();

            groups.update(ann, id, new JsonObject().put("about", "Few of us")).expect(200);
            bobs.event("group.changed");
            var quiet = change(bobs, id, known(after));
            assertThat(quiet.getJsonObject("conversation").getString("about")).isEqualTo("Few of us");
            assertThat(quiet.getJsonArray("messages")).isEmpty();
        }
    }

    @Test
    void aDeviceThatWasAwayLearnsThatItWasRemovedAndThatItMayComeBack() throws Exception {
        long id = groups.of(ann, bob);
        ann.send(id, "before");
        try (var bobs = Transport.RAW.open(server, bob)) {
            var had = change(bobs, id, new JsonArray());
            groups.remove(ann, id, bob, "").expect(204);
            assertThat(change(bobs, id, known(had)).getBoolean("removed")).isTrue();
            ann.send(id, "meanwhile");
            groups.add(ann, id, bob).expect(200);
            ann.send(id, "after");
            var back = change(bobs, id, known(had));
            assertThat(back.getLong("version")).isGreaterThan(had.getLong("version"));
            assertThat(back.getLong("sightFrom")).isEqualTo(5);
            assertThat(back.getJsonArray("messages").stream().map(message -> ((JsonObject) message).getLong("seq")))
                    .containsExactly(5L, 6L);
        }
    }

    /** With what it was called one version goes, and what a device compares must not be the same as before. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void aDeviceThatWasAwayLearnsThatAGroupHasEnded(int changes) throws Exception {
        long id = groups.of(ann);
        for (int i = 0; i < changes; i++) {
            groups.update(ann, id, new JsonObject().put("title", "Title " + i)).expect(200);
        }
        try (var anns = Transport.RAW.open(server, ann)) {
            var had = change(anns.ask("chat.sync", new JsonObject()), id);
            groups.leave(ann, id).expect(204);
            Eventually.holds(() -> server.query("SELECT 1 FROM chat_group WHERE conversation_id = ?", id)
                    .isEmpty());

            var known = new JsonArray()
                    .add(id)
                    .add(had.getLong("version"))
                    .add(had.getJsonObject("conversation").getLong("lastSeq"))
                    .add(had.getLong("ownVersion"));
            var left = change(anns.ask("chat.sync", new JsonObject().put("known", new JsonArray().add(known))), id);
            assertThat(left.getBoolean("removed")).isTrue();
        }
    }

    private static JsonObject change(JsonObject answer, long id) {
        return answer.getJsonObject("body").getJsonArray("conversations").stream()
                .map(JsonObject.class::cast)
                .filter(change -> change.getLong("conversationId") == id)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyAnswerWithMessagesSaysWhoOccursInThem() throws Exception {
        long id = groups.of(ann, bob, carol);
        bob.send(id, "hello");
        var history = ann.history(id);
        assertThat(ids(history.getJsonArray("users"))).containsExactly(ann.id(), bob.id(), carol.id());
        var unread = ann.rest().get("/api/messages/unread").expect(200).body();
        assertThat(ids(unread.getJsonArray("users"))).containsExactly(bob.id());
        try (var anns = Transport.RAW.open(server, ann)) {
            var synced = anns.ask("chat.sync", new JsonObject()).getJsonObject("body");
            assertThat(ids(synced.getJsonArray("users"))).contains(ann.id(), bob.id(), carol.id());
        }
    }

    @Test
    void aBlockIsAboutTwoPeople() throws Exception {
        long id = groups.of(ann, bob, carol);
        bob.block(ann);
        try (var anns = Transport.RAW.open(server, ann);
                var bobs = Transport.RAW.open(server, bob);
                var carols = Transport.RAW.open(server, carol)) {
            ann.send(id, "to all");
            bob.send(id, "from bob");
            for (var socket : List.of(anns, bobs, carols)) {
                assertThat(text(socket)).isEqualTo("to all");
                assertThat(text(socket)).isEqualTo("from bob");
            }
            anns.ask("chat.typing", new JsonObject().put("conversationId", id));
            assertThat(carols.event("typing").getLong("userId")).isEqualTo(ann.id());
            bobs.ask("chat.typing", new JsonObject().put("conversationId", id));
            assertThat(carols.event("typing").getLong("userId")).isEqualTo(bob.id());
            for (var socket : List.of(anns, bobs)) {
                socket.ask("contacts.list", new JsonObject());
                assertThat(socket.waiting()).isZero();
            }
        }
        assertThat(groups.texts(bob, id)).containsExactly("to all", "from bob");
        assertThat(groups.listed(bob, id).getLong("unread")).isEqualTo(1);
    }

    @Test
    void presenceIsShownAmongMembersWhereTheListOfContactsWouldShowIt() throws Exception {
        long id = groups.of(ann, bob, carol);
        ann.conversationWith(bob);
        bob.conversationWith(ann);
        ann.conversationWith(carol);
        try (var bobs = Transport.RAW.open(server, bob);
                var carols = Transport.RAW.open(server, carol)) {
            Eventually.holds(() -> Boolean.TRUE.equals(member(ann, id, bob).getBoolean("online")));
            assertThat(member(ann, id, carol).containsKey("online"))
                    .as("who has not added her")
                    .isFalse();
            assertThat(member(carol, id, bob).containsKey("online")).isFalse();
            ann.block(bob);
            assertThat(member(ann, id, bob).containsKey("online")).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOwnInboxHasANameThatIsTheSameForAll(Transport way) throws Exception {
        long id = groups.of(ann, bob);
        try (var anns = way.connect(server);
                var bobs = way.open(server, bob)) {
            anns.logIn(ann.accessToken());
            anns.register("chat.inbox");
            anns.ask("contacts.list", new JsonObject());
            bob.send(id, "hello");
            bobs.event("message.sent");
            var frame = anns.next();
            assertThat(frame.getString("address")).isEqualTo("chat.inbox");
            assertThat(frame.getJsonObject("body").getJsonObject("message").getString("text"))
                    .isEqualTo("hello");
            // The other name was not registered.
            anns.send(new JsonObject().put("type", "unregister").put("address", "chat.inbox." + ann.id()));
            anns.ask("contacts.list", new JsonObject());
            bob.send(id, "again");
            assertThat(anns.next().getString("address")).isEqualTo("chat.inbox");
            anns.send(new JsonObject().put("type", "unregister").put("address", "chat.inbox"));
            anns.ask("contacts.list", new JsonObject());
            bob.send(id, "unheard");
            anns.ask("contacts.list", new JsonObject());
            assertThat(anns.waiting()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theEndOfASessionIsToldUnderTheSameName(Transport way) throws Exception {
        try (var anns = way.connect(server)) {
            anns.logIn(ann.accessToken());
            anns.register("chat.inbox");
            anns.ask("contacts.list", new JsonObject());
            ann.rest().delete("/api/sessions/current").expect(204);
            var frame = anns.next();
            assertThat(frame.getString("address")).isEqualTo("chat.inbox");
            assertThat(frame.getJsonObject("body").getString("type")).isEqualTo("session.revoked");
        }
    }

    @Test
    void mutingAndWhatIsPushedAreTheMembersOwn() throws Exception {
        long id = groups.of(ann, bob);
        try (var bobs = Transport.RAW.open(server, bob)) {
            var muted = bob.rest()
                    .call("PUT", "/api/conversations/" + id + "/mute")
                    .expect(200)
                    .body();
            assertThat(muted.getBoolean("muted")).isTrue();
            assertThat(bobs.event("conversation.added")
                            .getJsonObject("conversation")
                            .getBoolean("muted"))
                    .isTrue();
            bob.rest().delete("/api/conversations/" + id + "/mute").expect(200);
            bob.rest()
                    .put("/api/conversations/" + id + "/notify", new JsonObject().put("level", "mentions"))
                    .expect(200);
            assertThat(groups.listed(bob, id).getString("notify")).isEqualTo("mentions");
            assertThat(groups.listed(bob, id).containsKey("muted")).isFalse();
            assertThat(groups.listed(ann, id).containsKey("notify")).isFalse();
        }
    }

    private JsonObject member(Person who, long id, Person whom) {
        return who.rest()
                .get("/api/groups/" + id + "/members?q=" + whom.username())
                .expect(200)
                .body()
                .getJsonArray("members")
                .getJsonObject(0);
    }

    private static List<Long> ids(JsonArray users) {
        return users.stream().map(user -> ((JsonObject) user).getLong("id")).toList();
    }

    private static JsonArray known(JsonObject change) {
        var messages = change.getJsonArray("messages");
        long seq = messages.isEmpty()
                ? change.getJsonObject("conversation").getLong("lastSeq")
                : messages.getJsonObject(messages.size() - 1).getLong("seq");
        return new JsonArray()
                .add(new JsonArray()
                        .add(change.getLong("conversationId"))
                        .add(change.getLong("version"))
                        .add(seq)
                        .add(change.getLong("ownVersion")));
    }

    /** What a device hears of the one group that it asks for. */
    private static JsonObject change(BusClient socket, long id, JsonArray known) throws Exception {
        return socket
                .ask("chat.sync", new JsonObject().put("known", known))
                .getJsonObject("body")
                .getJsonArray("conversations")
                .stream()
                .map(JsonObject.class::cast)
                .filter(change -> change.getLong("conversationId") == id)
                .findFirst()
                .orElseThrow();
    }
}
