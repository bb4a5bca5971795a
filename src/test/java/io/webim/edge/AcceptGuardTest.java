package io.webim.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AcceptGuardTest {
    private final Vertx vertx = Vertx.vertx();
    private final EmbeddedChannel port = new EmbeddedChannel(new AcceptGuard(TestEdge.of(vertx)));
    private final Queue<EmbeddedChannel> accepted = new ArrayDeque<>();

    @AfterEach
    void stop() {
        accepted.forEach(EmbeddedChannel::close);
        port.close();
        vertx.close();
    }

    @Test
    void acceptsNoMoreWhileManyWaitToBeServed() {
        for (int i = 1; i < AcceptGuard.MOST_WAITING; i++) {
            accept();
        }
        assertThat(port.config().isAutoRead()).isTrue();

        accept();
        assertThat(port.config().isAutoRead()).isFalse();

        accepted.element().runPendingTasks();
        port.runPendingTasks();
        assertThat(port.config().isAutoRead()).isTrue();
        assertThat(port.inboundMessages()).hasSize(AcceptGuard.MOST_WAITING);
    }

    @Test
    void goesOnWhenAllAreServed() {
        for (int i = 0; i < 3 * AcceptGuard.MOST_WAITING; i++) {
            accept();
            accepted.remove().runPendingTasks();
            port.runPendingTasks();
            assertThat(port.config().isAutoRead()).isTrue();
        }
    }

    private void accept() {
        var channel = new EmbeddedChannel();
        accepted.add(channel);
        port.writeOneInbound(channel);
    }
}
