package io.webim.groups;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.BusClient;
import io.webim.bridge.Eventually;
import io.webim.bridge.Transport;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who is mentioned, who may mention everybody, and how many mentions are unread. */
class MentionsIT {
    @SharedServer
    private static TestServer server;

    private final GroupClient groups = new GroupClient(RestClient.of(server));
    private final Person ann = groups.person("Ann");
    private final Person bob = groups.person("Bob");
    private final Person carol = groups.person("Carol");
    private final long group = groups.of(ann, bob, carol);

    @Test
    void whoIsMentionedSeesSoUntilItIsRead() throws Exception {
        try (var bobs = Transport.RAW.open(server, bob)) {
            var sent =
                    ann.send(group, "for @" + bob.username() + ", @" + bob.username() + " and x@" + carol.username());
            ann.send(group, "and for nobody");

            assertThat(sent.getJsonArray("mentions")).isEqualTo(list(bob.id()));
            assertThat(bobs.event("message.sent").getJsonObject("message").getJsonArray("mentions"))
                    .isEqualTo(list(bob.id()));
        }
        assertThat(unread(bob)).isEqualTo("2 unread, 1 mentions");
        assertThat(unread(carol)).isEqualTo("2 unread, 0 mentions");
        assertThat(groups.messages(carol, group).stream().filter(message -> message.containsKey("mentions")))
                .hasSize(1);
        bob.read(group, groups.lastMessage(bob, group).getLong("seq") - 1);
        assertThat(unread(bob)).isEqualTo("1 unread, 0 mentions");
    }

    @Test
    void whoReadsIsToldHowManyMentionsAreLeftAndUpToWhere() throws Exception {
        var text = "@" + bob.username();
        long first = ann.send(group, text).getLong("seq");
        ann.send(group, "for nobody");
        long last = ann.send(group, text).getLong("seq");
        try (var bobs = Transport.RAW.open(server, bob)) {
            var left = bob.read(group, first).expect(200).body();

            assertThat(left)
                    .isEqualTo(
                            new JsonObject().put("unread", 2).put("mentions", 1).put("lastSeq", last));
            var event = bobs.event("conversation.read");
            assertThat(event.getInteger("mentions")).isEqualTo(1);
            assertThat(event.getLong("lastSeq")).isEqualTo(last);
        }
        assertThat(bob.read(group, last).expect(200).body().getInteger("mentions"))
                .isZero();
    }

    @Test
    void whereTheUnreadMentionsStandIsToldInPages() {
        var text = "@" + bob.username();
        var seqs = Stream.generate(() -> ann.send(group, text).getLong("seq"))
                .limit(5)
                .toList();
        ann.send(group, "for nobody");
        var path = "/api/conversations/" + group + "/mentions";
        assertThat(bob.rest().get(path).expect(200).body()).isEqualTo(seqsOf(seqs));
        assertThat(carol.rest().get(path).expect(200).body()).isEqualTo(seqsOf(List.of()));

        var page = bob.rest().get(path + "?limit=2").expect(200).body();
        assertThat(page).isEqualTo(seqsOf(seqs.subList(0, 2)).put("next", seqs.get(1)));
        var rest = bob.rest().get(path + "?after=" + page.getLong("next")).expect(200);
        assertThat(rest.body()).isEqualTo(seqsOf(seqs.subList(2, 5)));
        bob.rest().get(path + "?limit=101").expectProblem(422, "invalid");

        // At once, though the mark is not stored yet.
        bob.read(group, seqs.get(1)).expect(200);
        groups.deleteMessage(ann, group, seqs.get(2)).expect(204);
        assertThat(bob.rest().get(path).expect(200).body()).isEqualTo(seqsOf(seqs.subList(3, 5)));
        bob.block(ann);
        assertThat(bob.rest().get(path).expect(200).body()).isEqualTo(seqsOf(List.of()));
    }

    private static JsonObject seqsOf(List<Long> seqs) {
        return new JsonObject().put("seqs", new JsonArray(seqs));
    }

    @Test
    void neitherStrangersNorOneselfAreMentioned() {
        var dora = groups.person("Dora");
        var sent = ann.send(group, "@" + dora.username() + " @" + ann.username() + " @nobody-of-this-name");

        assertThat(sent.containsKey("mentions")).isFalse();
        groups.add(ann, group, dora).expect(200);
        assertThat(unread(dora)).isEqualTo("0 unread, 0 mentions");
    }

