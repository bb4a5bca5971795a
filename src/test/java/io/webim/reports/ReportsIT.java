package io.webim.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.Eventually;
import io.webim.bridge.Transport;
import io.webim.groups.GroupClient;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Answer;
import io.webim.http.RestClient.Person;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may report what, who sees it, and when it goes. {@code GroupAccessIT} has those who belong to none of it. */
class ReportsIT {
    @SharedServer({
        "WEBIM_LIMITS=on",
        "WEBIM_RATE_REGISTRATIONS=off",
        "WEBIM_RATE_CONTACTS=off",
        "WEBIM_RATE_STRANGERS=off",
        "WEBIM_RATE_REPORTS=25/hour"
    })
    private static TestServer server;

    private final GroupClient groups = new GroupClient(RestClient.of(server));
    private final Person ann = groups.person("Ann");
    private final Person bob = groups.person("Bob");
    private final Person carol = groups.person("Carol");
    private long group;

    @BeforeEach
    void gather() {
        group = groups.of(ann, bob, carol);
    }

    @Test
    void adminsSeeWhatIsReportedAndEraseItOnceItIsHandled() {
        long seq = seqOf(bob, group, "buy this");
        report(carol, ofMessage(group, seq, "spam").put("note", "Every day.")).expect(201);

        var reports = reports(ann);
        assertThat(reports).hasSize(1);
        var report = reports.get(0);
        assertThat(report.getJsonObject("user").getLong("id")).isEqualTo(bob.id());
        assertThat(report.getLong("seq")).isEqualTo(seq);
        assertThat(report.getString("reason")).isEqualTo("spam");
        assertThat(report.getString("note")).isEqualTo("Every day.");
        assertThat(report.getString("text")).isEqualTo("buy this");
        assertThat(report.encode()).doesNotContain(carol.username());

        var path = "/api/groups/" + group + "/reports/" + report.getLong("id");
        ann.rest().delete(path).expect(204);
        ann.rest().delete(path).expectProblem(404, "report_not_found");
        assertThat(stored(group)).isZero();
    }

    @Test
    void thoseWhoLeadAreToldUnlessItIsAboutOneOfThem() throws Exception {
        try (var anns = Transport.RAW.open(server, ann);
                var bobs = Transport.RAW.open(server, bob)) {
            report(carol, ofPerson(group, bob, "spam")).expect(201);
            assertThat(anns.event("group.reported"))
                    .isEqualTo(new JsonObject().put("type", "group.reported").put("conversationId", group));

            report(carol, ofPerson(group, ann, "abuse")).expect(201);
            ann.send(group, "the next that both hear of");
            for (var socket : List.of(anns, bobs)) {
                assertThat(socket.next().getJsonObject("body").getString("type"))
                        .isEqualTo("message.sent");
            }
        }
    }

    @Test
    void thoseWhoLeadAreToldOnceOneOfThemHasSeenToIt() throws Exception {
        groups.role(ann, group, bob, "admin").expect(204);
        var dave = groups.person("Dave");
        groups.add(ann, group, dave).expect(200);
        report(carol, ofPerson(group, dave, "spam")).expect(201);
        try (var bobs = Transport.RAW.open(server, bob);
                var carols = Transport.RAW.open(server, carol)) {
            var id = reports(ann).get(0).getLong("id");
            ann.rest().delete("/api/groups/" + group + "/reports/" + id).expect(204);

            assertThat(bobs.event("group.handled"))
                    .isEqualTo(new JsonObject().put("type", "group.handled").put("conversationId", group));
            ann.send(group, "the next that both hear of");
            assertThat(carols.next().getJsonObject("body").getString("type")).isEqualTo("message.sent");
        }
    }

    @Test
    void aCopyStaysWhereTheMessageIsDeleted() {
        long seq = seqOf(bob, group, "regretted");
        report(carol, ofMessage(group, seq, "abuse")).expect(201);
        groups.deleteMessage(bob, group, seq).expect(204);

        assertThat(reports(ann)).extracting(report -> report.getString("text")).containsExactly("regretted");
    }

