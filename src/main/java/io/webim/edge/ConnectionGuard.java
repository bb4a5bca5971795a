package io.webim.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The first handler of every connection: whatever comes in and goes out passes here, is counted, and has to come on. All
 * methods are called on the connection's event loop.
 */
public final class ConnectionGuard extends ChannelDuplexHandler {
    /** So much input is part of what a connection costs by itself: who sends a little is served however full it is. */
    private static final int INCLUDED_INPUT = 8 << 10;
    /**
     * What is read at once: not more than this is decoded ahead, and with the little that waited for it in a decoder it is
     * still included.
     */
    private static final RecvByteBufAllocator READS =
            new AdaptiveRecvByteBufAllocator(64, 1_024, INCLUDED_INPUT / 2).maxMessagesPerRead(1);
    /** What goes to the disk comes in larger pieces, and is held by whoever writes it. */
    private static final RecvByteBufAllocator STREAMED_READS =
            new AdaptiveRecvByteBufAllocator(64, INCLUDED_INPUT, 64 << 10).maxMessagesPerRead(1);
    /** The system keeps no more than this for who does not read; the rest waits here, where it is counted. */
    private static final long MOST_UNSENT = 128 << 10;
    /** So much may always wait: whoever reads is served however full it is. */
    private static final int INCLUDED_OUTPUT = 8 << 10;
    /** What each message costs beside its bytes while it waits, as Netty counts it. */
    private static final int OUTPUT_OVERHEAD = 96;
    /** For the farewell to be read. */
    private static final long LINGER_MILLIS = 1_000;

    private static final byte[] OVERLOADED = overloaded();
    /** A close frame with code 1013, try again later. */
    private static final byte[] TRY_AGAIN_LATER = {(byte) 0x88, 2, 1013 >> 8, (byte) 1013};

    private static final byte[] NOTHING = {};

    private final Edge edge;
    private final Channel channel;
    private final Holding holding;
    /** Null where it serves others than who has opened it. */
    private final @Nullable String address;

    private volatile Kind kind;
    private boolean signedIn;
    private volatile boolean carriesUser;
    private volatile long active = System.nanoTime();
    private @Nullable Unfinished unfinished;
    private boolean admitted;
    private boolean ended;
    private boolean watched;

    /** Bytes of bodies or frames: what stands around them is no progress. */
    private long received;

    private long sent;
    /** When it must have asked for something, in nanoseconds; meaningless while it is not waited for. */
    private long deadline;

    private boolean awaited;
    private boolean betweenRequests;
    private boolean answering;
    /** Before its request had come to its end. */
    private boolean answered;

    private boolean discarding;
    private boolean lastAnswer;
    private long requestBytes;
    private boolean streams;
    private @Nullable TransferProgress receiving;
    private @Nullable Sending sending;
    /** What is ready to follow what waits. */
    private int ahead;

    private @Nullable Runnable awaitingRoom;

    /** What a connection speaks, and the memory that it costs by itself. */
    enum Kind {
        HTTP(16 << 10),
        SOCKET(4 << 10),
        TCP(16 << 10);

        final long cost;

        Kind(long cost) {
            this.cost = cost;
        }
    }

    /** Where a protocol keeps what is not whole yet. */
    public interface Unfinished {
        /** The size of what they stand in, in bytes, which may be more than there are; 0 where there are none. */
        int unfinishedBytes();
    }

    /** What is being sent, and how much of the first message in the queue has gone. */
    private static final class Sending {
        final TransferProgress progress;

        @Nullable
        Object first;

        int firstBytes;

        Sending(TransferProgress progress) {
            this.progress = progress;
        }
    }

    /** @param address of the other end; null for a proxy, which serves many and bounds its connections by itself */
    ConnectionGuard(Edge edge, Channel channel, Holding holding, Kind kind, @Nullable String address) {
        this.edge = edge;
        this.channel = channel;
        this.holding = holding;
        this.kind = kind;
        this.address = address;
    }

    // What the layers above tell

    /** The connection speaks frames, and this is where they wait for their end. */
    public void framesWaitIn(Unfinished frames) {
        unfinished = frames;
    }

