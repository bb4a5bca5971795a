package io.webim.files;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.ReadStream;
import io.webim.bus.SparseLog;
import org.slf4j.LoggerFactory;

/** What comes out of a stream, as it comes. */
record FetchedStream(ReadStream<Buffer> stream) implements FileStore.Fetched {
    private static final SparseLog log = new SparseLog(LoggerFactory.getLogger(FetchedStream.class));

    @Override
    public Future<Void> sendTo(HttpServerResponse response) {
        return stream.pipeTo(response);
    }

    @Override
    public int readAhead() {
        return FileStore.READ_AHEAD;
    }

    @Override
    public void close() {
        close(stream);
    }

    /** Of what a store reads from, a descriptor or a connection. */
    static void close(ReadStream<Buffer> stream) {
        try {
            if (stream instanceof AsyncFile file) {
                file.close();
            } else if (stream instanceof AutoCloseable held) {
                held.close();
            }
        } catch (Exception broken) {
            log.warn("What a file was read from could not be closed: {}", broken.toString());
        }
    }
}