    @Test
    void ofThoseWhoLeadTheOperatorAloneHears() {
        groups.role(ann, group, bob, "admin").expect(204);
        report(carol, ofMessage(group, seqOf(bob, group, "an order"), "abuse")).expect(201);
        report(carol, ofPerson(group, ann, "abuse")).expect(201);

        assertThat(reports(bob)).isEmpty();
        assertThat(reports(ann)).isEmpty();
        assertThat(stored(group)).isEqualTo(2);
        var ids = server.query("SELECT id FROM report WHERE conversation_id = ?", group);
        bob.rest()
                .delete("/api/groups/" + group + "/reports/" + ids.get(0).getLong("id"))
                .expectProblem(404, "report_not_found");
        groups.role(ann, group, bob, "member").expect(204);
        assertThat(reports(ann)).hasSize(1);
    }

    @Test
    void anAdminWhoCameLaterSeesNoTextFromBefore() {
        groups.update(ann, group, new JsonObject().put("history", "from_join")).expect(200);
        report(carol, ofMessage(group, seqOf(bob, group, "before"), "spam")).expect(201);
        var dave = groups.person("Dave");
        groups.add(ann, group, dave).expect(200);
        groups.role(ann, group, dave, "admin").expect(204);
        report(carol, ofMessage(group, seqOf(bob, group, "after"), "spam")).expect(201);

        assertThat(reports(ann)).extracting(report -> report.getString("text")).containsExactly("before", "after");
        assertThat(reports(dave)).extracting(report -> report.getString("text")).containsExactly(null, "after");
    }

    @Test
    void amongTwoTheOtherIsMeant() {
        long conversation = ann.conversationWith(bob);
        report(ann, new JsonObject().put("conversationId", conversation).put("reason", "threats"))
                .expect(201);

        var row = server.query("SELECT * FROM report WHERE conversation_id = ?", conversation)
                .get(0);
        assertThat(row.getLong("user_id")).isEqualTo(bob.id());
        assertThat(row.getLong("seq")).isZero();
        assertThat(row.getString("text")).isNull();
        ann.rest().get("/api/groups/" + conversation + "/reports").expectProblem(404, "conversation_not_found");
    }

    @Test
    void theSameIsReportedOnce() {
        var report = ofMessage(group, seqOf(bob, group, "again"), "spam");
        report(carol, report).expect(201);
        report(carol, report.copy().put("reason", "something else")).expect(201);
        report(ann, report).expect(201);

        assertThat(reports(ann)).extracting(one -> one.getString("reason")).containsExactly("spam", "spam");
    }

    @Test
    void whoHasLeftCanBeReported() {
        groups.leave(bob, group).expect(204);
        report(carol, ofPerson(group, bob, "abuse")).expect(201);
        assertThat(reports(ann)).hasSize(1);
    }

    @Test
    void whatOneDoesNotSeeOneDoesNotReport() {
        long own = seqOf(carol, group, "mine");
        long deleted = seqOf(bob, group, "gone for all");
        groups.deleteMessage(bob, group, deleted).expect(204);
        long hidden = seqOf(bob, group, "gone for me");
        carol.rest()
                .delete("/api/conversations/" + group + "/messages/" + hidden + "?scope=me")
                .expect(204);
        groups.update(ann, group, new JsonObject().put("history", "from_join")).expect(200);
        var dave = groups.person("Dave");
        groups.add(ann, group, dave).expect(200);

        report(carol, ofMessage(group, own, "spam")).expectProblem(422, "invalid");
        report(carol, ofPerson(group, carol, "spam")).expectProblem(422, "invalid");
        report(carol, ofMessage(group, deleted, "spam")).expectProblem(404, "message_not_found");
        report(carol, ofMessage(group, hidden, "spam")).expectProblem(404, "message_not_found");
        report(dave, ofMessage(group, own, "spam")).expectProblem(404, "message_not_found");
        report(carol, ofMessage(group, 1, "an event")).expectProblem(404, "message_not_found");
        report(carol, ofMessage(group, 99, "spam")).expectProblem(404, "message_not_found");
        report(carol, ofPerson(group, groups.person("Nobody"), "spam")).expectProblem(404, "user_not_found");
        report(carol, new JsonObject().put("conversationId", group).put("reason", "spam"))
                .expectProblem(422, "invalid");
        report(bob, ofMessage(group, own, "spam").put("userId", ann.id())).expectProblem(422, "invalid");
        report(bob, ofMessage(group, own, " ")).expectProblem(422, "invalid");
        report(bob, ofMessage(group, own, "spam").put("note", "x".repeat(1_001)))
                .expectProblem(422, "invalid");
        assertThat(stored(group)).isZero();
    }

