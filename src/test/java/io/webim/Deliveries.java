package io.webim;

import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import io.webim.bridge.Eventually;
import io.webim.contract.Address;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The events that the devices of users are handed, from now on. */
public final class Deliveries implements AutoCloseable {
    private final List<JsonObject> delivered = new CopyOnWriteArrayList<>();
    private final MessageConsumer<JsonObject> consumer;

    public Deliveries(TestServer server) {
        consumer = server.vertx()
                .eventBus()
                .localConsumer(Address.CHAT_DELIVER.text(), event -> delivered.add(event.body()));
        TestServer.await(consumer.completion());
    }

    public List<JsonObject> to(long userId, String type) {
        return delivered.stream()
                .filter(event -> event.getLong("userId") == userId)
                .map(event -> event.getJsonObject("event"))
                .filter(event -> event.getString("type").equals(type))
                .toList();
    }

    /** The same, once there are so many. */
    public List<JsonObject> to(long userId, String type, int count) throws Exception {
        Eventually.holds(() -> to(userId, type).size() >= count);
        return to(userId, type);
    }

    @Override
    public void close() {
        TestServer.await(consumer.unregister());
    }
}