    @Test
    void aMentionOfWhoBlocksTheSenderLooksLikeAnyOtherAndCountsNowhere() throws Exception {
        carol.block(ann);
        try (var bobs = Transport.RAW.open(server, bob)) {
            var sent = ann.send(group, "@" + bob.username() + " and @" + carol.username());

            assertThat(sent.getJsonArray("mentions")).isEqualTo(list(bob.id(), carol.id()));
            assertThat(bobs.event("message.sent").getJsonObject("message").getJsonArray("mentions"))
                    .isEqualTo(list(bob.id(), carol.id()));
            assertThat(mentionsAfter(ann, sent.getLong("seq"), "@" + carol.username()))
                    .isEqualTo(list(carol.id()));
        }
        assertThat(unread(carol)).isEqualTo("1 unread, 0 mentions");
        assertThat(carol.rest()
                        .get("/api/conversations/" + group + "/mentions")
                        .expect(200)
                        .body()
                        .getJsonArray("seqs"))
                .isEmpty();
        server.requireHealthy(group);
    }

    @Test
    void everybodyIsMentionedByThoseWhoMay() {
        assertThat(bob.send(group, "@all").containsKey("mentions")).isFalse();
        assertThat(ann.send(group, "@all, and @" + bob.username()).getJsonArray("mentions"))
                .isEqualTo(list(0L, bob.id()));
        assertThat(unread(bob)).isEqualTo("1 unread, 1 mentions");
        assertThat(unread(carol)).isEqualTo("2 unread, 1 mentions");
        assertThat(unread(ann)).isEqualTo("1 unread, 0 mentions");

        may("members");
        bob.send(group, "@all");
        assertThat(unread(ann)).isEqualTo("2 unread, 1 mentions");
        may("nobody");
        assertThat(ann.send(group, "@all").containsKey("mentions")).isFalse();
    }

    private void may(String mention) {
        groups.update(ann, group, new JsonObject().put("mayMentionAll", mention))
                .expect(200);
    }

    @Test
    void whatIsGoneOrComesFromWhoIsBlockedMentionsNobody() {
        var text = "@" + carol.username() + " @all";
        long first = ann.send(group, text).getLong("seq");
        long second = ann.send(group, text).getLong("seq");
        ann.send(group, text);
        assertThat(unread(carol)).isEqualTo("3 unread, 3 mentions");

        groups.deleteMessage(ann, group, first).expect(204);
        assertThat(unread(carol)).isEqualTo("2 unread, 2 mentions");
        assertThat(server.query("SELECT seq FROM mention WHERE conversation_id = ? AND seq = ?", group, first))
                .isEmpty();
        assertThat(groups.messages(carol, group).stream()
                        .filter(message -> message.getLong("seq") == first)
                        .findFirst()
                        .orElseThrow()
                        .fieldNames())
                .doesNotContain("mentions");
        carol.rest()
                .delete("/api/conversations/" + group + "/messages/" + second + "?scope=me")
                .expect(204);
        assertThat(unread(carol)).isEqualTo("1 unread, 1 mentions");
        carol.block(ann);
        assertThat(unread(carol)).isEqualTo("1 unread, 0 mentions");
        server.requireHealthy(group);
        carol.unblock(ann);
        assertThat(unread(carol)).isEqualTo("1 unread, 1 mentions");
    }

    @Test
    void anEditRenewsWhomTheMessageMentions() throws Exception {
        long seq = ann.send(group, "for @" + bob.username()).getLong("seq");
        try (var carols = Transport.RAW.open(server, carol)) {
            var edited = groups.edit(ann, group, seq, "for @" + carol.username())
                    .expect(200)
                    .body()
                    .getJsonObject("message");
            assertThat(edited.getJsonArray("mentions")).isEqualTo(list(carol.id()));
            assertThat(carols.event("message.changed").getJsonObject("message")).isEqualTo(edited);
        }
        assertThat(unread(bob)).isEqualTo("1 unread, 0 mentions");
        assertThat(unread(carol)).isEqualTo("1 unread, 1 mentions");
        groups.edit(ann, group, seq, "for @all and @" + carol.username()).expect(200);
        assertThat(unread(bob)).isEqualTo("1 unread, 1 mentions");
        assertThat(unread(carol)).isEqualTo("1 unread, 1 mentions");
        server.requireHealthy(group);

        var last = groups.edit(ann, group, seq, "for nobody").expect(200).body().getJsonObject("message");
        assertThat(last.containsKey("mentions")).isFalse();
        assertThat(List.of(unread(bob), unread(carol))).containsOnly("1 unread, 0 mentions");
        assertThat(mentionsIn(seq)).isEmpty();
        server.requireHealthy(group);
    }

