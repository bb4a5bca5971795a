package io.webim.groups;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.Eventually;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Groups from their making to their end, over REST; who may not do what is {@link GroupAccessIT}'s. */
class GroupsIT {
    @SharedServer
    private static TestServer server;

    private final GroupClient groups = new GroupClient(RestClient.of(server));
    private final Person ann = groups.person("Ann");
    private final Person bob = groups.person("Bob");
    private final Person carol = groups.person("Carol");

    @Test
    void whoMakesAGroupIsItsOwnerAndAllWhoWereNamedAreIn() {
        var made = groups.create(
                        ann,
                        new JsonObject()
                                .put("title", "  Hiking 🥾 ")
                                .put("about", "Sundays\r\nat nine")
                                .put("userIds", List.of(bob.id()))
                                .put("usernames", List.of("@" + carol.username())))
                .expectProblem(404, "user_not_found");
        assertThat(made.status()).isEqualTo(404);
        var conversation = groups.create(
                        ann,
                        new JsonObject()
                                .put("title", "  Hiking 🥾 ")
                                .put("about", "Sundays\r\nat nine")
                                .put("userIds", List.of(bob.id()))
                                .put("usernames", List.of(carol.username())))
                .expect(201)
                .body()
                .getJsonObject("conversation");
        long id = conversation.getLong("conversationId");

        assertThat(conversation.getString("kind")).isEqualTo("group");
        assertThat(conversation.getString("title")).isEqualTo("Hiking 🥾");
        assertThat(conversation.getString("about")).isEqualTo("Sundays\nat nine");
        assertThat(conversation.getString("role")).isEqualTo("owner");
        assertThat(conversation.getInteger("memberCount")).isEqualTo(3);
        assertThat(conversation.getLong("unread")).isZero();
        for (var person : List.of(bob, carol)) {
            var listed = groups.listed(person, id);
            assertThat(listed.getString("role")).isEqualTo("member");
            assertThat(listed.getLong("unread")).isZero();
            assertThat(listed.getLong("readSeq")).isEqualTo(listed.getLong("lastSeq"));
            assertThat(person.contacts()).isEmpty();
        }
        var event = groups.lastMessage(bob, id);
        assertThat(event.getString("kind")).isEqualTo("event");
        assertThat(event.getLong("senderId")).isZero();
        assertThat(event.getJsonObject("event"))
                .isEqualTo(new JsonObject()
                        .put("type", "created")
                        .put("userId", ann.id())
                        .put("title", "Hiking 🥾")
                        .put("userIds", new JsonArray().add(bob.id()).add(carol.id())));
        assertThat(event.containsKey("text")).isFalse();
    }

    @Test
    void messagesGoToAllAndCountForTheOthersAlone() {
        long id = groups.of(ann, bob, carol);

        ann.send(id, "hello");
        bob.send(id, "hi");

        assertThat(groups.listed(ann, id).getLong("unread")).isEqualTo(1);
        assertThat(groups.listed(bob, id).getLong("unread")).isEqualTo(1);
        assertThat(groups.listed(carol, id).getLong("unread")).isEqualTo(2);
        assertThat(groups.texts(carol, id)).containsExactly("hello", "hi");
        assertThat(carol.read(id, 3).expect(200).body().getLong("unread")).isZero();
        assertThat(groups.listed(carol, id).getLong("unread")).isZero();
    }

    @Test
    void membersAreFoundByTheirNamesInCapitalsToo() {
        long id = groups.of(ann, bob, carol);
        bob.rest()
                .patch("/api/users/me", new JsonObject().put("displayName", "Bob Größe"))
                .expect(200);

        for (var typed : List.of("größe", "GRÖSSE", "grosse")) {
            var found = ann.rest().get("/api/groups/" + id + "/members?q=" + encode(typed, UTF_8));
            assertThat(found.expect(200).body().getJsonArray("members"))
                    .singleElement()
                    .extracting(member ->
                            ((JsonObject) member).getJsonObject("user").getString("displayName"))
                    .isEqualTo("Bob Größe");
        }
    }

