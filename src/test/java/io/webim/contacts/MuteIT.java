package io.webim.contacts;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.BusUser;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.BusClient;
import io.webim.bridge.Transport;
import io.webim.contract.Address;
import io.webim.contract.Times;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MuteIT {
    @SharedServer
    private static TestServer server;

    private final BusUser alice = BusUser.create(server, "alice");
    private final BusUser bob = BusUser.create(server, "bob");
    private final long conversation = alice.befriend(bob);

    @Test
    void mutedIsShownToTheOwnDevicesOnly() throws Exception {
        var anyone = RestClient.of(server);
        var ann = anyone.somebody("ann");
        var ben = anyone.somebody("ben");
        long between = ann.conversationWith(ben);
        ben.add(ann);
        try (var anns = connect(ann);
                var bens = connect(ben)) {
            long known = ann.contact(ben).getLong("version");
            var reply = ann.rest()
                    .call("PUT", "/api/contacts/" + ben.id() + "/mute")
                    .expect(200)
                    .body();

            assertThat(reply.getBoolean("muted")).isTrue();
            assertThat(reply.containsKey("mutedUntil")).isFalse();
            assertThat(reply.getLong("version")).isGreaterThan(known);
            assertThat(ann.contact(ben)).isEqualTo(reply);
            assertThat(nextEntry(anns, "contact.added").getJsonObject("contact"))
                    .isEqualTo(reply);
            assertThat(ben.contact(ann).containsKey("muted")).isFalse();
            ann.send(between, "and more");
            assertThat(nextEntry(bens, "contact.added", "message.sent").getString("type"))
                    .isEqualTo("message.sent");
        }
    }

    private static BusClient connect(Person person) throws Exception {
        var socket = Transport.RAW.connect(server);
        socket.logIn(person.accessToken());
        socket.register(Address.inbox(person.id()));
        socket.ask("contacts.list", new JsonObject());
        return socket;
    }

    private static JsonObject nextEntry(BusClient socket, String... types) throws Exception {
        JsonObject event;
        do {
            event = socket.next().getJsonObject("body", new JsonObject());
        } while (!List.of(types).contains(event.getString("type", "")));
        return event;
    }

    @Test
    void deviceThatWasAwayLearnsOfItWithTheNextSync() {
        long known = alice.contact().getLong("version");
        mute(true, null);
        var device = new JsonObject()
                .put(
                        "known",
                        new JsonArray()
                                .add(new JsonArray()
                                        .add(conversation)
                                        .add(known)
                                        .add(0)));

        var change = alice.call(Address.CHAT_SYNC, device)
                .getJsonArray("conversations")
                .getJsonObject(0);

        assertThat(change.getJsonObject("contact").getBoolean("muted")).isTrue();
    }

    @Test
    void unmutingTakesItBackAndMessagesCountAllTheTime() {
        mute(true, null);
        bob.send(conversation, "quietly");
        assertThat(alice.contact().getLong("unread")).isEqualTo(1);

        assertThat(mute(false, null).getJsonObject("contact").containsKey("muted"))
                .isFalse();
        long version = alice.contact().getLong("version");
        mute(false, null);
        assertThat(alice.contact().getLong("version")).isEqualTo(version);
        assertThat(alice.contact().containsKey("muted")).isFalse();
    }

    @Test
    void muteWithAnEndEndsByItself() {
        var until = Times.iso(Times.now().plus(Duration.ofHours(8)));
        assertThat(mute(true, until).getJsonObject("contact").getString("mutedUntil"))
                .isEqualTo(until);

        server.query(
                "UPDATE conversation_member SET muted_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE user_id = ?",
                alice.id);
        assertThat(alice.contact().containsKey("muted")).isFalse();
        assertThat(alice.contact().containsKey("mutedUntil")).isFalse();
    }

    @Test
    void whoIsNotListedCannotBeMuted() {
        var carol = BusUser.create(server, "carol");
        var unlisted = alice.refused(Address.CONTACTS_MUTE, request(carol.id, true));
        var unknown = alice.refused(Address.CONTACTS_MUTE, request(999_999_999L, true));
        assertThat(unlisted.code()).isEqualTo("user_not_found");
        assertThat(unlisted.toJson()).isEqualTo(unknown.toJson());
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        for (var until :
                List.of("tomorrow", "2001-01-01T00:00:00.000Z", "+99999-01-01T00:00:00Z", "9999-12-31T00:00:00Z")) {
            assertThat(alice.refused(
                                    Address.CONTACTS_MUTE, request(bob.id, true).put("until", until))
                            .fields())
                    .as(until)
                    .containsOnlyKeys("until");
        }
        assertThat(alice.refused(Address.CONTACTS_MUTE, request(bob.id, false).put("until", "2999-01-01T00:00:00.000Z"))
                        .fields())
                .containsOnlyKeys("until");
        assertThat(alice.refused(Address.CONTACTS_MUTE, new JsonObject().put("userId", bob.id))
                        .fields())
                .containsOnlyKeys("muted");
    }

    @Test
    void overRest() {
        var anyone = RestClient.of(server);
        var ann = anyone.somebody("ann");
        var ben = anyone.somebody("ben");
        ann.conversationWith(ben);
        var path = "/api/contacts/" + ben.id() + "/mute";

        assertThat(ann.rest().call("PUT", path).expect(200).body().getBoolean("muted"))
                .isTrue();
        assertThat(ann.rest()
                        .call("PUT", path + "?until=2999-01-01T00:00:00.000Z")
                        .expect(200)
                        .body()
                        .getString("mutedUntil"))
                .isEqualTo("2999-01-01T00:00:00.000Z");
        ann.rest().call("PUT", path + "?until=never").expectProblem(422, "invalid");
        assertThat(ann.rest().delete(path).expect(200).body().containsKey("muted"))
                .isFalse();
    }

    private JsonObject mute(boolean muted, String until) {
        var request = request(bob.id, muted);
        return alice.call(Address.CONTACTS_MUTE, until == null ? request : request.put("until", until));
    }

    private static JsonObject request(long userId, boolean muted) {
        return new JsonObject().put("userId", userId).put("muted", muted);
    }
}
