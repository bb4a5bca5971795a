package io.webim.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** A benchmark that does not notice a fault measures nothing. */
class LedgerTest {
    private static final long CONVERSATION = 7;

    private final Ledger ledger = new Ledger("a device", CONVERSATION, 0);

    @Test
    void messagesInOrderAreTaken() {
        ledger.take(frame(CONVERSATION, 1));
        ledger.take(frame(CONVERSATION, 2));
        assertThat(ledger.taken()).isEqualTo(2);
    }

    @Test
    void doubledMessageVoidsTheRun() {
        ledger.take(frame(CONVERSATION, 1));
        assertThatThrownBy(() -> ledger.take(frame(CONVERSATION, 1)))
                .isInstanceOf(VoidRun.class)
                .hasMessageContaining("message 1 came twice");
    }

    @Test
    void missingMessageVoidsTheRun() {
        ledger.take(frame(CONVERSATION, 1));
        assertThatThrownBy(() -> ledger.take(frame(CONVERSATION, 3)))
                .isInstanceOf(VoidRun.class)
                .hasMessageContaining("message 2 is missing");
    }

    @Test
    void foreignMessageVoidsTheRun() {
        assertThatThrownBy(() -> ledger.take(frame(CONVERSATION + 1, 1)))
                .isInstanceOf(VoidRun.class)
                .hasMessageContaining("message 1 is wrong");
    }

    @Test
    void changedTextVoidsTheRun() {
        var changed = frame(CONVERSATION, 1).replace("message 1 of", "message 2 of");
        assertThatThrownBy(() -> ledger.take(changed))
                .isInstanceOf(VoidRun.class)
                .hasMessageContaining("message 1 is wrong");
    }

    private static String frame(long conversationId, long seq) {
        return "{\"type\":\"rec\",\"address\":\"chat.inbox.1\",\"body\":{\"type\":\"message.sent\",\"message\":"
                + "{\"conversationId\":" + conversationId + ",\"seq\":" + seq + ",\"text\":\""
                + Ledger.text(conversationId, seq) + "\"}}}";
    }
}