    @Test
    void eventsDoNotCountAsUnreadWhereverTheyStand() {
        long id = groups.of(ann, bob);
        ann.send(id, "one");
        groups.add(ann, id, carol).expect(200);
        ann.send(id, "two");
        groups.update(ann, id, new JsonObject().put("title", "Another")).expect(200);
        groups.update(ann, id, new JsonObject().put("slowSeconds", 0).put("mayAdd", "members"))
                .expect(200);

        assertThat(groups.listed(bob, id).getLong("unread")).isEqualTo(2);
        assertThat(groups.listed(carol, id).getLong("unread")).isEqualTo(1);
        assertThat(groups.eventTypes(bob, id)).containsExactly("created", "added", "title", "rules");
        bob.read(id, 2).expect(200);
        assertThat(groups.listed(bob, id).getLong("unread")).isEqualTo(1);
        bob.read(id, 3).expect(200);
        assertThat(groups.listed(bob, id).getLong("unread")).isEqualTo(1);
        var unread = bob.rest().get("/api/messages/unread").expect(200).body().getJsonArray("conversations");
        assertThat(unread.getJsonObject(0).getJsonArray("messages")).hasSize(1);
        server.requireHealthy(id);
    }

    @Test
    void whatWasThereBeforeIsSeenByNewcomersWhereTheGroupSaysSo() {
        long id = groups.of(ann, bob);
        ann.send(id, "before");
        groups.add(ann, id, carol).expect(200);
        ann.send(id, "after");

        assertThat(groups.texts(carol, id)).containsExactly("after");
        assertThat(groups.listed(carol, id).getLong("sightFrom")).isEqualTo(3);
        assertThat(carol.rest()
                        .get("/api/conversations/" + id + "/messages/2/details")
                        .status())
                .isEqualTo(404);
        groups.update(ann, id, new JsonObject().put("history", "all")).expect(200);
        assertThat(groups.texts(carol, id))
                .as("a later change concerns newcomers")
                .containsExactly("after");
        var dave = groups.person("Dave");
        groups.add(ann, id, dave).expect(200);
        assertThat(groups.texts(dave, id)).containsExactly("before", "after");
        assertThat(groups.listed(dave, id).getLong("unread")).isZero();
        groups.leave(carol, id).expect(204);
        groups.add(ann, id, carol).expect(200);
        assertThat(groups.texts(carol, id)).as("coming back fixes it anew").containsExactly("before", "after");
        assertThat(groups.listed(carol, id).getLong("unread")).isZero();
    }

    @Test
    void whoLeavesSeesNothingMoreAndTheOthersAreTold() {
        long id = groups.of(ann, bob, carol);
        ann.send(id, "hello");
        groups.leave(bob, id).expect(204);

        assertThat(groups.list(bob)).isEmpty();
        groups.leave(bob, id).expectProblem(404, "conversation_not_found");
        assertThat(groups.memberIds(ann, id)).containsExactly(ann.id(), carol.id());
        assertThat(groups.listed(carol, id).getInteger("memberCount")).isEqualTo(2);
        assertThat(groups.lastMessage(carol, id).getJsonObject("event").getString("type"))
                .isEqualTo("left");
    }

    @Test
    void theLastOwnerHandsOverFirstAndTheOnlyMemberWhoLeavesEndsTheGroup() throws Exception {
        long id = groups.of(ann, bob);
        ann.send(id, "secret");
        groups.leave(ann, id).expectProblem(409, "last_owner");
        groups.role(ann, id, ann, "member").expectProblem(409, "last_owner");
        groups.role(ann, id, bob, "owner").expect(204);
        groups.leave(ann, id).expect(204);
        assertThat(groups.listed(bob, id).getString("role")).isEqualTo("owner");
        groups.leave(bob, id).expect(204);

        groups.awaitErased(server, id);
    }

    @Test
    void theOwnerDeletesTheGroupForAll() throws Exception {
        long id = groups.of(ann, bob);
        ann.send(id, "secret");
        groups.role(ann, id, bob, "admin").expect(204);
        groups.delete(bob, id).expectProblem(403, "not_permitted");
        groups.delete(ann, id).expect(204);

        assertThat(groups.list(ann)).isEmpty();
        assertThat(groups.list(bob)).isEmpty();
        groups.get(ann, id).expectProblem(404, "conversation_not_found");
        groups.awaitErased(server, id);
    }

