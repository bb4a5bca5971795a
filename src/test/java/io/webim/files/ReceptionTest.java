package io.webim.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.webim.contract.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A body over a real socket onto a real disk, of which files may take but a part: 256 MiB stay for all else. */
class ReceptionTest {
    private static final int SENT = 4_000_000;

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    /** Held: one that nobody refers to is closed by the next collection of garbage. */
    private final HttpClient client = vertx.createHttpClient();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void whatFillsItsShareOfTheDiskIsRefusedBeforeItIsWritten() throws IOException {
        long allowed = 1_000_000;

        assertThatThrownBy(() -> receive(roomOf(allowed)).await())
                .isInstanceOfSatisfying(
                        Failure.class, refused -> assertThat(refused.code()).isEqualTo("storage_full"));
        assertThat(Files.size(folder.resolve("body"))).isPositive().isLessThanOrEqualTo(allowed);
    }

    @Test
    void whereThereIsRoomAllOfItIsKept() throws IOException {
        assertThat(receive(roomOf(1L << 30)).await()).isEqualTo(SENT);
        assertThat(Files.size(folder.resolve("body"))).isEqualTo(SENT);
    }

    @Test
    void severalHaveTheRoomTogether() {
        var room = roomOf(100);
        assertThat(room.has(100).await()).isTrue();
        assertThat(room.has(101).await()).isFalse();

        room.take(60);
        room.take(40);

        assertThatThrownBy(() -> room.take(1)).isInstanceOf(Failure.class);
    }

    private Room roomOf(long bytes) {
        return new Room(new DiskWorker(vertx), () -> (256L << 20) + bytes);
    }

    private Future<Long> receive(Room room) {
        var received = Promise.<Long>promise();
        var server = vertx.createHttpServer().requestHandler(request -> {
            request.pause();
            room.has(1)
                    .compose(has ->
                            vertx.fileSystem().open(folder.resolve("body").toString(), new OpenOptions()))
                    .compose(file -> new Reception(request, file, 0, SENT, room, Future::succeededFuture).receive())
                    .onComplete(over -> request.response().end())
                    .onComplete(received);
        });
        int port = server.listen(0, "127.0.0.1").await().actualPort();
        client.request(HttpMethod.PATCH, port, "127.0.0.1", "/")
                .onSuccess(request -> request.send(Buffer.buffer(new byte[SENT])))
                .onFailure(received::tryFail);
        return received.future();
    }
}
