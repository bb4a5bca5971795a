package io.webim.edge;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/** Tells the guard what goes on between a client and the server: requests, answers, and a handshake that succeeded. */
final class Exchanges extends ChannelDuplexHandler {
    /** Requests that may wait for the one before: each costs far more memory than the few bytes that it came in. */
    private static final int MOST_WAITING = 32;

    private static final int SWITCHING_PROTOCOLS = 101;

    private final ConnectionGuard guard;
    private int unanswered;
    private boolean whole = true;

    Exchanges(ConnectionGuard guard) {
        this.guard = guard;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest && ++unanswered > MOST_WAITING) {
            guard.end(Ending.TOO_MANY_PIPELINED);
        }
        if (guard.hasEnded()) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest) {
            whole = false;
            guard.requestBegins();
        }
        if (message instanceof LastHttpContent) {
            whole = true;
            guard.requestIsWhole();
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
            var unused = context.write(message, promise);
            if (response.status().code() == SWITCHING_PROTOCOLS) {
                guard.becomesSocket();
                context.pipeline().remove(this);
            }
            return;
        }
        if (message instanceof HttpResponse) {
            guard.answerBegins();
        }
        boolean last = message instanceof LastHttpContent;
        var unused = context.write(message, promise);
        if (last) {
            unanswered--;
            // Of several, only the last can still be on its way.
            guard.answered(whole || unanswered > 0, unanswered > 0);
        }
    }
}