    @Test
    void whoIsBannedDoesNotComeBackUntilThatIsLifted() {
        long id = groups.of(ann, bob, carol);
        bob.send(id, "spam");
        bob.send(id, "more spam");
        ann.send(id, "please");
        groups.remove(ann, id, bob, "?ban=true&deleteMessages=true").expect(204);

        assertThat(groups.texts(carol, id)).containsExactly("please");
        assertThat(groups.banned(ann, id)).containsExactly(bob.id());
        assertThat(groups.lastEvent(carol, id).getString("type")).isEqualTo("banned");
        assertThat(groups.add(ann, id, bob).expect(200).body().getJsonArray("added"))
                .isEmpty();
        groups.unban(ann, id, bob).expect(204);
        groups.unban(ann, id, bob).expectProblem(404, "user_not_found");
        assertThat(groups.add(ann, id, bob).expect(200).body().getJsonArray("added"))
                .hasSize(1);
    }

    @Test
    void whoeverIsBannedTakesItsBotsAlong() {
        var bot = bob.bot("helper");
        long id = groups.of(ann, bob, bot, carol);
        ann.rest()
                .put("/api/groups/" + id + "/members/" + bot.id() + "/role", new JsonObject().put("role", "owner"))
                .expectProblem(409, "bot_cannot_own");

        groups.remove(ann, id, bob, "?ban=true").expect(204);

        assertThat(bot.rest().get("/api/groups/" + id).status()).isEqualTo(404);
        assertThat(groups.get(ann, id).body().getInteger("memberCount")).isEqualTo(2);
        assertThat(groups.lastEvent(carol, id).getJsonArray("userIds").stream()
                        .map(gone -> ((Number) gone).longValue()))
                .containsExactlyInAnyOrder(bob.id(), bot.id());
        bot.send(id, UUID.randomUUID(), "still here").expectProblem(404, "conversation_not_found");
        // It is not banned itself.
        assertThat(groups.add(ann, id, bot).expect(200).body().getJsonArray("added"))
                .hasSize(1);
    }

    @Test
    void allThatSomebodyWroteGoesHoweverMuchAndAlsoAfterLeaving() {
        long id = groups.of(ann, bob, carol);
        writeByTurns(id, 1_300);
        groups.leave(bob, id).expect(204);
        groups.remove(ann, id, bob, "").expectProblem(404, "user_not_found");
        groups.remove(ann, id, groups.person("stranger"), "?deleteMessages=true")
                .expectProblem(404, "user_not_found");

        groups.remove(ann, id, bob, "?deleteMessages=true").expect(204);

        assertThat(withText(id, bob)).isZero();
        assertThat(withText(id, carol)).isEqualTo(650);
        assertThat(groups.listed(ann, id).getLong("unread")).isEqualTo(650);
        server.requireHealthy(id);
    }

    /** Bob's messages and Carol's, which it would take long to send. */
    private void writeByTurns(long id, int count) {
        server.query("""
                INSERT INTO message (conversation_id, seq, sender_id, sender_ordinal, client_id, text, state, sent_at)
                WITH RECURSIVE digits (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM digits WHERE n < 99)
                SELECT ?, a.n * 100 + b.n + 2, IF(b.n MOD 2 = 0, ?, ?), (a.n * 100 + b.n) DIV 2 + 1,
                       UNHEX(LEFT(SHA2(CONCAT(?, '-', a.n, '-', b.n), 256), 32)), 'text', 'msg_done', UTC_TIMESTAMP(3)
                FROM digits a JOIN digits b
                WHERE a.n * 100 + b.n < ?""", id, bob.id(), carol.id(), id, count);
        server.query("UPDATE conversation SET last_seq = ? WHERE id = ?", count + 1, id);
    }

    private long withText(long id, Person sender) {
        return server.query(
                        "SELECT COUNT(text) AS texts FROM message WHERE conversation_id = ? AND sender_id = ?",
                        id,
                        sender.id())
                .get(0)
                .getLong("texts");
    }

