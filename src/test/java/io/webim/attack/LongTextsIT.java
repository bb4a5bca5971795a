package io.webim.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.BusUser;
import io.webim.SharedServer;
import io.webim.Statements;
import io.webim.TestServer;
import io.webim.TextTable;
import io.webim.chat.ManyMessages;
import io.webim.contract.Address;
import io.webim.contract.Weight;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody else wrote, however long and of whatever, is read in answers that a socket takes. */
class LongTextsIT {
    private static final int MESSAGES = 120;
    /** With a page of the longest texts that there may be, and what the database says besides. */
    private static final long MOST_BYTES_READ = 400_000;

    @SharedServer
    private static TestServer server;

    private final BusUser attacker = BusUser.create(server, "attacker");
    private final BusUser victim = BusUser.create(server, "victim");
    private final long conversation = attacker.befriend(victim);

    /** Six bytes each in JSON, four bytes each, two bytes each, and one. */
    @ParameterizedTest
    @ValueSource(strings = {"\u0001", "\uD83D\uDE00", "\"", "a"})
    void everyAnswerIsBoundedAndPagingComesToTheEnd(String sign) {
        ManyMessages.write(server, conversation, attacker, MESSAGES, sign.repeat(10_000));

        var backwards = new ArrayList<Long>();
        var request = BusUser.in(conversation).put("limit", 100);
        JsonObject page;
        do {
            page = bounded(Address.CHAT_MESSAGE_HISTORY, request);
            var seqs = seqs(page.getJsonArray("messages"));
            backwards.addAll(0, seqs);
            request.put("before", seqs.get(0));
        } while (page.getBoolean("hasMore"));
        assertThat(backwards)
                .isEqualTo(LongStream.rangeClosed(1, MESSAGES).boxed().toList());

        var sync = bounded(Address.CHAT_SYNC, new JsonObject());
        assertThat(sync.getJsonArray("conversations")).hasSize(1);
        assertThat(sync.getJsonArray("conversations").getJsonObject(0).getBoolean("limited"))
                .isTrue();
        var unread = bounded(Address.CHAT_MESSAGE_UNREAD, new JsonObject()).getJsonArray("conversations");
        assertThat(unread.getJsonObject(0).getLong("unread")).isEqualTo(MESSAGES);
        assertThat(seqs(unread.getJsonObject(0).getJsonArray("messages"))).endsWith((long) MESSAGES);
        var last = bounded(Address.CONTACTS_LIST, new JsonObject())
                .getJsonArray("contacts")
                .getJsonObject(0)
                .getJsonObject("lastMessage");
        assertThat(last.getBoolean("excerpt")).isTrue();
        assertThat(last.getString("text")).isEqualTo(sign.repeat(200));
    }

    @Test
    void noMoreIsReadFromTheDatabaseThanIsAnswered() {
        var ids = new TreeSet<Long>();
        for (int i = 0; i < 30; i++) {
            var other = BusUser.create(server, "other");
            long id = victim.befriend(other);
            ManyMessages.write(server, id, other, 20, "\u0001".repeat(10_000));
            ids.add(id);
        }
        var statements = new Statements(server);
        List.of(
                        new Request(Address.CHAT_MESSAGE_UNREAD, new JsonObject().put("limit", 100)),
                        new Request(Address.CHAT_SYNC, new JsonObject()),
                        new Request(Address.CONTACTS_LIST, new JsonObject()),
                        new Request(
                                Address.CHAT_MESSAGE_HISTORY,
                                BusUser.in(ids.first()).put("limit", 100)))
                .forEach(request -> assertThat(statements
                                .of(() -> bounded(request.address(), request.body()))
                                .bytes())
                        .as(request.address().text())
                        .isLessThan(MOST_BYTES_READ));

        var told = new ArrayList<Long>();
        var body = new JsonObject().put("limit", 100);
        JsonObject page;
        do {
            page = bounded(Address.CHAT_MESSAGE_UNREAD, body);
            page.getJsonArray("conversations").forEach(one -> told.add(((JsonObject) one).getLong("conversationId")));
            body.put("after", page.getString("next"));
        } while (page.containsKey("next"));
        assertThat(told).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(ids);
    }

