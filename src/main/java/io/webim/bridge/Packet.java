package io.webim.bridge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.vertx.core.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A frame as it goes over a wire, never changed: many sockets share one. It is text or bytes, as its wire wants. */
final class Packet {
    private static final byte[] NOTHING = {};

    private static final int FINAL = 0x80;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int LENGTH_OF_TWO_BYTES = 126;
    private static final int LENGTH_OF_EIGHT_BYTES = 127;
    private static final int LONGEST_HEAD = 10;

    private final @Nullable String text;
    private final byte[] bytes;
    private final int size;
    /** The same bytes where the system reads them, while many sockets are about to write them. */
    private @Nullable ByteBuf shared;

    private Packet(@Nullable String text, byte[] bytes, int size) {
        this.text = text;
        this.bytes = bytes;
        this.size = size;
    }

    /** How frames look on each kind of wire. */
    enum Format {
        /** One JSON object a WebSocket message, of bytes. */
        RAW("rec") {
            @Override
            Packet pack(String json) {
                return ofFrame(BINARY, json);
            }
        },
        /** The same of text. */
        RAW_TEXT("rec") {
            @Override
            Packet pack(String json) {
                return ofFrame(TEXT, json);
            }
        },
        /** A SockJS array frame. */
        FRAMED("rec") {
            @Override
            Packet pack(String json) {
                return ofFrame(TEXT, "a[" + Json.encode(json) + "]");
            }
        },
        /** What a SockJS session frames by itself. */
        SOCKJS("rec") {
            @Override
            Packet pack(String json) {
                return ofText(json);
            }
        },
        /** A length in front, and other words for the same things, as Vert.x's bridge has them. */
        TCP("message") {
            @Override
            Packet reply(String address, String body) {
                return delivery(address, body, ",\"headers\":{},\"send\":true");
            }

            @Override
            Packet delivery(String address, String body) {
                return delivery(address, body, ",\"headers\":{},\"send\":false");
            }

            @Override
            Packet pack(String json) {
                var bytes = json.getBytes(StandardCharsets.UTF_8);
                return ofBytes(ByteBuffer.allocate(Integer.BYTES + bytes.length)
                        .putInt(bytes.length)
                        .put(bytes)
                        .array());
            }
        };

        /** The type of replies and events. */
        final String delivery;

        Format(String delivery) {
            this.delivery = delivery;
        }

        abstract Packet pack(String json);

        /** What answers a request. */
        Packet reply(String address, String body) {
            return delivery(address, body);
        }

        /** An event, which goes to whoever has registered the address. */
        Packet delivery(String address, String body) {
            return delivery(address, body, "");
        }

        final Packet delivery(String address, String body, String more) {
            return pack(
                    "{\"type\":\"" + delivery + "\",\"address\":" + quoted(address) + more + ",\"body\":" + body + "}");
        }
    }

    /** Nearly all are plain, and a generator of JSON costs more than what it writes. */
    private static String quoted(String address) {
        return isPlain(address) ? '"' + address + '"' : Json.encode(address);
    }

    private static boolean isPlain(String address) {
        for (int i = 0; i < address.length(); i++) {
            char sign = address.charAt(i);
            if (sign < ' ' || sign > '~' || sign == '"' || sign == '\\') {
                return false;
            }
        }
        return true;
    }

    static Packet ofText(String text) {
        // At most three bytes a char; an estimate is all that the bound of a queue needs.
        return new Packet(text, NOTHING, text.length());
    }

    /** A text frame of WebSocket. */
    static Packet ofTextFrame(String text) {
        return ofFrame(TEXT, text);
    }

    /** A whole frame of WebSocket: without a mask it is the same for every socket. */
    private static Packet ofFrame(int opcode, String text) {
        var payload = text.getBytes(StandardCharsets.UTF_8);
        var frame = ByteBuffer.allocate(LONGEST_HEAD + payload.length).put((byte) (FINAL | opcode));
        if (payload.length < LENGTH_OF_TWO_BYTES) {
            frame.put((byte) payload.length);
        } else if (payload.length <= 0xffff) {
            frame.put((byte) LENGTH_OF_TWO_BYTES).putShort((short) payload.length);
        } else {
            frame.put((byte) LENGTH_OF_EIGHT_BYTES).putLong(payload.length);
        }
        frame.put(payload);
        return ofBytes(Arrays.copyOf(frame.array(), frame.position()));
    }

    private static Packet ofBytes(byte[] bytes) {
        return new Packet(null, bytes, bytes.length);
    }

    String text() {
        return text == null ? "" : text;
    }

    /** Not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    /** From now on, and until it is unshared, all sockets write from one place in memory. Not safe from several threads. */
    Packet share() {
        if (size > 0 && text == null) {
            shared = UnpooledByteBufAllocator.DEFAULT.directBuffer(size).writeBytes(bytes);
        }
        return this;
    }

    /** Each of those who are to write it retains it, and unshares it once it is written. */
    Packet retain() {
        if (shared != null) {
            shared.retain();
        }
        return this;
    }

    void unshare() {
        if (shared != null) {
            shared.release();
        }
    }

    /** To be written, and released with it. */
    ByteBuf toWrite() {
        return shared == null ? Unpooled.wrappedBuffer(bytes) : shared.retainedDuplicate();
    }
}
