package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The other side's messages are found by subtraction; here they are counted as well. */
class OthersTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void othersAreWhatCountingOneByOneGives(int seed) {
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            var chat = Chat.any(random, 40);
            for (long seq = 1; seq <= chat.lastSeq(); seq++) {
                long upTo = seq;
                assertThat(Others.upTo(seq, chat.at(seq).senderId(), chat.ordinalOf(seq), Chat.ME))
                        .isEqualTo(chat.count(message -> message.senderId() == Chat.PEER && message.seq() <= upTo));
            }
        }
    }

    @Test
    void whatIsNotOnesOwnIsTheOtherSides() {
        assertThat(Others.upTo(10, Chat.ME, 4, Chat.ME)).isEqualTo(6);
        assertThat(Others.upTo(10, Chat.PEER, 6, Chat.ME)).isEqualTo(6);
    }
}
