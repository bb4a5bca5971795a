package io.webim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.TestServer;
import io.webim.chat.Doctor;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import io.webim.testrun.Timeout;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * People write at whichever of three nodes, another one for each retry, while the engine is killed and hangs and nodes are
 * replaced one after the other: what was acknowledged is there once, and numbers have no gaps.
 */
class FaultyNodesIT {
    private static final int NODES = 3;
    private static final int PEOPLE = 4;
    private static final int LEAST_OF_ONE = 60;
    private static final long SEED = System.nanoTime();

    private final AtomicBoolean calm = new AtomicBoolean();

    /** One who is acknowledged what was written, wherever that was. */
    private final class Writer implements Callable<Map<UUID, JsonObject>> {
        private final Nodes nodes;
        private final Person person;
        private final List<Long> conversations;
        private final Random random;

        private Writer(Nodes nodes, Person person, List<Long> conversations) {
            this.nodes = nodes;
            this.person = person;
            this.conversations = conversations;
            this.random = new Random(SEED + person.id());
        }

        @Override
        public Map<UUID, JsonObject> call() {
            var acknowledged = new HashMap<UUID, JsonObject>();
            while (!calm.get() || acknowledged.size() < LEAST_OF_ONE) {
                var clientId = UUID.randomUUID();
                long conversation = conversations.get(random.nextInt(conversations.size()));
                var message = written(conversation, clientId);
                acknowledged.put(clientId, message);
                if (random.nextInt(4) == 0) {
                    read(conversation, message.getLong("seq"));
                }
            }
            return acknowledged;
        }

        /** A mark that is lost is told again, as devices do. */
        private void read(long conversation, long seq) {
            try {
                person.at(anyNode()).read(conversation, seq);
            } catch (UncheckedIOException | IllegalStateException closed) {
                read(conversation, seq);
            }
        }

        private JsonObject written(long conversation, UUID clientId) {
            long until = System.nanoTime() + Timeout.TIMEOUT.toNanos();
            while (System.nanoTime() < until) {
                try {
                    var answer = person.at(anyNode()).send(conversation, clientId, "by " + person.username());
                    if (answer.status() == 200 || answer.status() == 201) {
                        return answer.body();
                    }
                    assertThat(answer.status()).as(answer.text()).isGreaterThanOrEqualTo(500);
                } catch (UncheckedIOException | IllegalStateException closed) {
                    // The node ends, or is not there yet: another one is.
                    Thread.onSpinWait();
                }
            }
            throw new AssertionError("not written by any node");
        }

        private TestServer anyNode() {
            return nodes.node(random.nextInt(NODES));
        }
    }

    @Test
    void nothingIsLostDoubledOrOutOfOrderWhateverBreaks() throws Exception {
        try (var nodes = Nodes.start(NODES, Map.of())) {
            var people = new ArrayList<Person>();
            for (int i = 0; i < PEOPLE; i++) {
                people.add(RestClient.of(nodes.node(i % NODES)).somebody("writer"));
            }
            var conversations = conversations(people);
            var threads = Executors.newFixedThreadPool(PEOPLE);
            var writing = new ArrayList<Future<Map<UUID, JsonObject>>>();
            for (var person : people) {
                writing.add(threads.submit(new Writer(nodes, person, conversations.get(person))));
            }
            breakThings(nodes);
            calm.set(true);
            var acknowledged = new HashMap<UUID, JsonObject>();
            for (var written : writing) {
                acknowledged.putAll(of(written));
            }
            threads.shutdown();
            assertWell(nodes.node(0), acknowledged);
        }
    }

    private static void breakThings(Nodes nodes) throws Exception {
        nodes.engine().kill();
        nodes.node(1).restartAfter(nodes.engine()::restart);
        nodes.engine().signal("STOP");
        TimeUnit.SECONDS.sleep(5);
        nodes.engine().signal("CONT");
        nodes.node(2).restart();
        nodes.node(0).restart();
    }

    private static Map<Person, List<Long>> conversations(List<Person> people) {
        var ids = new HashMap<Person, List<Long>>();
        people.forEach(person -> ids.put(person, new ArrayList<>()));
        var owner = people.get(0);
        var others = new JsonArray();
        people.stream().skip(1).forEach(other -> others.add(other.id()));
        long group = owner.rest()
                .post("/api/groups", new JsonObject().put("title", "All").put("userIds", others))
                .expect(201)
                .body()
                .getJsonObject("conversation")
                .getLong("conversationId");
        ids.values().forEach(all -> all.add(group));
        for (int i = 0; i + 1 < people.size(); i += 2) {
            people.get(i + 1).add(people.get(i));
            long direct = people.get(i).conversationWith(people.get(i + 1));
            List.of(people.get(i), people.get(i + 1))
                    .forEach(one -> ids.get(one).add(direct));
        }
        return ids;
    }

    private static Map<UUID, JsonObject> of(Future<Map<UUID, JsonObject>> written)
            throws ExecutionException, InterruptedException {
        return written.get();
    }

    private static void assertWell(TestServer node, Map<UUID, JsonObject> acknowledged) {
        var rows = node.query("SELECT conversation_id, seq, LOWER(HEX(client_id)) AS client_id FROM message"
                + " WHERE sender_id > 0 ORDER BY conversation_id, seq");
        var places = new HashMap<String, String>();
        rows.forEach(row -> assertThat(places.put(
                        row.getString("client_id"), row.getLong("conversation_id") + ":" + row.getLong("seq")))
                .isNull());
        acknowledged.forEach((clientId, message) -> assertThat(places)
                .containsEntry(
                        clientId.toString().replace("-", ""),
                        message.getLong("conversationId") + ":" + message.getLong("seq")));
        assertThat(rows).hasSameSizeAs(acknowledged.keySet());
        assertNoGaps(node);
        assertThat(TestServer.await(new Doctor(node.pool()).examine()))
                .as("seed " + SEED)
                .isNotEmpty()
                .allMatch(finding -> finding.count() == 0);
    }

    private static void assertNoGaps(TestServer node) {
        Set<Long> seen = new HashSet<>();
        node.query("SELECT conversation_id, COUNT(*) AS messages, MIN(seq) AS first, MAX(seq) AS last FROM message"
                        + " GROUP BY conversation_id")
                .forEach(row -> {
                    seen.add(row.getLong("conversation_id"));
                    assertThat(row.getLong("first")).isEqualTo(1);
                    assertThat(row.getLong("last")).isEqualTo(row.getLong("messages"));
                });
        assertThat(seen).isNotEmpty();
    }
}
