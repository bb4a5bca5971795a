package io.webim.groups;

import static io.webim.attack.Addresses.OF_CONVERSATIONS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.LogWatch;
import io.webim.bridge.Transport;
import io.webim.chat.ForwardIT;
import io.webim.contract.Address;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation on a group by those who are not in it, not any more, or may not: over every socket, and over REST. */
@ExtendWith(LogWatch.class)
class GroupAccessIT {
    /** What a member who is no more than that may not do, with what is said. */
    private static final Map<Address, String> CLOSED_TO_MEMBERS = Map.ofEntries(
            Map.entry(Address.CHAT_MESSAGE_SEND, "not_permitted"),
            Map.entry(Address.CHAT_MESSAGE_DELETE, "not_sender"),
            Map.entry(Address.CHAT_MESSAGE_EDIT, "not_sender"),
            Map.entry(Address.CHAT_MESSAGE_PIN, "not_permitted"),
            Map.entry(Address.CHAT_CONVERSATION_READERS, "not_sender"),
            Map.entry(Address.GROUPS_UPDATE, "not_permitted"),
            Map.entry(Address.GROUPS_DELETE, "not_permitted"),
            Map.entry(Address.GROUPS_ADD, "not_permitted"),
            Map.entry(Address.GROUPS_REMOVE, "not_permitted"),
            Map.entry(Address.GROUPS_BANNED, "not_permitted"),
            Map.entry(Address.GROUPS_UNBAN, "not_permitted"),
            Map.entry(Address.GROUPS_ROLE, "not_permitted"),
            Map.entry(Address.GROUPS_INVITE, "not_permitted"),
            Map.entry(Address.GROUPS_INVITES, "not_permitted"),
            Map.entry(Address.GROUPS_REQUESTS, "not_permitted"),
            Map.entry(Address.GROUPS_APPROVE, "not_permitted"),
            Map.entry(Address.GROUPS_DECLINE, "not_permitted"),
            Map.entry(Address.REPORTS_LIST, "not_permitted"),
            Map.entry(Address.REPORTS_HANDLE, "not_permitted"));

    @SharedServer
    private static TestServer server;

    private static GroupClient groups;
    private static Person owner;
    private static Person member;
    private static Person target;
    private static long group;
    private static Map<Outsider, Person> outsiders;

    enum Outsider {
        STRANGER,
        LEFT,
        REMOVED,
        BANNED
    }

    @BeforeAll
    static void gather() {
        groups = new GroupClient(RestClient.of(server));
        owner = groups.person("owner");
        member = groups.person("member");
        target = groups.person("target");
        outsiders = Arrays.stream(Outsider.values())
                .collect(Collectors.toMap(kind -> kind, kind -> groups.person(kind.name())));
        group = groups.of(
                owner,
                member,
                target,
                outsiders.get(Outsider.LEFT),
                outsiders.get(Outsider.REMOVED),
                outsiders.get(Outsider.BANNED));
        owner.send(group, "private one");
        outsiders.values().stream()
                .filter(person -> person != outsiders.get(Outsider.STRANGER))
                .forEach(person -> groups.trySend(person, group, "private of " + person.username())
                        .expect(201));
        groups.leave(outsiders.get(Outsider.LEFT), group).expect(204);
        groups.remove(owner, group, outsiders.get(Outsider.REMOVED), "").expect(204);
        groups.remove(owner, group, outsiders.get(Outsider.BANNED), "?ban=true").expect(204);
        owner.send(group, "private two");
        groups.update(owner, group, new JsonObject().put("mayPost", "admins")).expect(200);
    }

    record Attack(Outsider who, Transport way) {}