    @Test
    void anEditMentionsNobodyWhomANewMessageWouldNot() {
        long seq = bob.send(group, "before").getLong("seq");
        var dora = groups.person("Dora");
        groups.add(ann, group, dora).expect(200);
        carol.block(bob);
        var text = "@all @%s @%s @%s @%s @%s"
                .formatted(
                        ann.username(),
                        bob.username(),
                        carol.username(),
                        dora.username(),
                        groups.person("Eve").username());
        assertThat(mentionsAfter(bob, seq, text)).isEqualTo(list(ann.id(), carol.id()));
        assertThat(unread(dora)).isEqualTo("0 unread, 0 mentions");
        may("members");
        assertThat(mentionsAfter(bob, seq, text + "!")).isEqualTo(list(0L, ann.id(), carol.id()));
        assertThat(unread(carol)).as("of whom she blocks").isEqualTo("1 unread, 0 mentions");
        assertThat(unread(dora)).as("of what was before her").isEqualTo("0 unread, 0 mentions");
        may("admins");
        assertThat(mentionsAfter(bob, seq, text)).isEqualTo(list(ann.id(), carol.id()));
        server.requireHealthy(group);
    }

    private JsonArray mentionsAfter(Person who, long seq, String text) {
        return groups.edit(who, group, seq, text)
                .expect(200)
                .body()
                .getJsonObject("message")
                .getJsonArray("mentions");
    }

    @Test
    void whoHasReadTheMessageHasNoUnreadMentionAfterItsEdit() {
        long seq = ann.send(group, "for nobody").getLong("seq");
        bob.read(group, seq);
        groups.edit(ann, group, seq, "for @" + bob.username()).expect(200);
        assertThat(unread(bob)).isEqualTo("0 unread, 0 mentions");
    }

    @Test
    void aDeviceThatWasAwayLearnsOfMentionsThatAnEditBrings() throws Exception {
        long seq = ann.send(group, "for nobody").getLong("seq");
        try (var bobs = Transport.RAW.open(server, bob)) {
            var had = synced(bobs, new JsonArray());
            groups.edit(ann, group, seq, "for @" + bob.username()).expect(200);
            var known = new JsonArray()
                    .add(group)
                    .add(had.getLong("version"))
                    .add(seq)
                    .add(had.getLong("ownVersion"))
                    .add(1);
            var change = synced(bobs, new JsonArray().add(known));
            assertThat(change.getJsonObject("conversation").getLong("mentions")).isEqualTo(1);
            assertThat(change.getJsonArray("messages")).isEmpty();
            assertThat(change.getJsonArray("changed").getJsonObject(0).getJsonArray("mentions"))
                    .isEqualTo(list(bob.id()));
        }
    }

    private JsonObject synced(BusClient socket, JsonArray known) throws Exception {
        return socket.ask("chat.sync", new JsonObject().put("after", group - 1).put("known", known))
                .getJsonObject("body")
                .getJsonArray("conversations")
                .getJsonObject(0);
    }

    @Test
    void ofAnEditThatMentionsAndADeletionNothingIsLeft() {
        for (int round = 0; round < 12; round++) {
            long seq = ann.send(group, "for nobody").getLong("seq");
            var editing = CompletableFuture.runAsync(() -> groups.edit(ann, group, seq, "@all and @" + bob.username()));
            groups.deleteMessage(ann, group, seq).expect(204);
            editing.join();
            assertThat(mentionsIn(seq)).isEmpty();
        }
        assertThat(unread(bob)).isEqualTo("0 unread, 0 mentions");
        server.requireHealthy(group);
    }

    private List<Row> mentionsIn(long seq) {
        return server.query("SELECT user_id FROM mention WHERE conversation_id = ? AND seq = ?", group, seq);
    }

    @Test
    void whoComesBackHasNoMentionsFromBefore() {
        ann.send(group, "@all and @" + bob.username());
        groups.leave(bob, group).expect(204);
        ann.send(group, "@" + bob.username());
        groups.add(ann, group, bob).expect(200);

        assertThat(unread(bob)).isEqualTo("0 unread, 0 mentions");
        ann.send(group, "@" + bob.username());
        assertThat(unread(bob)).isEqualTo("1 unread, 1 mentions");
    }

    @Test
    void whoLeavesWebimLeavesNoMentions() throws Exception {
        ann.send(group, "@" + bob.username());
        assertThat(mentionsOf(bob)).hasSize(1);
        bob.deleteAccount().expect(200);

        Eventually.holds(() -> mentionsOf(bob).isEmpty());
    }

    private List<Row> mentionsOf(Person who) {
        return server.query("SELECT seq FROM mention WHERE conversation_id = ? AND user_id = ?", group, who.id());
    }

    @Test
    void betweenTwoNobodyIsMentioned() {
        ann.add(bob).expect(201);
        long direct = ann.contact(bob).getLong("conversationId");

        assertThat(ann.send(direct, "@" + bob.username() + " @all").containsKey("mentions"))
                .isFalse();
    }

    private String unread(Person who) {
        var listed = groups.listed(who, group);
        return listed.getLong("unread") + " unread, " + listed.getLong("mentions") + " mentions";
    }

    private static JsonArray list(Long... ids) {
        var list = new JsonArray();
        for (long id : ids) {
            list.add(id);
        }
        return list;
    }
}
