package io.webim.edge;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;

/** Tells the guard what goes on between a client and the server: requests, answers, and a handshake that succeeded. */
final class Exchanges extends ChannelDuplexHandler {
    /** Requests that may wait for the one before: each costs far more memory than the few bytes that it came in. */
    private static final int MOST_WAITING = 32;

    private static final int SWITCHING_PROTOCOLS = 101;

    private final ConnectionGuard guard;
    /** So much of a body that nobody wants is read to its end; who means to send more has to come again. */
    private static final int MOST_DISCARDED = 64 << 10;

    private int unanswered;
    private boolean whole = true;
    private long declared;
    /** The connection ends with the answer that is being written. */
    private boolean isLast;
    /** It has been written: whatever was sent ahead gets none. */
    private boolean over;

    Exchanges(ConnectionGuard guard) {
        this.guard = guard;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        boolean isBehind = over && whole;
        if (!isBehind && message instanceof HttpRequest && ++unanswered > MOST_WAITING) {
            guard.end(Ending.TOO_MANY_PIPELINED);
        }
        if (isBehind || guard.hasEnded()) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            whole = false;
            declared = declaredLength(request);
            guard.requestBegins();
        }
        if (message instanceof HttpContent content) {
            guard.requestComesOn(content.content().readableBytes());
        }
        if (message instanceof LastHttpContent) {
            whole = true;
            guard.requestIsWhole();
        }
        context.fireChannelRead(message);
        if (over && whole) {
            guard.cutOff();
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (over && message instanceof HttpObject) {
            ReferenceCountUtil.release(message);
            promise.tryFailure(new ClosedChannelException());
            return;
        }
        if (message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
            var unused = context.write(message, promise);
            if (response.status().code() == SWITCHING_PROTOCOLS) {
                guard.becomesSocket();
                context.pipeline().remove(this);
            }
            return;
        }
        if (message instanceof HttpResponse response) {
            guard.answerBegins();
            if (isCutOff()) {
                HttpUtil.setKeepAlive(response, false);
            }
            isLast = guard.isLastAnswer();
        }
        boolean last = message instanceof LastHttpContent;
        var unused = context.write(message, promise);
        if (last) {
            answered();
        }
    }

    private void answered() {
        boolean cutOff = isCutOff();
        unanswered--;
        over = isLast;
        if (cutOff || (over && (whole || unanswered > 0))) {
            guard.cutOff();
        } else {
            guard.answered(whole || unanswered > 0, unanswered > 0);
        }
    }

    private static long declaredLength(HttpRequest request) {
        if (HttpUtil.isTransferEncodingChunked(request)) {
            return Long.MAX_VALUE;
        }
        // A length that is no number is a failure of the decoder.
        return request.decoderResult().isSuccess() ? HttpUtil.getContentLength(request, 0L) : 0;
    }

    /** Whether an answer comes before a request that is too long to be waited for; of several, only the last may be. */
    private boolean isCutOff() {
        return !whole && unanswered == 1 && declared > MOST_DISCARDED;
    }
}