    @Test
    void aChannelIsWrittenByItsAdmins() {
        var channel = groups.create(
                        ann,
                        new JsonObject()
                                .put("title", "News")
                                .put("kind", "channel")
                                .put("userIds", List.of(bob.id(), carol.id())))
                .expect(201)
                .body()
                .getJsonObject("conversation");
        long id = channel.getLong("conversationId");
        groups.role(ann, id, carol, "admin").expect(204);

        ann.send(id, "one");
        carol.send(id, "two");
        groups.trySend(bob, id, "three").expectProblem(403, "not_permitted");
        assertThat(groups.texts(bob, id)).containsExactly("one", "two");
        groups.update(ann, id, new JsonObject().put("mayPost", "members")).expectProblem(422, "invalid");
        assertThat(groups.get(bob, id).expect(200).body().getString("history")).isEqualTo("all");
        groups.leave(bob, id).expect(204);
        assertThat(groups.eventTypes(ann, id))
                .as("nobody's coming and going is told")
                .containsExactly("created");
    }

    @Test
    void slowModeLetsMembersWriteNowAndThen() {
        long id = groups.of(ann, bob);
        groups.update(ann, id, new JsonObject().put("slowSeconds", 3600)).expect(200);
        bob.send(id, "one");
        var refused = groups.trySend(bob, id, "two").expectProblem(429, "slow_mode");

        assertThat(refused.header("retry-after").map(Integer::valueOf).orElse(0))
                .isBetween(3000, 3600);
        ann.send(id, "admins");
        ann.send(id, "write on");
    }

    @Test
    void adminsDeleteWhatAnybodyWroteAndMembersTheirOwn() {
        long id = groups.of(ann, bob, carol);
        bob.send(id, "two");
        carol.send(id, "three");
        groups.deleteMessage(carol, id, 2).expectProblem(403, "not_sender");
        groups.deleteMessage(ann, id, 1).expectProblem(403, "not_sender");
        groups.deleteMessage(carol, id, 3).expect(204);
        groups.deleteMessage(ann, id, 2).expect(204);

        assertThat(groups.texts(bob, id)).isEmpty();
        assertThat(groups.listed(bob, id).getLong("unread")).isZero();
    }

    @Test
    void whoeverBlocksIsNotAddedNorIsWhoLetsContactsAddThemAloneAndNobodyCanTellWhich() {
        var dave = groups.person("Dave");
        dave.rest()
                .patch("/api/users/me", new JsonObject().put("addMe", "contacts"))
                .expect(200);
        bob.block(ann);
        long id = groups.of(ann, carol);
        var blocking = groups.add(ann, id, bob).expect(200).body();
        var closed = groups.add(ann, id, dave).expect(200).body();

        assertThat(blocking.encode().replace(Long.toString(bob.id()), "x"))
                .isEqualTo(closed.encode().replace(Long.toString(dave.id()), "x"));
        dave.conversationWith(ann);
        assertThat(groups.add(ann, id, dave).expect(200).body().getJsonArray("added"))
                .hasSize(1);
        dave.rest().patch("/api/users/me", new JsonObject().put("addMe", "all")).expect(200);
    }

    @Test
    void whoIsSkippedAsAGroupIsMadeIsTold() {
        bob.block(ann);
        var added = groups.create(
                        ann, new JsonObject().put("title", "Us").put("userIds", List.of(bob.id(), carol.id())))
                .expect(201)
                .body();

        assertThat(added.getJsonArray("skipped").getLong(0)).isEqualTo(bob.id());
        assertThat(added.getJsonArray("skipped")).hasSize(1);
        assertThat(added.getJsonObject("conversation").getInteger("memberCount"))
                .isEqualTo(2);
    }

    @Test
    void usersAreFetchedByTheirIds() {
        var found = ann.rest()
                .get("/api/users?ids=" + bob.id() + "," + carol.id() + ",9007199254740991")
                .expect(200)
                .body()
                .getJsonArray("users");

        assertThat(found.stream().map(user -> ((JsonObject) user).getLong("id")))
                .containsExactly(bob.id(), carol.id());
        for (var wrong : List.of("x", "1,,2", "0", "1%202", "1,".repeat(101))) {
            ann.rest().get("/api/users?ids=" + wrong).expectProblem(422, "invalid");
        }
    }