    @Test
    void aPageFitsWhateverItHolds() {
        var sign = "𝔚";
        for (int i = 0; i < 21; i++) {
            long seq = seqOf(bob, group, sign.repeat(10_000));
            report(carol, ofMessage(group, seq, sign.repeat(100)).put("note", sign.repeat(1_000)))
                    .expect(201);
        }

        var answer =
                ann.rest().get("/api/groups/" + group + "/reports?limit=100").expect(200);
        var reports = objects(answer.body().getJsonArray("reports"));
        assertThat(reports).hasSize(20);
        assertThat(reports.get(0).getString("text")).isEqualTo(sign.repeat(1_000));
        assertThat(answer.text().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(256 * 1024);
        var rest = ann.rest()
                .get("/api/groups/" + group + "/reports?after=" + answer.body().getLong("next"))
                .expect(200)
                .body();
        assertThat(rest.getJsonArray("reports")).hasSize(1);
        assertThat(rest.containsKey("next")).isFalse();
        assertThat(server.query("SELECT MAX(CHAR_LENGTH(text)) AS most FROM report WHERE conversation_id = ?", group)
                        .get(0)
                        .getLong("most"))
                .isEqualTo(4_000);
    }

    @Test
    void howMuchOneReportsIsLimited() {
        var people = new ArrayList<Person>();
        for (int i = 0; i < 26; i++) {
            people.add(groups.person("Somebody"));
        }
        long large = groups.of(ann, people.toArray(Person[]::new));
        people.stream()
                .limit(25)
                .forEach(person -> report(ann, ofPerson(large, person, "spam")).expect(201));

        report(ann, ofPerson(large, people.get(25), "spam")).expectProblem(429, "too_many_reports");
        report(people.get(0), ofPerson(large, people.get(25), "spam")).expect(201);
    }

    @Test
    void afterNinetyDaysTheyGo() throws Exception {
        report(carol, ofPerson(group, bob, "old")).expect(201);
        report(ann, ofPerson(group, bob, "new")).expect(201);
        server.query("UPDATE report SET reported_at = reported_at - INTERVAL 91 DAY WHERE reason = 'old'");

        server.restart();

        Eventually.holds(() -> stored(group) == 1);
        assertThat(reports(ann))
                .extracting(report -> report.getString("reason"))
                .containsExactly("new");
    }

    private Answer report(Person who, JsonObject report) {
        return who.rest().post("/api/reports", report);
    }

    private static JsonObject ofMessage(long conversationId, long seq, String reason) {
        return new JsonObject()
                .put("conversationId", conversationId)
                .put("seq", seq)
                .put("reason", reason);
    }

    private static JsonObject ofPerson(long conversationId, Person person, String reason) {
        return new JsonObject()
                .put("conversationId", conversationId)
                .put("userId", person.id())
                .put("reason", reason);
    }

    private List<JsonObject> reports(Person who) {
        return objects(who.rest()
                .get("/api/groups/" + group + "/reports")
                .expect(200)
                .body()
                .getJsonArray("reports"));
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }

    private static long seqOf(Person who, long conversation, String text) {
        return who.send(conversation, text).getLong("seq");
    }

    private static long stored(long conversation) {
        return server.query("SELECT COUNT(*) AS n FROM report WHERE conversation_id = ?", conversation)
                .get(0)
                .getLong("n");
    }
}
