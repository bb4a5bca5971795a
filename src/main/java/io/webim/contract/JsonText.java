package io.webim.contract;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** JSON from somebody else. */
public final class JsonText {
    private static final String ESCAPED_SURROGATE = "\\ud";

    private JsonText() {}

    /** The value; throws a {@link DecodeException} where it is none. */
    public static @Nullable Object decode(Buffer json) {
        try {
            return Json.decodeValue(json);
        } catch (DecodeException broken) {
            // The parser of bytes takes no key with an escaped surrogate pair, though it is valid; that of chars does.
            return Json.decodeValue(textWithPairs(json, broken));
        }
    }

    private static String textWithPairs(Buffer json, DecodeException broken) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json.getBytes()))
                    .toString();
            if (text.toLowerCase(Locale.ROOT).contains(ESCAPED_SURROGATE)) {
                return text;
            }
        } catch (CharacterCodingException notUtf8) {
            // Broken all the more.
        }
        throw broken;
    }
}