    /** Whom the connection serves, where a proxy stands in between. */
    public void from(String remoteAddress) {
        holding.from(remoteAddress);
    }

    /** Whether the answer that is written next will be the last; never on the connection of a proxy, which serves others too. */
    boolean answersNoMore() {
        lastAnswer = address != null;
        return lastAnswer;
    }

    boolean isLastAnswer() {
        return lastAnswer;
    }

    /** Who asks over this connection. */
    public void of(long userId) {
        holding.of(userId);
        if (kind != Kind.HTTP) {
            signedIn = true;
            edge.evictable.remove(this);
        }
    }

    /** Until its answer is over, it is the socket of somebody who is signed in; safe from any thread. */
    public void carriesUser() {
        carriesUser = true;
        edge.evictable.remove(this);
    }

    /** The body of the request that is being read is handed on as it comes, and what waits is counted elsewhere. */
    public void streamsBody() {
        stream(true);
        requestBytes = 0;
        keepInput(0);
    }

    private void stream(boolean now) {
        if (streams != now) {
            streams = now;
            channel.config().setRecvByteBufAllocator(now ? STREAMED_READS : READS);
        }
    }

    void requestBegins() {
        awaited = false;
        betweenRequests = false;
        if (receiving == null) {
            receiving = receiving();
            watch();
        }
    }

    void requestComesOn(int bytes) {
        received += bytes;
    }

    void requestIsWhole() {
        receiving = null;
        if (answered) {
            answered = false;
            awaitNext();
        }
    }

    void answerBegins() {
        answering = true;
    }

    /** @param wasWhole whether the request had come to its end; what is left of it is read and held by nobody */
    void answered(boolean wasWhole, boolean othersWait) {
        answering = false;
        answered = !wasWhole;
        stream(false);
        requestBytes = 0;
        keepInput(0);
        if (carriesUser) {
            carriesUser = false;
            mayBeEvicted();
        }
        if (wasWhole && !othersWait) {
            awaitNext();
        }
    }

    /** It was answered before its end, and will not be read any further. */
    void cutOff() {
        discarding = true;
        receiving = null;
        keepInput(0);
        await(LINGER_MILLIS);
    }

    private void awaitNext() {
        if (!ended) {
            betweenRequests = true;
            await(edge.patience.next());
        }
    }

    void becomesSocket() {
        awaited = false;
        receiving = null;
        requestBytes = 0;
        keepInput(0);
        kind = Kind.SOCKET;
        holding.costsNow(kind.cost);
    }

