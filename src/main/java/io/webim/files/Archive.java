package io.webim.files;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.ReadStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** A zip archive on its way to somebody, no faster than they take it: files as they are, each in a folder of its id. */
final class Archive {
    private final HttpServerResponse response;
    private final ByteArrayOutputStream made = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(made, StandardCharsets.UTF_8);
    private @Nullable ReadStream<Buffer> open;
    private boolean isAbandoned;

    Archive(HttpServerResponse response) {
        this.response = response;
        // Most of what people send is packed already, and the event loop has others to serve.
        zip.setLevel(Deflater.NO_COMPRESSION);
    }

    /** Nothing where its bytes are not to be found. */
    Future<Void> add(StoredFile file, FileStore store) {
        if (file.size() == 0) {
            begin(file);
            return Future.succeededFuture();
        }
        return store.read(file.id(), 0, file.size())
                .compose(stream -> {
                    begin(file);
                    return copy(stream);
                })
                .recover(error ->
                        error instanceof NoSuchFileException ? Future.succeededFuture() : Future.failedFuture(error));
    }

    private void begin(StoredFile file) {
        try {
            zip.putNextEntry(new ZipEntry(file.id() + "/" + file.name()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Future<Void> copy(ReadStream<Buffer> stream) {
        if (isAbandoned) {
            FetchedStream.close(stream);
            return Future.failedFuture("Nobody reads it any more.");
        }
        open = stream;
        Promise<Void> copied = Promise.promise();
        stream.pause()
                .exceptionHandler(copied::tryFail)
                .endHandler(end -> copied.tryComplete())
                .handler(part -> take(stream, part))
                .resume();
        return copied.future().onComplete(over -> close());
    }

    private void take(ReadStream<Buffer> stream, Buffer part) {
        if (response.closed()) {
            // What was being read when the client hung up.
            return;
        }
        try {
            zip.write(part.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        response.write(taken());
        if (response.writeQueueFull()) {
            stream.pause();
            response.drainHandler(room -> stream.resume());
        }
    }

    private Buffer taken() {
        var bytes = Buffer.buffer(made.toByteArray());
        made.reset();
        return bytes;
    }

    Future<Void> end() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return response.end(taken());
    }

    void abandon() {
        isAbandoned = true;
        close();
    }

    private void close() {
        if (open != null) {
            FetchedStream.close(open);
            open = null;
        }
    }
}
