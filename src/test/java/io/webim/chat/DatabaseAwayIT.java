package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.webim.BusUser;
import io.webim.TestServer;
import io.webim.bridge.Eventually;
import io.webim.contract.Address;
import io.webim.contract.Failure;
import io.webim.http.RestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database hangs, goes away, or commits without being able to say so. */
class DatabaseAwayIT {
    private static TestServer server;
    private final BusUser alice = BusUser.create(server, "alice");
    private final BusUser bob = BusUser.create(server, "bob");
    private final long conversation = alice.add(bob);

    @BeforeAll
    static void start() {
        server = TestServer.startBehindProxy();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void oneMessage() {
        alice.send(conversation, "before");
    }

    @Test
    void commitWhoseAnswerIsLostIsLookedUp() {
        server.databaseProxy().cutAtNextCommits(1);
        var requests = new ArrayList<Future<JsonObject>>();
        for (int i = 0; i < 20; i++) {
            requests.add(alice.calling(
                    Address.CHAT_MESSAGE_SEND, BusUser.message(conversation, UUID.randomUUID(), "message " + i)));
        }
        TestServer.await(Future.all(requests));

        assertThat(server.databaseProxy().commitsCut()).isEqualTo(1);
        assertThat(requests.stream()
                        .map(request ->
                                request.result().getJsonObject("message").getLong("seq")))
                .doesNotHaveDuplicates();
        assertThat(seqs()).hasSize(21).last().isEqualTo(21L);
        assertThat(bob.contact().getLong("unread")).isEqualTo(21);
    }

    @Test
    void hangingDatabaseIsAnsweredInTimeAndTheRetryGivesOneMessage() throws Exception {
        var request = BusUser.message(conversation, UUID.randomUUID(), "patience");
        var anyone = RestClient.of(server);
        anyone.get("/api/health/ready").expect(200);
        server.databaseProxy().hang();
        try {
            var waiting = List.of(
                    alice.calling(Address.CHAT_MESSAGE_SEND, request),
                    alice.calling(Address.CHAT_MESSAGE_HISTORY, BusUser.in(conversation)),
                    alice.calling(Address.CONTACTS_LIST, new JsonObject()));
            var notReady = anyone.get("/api/health/ready").expectProblem(503, "database_unavailable");
            assertThat(notReady.header("retry-after")).isPresent();
            anyone.get("/api/health/live").expect(200);
            assertThat(anyone.call("HEAD", "/api/health/ready").expect(503).text())
                    .isEmpty();
            assertRefused(waiting);
        } finally {
            server.databaseProxy().resume();
        }
        anyone.get("/api/health/ready").expect(200);
        assertRecovers(request);
        assertThat(seqs()).containsExactly(1L, 2L);
    }

    @Test
    void databaseThatIsGoneIsAnsweredInTimeAndItsReturnNoticed() throws Exception {
        var request = BusUser.message(conversation, UUID.randomUUID(), "patience");
        server.databaseProxy().goAway();
        try {
            assertRefused(List.of(
                    alice.calling(Address.CHAT_MESSAGE_SEND, request),
                    alice.calling(Address.CHAT_MESSAGE_HISTORY, BusUser.in(conversation)),
                    bob.calling(
                            Address.CHAT_MESSAGE_RECEIVED,
                            BusUser.in(conversation).put("seq", 1))));
        } finally {
            server.databaseProxy().comeBack();
        }
        assertRecovers(request);
        assertThat(seqs()).containsExactly(1L, 2L);
        // Marks outlive the outage.
        Eventually.holds(() -> server.query(
                                "SELECT 1 FROM conversation_member"
                                        + " WHERE conversation_id = ? AND user_id = ? AND received_seq >= 1",
                                conversation,
                                bob.id)
                        .size()
                == 1);
    }

    /** The codes of a full disk and a full table, raised where the database would. */
    @Test
    void fullDiskIsAnOutageToo() throws Exception {
        var disk = BusUser.message(conversation, UUID.randomUUID(), "disk");
        long other = alice.add(BusUser.create(server, "carol"));
        var table = BusUser.message(other, UUID.randomUUID(), "table");
        server.query("CREATE TRIGGER full_disk BEFORE INSERT ON message FOR EACH ROW"
                + " IF NEW.text = 'disk' THEN SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1021, MESSAGE_TEXT = 'full';"
                + " ELSE SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1114, MESSAGE_TEXT = 'full'; END IF");
        try {
            assertRefused(List.of(
                    alice.calling(Address.CHAT_MESSAGE_SEND, disk), alice.calling(Address.CHAT_MESSAGE_SEND, table)));
        } finally {
            server.query("DROP TRIGGER full_disk");
        }
        assertRecovers(disk);
        assertRecovers(table);
        assertThat(seqs()).containsExactly(1L, 2L);
    }

    @Test
    void poisonedMessageFailsAlone() {
        server.query("CREATE TRIGGER poison BEFORE INSERT ON message FOR EACH ROW "
                + "IF NEW.text = 'poison' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'poisoned'; END IF");
        var requests = new ArrayList<Future<JsonObject>>();
        for (int i = 0; i < 30; i++) {
            requests.add(alice.calling(
                    Address.CHAT_MESSAGE_SEND,
                    BusUser.message(conversation, UUID.randomUUID(), i == 17 ? "poison" : "message " + i)));
        }
        TestServer.await(Future.join(requests).otherwiseEmpty());
        server.query("DROP TRIGGER poison");

        assertThat(requests.stream().filter(Future::failed)).containsExactly(requests.get(17));
        assertThat(requests.get(17).cause())
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.status()).isEqualTo(500));
        assertThat(seqs()).hasSize(30).last().isEqualTo(30L);
    }

    /** As an outage, which is sooner than the bus would give up. */
    private static void assertRefused(List<Future<JsonObject>> requests) {
        for (var request : requests) {
            TestServer.await(request.otherwiseEmpty());
            assertThat(request.cause()).isInstanceOfSatisfying(Failure.class, failure -> {
                assertThat(failure.status()).isEqualTo(503);
                assertThat(failure.code()).isEqualTo("database_unavailable");
                assertThat(failure.retryAfter()).isPositive();
            });
        }
    }

    private void assertRecovers(JsonObject request) throws Exception {
        Eventually.holds(() -> {
            try {
                alice.call(Address.CHAT_MESSAGE_SEND, request);
                return true;
            } catch (IllegalStateException refused) {
                return false;
            }
        });
    }

    private List<Long> seqs() {
        return server.query("SELECT seq FROM message WHERE conversation_id = ? ORDER BY seq", conversation).stream()
                .map(row -> row.getLong("seq"))
                .toList();
    }
}
