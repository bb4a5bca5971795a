package io.webim.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.util.concurrent.RejectedExecutionException;

/**
 * The first handler of a port that is listened on. To accept is cheaper than to serve: without a bound, whoever opens one
 * connection after another has the event loops work on nothing else. All methods are called on the port's event loop.
 */
final class AcceptGuard extends ChannelInboundHandlerAdapter {
    /** Accepted, and not served yet: the system keeps the others waiting. */
    static final int MOST_WAITING = 64;

    private final Edge edge;
    private int waiting;

    AcceptGuard(Edge edge) {
        this.edge = edge;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var accepted = (Channel) message;
        if (accepted.remoteAddress() instanceof InetSocketAddress peer
                && !edge.isInTime(peer.getAddress().getHostAddress())) {
            edge.ended(Ending.CONNECTIONS_TOO_FAST);
            accepted.unsafe().closeForcibly();
            return;
        }
        waiting++;
        context.channel().config().setAutoRead(waiting < MOST_WAITING);
        context.fireChannelRead(accepted);
        whenServed(accepted, () -> context.executor().execute(() -> served(context.channel())));
    }

    private void whenServed(Channel accepted, Runnable action) {
        try {
            accepted.eventLoop().execute(action);
        } catch (IllegalStateException | RejectedExecutionException stopping) {
            waiting--;
        }
    }

    private void served(Channel port) {
        waiting--;
        port.config().setAutoRead(true);
    }
}
