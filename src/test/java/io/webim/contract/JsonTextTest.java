package io.webim.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    @Test
    void anEscapedSurrogatePairIsValidInAKeyToo() {
        assertThat(JsonText.decode(Buffer.buffer("{\"\\ud83d\\ude00\":1,\"a\":\"\\uD83D\\uDE00 字\"}")))
                .isEqualTo(new JsonObject().put("😀", 1).put("a", "😀 字"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"\\ud83d\\ude00\":", "[1] [2", "x", "{\"\\ud8\":1}"})
    void whatIsBrokenIsBroken(String text) {
        assertThatThrownBy(() -> JsonText.decode(Buffer.buffer(text))).isInstanceOf(DecodeException.class);
    }

    @Test
    void whatIsNoUtf8IsBroken() {
        var bytes =
                Buffer.buffer("{\"\\ud83d\\ude00\":\"").appendByte((byte) 0xff).appendString("\"}");

        assertThatThrownBy(() -> JsonText.decode(bytes)).isInstanceOf(DecodeException.class);
    }
}
