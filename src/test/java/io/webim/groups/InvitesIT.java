package io.webim.groups;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.Eventually;
import io.webim.bridge.Transport;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Answer;
import io.webim.http.RestClient.Person;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Coming into a group by a link. */
class InvitesIT {
    @SharedServer
    private static TestServer server;

    private final GroupClient groups = new GroupClient(RestClient.of(server));
    private final Person ann = groups.person("Ann");
    private final Person bob = groups.person("Bob");
    private final Person carol = groups.person("Carol");
    private final long id = groups.of(ann, bob);

    @Test
    void whoHasTheTokenSeesWhatItIsAndComesIn() {
        groups.update(ann, id, new JsonObject().put("about", "Sundays")).expect(200);
        ann.send(id, "before");
        var invite = invite(ann, new JsonObject());
        var token = invite.getString("token");

        assertThat(preview(carol, token).expect(200).body())
                .isEqualTo(new JsonObject()
                        .put("kind", "group")
                        .put("title", "A group")
                        .put("about", "Sundays")
                        .put("memberCount", 2)
                        .put("approval", false));
        var joined = join(carol, token).expect(201).body().getJsonObject("conversation");
        assertThat(joined.getLong("conversationId")).isEqualTo(id);
        assertThat(joined.getString("role")).isEqualTo("member");
        assertThat(groups.texts(carol, id)).isEmpty();
        assertThat(groups.lastEvent(bob, id).getString("type")).isEqualTo("joined");
        assertThat(preview(carol, token).expect(200).body().getLong("conversationId"))
                .isEqualTo(id);
        assertThat(join(carol, token).expect(200).body().getBoolean("created")).isFalse();
        assertThat(groups.listed(ann, id).getInteger("memberCount")).isEqualTo(3);
    }

    @Test
    void aTokenHasEnoughRandomBitsAndIsKeptAsAHashAlone() {
        var token = invite(ann, new JsonObject()).getString("token");

        assertThat(Base64.getUrlDecoder().decode(token)).hasSizeGreaterThanOrEqualTo(16);
        assertThat(invites(ann))
                .allSatisfy(listed -> assertThat(listed.containsKey("token")).isFalse());
        var kept = server.query("SELECT * FROM invite WHERE conversation_id = ?", id)
                .get(0)
                .deepToString();
        assertThat(kept).doesNotContain(token);
    }

    @Test
    void ofTwentyWhoComeAtOnceOnThreePlacesThreeComeIn() {
        var token = invite(ann, new JsonObject().put("uses", 3)).getString("token");
        var people =
                IntStream.range(0, 20).mapToObj(i -> groups.person("Comer")).toList();
        var answers = people.stream()
                .map(person -> CompletableFuture.supplyAsync(() -> join(person, token)))
                .toList();
        var statuses = answers.stream().map(answer -> answer.join().status()).toList();

        assertThat(statuses).filteredOn(status -> status == 201).hasSize(3);
        assertThat(statuses).filteredOn(status -> status == 404).hasSize(17);
        assertThat(groups.memberIds(ann, id)).hasSize(5);
        assertThat(invites(ann).get(0).getInteger("used")).isEqualTo(3);
        preview(carol, token).expectProblem(404, "invite_not_found");
    }

    @Test
    void whoIsInAlreadyOrMayNotComeTakesNoPlace() {
        var token = invite(ann, new JsonObject().put("uses", 1)).getString("token");
        join(bob, token).expect(200);
        groups.remove(ann, id, bob, "?ban=true").expect(204);
        join(bob, token).expectProblem(403, "banned");

        assertThat(invites(ann).get(0).getInteger("used")).isZero();
        join(carol, token).expect(201);
    }

    @Test
    void spentExpiredAndRevokedOnesAreNone() throws Exception {
        var spent = invite(ann, new JsonObject().put("uses", 1)).getString("token");
        join(carol, spent).expect(201);
        var dave = groups.person("Dave");
        join(dave, spent).expectProblem(404, "invite_not_found");
        var expiring = invite(ann, new JsonObject().put("expiresIn", 1)).getString("token");
        Eventually.holds(() -> preview(dave, expiring).status() == 404);
        join(dave, expiring).expectProblem(404, "invite_not_found");
        var revoked = invite(ann, new JsonObject());
        ann.rest()
                .delete("/api/groups/" + id + "/invites/" + revoked.getLong("id"))
                .expect(204);
        ann.rest()
                .delete("/api/groups/" + id + "/invites/" + revoked.getLong("id"))
                .expectProblem(404, "invite_not_found");
        join(dave, revoked.getString("token")).expectProblem(404, "invite_not_found");
        join(dave, "nonsense").expectProblem(404, "invite_not_found");
    }

