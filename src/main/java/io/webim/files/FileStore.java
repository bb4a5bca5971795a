package io.webim.files;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.ReadStream;
import java.nio.file.Path;

/** Where the bytes of complete files and their previews lie, by key. */
public interface FileStore {
    /** What a stream holds at most of what nobody has taken yet. */
    int READ_AHEAD = 256 << 10;

    /** Bytes that are there to be sent. */
    interface Fetched {
        /** Sends them and ends the response; to be called once. */
        Future<Void> sendTo(HttpServerResponse response);

        /** So many bytes at most are held beside those that have been written. */
        int readAhead();

        /** Nobody wants any more of them; needed also after they were sent. */
        void close();
    }

    /** Takes over a complete local file (moves or uploads it); when done, it is durable there. */
    Future<Void> put(String key, Path complete);

    /** A stream of {@code length} bytes from {@code from}; fails with NoSuchFileException if it is not there. */
    Future<ReadStream<Buffer>> read(String key, long from, long length);

    /** The same to be sent as it is. */
    default Future<Fetched> fetch(String key, long from, long length) {
        return read(key, from, length).map(FetchedStream::new);
    }

    /** No error where it is gone already. */
    Future<Void> delete(String key);

    /** At the start: usable at all, else a failure whose message says why. */
    Future<Void> check();
}
