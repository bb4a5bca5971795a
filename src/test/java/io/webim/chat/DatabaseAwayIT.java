package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.webim.BusUser;
import io.webim.TestServer;
import io.webim.bus.Bus;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The database hangs, goes away, or commits without being able to say so. */
class DatabaseAwayIT {
    private static final int MOST_SECONDS = 5;
    private static TestServer server;
    private BusUser alice;
    private BusUser bob;
    private long conversation;

    @BeforeAll
    static void start() {
        server = TestServer.startBehindProxy();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void twoPeople() {
        alice = BusUser.create(server, "alice");
        bob = BusUser.create(server, "bob");
        conversation = alice.add(bob);
        alice.send(conversation, "before");
    }

    @Test
    void commitWhoseAnswerIsLostIsLookedUp() {
        server.databaseProxy().cutAtNextCommits(1);
        var requests = new ArrayList<Future<JsonObject>>();
        var bus = new Bus(server.vertx());
        for (int i = 0; i < 20; i++) {
            requests.add(bus.call(
                    Address.CHAT_MESSAGE_SEND,
                    new Caller(alice.id, 1),
                    BusUser.message(conversation, UUID.randomUUID(), "message " + i)));
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
        server.databaseProxy().hang();
        try {
            assertRefusedInTime(Address.CHAT_MESSAGE_SEND, request);
            assertRefusedInTime(Address.CHAT_MESSAGE_HISTORY, BusUser.in(conversation));
            assertRefusedInTime(Address.CONTACTS_LIST, new JsonObject());
        } finally {
            server.databaseProxy().resume();
        }
        assertRecovers(request);
        assertThat(seqs()).containsExactly(1L, 2L);
    }

    @Test
    void databaseThatIsGoneIsAnsweredInTimeAndItsReturnNoticed() throws Exception {
        var request = BusUser.message(conversation, UUID.randomUUID(), "patience");
        server.databaseProxy().goAway();
        try {
            assertRefusedInTime(Address.CHAT_MESSAGE_SEND, request);
            assertRefusedInTime(Address.CHAT_MESSAGE_HISTORY, BusUser.in(conversation));
        } finally {
            server.databaseProxy().comeBack();
        }
        assertRecovers(request);
        assertThat(seqs()).containsExactly(1L, 2L);
    }

    @Test
    void marksOutliveAnOutage() throws Exception {
        server.databaseProxy().goAway();
        try {
            assertRefusedInTime(
                    Address.CHAT_MESSAGE_RECEIVED, BusUser.in(conversation).put("seq", 1));
        } finally {
            server.databaseProxy().comeBack();
        }
        eventually(() -> server.query(
                                "SELECT 1 FROM conversation_member WHERE conversation_id = ? AND received_seq = 1",
                                conversation)
                        .size()
                == 1);
    }

    /** The codes of a full disk and a full table, raised where the database would. */
    @ParameterizedTest
    @ValueSource(ints = {1021, 1114})
    void fullDiskIsAnOutageToo(int code) throws Exception {
        server.query("CREATE TRIGGER full_disk BEFORE INSERT ON message FOR EACH ROW "
                + "SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = " + code + ", MESSAGE_TEXT = 'full'");
        var request = BusUser.message(conversation, UUID.randomUUID(), "patience");
        try {
            assertRefusedInTime(Address.CHAT_MESSAGE_SEND, request);
        } finally {
            server.query("DROP TRIGGER full_disk");
        }
        assertRecovers(request);
        assertThat(seqs()).containsExactly(1L, 2L);
    }

    @Test
    void poisonedMessageFailsAlone() {
        server.query("CREATE TRIGGER poison BEFORE INSERT ON message FOR EACH ROW "
                + "IF NEW.text = 'poison' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'poisoned'; END IF");
        var requests = new ArrayList<Future<JsonObject>>();
        var bus = new Bus(server.vertx());
        for (int i = 0; i < 30; i++) {
            requests.add(bus.call(
                    Address.CHAT_MESSAGE_SEND,
                    new Caller(alice.id, 1),
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

    private void assertRefusedInTime(Address address, JsonObject body) {
        long start = System.nanoTime();
        var failure = alice.refused(address, body);
        assertThat(failure.status()).isEqualTo(503);
        assertThat(failure.code()).isEqualTo("database_unavailable");
        assertThat(failure.retryAfter()).isPositive();
        assertThat(System.nanoTime() - start).isLessThan(MOST_SECONDS * 1_000_000_000L);
    }

    private void assertRecovers(JsonObject request) throws Exception {
        long start = System.nanoTime();
        eventually(() -> {
            try {
                alice.call(Address.CHAT_MESSAGE_SEND, request);
                return true;
            } catch (IllegalStateException refused) {
                return false;
            }
        });
        assertThat(System.nanoTime() - start).isLessThan(MOST_SECONDS * 1_000_000_000L);
    }

    private static void eventually(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + 10_000_000_000L;
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("still not so after 10 s").isLessThan(end);
        }
    }

    private List<Long> seqs() {
        return server.query("SELECT seq FROM message WHERE conversation_id = ? ORDER BY seq", conversation).stream()
                .map(row -> row.getLong("seq"))
                .toList();
    }
}
