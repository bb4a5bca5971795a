package io.webim.files.inside;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.webim.bus.SparseLog;
import io.webim.config.ScannerAddress;
import io.webim.contract.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * Asks a scanner that speaks clamd's protocol. The file goes over the socket, so that the scanner needs no access to it.
 * What was not scanned to its end is not clean.
 */
final class Clamd {
    private static final SparseLog found = new SparseLog(LoggerFactory.getLogger(Clamd.class));
    private static final SparseLog away = new SparseLog(LoggerFactory.getLogger(Clamd.class));
    private static final int CONNECT_MILLIS = 5_000;
    private static final long MILLIS = TimeUnit.MINUTES.toMillis(2);
    private static final int CHUNK = 64 * 1024;
    private static final int LONGEST_ANSWER = 1_000;
    private static final int RETRY_SECONDS = 30;

    private final Vertx vertx;
    private final NetClient client;
    private final SocketAddress address;
    private final long millis;

    Clamd(Vertx vertx, ScannerAddress address) {
        this(vertx, address, MILLIS);
    }

    Clamd(Vertx vertx, ScannerAddress address, long millis) {
        this.vertx = vertx;
        this.millis = millis;
        this.client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(CONNECT_MILLIS));
        this.address = address.path()
                .map(SocketAddress::domainSocketAddress)
                .orElseGet(() -> SocketAddress.inetSocketAddress(address.port(), address.host()));
    }

    /** Fails with 422 {@code file_refused} or 503 {@code scanner_unavailable}. */
    Future<Void> scan(Path file) {
        return ask(file)
                .recover(trouble -> Future.failedFuture(unavailable(trouble.toString())))
                .compose(Clamd::verdict);
    }

    private Future<String> ask(Path file) {
        return vertx.fileSystem()
                .open(
                        file.toString(),
                        new OpenOptions().setRead(true).setWrite(false).setCreate(false))
                .compose(opened -> client.connect(address)
                        .compose(socket -> ask(socket, opened))
                        .eventually(() -> opened.close()));
    }

    private Future<String> ask(NetSocket socket, AsyncFile file) {
        var answer = Promise.<String>promise();
        var received = Buffer.buffer();
        long timer = vertx.setTimer(millis, late -> answer.tryFail("no answer in time"));
        socket.handler(part -> {
            received.appendBuffer(part);
            int end =
                    received.length() > 0 && received.getByte(received.length() - 1) == 0 ? received.length() - 1 : -1;
            if (end >= 0) {
                answer.tryComplete(received.getString(0, end, StandardCharsets.UTF_8.name()));
            } else if (received.length() > LONGEST_ANSWER) {
                answer.tryFail("an answer without an end");
            }
        });
        socket.exceptionHandler(answer::tryFail);
        socket.closeHandler(closed -> answer.tryFail("closed the connection"));
        send(socket, file, answer);
        return answer.future().onComplete(done -> {
            vertx.cancelTimer(timer);
            file.handler(null);
            socket.close();
        });
    }

    /** Where it answers before all of the file is there, that is its answer. */
    private static void send(NetSocket socket, AsyncFile file, Promise<String> answer) {
        socket.write("zINSTREAM\0");
        file.setReadBufferSize(CHUNK);
        file.exceptionHandler(answer::tryFail);
        file.endHandler(end -> socket.write(Buffer.buffer().appendInt(0)));
        file.handler(chunk -> {
            socket.write(
                    Buffer.buffer(chunk.length() + 4).appendInt(chunk.length()).appendBuffer(chunk));
            if (socket.writeQueueFull()) {
                file.pause();
                socket.drainHandler(drained -> file.resume());
            }
        });
    }

    private static Future<Void> verdict(String answer) {
        if (answer.equals("stream: OK")) {
            return Future.succeededFuture();
        }
        if (answer.endsWith(" FOUND")) {
            found.warn("The scanner refused an upload: {}", printable(answer));
            return Future.failedFuture(
                    Failure.of(422, "file_refused", "The virus scanner found something in this file.")
                            .with(new JsonObject().put("reason", "infected")));
        }
        return Future.failedFuture(unavailable(printable(answer)
                + (answer.contains("size limit") ? " (its StreamMaxLength has to be at least WEBIM_FILE_MAX)" : "")));
    }

    private static String printable(String answer) {
        return answer.replaceAll("[^ -~]", "?");
    }

    private static Failure unavailable(String why) {
        away.warn("An upload is not accepted, since the scanner cannot tell: {}", why);
        return Failure.retryAfter(
                503, "scanner_unavailable", "Files cannot be checked at the moment. Try again later.", RETRY_SECONDS);
    }
}
