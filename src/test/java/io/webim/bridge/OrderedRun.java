package io.webim.bridge;

import io.vertx.core.json.JsonObject;
import io.webim.TestServer;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.ArrayList;
import java.util.UUID;

/**
 * Writes to somebody new over one socket, each message naming the receiver, without waiting for the answers; and looks at
 * the order in which they are answered, delivered and stored.
 */
final class OrderedRun {
    private static final int WINDOW = 100;

    private final TestServer server;
    private final Transport transport;
    private final Person sender;
    private final Person receiver;
    private final int count;
    private final Order answered = new Order();
    private final Order delivered = new Order();

    private OrderedRun(TestServer server, Transport transport, int count) {
        this.server = server;
        this.transport = transport;
        this.count = count;
        this.sender = RestClient.of(server).somebody("sender");
        this.receiver = RestClient.of(server).somebody("receiver");
    }

    /** How many came after one that was sent later. */
    record Outcome(int messages, int answered, int delivered, long stored) {
        static Outcome inOrder(int messages) {
            return new Outcome(messages, 0, 0, 0);
        }
    }

    static Outcome of(TestServer server, Transport transport, int count) throws Exception {
        return new OrderedRun(server, transport, count).run();
    }

    /** Each message says its place, which is its seq where nothing has overtaken it. */
    private static final class Order {
        private int seen;
        private int overtaken;
        private int highest;

        private void see(JsonObject message) {
            int place = Integer.parseInt(message.getString("text"));
            if (place < highest || place != message.getLong("seq")) {
                overtaken++;
            }
            highest = Math.max(highest, place);
            seen++;
        }
    }

    private Outcome run() throws Exception {
        try (var sending = transport.connect(server);
                var receiving = transport.open(server, receiver)) {
            sending.logIn(sender.accessToken());
            for (int sent = 0; answered.seen < count; ) {
                int next = Math.min(count, answered.seen + WINDOW);
                sendPlaces(sending, sent + 1, next);
                sent = next;
                awaitAnswers(sending, Math.min(count, answered.seen + WINDOW / 2));
                takeDelivered(receiving, receiving.waiting());
            }
            takeDelivered(receiving, Integer.MAX_VALUE);
        }
        return new Outcome(answered.seen, answered.overtaken, delivered.overtaken, stored());
    }

    private void sendPlaces(BusClient sending, int from, int to) {
        var frames = new ArrayList<JsonObject>();
        for (int place = from; place <= to; place++) {
            frames.add(new JsonObject()
                    .put("type", "send")
                    .put("address", "chat.message.send")
                    .put("replyAddress", "place " + place)
                    .put(
                            "body",
                            new JsonObject()
                                    .put("toUserId", receiver.id())
                                    .put("clientId", UUID.randomUUID().toString())
                                    .put("text", Integer.toString(place))));
        }
        sending.sendAll(frames);
    }

    private void awaitAnswers(BusClient sending, int places) throws Exception {
        while (answered.seen < places) {
            var answer = sending.next();
            if (!answer.getString("type").equals(sending.delivery())) {
                throw new AssertionError(answer.encode());
            }
            answered.see(answer.getJsonObject("body").getJsonObject("message"));
        }
    }

    /** @param most the rest where there are fewer */
    private void takeDelivered(BusClient receiving, int most) throws Exception {
        for (int taken = 0; taken < most && delivered.seen < count; taken++) {
            var body = receiving.next().getJsonObject("body");
            if ("message.sent".equals(body.getString("type"))) {
                delivered.see(body.getJsonObject("message"));
            }
        }
    }

    private long stored() {
        return server.query(
                        "SELECT COUNT(*) AS overtaken FROM message WHERE sender_id = ? AND HEX(text) <> HEX(CAST(seq AS CHAR))",
                        sender.id())
                .get(0)
                .getLong("overtaken");
    }
}