    @Test
    void namesThatStandForEverybodyAreRefused() {
        for (var name : List.of("all", "Here", "EVERYONE", "channel")) {
            var refused = RestClient.of(server)
                    .post("/api/users", new JsonObject().put("username", name).put("password", RestClient.PASSWORD))
                    .expectProblem(422, "invalid");
            assertThat(refused.body().getJsonObject("fields").getString("username"))
                    .contains("everybody");
        }
    }

    @Test
    void whoeverLeavesWebimLeavesItsGroupsToTheLongestStandingAdminElseMember() throws Exception {
        long withAdmin = groups.of(ann, bob, carol);
        groups.role(ann, withAdmin, carol, "admin").expect(204);
        long withMember = groups.of(ann, bob, carol);
        long alone = groups.of(ann);
        ann.send(withAdmin, "stays");
        ann.send(alone, "goes");
        ann.deleteAccount();

        Eventually.holds(
                () -> groups.get(carol, withAdmin).body().getString("role", "").equals("owner"));
        Eventually.holds(
                () -> groups.get(bob, withMember).body().getString("role", "").equals("owner"));
        assertThat(groups.get(bob, withAdmin).body().getString("role")).isEqualTo("member");
        assertThat(groups.memberIds(carol, withAdmin)).containsExactly(carol.id(), bob.id());
        assertThat(groups.texts(bob, withAdmin)).containsExactly("stays");
        assertThat(groups.lastEvent(bob, withAdmin).getString("type")).isEqualTo("left");
        groups.awaitErased(server, alone);
        server.requireHealthy(withAdmin);
    }

    @Test
    void aBotFollowsWhoeverLeavesWebimAfterAllPeople() throws Exception {
        var bot = carol.bot("robot");
        long id = groups.of(ann, bot);
        groups.role(ann, id, bot, "admin").expect(204);
        groups.add(ann, id, bob).expect(200);
        ann.deleteAccount();

        Eventually.holds(() -> groups.get(bob, id).body().getString("role", "").equals("owner"));
    }

    @Test
    void ofTwoOwnersWhoLeaveAtOnceOneStays() {
        for (int round = 0; round < 10; round++) {
            long id = groups.of(ann, bob, carol);
            groups.role(ann, id, bob, "owner").expect(204);
            var anns = CompletableFuture.supplyAsync(() -> groups.leave(ann, id).status());
            var bobs = CompletableFuture.supplyAsync(() -> groups.leave(bob, id).status());

            assertThat(List.of(anns.join(), bobs.join())).containsExactlyInAnyOrder(204, 409);
            assertThat(groups.memberIds(carol, id)).hasSize(2);
        }
    }

    @Test
    void whatIsWrittenWhileItsSenderIsRemovedIsThereBeforeThatOrNotAtAll() {
        for (int round = 0; round < 10; round++) {
            long id = groups.of(ann, bob);
            var sending = CompletableFuture.supplyAsync(() -> {
                int sent = 0;
                while (groups.trySend(bob, id, "message").status() == 201) {
                    sent++;
                }
                return sent;
            });
            groups.remove(ann, id, bob, "?ban=true").expect(204);
            int sent = sending.join();

            // There may be more than a page of them.
            assertThat(server.query("SELECT 1 FROM message WHERE conversation_id = ? AND sender_id = ?", id, bob.id()))
                    .hasSize(sent);
            assertThat(groups.lastMessage(ann, id).getJsonObject("event").getString("type"))
                    .isEqualTo("banned");
        }
    }

    @Test
    void aMemberOfManyGroupsListsThemWithTheContactsTheNewestFirst() {
        long direct = ann.conversationWith(bob);
        long first = groups.of(ann, bob);
        long second = groups.of(ann, bob);
        bob.send(first, "newest");
        bob.send(direct, "newer still");

        assertThat(groups.list(ann).stream().map(one -> one.getLong("conversationId")))
                .containsExactly(direct, first, second);
        assertThat(groups.list(ann).get(0).getString("kind")).isEqualTo("direct");
        assertThat(groups.list(ann).get(0).getJsonObject("user").getLong("id")).isEqualTo(bob.id());
        assertThat(ann.contacts()).hasSize(1);
    }
}
