package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import io.webim.Config;
import io.webim.chat.bridge.Bridge;
import io.webim.chat.bridge.Delivery;

/** Conversations, messages, states, delivery and presence. */
public final class ChatVerticle extends VerticleBase {
    /** @param bridge where clients connect; started and stopped with this verticle */
    public ChatVerticle(Config config, Pool pool, Delivery delivery, Bridge bridge) {}

    @Override
    public Future<?> start() {
        return Future.succeededFuture();
    }
}
