package io.webim.groups;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.Transport;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What bounds groups, and what they let somebody cause. */
class GroupLimitsIT {
    private static final int BUDGET = 40;

    @SharedServer({
        "WEBIM_LIMITS=on",
        "WEBIM_RATE_REGISTRATIONS=off",
        "WEBIM_RATE_GROUPS=4/hour",
        "WEBIM_RATE_STRANGERS=4/day",
        "WEBIM_RATE_CONTACTS=off",
        "WEBIM_RATE_SEARCHES=off",
        "WEBIM_RATE_DELIVERIES=1/hour burst " + BUDGET,
        "WEBIM_GROUP_MEMBERS=5"
    })
    private static TestServer server;

    private final GroupClient groups = new GroupClient(RestClient.of(server));
    private final Person ann = groups.person("Ann");

    @Test
    void groupsThatOneMakesAreLimited() {
        IntStream.range(0, 4).forEach(i -> groups.of(ann));
        groups.create(ann, new JsonObject().put("title", "One more")).expectProblem(429, "too_many_groups");
        groups.of(groups.person("Bob"));
    }

    @Test
    void strangersWhomOneAddsCountAsThoseWhomOneWritesTo() {
        var friend = groups.person("Friend");
        friend.conversationWith(ann);
        long id = groups.of(ann, friend, groups.person("Stranger"), groups.person("Stranger"));
        var strangers =
                Stream.generate(() -> groups.person("Stranger")).limit(5).toList();
        groups.create(
                        ann,
                        new JsonObject()
                                .put("title", "All at once")
                                .put(
                                        "userIds",
                                        strangers.stream().map(Person::id).toList()))
                .expectProblem(429, "too_many_contacts");
        groups.add(ann, id, strangers.get(0)).expect(200);
        ann.conversationWith(strangers.get(1));
        ann.send(ann.contact(strangers.get(1)).getLong("conversationId"), "hello");
        groups.add(friend, id, strangers.get(2)).expectProblem(403, "not_permitted");
        groups.create(
                        ann,
                        new JsonObject()
                                .put("title", "x")
                                .put("userIds", List.of(strangers.get(3).id())))
                .expectProblem(429, "too_many_contacts");
        groups.create(
                        ann,
                        new JsonObject()
                                .put("title", "x")
                                .put("userIds", List.of(strangers.get(1).id())))
                .expect(201);
    }

    @Test
    void aGroupHasSoManyMembersAtMost() {
        var people = Stream.generate(() -> groups.person("Member")).limit(6).toList();
        people.forEach(person -> person.conversationWith(ann));
        long id = groups.of(ann, people.get(0), people.get(1), people.get(2));
        groups.add(ann, id, people.get(3), people.get(4)).expectProblem(409, "too_many_members");
        groups.add(ann, id, people.get(3)).expect(200);
        var token = ann.rest()
                .post("/api/groups/" + id + "/invites", new JsonObject().put("uses", 1))
                .expect(201)
                .body()
                .getJsonObject("invite")
                .getString("token");
        people.get(4).rest().call("POST", "/api/invites/" + token).expectProblem(409, "too_many_members");
        groups.leave(people.get(3), id).expect(204);
        people.get(4).rest().call("POST", "/api/invites/" + token).expect(201);
    }

    @Test
    void aMessageCostsByWhomItReachesAndIsRefusedBeforeItIsStored() throws Exception {
        var people = Stream.generate(() -> groups.person("Member")).limit(3).toList();
        people.forEach(person -> person.conversationWith(ann));
        long id = groups.of(ann, people.get(0), people.get(1), people.get(2));
        try (var first = Transport.RAW.open(server, people.get(0));
                var second = Transport.FRAMED.open(server, people.get(1));
                var third = Transport.TCP.open(server, people.get(2));
                var own = Transport.RAW.open(server, ann)) {
            for (int i = 0; i < BUDGET / 4; i++) {
                groups.trySend(ann, id, "hello").expect(201);
            }
            groups.trySend(ann, id, "hello").expectProblem(429, "too_many_messages");
            groups.remove(ann, id, people.get(2), "").expectProblem(429, "too_many_messages");
            own.event("message.sent");
            groups.trySend(people.get(0), id, "others write on").expect(201);
        }
        assertThat(groups.memberIds(ann, id)).hasSize(4);
        assertThat(server.query("SELECT last_seq FROM conversation WHERE id = ?", id)
                        .get(0)
                        .getLong("last_seq"))
                .isEqualTo(1 + BUDGET / 4 + 1);
    }
}