    static Stream<Attack> attacks() {
        return Arrays.stream(Outsider.values())
                .flatMap(who -> Arrays.stream(Transport.values()).map(way -> new Attack(who, way)));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void toWhoeverIsNotInItItDoesNotExist(Attack attack) throws Exception {
        var before = everything();
        var person = outsiders.get(attack.who());
        try (var socket = attack.way().open(server, person);
                var listener = Transport.RAW.open(server, owner)) {
            for (var address : OF_CONVERSATIONS) {
                var foreign = socket.ask(address.text(), body(group));
                var unknown = socket.ask(address.text(), body(9_007_199_254_740_991L));
                assertThat(foreign.getInteger("failureCode"))
                        .as(address + foreign.encode())
                        .isEqualTo(404);
                assertThat(foreign.getString("message"))
                        .as(address.text())
                        .contains("conversation_not_found")
                        .isEqualTo(unknown.getString("message"));
            }
            var known = new JsonArray().add(new JsonArray().add(group).add(1).add(1));
            for (var answer : List.of(
                    socket.ask("chat.sync", new JsonObject()),
                    socket.ask("chat.sync", new JsonObject().put("known", known)),
                    socket.ask("conversations.list", new JsonObject()),
                    socket.ask("chat.message.saved", new JsonObject()),
                    socket.ask("chat.message.saved", new JsonObject().put("conversationId", group)),
                    socket.ask("chat.message.unread", new JsonObject()))) {
                assertThat(answer.encode()).doesNotContain("private").doesNotContain("A group");
            }
            owner.send(group, "nobody else hears this");
            listener.event("message.sent");
            socket.ask("contacts.list", new JsonObject());
            assertThat(socket.waiting()).isZero();
        }
        assertThat(everything()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void overRestItDoesNotExistEither(Outsider who) {
        var before = everything();
        var rest = outsiders.get(who).rest();
        var conversation = "/api/conversations/" + group;
        var path = "/api/groups/" + group;
        var other = "/" + target.id();
        for (var answer : List.of(
                rest.get(path),
                rest.patch(path, new JsonObject().put("title", "Mine")),
                rest.delete(path),
                rest.get(path + "/members"),
                rest.post(path + "/members", new JsonObject().put("userIds", List.of(target.id()))),
                rest.delete(path + "/members/me"),
                rest.delete(path + "/members" + other),
                rest.put(path + "/members" + other + "/role", new JsonObject().put("role", "owner")),
                rest.get(path + "/banned"),
                rest.delete(path + "/banned" + other),
                rest.post(path + "/invites", new JsonObject()),
                rest.get(path + "/invites"),
                rest.delete(path + "/invites/1"),
                rest.get(path + "/requests"),
                rest.call("POST", path + "/requests" + other),
                rest.delete(path + "/requests" + other),
                rest.get(path + "/reports"),
                rest.delete(path + "/reports/1"),
                rest.post(
                        "/api/reports",
                        new JsonObject()
                                .put("conversationId", group)
                                .put("seq", 2)
                                .put("reason", "spam")),
                rest.call("PUT", conversation + "/mute"),
                rest.delete(conversation + "/mute"),
                rest.put(conversation + "/notify", new JsonObject().put("level", "nothing")),
                rest.get(conversation + "/messages"),
                groups.trySend(outsiders.get(who), group, "let me in"),
                rest.put(conversation + "/read", new JsonObject().put("seq", 1)),
                rest.patch(
                        conversation + "/messages/2",
                        new JsonObject()
                                .put("text", "intrusion")
                                .put("emoji", "\uD83D\uDC4D")
                                .put("on", true)),
                rest.call("PUT", conversation + "/messages/2/reactions/%F0%9F%91%8D"),
                rest.delete(conversation + "/messages/2/reactions/%F0%9F%91%8D"),
                rest.get(conversation + "/messages/2/reactions"),
                rest.call("PUT", conversation + "/pins/2"),
                rest.delete(conversation + "/pins/2"),
                rest.get(conversation + "/pins"),
                rest.get(conversation + "/mentions"),
                rest.call("PUT", "/api/saved/" + group + "/2"),
                rest.delete("/api/saved/" + group + "/2"),
                rest.post(conversation + "/messages", ForwardIT.forward(group, 2)),
                rest.delete(conversation + "/messages/2?scope=everyone"),
                rest.delete(conversation + "/messages/2?scope=me"),
                rest.get(conversation + "/messages/2/details"),
                rest.get(conversation + "/messages/2/readers"))) {
            answer.expectProblem(404, "conversation_not_found");
        }
        assertThat(everything()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void aMemberDoesNotDoWhatIsForThoseWhoLead(Transport way) throws Exception {
        var before = everything();
        try (var socket = way.open(server, member)) {
            for (var address : CLOSED_TO_MEMBERS.keySet()) {
                var answer = socket.ask(address.text(), body(group));
                assertThat(answer.getInteger("failureCode"))
                        .as(address + answer.encode())
                        .isEqualTo(403);
                assertThat(answer.getString("message")).as(address.text()).contains(CLOSED_TO_MEMBERS.get(address));
            }
        }
        assertThat(everything()).isEqualTo(before);
    }

    /** Their own messages are there, and they are not: over each way, REST apart. */
    @ParameterizedTest
    @MethodSource("attacks")
    void whoWasThereDoesNotChangeWhatTheyWrote(Attack attack) throws Exception {
        var before = everything();
        var person = outsiders.get(attack.who());
        try (var socket = attack.way().open(server, person)) {
            for (long seq = 2; seq <= 5; seq++) {
                for (var address : List.of("chat.message.edit", "chat.message.react", "chat.message.pin")) {
                    var answer = socket.ask(address, body(group).put("seq", seq));
                    assertThat(answer.getString("message")).as(address).contains("conversation_not_found");
                }
            }
        }
        assertThat(everything()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void whoIsNotInItForwardsNothingOfIt(Attack attack) throws Exception {
        var person = outsiders.get(attack.who());
        try (var socket = attack.way().open(server, person)) {
            for (long seq = 1; seq <= 5; seq++) {
                var foreign = socket.ask(
                        "chat.message.send", ForwardIT.forward(group, seq).put("toUserId", person.id()));
                var unknown = socket.ask(
                        "chat.message.send",
                        ForwardIT.forward(9_007_199_254_740_991L, seq).put("toUserId", person.id()));
                assertThat(foreign.getString("message"))
                        .contains("conversation_not_found")
                        .isEqualTo(unknown.getString("message"));
            }
            assertThat(socket.ask("contacts.list", new JsonObject()).encode()).doesNotContain("private");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoMayNotWriteAnyMoreNeitherEditsNorPins(Transport way) throws Exception {
        long id = groups.of(owner, member);
        long seq = member.send(id, "before").getLong("seq");
        groups.update(owner, id, new JsonObject().put("mayPost", "admins").put("mayPin", "admins"))
                .expect(200);
        try (var socket = way.open(server, member)) {
            for (var address : List.of("chat.message.send", "chat.message.edit", "chat.message.pin")) {
                var answer = socket.ask(address, body(id).put("seq", seq));
                assertThat(answer.getInteger("failureCode")).as(address).isEqualTo(403);
                assertThat(answer.getString("message")).as(address).contains("not_permitted");
            }
            var forward =
                    socket.ask("chat.message.send", ForwardIT.forward(id, seq).put("conversationId", id));
            assertThat(forward.getString("message")).contains("not_permitted");
            // What others have written is answered with a sign by all who see it.
            assertThat(socket.ask("chat.message.react", body(id).put("seq", seq))
                            .encode())
                    .contains("\"count\":1");
        }
        assertThat(groups.texts(owner, id)).containsExactly("before");
        assertThat(groups.messages(owner, id).stream().filter(message -> message.containsKey("pinned")))
                .isEmpty();
    }

    @Test
    void whatIsNotClosedToMembersIsOpenToThem() {
        var open = Set.of(
                Address.CHAT_MESSAGE_REACT,
                Address.CHAT_MESSAGE_REACTIONS,
                Address.CHAT_MESSAGE_PINS,
                Address.CHAT_CONVERSATION_MENTIONS,
                Address.CHAT_MESSAGE_SAVE,
                Address.CHAT_MESSAGE_HISTORY,
                Address.CHAT_MESSAGE_RECEIVED,
                Address.CHAT_CONVERSATION_READ,
                Address.CHAT_MESSAGE_DETAILS,
                Address.CHAT_TYPING,
                Address.CONVERSATIONS_MUTE,
                Address.CONVERSATIONS_NOTIFY,
                Address.GROUPS_GET,
                Address.GROUPS_MEMBERS,
                Address.GROUPS_LEAVE,
                Address.GROUPS_REVOKE,
                Address.REPORTS_CREATE);

        assertThat(OF_CONVERSATIONS)
                .as("say of each what a member may")
                .containsExactlyInAnyOrderElementsOf(Stream.concat(open.stream(), CLOSED_TO_MEMBERS.keySet().stream())
                        .toList());
    }

    @Test
    void anAdminDoesNotDoWhatIsForOwners() {
        var admin = groups.person("admin");
        var other = groups.person("other");
        long id = groups.of(owner, admin, other);
        groups.role(owner, id, admin, "admin").expect(204);
        groups.role(owner, id, other, "admin").expect(204);

        groups.role(admin, id, admin, "owner").expectProblem(403, "not_permitted");
        groups.role(admin, id, owner, "member").expectProblem(403, "not_permitted");
        groups.remove(admin, id, owner, "").expectProblem(403, "not_permitted");
        groups.remove(admin, id, other, "?ban=true").expectProblem(403, "not_permitted");
        groups.remove(admin, id, admin, "").expectProblem(422, "invalid");
        groups.delete(admin, id).expectProblem(403, "not_permitted");
        groups.remove(owner, id, other, "").expect(204);
    }

    @Test
    void aDirectConversationIsNoGroup() {
        long direct = owner.conversationWith(member);
        groups.get(owner, direct).expectProblem(404, "conversation_not_found");
        groups.leave(owner, direct).expectProblem(404, "conversation_not_found");
        groups.add(owner, direct, target).expectProblem(404, "conversation_not_found");
        groups.delete(owner, direct).expectProblem(404, "conversation_not_found");
        owner.rest().get("/api/groups/" + direct + "/members").expectProblem(404, "conversation_not_found");
    }

    /** Whatever any address might want. */
    private static JsonObject body(long conversationId) {
        return new JsonObject()
                .put("conversationId", conversationId)
                .put("userId", target.id())
                .put("userIds", new JsonArray().add(target.id()))
                .put("seq", 2)
                .put("seqs", new JsonArray().add(new JsonArray().add(2).add(2)))
                .put("scope", "everyone")
                .put("clientId", "00000000-0000-4000-8000-00000000000a")
                .put("text", "intrusion")
                .put("emoji", "\uD83D\uDC4D")
                .put("on", true)
                .put("muted", true)
                .put("level", "nothing")
                .put("title", "Mine")
                .put("role", "owner")
                .put("inviteId", 1)
                .put("reportId", 1)
                .put("reason", "spam");
    }

    private static String everything() {
        return Stream.of(
                        "SELECT kind, member_count FROM conversation WHERE id = ?",
                        "SELECT user_id, role, listed, joined_seq, banned_at, notify FROM conversation_member"
                                + " WHERE conversation_id = ? ORDER BY user_id",
                        "SELECT * FROM message WHERE conversation_id = ? AND seq < 6",
                        "SELECT * FROM deletion WHERE conversation_id = ?",
                        "SELECT * FROM mention WHERE conversation_id = ?",
                        "SELECT * FROM reaction WHERE conversation_id = ?",
                        "SELECT * FROM pin WHERE conversation_id = ?",
                        "SELECT * FROM saved_message WHERE conversation_id = ?",
                        "SELECT * FROM chat_group WHERE conversation_id = ?",
                        "SELECT * FROM invite WHERE conversation_id = ?",
                        "SELECT * FROM join_request WHERE conversation_id = ?")
                .flatMap(sql -> server.query(sql, group).stream())
                .map(row -> row.deepToString())
                .collect(Collectors.joining("\n"));
    }
}