    private record Request(Address address, JsonObject body) {}

    @Test
    void aListOfManyComesInPages() {
        var all = new ArrayList<Long>();
        all.add(conversation);
        for (int i = 0; i < 12; i++) {
            all.add(victim.befriend(BusUser.create(server, "other")));
        }
        var told = new ArrayList<Long>();
        var body = new JsonObject().put("limit", 5);
        JsonObject page;
        do {
            page = bounded(Address.CONTACTS_LIST, body);
            assertThat(page.getJsonArray("contacts").size()).isLessThanOrEqualTo(5);
            page.getJsonArray("contacts").forEach(one -> told.add(((JsonObject) one).getLong("conversationId")));
            body.put("after", page.getString("next"));
        } while (page.containsKey("next"));
        assertThat(told)
                .isEqualTo(all.stream()
                        .sorted((one, other) -> Long.compare(other, one))
                        .toList());
        assertThat(victim.refused(Address.CONTACTS_LIST, new JsonObject().put("after", "somewhere"))
                        .code())
                .isEqualTo("invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\u0001", "\u0008", "\u000b", "\u001b", "\u007f", "\u0085", "\u009f"})
    void controlCharactersAreRefusedInNewTexts(String sign) {
        var refused = attacker.refused(
                Address.CHAT_MESSAGE_SEND, BusUser.message(conversation, UUID.randomUUID(), "a" + sign + "b"));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("invalid");
        assertThat(refused.fields()).containsKey("text");
    }

    @ParameterizedTest
    @MethodSource("textsToSee")
    void aMessageHasSomethingToSee(JsonObject row) {
        var message = BusUser.message(conversation, UUID.randomUUID(), row.getString("text"));

        if (row.getBoolean("visible")) {
            assertThat(attacker.call(Address.CHAT_MESSAGE_SEND, message)
                            .getJsonObject("message")
                            .getString("text"))
                    .isEqualTo(row.getString("text"));
        } else {
            assertThat(attacker.refused(Address.CHAT_MESSAGE_SEND, message).fields())
                    .containsKey("text");
        }
    }

    static Stream<JsonObject> textsToSee() {
        return TextTable.rows("visible");
    }

    @Test
    void everyEndOfALineIsALineFeedBeforeTextsAreCountedOrCompared() {
        assertThat(attacker.send(conversation, "a\tb\r\nc\rd\ne").getString("text"))
                .isEqualTo("a\tb\nc\nd\ne");
        attacker.send(conversation, "a\r\n".repeat(5_000));
        var clientId = UUID.randomUUID();
        var first = attacker.call(Address.CHAT_MESSAGE_SEND, BusUser.message(conversation, clientId, "a\r\nb"));
        assertThat(attacker.call(Address.CHAT_MESSAGE_SEND, BusUser.message(conversation, clientId, "a\nb")))
                .isEqualTo(first.copy().put("created", false));
        server.query(
                "UPDATE message SET text = ? WHERE conversation_id = ? AND seq = ?",
                "a\r\nb",
                conversation,
                first.getJsonObject("message").getLong("seq"));
        assertThat(attacker.call(Address.CHAT_MESSAGE_SEND, BusUser.message(conversation, clientId, "a\r\nb"))
                        .getBoolean("created"))
                .as("one that was stored as it came")
                .isFalse();
    }

    private JsonObject bounded(Address address, JsonObject body) {
        var reply = victim.call(address, body);
        assertThat(reply.encode().getBytes(StandardCharsets.UTF_8).length)
                .as(address.text())
                .isLessThanOrEqualTo(Weight.MAX_REPLY);
        return reply;
    }

    private static List<Long> seqs(JsonArray messages) {
        return messages.stream()
                .map(message -> ((JsonObject) message).getLong("seq"))
                .toList();
    }
}
