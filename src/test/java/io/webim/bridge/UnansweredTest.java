package io.webim.bridge;

import static io.webim.contract.Address.CHAT_MESSAGE_RECEIVED;
import static io.webim.contract.Address.CHAT_SYNC;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.contract.Address;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnansweredTest {
    private final Unanswered unanswered = new Unanswered(2, 5);
    private final List<Runnable> answers = new ArrayList<>();

    @Test
    void confirmationsOfAConversationTakeOnePlaceUntilTheLastIsAnswered() {
        ask(CHAT_MESSAGE_RECEIVED, in(7));
        ask(CHAT_MESSAGE_RECEIVED, in(7));
        ask(CHAT_SYNC, new JsonObject());
        assertThat(unanswered.isFullFor(CHAT_SYNC, new JsonObject())).isTrue();
        assertThat(unanswered.isFullFor(CHAT_MESSAGE_RECEIVED, in(8))).isTrue();
        assertThat(unanswered.isFullFor(CHAT_MESSAGE_RECEIVED, in(7))).isFalse();

        answers.get(0).run();
        assertThat(unanswered.isFullFor(CHAT_SYNC, new JsonObject())).isTrue();
        answers.get(1).run();
        assertThat(unanswered.isFullFor(CHAT_SYNC, new JsonObject())).isFalse();
        assertThat(unanswered.isFullFor(CHAT_MESSAGE_RECEIVED, in(8))).isFalse();
    }

    @Test
    void thereIsABoundForConfirmationsToo() {
        for (int i = 0; i < 5; i++) {
            ask(CHAT_MESSAGE_RECEIVED, in(i % 2));
        }
        assertThat(unanswered.isFullFor(CHAT_MESSAGE_RECEIVED, in(0))).isTrue();

        answers.get(0).run();
        assertThat(unanswered.isFullFor(CHAT_MESSAGE_RECEIVED, in(0))).isFalse();
    }

    @Test
    void whatNamesNoConversationIsLikeOne() {
        ask(CHAT_MESSAGE_RECEIVED, new JsonObject());
        ask(CHAT_MESSAGE_RECEIVED, new JsonObject().put("conversationId", "7"));
        ask(CHAT_SYNC, new JsonObject());

        assertThat(unanswered.isFullFor(CHAT_SYNC, new JsonObject())).isTrue();
        answers.forEach(Runnable::run);
        assertThat(unanswered.isFullFor(CHAT_SYNC, new JsonObject())).isFalse();
    }

    private void ask(Address address, JsonObject body) {
        assertThat(unanswered.isFullFor(address, body)).isFalse();
        answers.add(unanswered.enter(address, body));
    }

    private static JsonObject in(long conversation) {
        return new JsonObject().put("conversationId", conversation);
    }
}
