package io.webim.bridge;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;

/** Plain blocking sockets: nothing of the server's own code in between. */
final class TcpBusClient extends BusClient {
    private final Socket socket;
    private volatile boolean paused;
    private String last = "";

    TcpBusClient(int port) throws IOException {
        this(new Socket("127.0.0.1", port));
    }

    TcpBusClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        var reader = new Thread(this::read, "tcp-bus-client");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try {
            var in = new DataInputStream(socket.getInputStream());
            while (!paused) {
                var bytes = new byte[in.readInt()];
                in.readFully(bytes);
                take(new JsonObject(Buffer.buffer(bytes)));
            }
        } catch (IOException gone) {
            ended(last);
        }
    }

    /** An {@code err} without address may be the last frame, which says why the server closes. */
    private void take(JsonObject frame) {
        last = "err".equals(frame.getString("type"))
                ? new JsonObject(frame.getString("message")).getString("code")
                : "";
        received(frame);
    }

    @Override
    public String delivery() {
        return "message";
    }

    @Override
    public void write(Buffer frame) {
        writeBytes(Buffer.buffer().appendInt(frame.length()).appendBuffer(frame).getBytes());
    }

    /** Whatever bytes, with no length in front but the caller's own. */
    void writeBytes(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** One more frame is read, the last that this client takes. */
    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
