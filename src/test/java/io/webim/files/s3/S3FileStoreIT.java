package io.webim.files.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.streams.ReadStream;
import io.webim.config.FilesUrl;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3FileStoreIT {
    private static final int LARGE = 20 << 20;

    @TempDir
    private static Path served;

    private static Vertx vertx;
    private static S3Server server;
    private static S3FileStore store;

    @TempDir
    private Path folder;

    private final List<S3FileStore> others = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        server = S3Server.start(served);
        store = S3FileStore.open(vertx, server.url(), S3Server.KEYS);
    }

    @AfterAll
    static void stop() throws Exception {
        store.close().await();
        server.close();
        vertx.close().await();
    }

    @AfterEach
    void close() {
        others.forEach(other -> other.close().await());
    }

    @Test
    void storeThatWorksIsUsable() {
        store.check().await();
    }

    @Test
    void fileIsThereWholeAndNoLongerHere() throws IOException {
        for (int size : new int[] {0, 1, 100_000, (int) S3FileStore.PART, LARGE}) {
            var bytes = random(size);
            var file = file(bytes);
            store.put("whole-" + size, file).await();

            assertThat(file).doesNotExist();
            assertThat(all(store, "whole-" + size, 0, size)).isEqualTo(bytes);
        }
    }

    /** In thirteen parts, of which none holds another up. */
    @Test
    void aFileOfMoreThanAHundredMegabytesComesBackAsItWas() throws IOException {
        long size = (104L << 20) + 7;
        var file = folder.resolve("huge");
        try (var huge = new RandomAccessFile(file.toFile(), "rw")) {
            // The rest is a hole, which costs nothing.
            for (long place = 0; place < size; place += S3FileStore.PART / 2) {
                huge.seek(place);
                huge.writeLong(place);
            }
            huge.setLength(size);
        }
        store.put("huge", file).await();

        assertThat(file).doesNotExist();
        for (long place = 0; place < size; place += S3FileStore.PART / 2) {
            int some = (int) Math.min(16, size - place);
            var expected = Arrays.copyOf(ByteBuffer.allocate(16).putLong(place).array(), some);
            assertThat(all(store, "huge", place, some)).as("at " + place).isEqualTo(expected);
        }
        var length = new AtomicLong();
        var stream = store.read("huge", 0, size).await();
        var end = Promise.<Void>promise();
        stream.exceptionHandler(end::fail).endHandler(over -> end.complete());
        stream.handler(part -> length.addAndGet(part.length()));
        end.future().await();
        assertThat(length).hasValue(size);
        store.delete("huge").await();
    }

    @Test
    void partsAreReadByThemselves() throws IOException {
        var bytes = random(3_000_000);
        store.put("parts", file(bytes)).await();

        for (int[] part : new int[][] {{0, 1}, {2_999_999, 1}, {1_000_000, 1_500_000}, {17, 0}}) {
            assertThat(all(store, "parts", part[0], part[1]))
                    .isEqualTo(Arrays.copyOfRange(bytes, part[0], part[0] + part[1]));
        }
    }

    @Test
    void whatIsNotThereIsSaidSo() {
        assertThatThrownBy(() -> store.read("nothing", 0, 10).await()).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void whatIsDeletedIsGoneAndMayBeDeletedAgain() throws IOException {
        store.put("gone", file(random(10))).await();
        store.delete("gone").await();
        store.delete("gone").await();

        assertThatThrownBy(() -> store.read("gone", 0, 10).await()).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void readerThatTakesNothingIsSentLittle() throws IOException {
        var through = new Between(vertx, server.port());
        var slow = open(S3Server.url(through.port()));
        slow.put("slow", file(random(LARGE))).await();
        var stream = slow.read("slow", 0, LARGE).await();
        var first = Promise.<Void>promise();
        vertx.getOrCreateContext().runOnContext(now -> {
            stream.handler(part -> {
                stream.pause();
                first.tryComplete();
            });
        });
        first.future().await();
        // Nothing more comes, however long one waits: the system's own buffers are full by then.
        long before = -1;
        for (long now = through.down(); now != before; now = through.down()) {
            before = now;
            vertx.timer(300).await();
        }

        assertThat(through.down()).isLessThan(LARGE / 2);
        var rest = new AtomicLong();
        var end = Promise.<Void>promise();
        stream.endHandler(end::complete);
        stream.handler(part -> rest.addAndGet(part.length()));
        stream.resume();
        end.future().await();
        assertThat(rest.get()).isGreaterThan(LARGE - 1_000_000);
    }

    @Test
    void readGoesOnAfterTheConnectionBrokeOnce() throws IOException {
        var through = new Between(vertx, server.port());
        var broken = open(S3Server.url(through.port()));
        var bytes = random(LARGE);
        broken.put("broken", file(bytes)).await();
        through.breakAfter(LARGE / 2);

        assertThat(all(broken, "broken", 0, LARGE)).isEqualTo(bytes);
        assertThat(through.breaks()).isPositive();
    }

    @Test
    void storeThatGoesAwayInTheMiddleOfReadingIsTold() throws IOException {
        var through = new Between(vertx, server.port());
        var broken = open(S3Server.url(through.port()));
        broken.put("away", file(random(LARGE))).await();
        var stream = broken.read("away", 0, LARGE).await();
        through.closeAfterBreak();
        through.breakAfter(1_000_000);

        assertThatThrownBy(() -> collect(stream).await())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(S3Server.BUCKET);
    }

    @Test
    void storeThatGoesAwayInTheMiddleOfAnUploadIsToldAndTheFileStays() throws IOException {
        var through = new Between(vertx, server.port());
        var broken = open(S3Server.url(through.port()));
        var file = file(random(LARGE));
        through.closeAfterBreak();
        through.breakAfterUp(10_000_000);

        assertThatThrownBy(() -> broken.put("half", file).await())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("away");
        assertThat(file).hasSize(LARGE);
        assertThatThrownBy(() -> store.read("half", 0, 10).await()).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void storeThatIsAwayIsToldAtTheStart() {
        assertThatThrownBy(() -> open(S3Server.url(1)).check().await())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("The store of the bucket " + S3Server.BUCKET + " is away");
    }

    @Test
    void wrongKeysAndBucketsAreTold() {
        var keys = Map.of("AWS_ACCESS_KEY_ID", "somebody", "AWS_SECRET_ACCESS_KEY", "wrong");
        var stranger = S3FileStore.open(vertx, server.url(), keys);
        others.add(stranger);
        var elsewhere = open(new FilesUrl("not-there", server.url().endpoint(), "us-east-1"));

        assertThatThrownBy(() -> stranger.check().await())
                .hasMessageContaining("refuses the bucket")
                .hasMessageContaining("403");
        assertThatThrownBy(() -> elsewhere.check().await()).hasMessageContaining("NoSuchBucket");
        assertThatThrownBy(() -> S3FileStore.open(vertx, server.url(), Map.of()))
                .hasMessageContaining("AWS_ACCESS_KEY_ID");
    }

    private S3FileStore open(FilesUrl url) {
        var other = S3FileStore.open(vertx, url, S3Server.KEYS, Duration.ofSeconds(3));
        others.add(other);
        return other;
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(folder, "complete", ""), bytes);
    }

    private static byte[] random(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static byte[] all(S3FileStore store, String key, long from, long length) {
        return store.read(key, from, length)
                .compose(S3FileStoreIT::collect)
                .await()
                .getBytes();
    }

    private static Future<Buffer> collect(ReadStream<Buffer> stream) {
        var done = Promise.<Buffer>promise();
        var all = Buffer.buffer();
        stream.exceptionHandler(done::tryFail);
        stream.endHandler(end -> done.tryComplete(all));
        stream.handler(all::appendBuffer);
        return done.future();
    }

    /** A wire to the server, which can be cut. */
    private static final class Between {
        private final NetServer listening;
        private final NetClient client;
        private final AtomicLong down = new AtomicLong();
        private final AtomicLong up = new AtomicLong();
        private final AtomicInteger breaks = new AtomicInteger();
        private final Queue<NetSocket> open = new ConcurrentLinkedQueue<>();
        private volatile long breakDown = Long.MAX_VALUE;
        private volatile long breakUp = Long.MAX_VALUE;
        private volatile boolean gone;
        private volatile boolean closing;

        Between(Vertx vertx, int port) {
            client = vertx.createNetClient();
            listening = vertx.createNetServer();
            listening.connectHandler(near -> {
                near.pause();
                if (gone) {
                    near.close();
                    return;
                }
                open.add(near);
                client.connect(port, "127.0.0.1").onSuccess(far -> {
                    pass(near, far, up);
                    pass(far, near, down);
                    near.resume();
                });
            });
            listening.listen(0, "127.0.0.1").await();
        }

        private void pass(NetSocket from, NetSocket to, AtomicLong count) {
            from.closeHandler(closed -> to.close());
            from.handler(part -> {
                count.addAndGet(part.length());
                if (down.get() > breakDown || up.get() > breakUp) {
                    breakDown = Long.MAX_VALUE;
                    breakUp = Long.MAX_VALUE;
                    breaks.incrementAndGet();
                    gone = closing;
                    from.close();
                    to.close();
                    if (gone) {
                        // The client keeps others for what it asks next.
                        open.forEach(NetSocket::close);
                    }
                    return;
                }
                to.write(part);
                if (to.writeQueueFull()) {
                    from.pause();
                    to.drainHandler(drained -> from.resume());
                }
            });
        }

        int port() {
            return listening.actualPort();
        }

        long down() {
            return down.get();
        }

        int breaks() {
            return breaks.get();
        }

        void breakAfter(long bytes) {
            breakDown = down.get() + bytes;
        }

        void breakAfterUp(long bytes) {
            breakUp = up.get() + bytes;
        }

        void closeAfterBreak() {
            closing = true;
        }
    }
}
