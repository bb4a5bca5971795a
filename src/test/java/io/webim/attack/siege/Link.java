package io.webim.attack.siege;

import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** A connection that sends just the bytes it is told, and reads when it is told. */
final class Link implements AutoCloseable {
    static final int TEXT = 1;
    static final int PING = 9;

    private static final int CONTINUATION = 0;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PATIENCE_MILLIS = 10_000;
    private static final String HANDSHAKE = """
            GET %s HTTP/1.1
            Host: 127.0.0.1
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            %s
            """.replace("\n", "\r\n");

    private final Socket socket;
    private final Consumer<Link> onClose;
    private final DataInputStream in;
    private int calls;

    private Link(Socket socket, Consumer<Link> onClose) throws IOException {
        this.socket = socket;
        this.onClose = onClose;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /**
     * @param from an address of loopback
     * @param window bytes that come without being read
     */
    static Link open(int port, String from, int window, Consumer<Link> onClose) throws IOException {
        var socket = new Socket();
        try {
            socket.setReceiveBufferSize(window);
            socket.setTcpNoDelay(true);
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
            return new Link(socket, onClose);
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
    }

    Link write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    Link write(String text) throws IOException {
        return write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Throws away what has come so far. */
    void drain() throws IOException {
        for (int ready = in.available(); ready > 0; ready = in.available()) {
            in.skipNBytes(ready);
        }
    }

    /** The lines up to the empty one. */
    String head() throws IOException {
        var read = new ByteArrayOutputStream();
        while (!read.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            read.write(in.readUnsignedByte());
        }
        return read.toString(StandardCharsets.ISO_8859_1);
    }

    /** Becomes a WebSocket. */
    Link upgrade(String path, String headers) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        write(HANDSHAKE.formatted(path, headers));
        var answer = head();
        if (!answer.contains(" 101 ")) {
            throw new IOException(answer);
        }
        socket.setSoTimeout(0);
        return this;
    }

    /** A masked frame; it may announce more than comes. */
    static byte[] frame(int opcode, boolean last, int announced, byte[] payload) {
        var frame = ByteBuffer.allocate(14 + payload.length);
        frame.put((byte) ((last ? 0x80 : 0) | opcode));
        if (announced < 126) {
            frame.put((byte) (0x80 | announced));
        } else if (announced < 1 << 16) {
            frame.put((byte) (0x80 | 126)).putShort((short) announced);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(announced);
        }
        frame.putInt(0).put(payload);
        return Arrays.copyOf(frame.array(), frame.position());
    }

    static byte[] fragment(boolean first, byte[] payload) {
        return frame(first ? TEXT : CONTINUATION, false, payload.length, payload);
    }

    static byte[] text(JsonObject object) {
        var bytes = object.encode().getBytes(StandardCharsets.UTF_8);
        return frame(TEXT, true, bytes.length, bytes);
    }

    static JsonObject request(String address, JsonObject body) {
        return new JsonObject().put("type", "send").put("address", address).put("body", body);
    }

    Link logIn(Person person) throws IOException {
        var answer = call("auth.socket.open", new JsonObject().put("accessToken", person.token()));
        if (!answer.containsKey("userId")) {
            throw new IOException(answer.encode());
        }
        return write(text(registration("register", person)));
    }

    static JsonObject registration(String type, Person person) {
        return new JsonObject().put("type", type).put("address", "chat.inbox." + person.id());
    }

    /** Sends a request, whose answer comes under the address that is returned. */
    String send(String address, JsonObject body) throws IOException {
        var replyAddress = "r" + ++calls;
        write(text(request(address, body).put("replyAddress", replyAddress)));
        return replyAddress;
    }

    /** The body of a reply, or the whole {@code err}; events in between are skipped. */
    JsonObject answer(String replyAddress) throws IOException {
        while (true) {
            var frame = next();
            if (replyAddress.equals(frame.getString("address"))) {
                return frame.getJsonObject("body", frame);
            }
        }
    }

    JsonObject call(String address, JsonObject body) throws IOException {
        return answer(send(address, body));
    }

    /** The next message of a WebSocket. */
    JsonObject next() throws IOException {
        while (true) {
            int opcode = in.readUnsignedByte() & 0x0f;
            var payload = new byte[length(in.readUnsignedByte())];
            in.readFully(payload);
            if (opcode == CLOSE) {
                throw new IOException("closed: " + new String(payload, StandardCharsets.UTF_8));
            }
            if (opcode == TEXT || opcode == BINARY) {
                return new JsonObject(new String(payload, StandardCharsets.UTF_8));
            }
        }
    }

    private int length(int told) throws IOException {
        return switch (told) {
            case 126 -> in.readUnsignedShort();
            case 127 -> Math.toIntExact(in.readLong());
            default -> told;
        };
    }

    /** Without a word. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            // Then it is closed.
        }
        onClose.accept(this);
    }
}
