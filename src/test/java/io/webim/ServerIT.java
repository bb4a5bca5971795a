package io.webim;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.webim.bus.DatabaseRefusals;
import io.webim.contract.Address;
import io.webim.contract.Failure;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ServerIT {
    @SharedServer(name = "rough")
    static TestServer server;

    @Test
    void transactionsSeeWhatOthersCommitted() {
        var pool = server.server().database().pool();
        server.query("CREATE TABLE IF NOT EXISTS seen (id INT PRIMARY KEY)");

        var count = TestServer.await(pool.withTransaction(first -> count(first)
                .compose(before -> pool.query("INSERT INTO seen VALUES (1)").execute())
                .compose(inserted -> count(first))));

        assertThat(count).isEqualTo(1);
    }

    @Test
    void sessionsAreStrictAndInUtcOnEveryKindOfServer() {
        var rows = TestServer.await(server.server()
                .database()
                .pool()
                .query("SELECT @@time_zone AS zone, @@sql_mode AS mode")
                .execute());

        var row = rows.iterator().next();
        assertThat(row.getString("zone")).isEqualTo("+00:00");
        assertThat(row.getString("mode")).contains("STRICT_TRANS_TABLES").doesNotContain("ONLY_FULL_GROUP_BY");
    }

    @Test
    void whoeverReadsAtLengthHoldsUpNeitherWritingNorLoggingIn() {
        var reading = server.server().database().pools().reading();
        var held = new ArrayList<Future<SqlConnection>>();
        for (int i = 0; i < 20; i++) {
            held.add(reading.getConnection());
        }
        var ann = BusUser.create(server, "ann");
        var bob = BusUser.create(server, "bob");

        var conversation = ann.call(Address.CHAT_CONVERSATION_OPEN, new JsonObject().put("userId", bob.id))
                .getLong("conversationId");
        assertThat(ann.send(conversation, "hello").getLong("seq")).isEqualTo(1);
        assertThat(ann.call(Address.AUTH_USER_GET, new JsonObject()).getString("username"))
                .isEqualTo(ann.username);

        held.forEach(connection -> connection.onSuccess(SqlConnection::close));
    }

    @Test
    void whoseTurnDoesNotComeHearsOfTheOverload() {
        var ann = BusUser.create(server, "ann");
        long conversation = ann.add(BusUser.create(server, "bob"));
        var held = new ArrayList<Future<SqlConnection>>();
        for (int i = 0; i < 20; i++) {
            held.add(server.server().database().pools().reading().getConnection());
        }
        double overloads = DatabaseRefusals.overloads();
        var refused = new ArrayList<Future<JsonObject>>();
        try {
            for (int i = 0; i < 100; i++) {
                refused.add(ann.calling(Address.CHAT_MESSAGE_HISTORY, BusUser.in(conversation)));
            }
            TestServer.await(Future.join(refused).otherwiseEmpty());
        } finally {
            held.forEach(connection -> connection.onSuccess(SqlConnection::close));
        }

        assertThat(refused)
                .allSatisfy(request -> assertThat(request.cause()).isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.status()).isEqualTo(503);
                    assertThat(failure.code()).isEqualTo("overloaded");
                    assertThat(failure.retryAfter()).isPositive();
                }));
        assertThat(DatabaseRefusals.overloads()).isGreaterThanOrEqualTo(overloads + refused.size());
    }

    @Test
    void whoseMessageIsNotWrittenInTimeHearsOfTheOverload() {
        var ann = BusUser.create(server, "ann");
        long conversation = ann.add(BusUser.create(server, "bob"));
        var blocker = TestServer.await(server.pool().getConnection());
        try {
            var transaction = TestServer.await(blocker.begin());
            TestServer.await(blocker.preparedQuery("SELECT 1 FROM conversation WHERE id = ? FOR UPDATE")
                    .execute(Tuple.of(conversation)));

            var failure = ann.refused(
                    Address.CHAT_MESSAGE_SEND,
                    BusUser.in(conversation)
                            .put("clientId", UUID.randomUUID().toString())
                            .put("text", "hello"));

            assertThat(failure.status()).isEqualTo(503);
            assertThat(failure.code()).isEqualTo("overloaded");
            TestServer.await(transaction.rollback());
        } finally {
            TestServer.await(blocker.close());
        }
    }

    @Test
    void dataSurvivesARestart() {
        server.query("INSERT INTO account (username, display_name, password_hash, created_at)"
                + " VALUES ('anna', '安娜 😀', 'x', NOW(3))");

        server.restart();

        assertThat(server.query("SELECT display_name FROM account WHERE username = 'ANNA'")
                        .get(0)
                        .getString(0))
                .isEqualTo("安娜 😀");
    }

    private static Future<Long> count(SqlConnection connection) {
        return connection
                .query("SELECT COUNT(*) FROM seen")
                .execute()
                .map(rows -> rows.iterator().next().getLong(0));
    }
}