    @Test
    void whereAnAdminIsAskedNobodyComesInBefore() {
        var token = invite(ann, new JsonObject().put("approval", true).put("uses", 2))
                .getString("token");
        var dave = groups.person("Dave");
        assertThat(join(carol, token).expect(202).body()).isEqualTo(new JsonObject().put("pending", true));
        join(carol, token).expect(202);
        join(dave, token).expect(202);

        assertThat(requests(ann)).containsExactly(carol.id(), dave.id());
        groups.get(carol, id).expectProblem(404, "conversation_not_found");
        assertThat(invites(ann).get(0).getInteger("used")).isEqualTo(2);
        answer("DELETE", ann, dave).expect(200);
        answer("DELETE", ann, dave).expectProblem(404, "user_not_found");
        answer("POST", ann, carol).expect(200);
        answer("POST", ann, carol).expectProblem(404, "user_not_found");
        assertThat(requests(ann)).isEmpty();
        assertThat(groups.memberIds(ann, id)).containsExactly(ann.id(), bob.id(), carol.id());
        assertThat(groups.lastEvent(bob, id))
                .isEqualTo(new JsonObject().put("type", "joined").put("userId", carol.id()));
        assertThat(invites(ann).get(0).getInteger("used")).isEqualTo(1);
    }

    @Test
    void whoLeadsHearsOfWhoWaitsOnceAndWhoBlocksThatOneDoesNot() throws Exception {
        var token = invite(ann, new JsonObject().put("approval", true)).getString("token");
        var dave = groups.person("Dave");
        groups.add(ann, id, dave).expect(200);
        groups.role(ann, id, dave, "admin").expect(204);
        dave.block(carol);
        try (var anns = Transport.RAW.open(server, ann);
                var bobs = Transport.RAW.open(server, bob);
                var daves = Transport.RAW.open(server, dave)) {
            join(carol, token).expect(202);
            join(carol, token).expect(202);
            ann.send(id, "somebody waits");

            var event = anns.event("group.requested");
            assertThat(event.getLong("conversationId")).isEqualTo(id);
            assertThat(event.getJsonObject("user").getLong("id")).isEqualTo(carol.id());
            for (var socket : List.of(anns, bobs, daves)) {
                assertThat(socket.next().getJsonObject("body").getString("type"))
                        .isEqualTo("message.sent");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "DELETE"})
    void thoseWhoLeadAreToldOnceOneOfThemHasAnswered(String method) throws Exception {
        var token = invite(ann, new JsonObject().put("approval", true)).getString("token");
        join(carol, token).expect(202);
        try (var anns = Transport.RAW.open(server, ann)) {
            answer(method, ann, carol).expect(200);
            assertThat(anns.event("group.handled").getLong("conversationId")).isEqualTo(id);
        }
    }

    @Test
    void membersMakeInvitesWhereTheyMayAddAndSeeTheirOwn() {
        tryInvite(bob, new JsonObject()).expectProblem(403, "not_permitted");
        groups.update(ann, id, new JsonObject().put("mayAdd", "members")).expect(200);
        var own = invite(bob, new JsonObject());
        var anns = invite(ann, new JsonObject());

        assertThat(invites(bob)).hasSize(1);
        assertThat(invites(ann)).hasSize(2);
        bob.rest()
                .delete("/api/groups/" + id + "/invites/" + anns.getLong("id"))
                .expectProblem(404, "invite_not_found");
        ann.rest().delete("/api/groups/" + id + "/invites/" + own.getLong("id")).expect(204);
        bob.rest().get("/api/groups/" + id + "/requests").expectProblem(403, "not_permitted");
    }

    @Test
    void aGroupHasAHundredInvitesAtMost() {
        for (int i = 0; i < 100; i++) {
            invite(ann, new JsonObject());
        }
        tryInvite(ann, new JsonObject()).expectProblem(409, "too_many_invites");
        ann.rest()
                .delete("/api/groups/" + id + "/invites/" + invites(ann).get(0).getLong("id"))
                .expect(204);
        invite(ann, new JsonObject());
    }

    @Test
    void theWaysInEndWithTheGroupAndWithTheAccountsOfWhoeverMadeThem() throws Exception {
        groups.update(ann, id, new JsonObject().put("mayAdd", "members")).expect(200);
        var bobs = invite(bob, new JsonObject()).getString("token");
        bob.deleteAccount();
        Eventually.holds(() -> preview(carol, bobs).status() == 404);
        var token = invite(ann, new JsonObject().put("approval", true)).getString("token");
        join(carol, token).expect(202);
        groups.delete(ann, id).expect(204);

        preview(carol, token).expectProblem(404, "invite_not_found");
        groups.awaitErased(server, id);
        assertThat(server.query("SELECT * FROM invite WHERE conversation_id = ?", id))
                .isEmpty();
        assertThat(server.query("SELECT * FROM join_request WHERE conversation_id = ?", id))
                .isEmpty();
    }

    private Answer tryInvite(Person who, JsonObject how) {
        return who.rest().post("/api/groups/" + id + "/invites", how);
    }

    private JsonObject invite(Person who, JsonObject how) {
        return tryInvite(who, how).expect(201).body().getJsonObject("invite");
    }

    private List<JsonObject> invites(Person who) {
        return who.rest().get("/api/groups/" + id + "/invites").expect(200).body().getJsonArray("invites").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static Answer preview(Person who, String token) {
        return who.rest().get("/api/invites/" + token);
    }

    private static Answer join(Person who, String token) {
        return who.rest().call("POST", "/api/invites/" + token);
    }

    private Answer answer(String method, Person who, Person whom) {
        return who.rest().call(method, "/api/groups/" + id + "/requests/" + whom.id());
    }

    private List<Long> requests(Person who) {
        return who.rest().get("/api/groups/" + id + "/requests").expect(200).body().getJsonArray("users").stream()
                .map(user -> ((JsonObject) user).getLong("id"))
                .toList();
    }
}