    // How it begins and ends

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel.config().setRecvByteBufAllocator(READS);
        if (channel instanceof EpollSocketChannel) {
            channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, MOST_UNSENT);
        }
        @Nullable Ending refusal = holding.connection(kind.cost);
        if (refusal != null) {
            end(refusal);
            return;
        }
        admitted = true;
        mayBeEvicted();
        if (kind == Kind.HTTP) {
            await(edge.patience.head());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ended = true;
        watched = false;
        edge.unwatch(this);
        edge.evictable.remove(this);
        holding.input.mayGiveWay(this, false);
        holding.output.mayGiveWay(this, false);
        holding.release();
        context.fireChannelInactive();
    }

    /** That the network breaks is the end of the connection, and nobody's fault. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable broken) {
        if (broken instanceof IOException) {
            channel.eventLoop().execute(this::close);
        } else {
            context.fireExceptionCaught(broken);
        }
    }

    private void mayBeEvicted() {
        if (!ended && address != null) {
            edge.evictable.add(this, address);
        }
    }

    /** Safe from any thread. */
    long idleNanos() {
        return System.nanoTime() - active;
    }

    /** Safe from any thread. */
    long cost() {
        return kind.cost;
    }

    Holding holding() {
        return holding;
    }

    boolean isAdmitted() {
        return admitted;
    }

    boolean hasEnded() {
        return ended;
    }

    /**
     * Ends it because of the other end, as soon as what is going on is over: to close in the middle of a write makes an
     * encoder above begin again, and what it had begun is sent, and given back to the pool, twice.
     */
    void end(Ending ending) {
        if (!ended) {
            ended = true;
            edge.ended(ending);
            edge.evictable.remove(this);
            // At once, or all who want more at this moment would be refused, where there is room for most.
            keepInput(0);
            channel.eventLoop().execute(() -> takeLeave(ending));
        }
    }

    private void takeLeave(Ending ending) {
        byte[] farewell = ending.overload && !answering && waiting() == 0 ? farewell() : NOTHING;
        if (farewell.length == 0) {
            close();
        } else {
            say(farewell);
        }
    }

    /** What still comes is thrown away: to close on bytes that nobody has read would take the farewell along. */
    private void say(byte[] farewell) {
        var guard = channel.pipeline().context(this);
        var unused = guard.writeAndFlush(Unpooled.wrappedBuffer(farewell)).addListener(written -> {
            if (written.isSuccess() && channel instanceof DuplexChannel duplex) {
                var unusedToo = duplex.shutdownOutput();
            }
        });
        var closing = channel.eventLoop().schedule((Runnable) this::close, LINGER_MILLIS, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> closing.cancel(false));
    }

    private void close() {
        var unused = channel.close();
    }

    /** Closes it at once. To close it further in would wait for what has been written to be read. */
    void cut() {
        run(() -> {
            @Nullable ChannelHandlerContext guard = channel.pipeline().context(this);
            if (guard != null) {
                var unused = guard.close();
            }
        });
    }

    private byte[] farewell() {
        return switch (kind) {
            case HTTP -> OVERLOADED;
            case SOCKET -> TRY_AGAIN_LATER;
            case TCP -> NOTHING;
        };
    }

    private static byte[] overloaded() {
        var problem =
                "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,\"code\":\"overloaded\","
                        + "\"detail\":\"The server has too much to do. Try again shortly.\",\"retryAfter\":10}";
        return ("HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\nCache-Control: no-store\r\n"
                        + "Retry-After: 10\r\nConnection: close\r\nContent-Length: " + problem.length() + "\r\n\r\n"
                        + problem)
                .getBytes(StandardCharsets.US_ASCII);
    }

    // What comes in

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        int bytes = message instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
        if (ended || discarding) {
            ReferenceCountUtil.release(message);
            return;
        }
        active = System.nanoTime();
        if (kind != Kind.HTTP) {
            received += bytes;
        } else {
            requestBytes += answered || streams ? 0 : bytes;
            if (betweenRequests) {
                betweenRequests = false;
                await(edge.patience.head());
            }
            if (!keepInput(room(streams ? bytes : requestBytes))) {
                ReferenceCountUtil.release(message);
                return;
            }
        }
        context.fireChannelRead(message);
        if (kind != Kind.HTTP) {
            lookAtFrames();
        } else if (streams && !ended) {
            keepInput(0);
        }
    }

    private void lookAtFrames() {
        int bytes = unfinished == null ? 0 : unfinished.unfinishedBytes();
        if (bytes == 0) {
            receiving = null;
        } else if (receiving == null) {
            receiving = receiving();
            watch();
        }
        if (bytes > INCLUDED_INPUT && !signedIn) {
            end(Ending.INPUT_OF_STRANGER);
        } else {
            keepInput(bytes);
        }
    }

    /** What so many bytes hold when they are put together as they come: such a buffer grows by doubling. */
    private static long room(long bytes) {
        int most = (int) Math.min(bytes, Integer.MAX_VALUE);
        return UnpooledByteBufAllocator.DEFAULT.calculateNewCapacity(most, Integer.MAX_VALUE);
    }

    private boolean keepInput(long bytes) {
        long counted = Math.max(0, bytes - INCLUDED_INPUT);
        @Nullable Ending refusal = holding.input.hold(counted);
        if (refusal != null) {
            end(refusal);
        }
        holding.input.mayGiveWay(this, counted > 0 && !ended);
        return refusal == null;
    }

    private TransferProgress receiving() {
        return new TransferProgress(
                edge.patience.receiving(), edge.patience.bytesPerSecond(), System.nanoTime(), received);
    }

    // What goes out

    /** Whether more should be written, and so more be read, before what is there has gone. */
    public boolean isWritable() {
        return channel.isWritable();
    }

    /** So many bytes are held that will be written next; they are counted while something waits. */
    public void readsAhead(int bytes) {
        ahead = bytes;
        lookAtOutput();
    }

    /** Runs something once what was written has gone, or at once. */
    public void whenWritable(Runnable action) {
        if (isWritable()) {
            action.run();
        } else {
            awaitingRoom = action;
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (kind == Kind.SOCKET) {
            // Who does not read is not read.
            channel.config().setAutoRead(channel.isWritable());
        }
        lookAtOutput();
        context.fireChannelWritabilityChanged();
        var action = awaitingRoom;
        if (action != null && channel.isWritable()) {
            awaitingRoom = null;
            // Not now: it may be in the middle of a message that what it writes would be mixed with.
            channel.eventLoop().execute(action);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf buffer) {
            if (isTooMuch(buffer.readableBytes())) {
                end(Ending.OUTPUT_OF_ALL);
                buffer.release();
                promise.tryFailure(new ClosedChannelException());
                return;
            }
            sent += buffer.readableBytes() + OUTPUT_OVERHEAD;
        }
        var unused = context.write(message, promise);
    }

    /**
     * What is written is copied at once, and what one event has been refused is let go after all events that are there:
     * without a bound a thousand who ask in the same moment hold a thousand answers.
     */
    private boolean isTooMuch(int bytes) {
        return bytes > INCLUDED_OUTPUT && (ended || edge.output.all.isFarOver());
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        active = System.nanoTime();
        context.flush();
        lookAtOutput();
    }

    /** What the system has taken from us costs us nothing: most connections never wait, and are never counted. */
    private void lookAtOutput() {
        long bytes = waiting();
        if (bytes == 0) {
            sending = null;
        } else if (sending == null) {
            sending = new Sending(new TransferProgress(
                    edge.patience.sending(), edge.patience.bytesPerSecond(), System.nanoTime(), written()));
            watch();
        }
        long held = bytes == 0 ? 0 : bytes + ahead;
        @Nullable Ending refusal = holding.output.hold(held);
        if (refusal != null) {
            holding.output.overdraw(held);
            if (bytes > INCLUDED_OUTPUT) {
                end(refusal);
            }
        }
        holding.output.mayGiveWay(this, bytes > INCLUDED_OUTPUT && !ended);
    }

    private long waiting() {
        @Nullable ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
        return queue == null ? 0 : queue.totalPendingWriteBytes();
    }

    /** What has gone; of the message that is going, what has since it was looked at first. */
    private long written() {
        long gone = sent - waiting();
        @Nullable ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
        if (sending == null || queue == null || !(queue.current() instanceof ByteBuf first)) {
            return gone;
        }
        if (sending.first != first) {
            sending.first = first;
            sending.firstBytes = first.readableBytes();
        }
        return gone + sending.firstBytes - first.readableBytes();
    }

    // Waiting

    void run(Runnable look) {
        if (channel.eventLoop().inEventLoop()) {
            look.run();
        } else {
            channel.eventLoop().execute(look);
        }
    }

    private void await(long millis) {
        awaited = true;
        deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        watch();
    }

    private void watch() {
        if (!watched) {
            watched = true;
            edge.watch(this);
        }
    }

    /** Ends it when it is too slow; false when there is nothing more to wait for. */
    boolean isStillWatched() {
        if (ended || !channel.isOpen()) {
            return false;
        }
        lookAtOutput();
        long now = System.nanoTime();
        if (sending != null && sending.progress.isTooSlow(now, written())) {
            end(Ending.SLOW_READER);
        } else if (receiving != null && isTooSlow(receiving, now)) {
            end(Ending.SLOW_REQUEST);
        } else if (awaited && sending == null && now - deadline >= 0) {
            // While it reads, it need not ask.
            endWaiting();
        }
        watched = awaited || receiving != null || sending != null;
        return watched;
    }

    private void endWaiting() {
        if (discarding) {
            // Further in it would wait for what is under way, of which nothing is written any more.
            cut();
        } else {
            end(Ending.SLOW_REQUEST);
        }
    }

    private boolean isTooSlow(TransferProgress progress, long now) {
        if (!channel.config().isAutoRead()) {
            // It is this side that does not read.
            progress.begin(now, received);
            return false;
        }
        return progress.isTooSlow(now, received);
    }
}
