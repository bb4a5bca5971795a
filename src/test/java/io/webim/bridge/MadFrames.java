package io.webim.bridge;

import io.vertx.core.buffer.Buffer;
import io.webim.contract.Address;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Frames that no client would send, the same ones for the same seed. */
public final class MadFrames {
    private static final String[] VALID = {
        "{\"type\":\"ping\"}",
        "{\"type\":\"register\",\"address\":\"chat.inbox.1\"}",
        "{\"type\":\"unregister\",\"address\":\"chat.inbox.1\"}",
        "{\"type\":\"send\",\"address\":\"chat.message.send\",\"replyAddress\":\"r\",\"body\":{\"text\":\"\\u4f60\"}}",
        "{\"type\":\"send\",\"address\":\"auth.socket.open\",\"replyAddress\":\"r\",\"body\":{\"accessToken\":\"x\"}}",
        "{\"type\":\"publish\",\"address\":\"chat.inbox.1\",\"body\":{}}"
    };
    private static final String[] VALUES = {
        "null",
        "true",
        "-1",
        "1e999",
        "9007199254740993",
        "[]",
        "{}",
        "\"\"",
        "\"\\ud800\"",
        "\"\\u0000\"",
        "123456789012345678901234567890",
        "[[[[[[[[]]]]]]]]",
        "{\"a\":{\"a\":{\"a\":1}}}",
        "1e-5",
        "NaN",
        "\"__vertx.x\""
    };
    private static final String[] FIELDS = {
        "conversationId",
        "toUserId",
        "userId",
        "clientId",
        "text",
        "seq",
        "seqs",
        "scope",
        "before",
        "after",
        "limit",
        "known",
        "username",
        "q",
        "muted",
        "blocked",
        "accessToken"
    };
    private static final String[] PLAUSIBLE = {
        "1",
        "2",
        "0",
        "9007199254740991",
        "\"me\"",
        "\"everyone\"",
        "\"a\"",
        "true",
        "[[1,1]]",
        "[[1,9007199254740991]]",
        "[[1,1,1]]",
        "\"00000000-0000-4000-8000-000000000001\""
    };

    private MadFrames() {}

    public static Buffer next(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> noise(random);
            case 1 -> broken(random);
            case 2 -> cut(random);
            default -> strangeValues(random);
        };
    }

    /** A well-formed frame to a real address, with a body that no client would send. */
    public static Buffer request(Random random) {
        var addresses = Address.values();
        var frame = new StringBuilder("{\"type\":\"send\",\"replyAddress\":\"r\",\"address\":\"")
                .append(addresses[random.nextInt(addresses.length)].text())
                .append("\",\"body\":{\"x\":0");
        for (var name : FIELDS) {
            if (random.nextInt(3) > 0) {
                var values = random.nextBoolean() ? PLAUSIBLE : VALUES;
                frame.append(",\"").append(name).append("\":").append(values[random.nextInt(values.length)]);
            }
        }
        return Buffer.buffer(frame.append("}}").toString());
    }

    private static Buffer noise(Random random) {
        var bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return Buffer.buffer(bytes);
    }

    private static Buffer broken(Random random) {
        var bytes = valid(random).getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return Buffer.buffer(bytes);
    }

    private static Buffer cut(Random random) {
        var text = valid(random);
        return Buffer.buffer(text.substring(0, random.nextInt(text.length())));
    }

    private static Buffer strangeValues(Random random) {
        var frame = new StringBuilder("{\"x\":0");
        for (var name : new String[] {"type", "address", "replyAddress", "body", "headers", "failureCode"}) {
            if (random.nextInt(4) > 0) {
                frame.append(",\"").append(name).append("\":").append(value(name, random));
            }
        }
        return Buffer.buffer(frame.append('}').toString());
    }

    private static String value(String name, Random random) {
        if (random.nextInt(3) == 0) {
            return VALUES[random.nextInt(VALUES.length)];
        }
        return switch (name) {
            case "type" -> random.nextBoolean() ? "\"send\"" : "\"register\"";
            case "address" -> random.nextBoolean() ? "\"chat.message.send\"" : "\"chat.inbox.1\"";
            default -> VALUES[random.nextInt(VALUES.length)];
        };
    }

    private static String valid(Random random) {
        return VALID[random.nextInt(VALID.length)];
    }
}
