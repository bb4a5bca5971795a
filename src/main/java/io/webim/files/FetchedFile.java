package io.webim.files;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import io.webim.bus.SparseLog;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.LoggerFactory;

/**
 * A part of a local file. While one block is being written, the next is read, and two blocks are all that it takes however
 * long it is: bytes go from the disk into memory of the system's and from there to the connection, with no copy in between.
 */
final class FetchedFile implements FileStore.Fetched {
    private static final SparseLog log = new SparseLog(LoggerFactory.getLogger(FetchedFile.class));
    private static final int BLOCK = 128 << 10;

    private final DiskWorker worker;
    private final FileChannel channel;
    private long position;
    private long left;
    private boolean sending;
    private boolean over;

    private FetchedFile(DiskWorker worker, FileChannel channel, long from, long length) {
        this.worker = worker;
        this.channel = channel;
        this.position = from;
        this.left = length;
    }

    /** Fails with NoSuchFileException if it is not there. */
    static Future<FileStore.Fetched> open(DiskWorker worker, Path path, long from, long length) {
        return worker.get(() -> FileChannel.open(path, StandardOpenOption.READ))
                .map(channel -> new FetchedFile(worker, channel, from, length));
    }

    @Override
    public Future<Void> sendTo(HttpServerResponse response) {
        sending = true;
        var here = block();
        var there = block();
        return read(here)
                .compose(full -> send(response, full, there))
                .onComplete(sent -> {
                    here.release();
                    there.release();
                    end();
                })
                .compose(sent -> response.end());
    }

    @Override
    public int readAhead() {
        return BLOCK;
    }

    private static ByteBuf block() {
        return PooledByteBufAllocator.DEFAULT.directBuffer(BLOCK, BLOCK);
    }

    /** Neither block is let go before both what writes and what reads are done with them. */
    private Future<Void> send(HttpServerResponse response, ByteBuf full, ByteBuf next) {
        if (!full.isReadable()) {
            return Future.succeededFuture();
        }
        // That nobody reads it is no trouble of the disk.
        var written = response.write(BufferInternal.buffer(full))
                .recover(error -> Future.failedFuture("It was not read to its end"));
        return Future.join(written, read(next)).compose(both -> send(response, next, full));
    }

    /** As much as there is room for; nothing where nothing is left. */
    private Future<ByteBuf> read(ByteBuf block) {
        block.clear();
        if (left == 0) {
            return Future.succeededFuture(block);
        }
        if (over) {
            return Future.failedFuture("It is not wanted any more");
        }
        int size = (int) Math.min(BLOCK, left);
        long from = position;
        position += size;
        left -= size;
        return worker.get(() -> filled(block, from, size));
    }

    private ByteBuf filled(ByteBuf block, long from, int size) throws IOException {
        while (block.readableBytes() < size) {
            int read = block.writeBytes(channel, from + block.readableBytes(), size - block.readableBytes());
            if (read < 0) {
                throw new EOFException("It ends before its end");
            }
        }
        return block;
    }

    @Override
    public void close() {
        over = true;
        if (!sending) {
            end();
        }
    }

    private void end() {
        try {
            channel.close();
        } catch (IOException broken) {
            log.warn("What a file was read from could not be closed: {}", broken.toString());
        }
    }
}
