package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.chat.messages.ReadHistory;
import io.webim.chat.sync.SyncDevice;
import io.webim.chat.sync.SyncDevice.Known;
import io.webim.contract.Failure;
import io.webim.contract.Fields;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request says, and what it must not. */
class RequestsTest {
    @Test
    void aPageHasFiftyMessagesUnlessTold() {
        assertThat(read(ReadHistory::read, "{'conversationId':7}")).isEqualTo(new ReadHistory(7, null, null, 50));
        assertThat(read(ReadHistory::read, "{'conversationId':7,'before':9,'limit':100}"))
                .isEqualTo(new ReadHistory(7, 9L, null, 100));
        assertThat(read(ReadHistory::read, "{'conversationId':7,'after':0,'limit':1}"))
                .isEqualTo(new ReadHistory(7, null, 0L, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'conversationId':7,'before':1,'after':1}",
                "{'conversationId':7,'limit':0}",
                "{'conversationId':7,'limit':101}",
                "{'conversationId':7,'before':-1}",
                "{'conversationId':7,'after':'1'}",
                "{'conversationId':0}",
                "{}"
            })
    void aPageOfNothingThatThereIsIsRefused(String json) {
        assertThat(refused(ReadHistory::read, json)).isNotEmpty();
    }

    @Test
    void aDeviceThatSaysNothingKnowsNothing() {
        var device = read(SyncDevice::read, "{}");

        assertThat(device).isEqualTo(new SyncDevice(0, Map.of(), null));
        assertThat(device.of(7)).isEqualTo(Known.NOTHING);
    }

    @Test
    void aDeviceMayTellItsOwnVersionAndTheOldestSeqThatItHas() {
        var device = read(SyncDevice::read, "{'known':[[4,9,3,2],[9,12,345,7,100]]}");

        assertThat(device.of(4)).isEqualTo(new Known(9, 3, 2L, 0));
        assertThat(device.of(9)).isEqualTo(new Known(12, 345, 7L, 100));
    }

    @Test
    void aDeviceTellsVersionAndSeqOfEachConversation() {
        var device = read(SyncDevice::read, "{'after':3,'known':[[4,0,0],[9,12,345]]}");

        assertThat(device.after()).isEqualTo(3);
        assertThat(device.of(4)).isEqualTo(new Known(0, 0, null, 0));
        assertThat(device.of(9)).isEqualTo(new Known(12, 345, null, 0));
        assertThat(device.of(5)).isEqualTo(Known.NOTHING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'known':{}}",
                "{'known':[1]}",
                "{'known':[[1,2]]}",
                "{'known':[[1,2,3,4,5,6]]}",
                "{'known':[[1,2,'3']]}",
                "{'known':[[1,2.5,3]]}",
                "{'known':[[1,-1,3]]}",
                "{'known':[[1,2,9007199254740992]]}",
                "{'known':[[0,1,1]]}",
                "{'known':[[2,1,1],[2,1,1]]}",
                "{'known':[[2,1,1],[1,1,1]]}",
                "{'after':2,'known':[[2,1,1]]}"
            })
    void aDeviceThatKnowsWhatCannotBeIsRefused(String json) {
        assertThat(refused(SyncDevice::read, json)).containsOnlyKeys("known");
    }

    @Test
    void aDeviceNamesAtMostFiveHundredConversations() {
        var most = known(500);
        var more = known(501);

        assertThatCode(() -> read(SyncDevice::read, most.encode())).doesNotThrowAnyException();
        assertThat(read(SyncDevice::read, most.encode()).known()).hasSize(500);
        assertThat(refused(SyncDevice::read, more.encode())).containsOnlyKeys("known");
    }

    private static JsonObject known(int count) {
        var known = new JsonArray();
        LongStream.rangeClosed(1, count)
                .forEach(id -> known.add(new JsonArray().add(id).add(1).add(1)));
        return new JsonObject().put("known", known);
    }

    private static <T> T read(Function<Fields, T> reader, String json) {
        var fields = new Fields(new JsonObject(json.replace('\'', '"')));
        var request = reader.apply(fields);
        fields.verify();
        return request;
    }

    private static Map<String, String> refused(Function<Fields, ?> reader, String json) {
        return catchThrowableOfType(Failure.class, () -> read(reader, json)).fields();
    }
}
