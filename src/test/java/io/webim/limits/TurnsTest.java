package io.webim.limits;

import static io.webim.contract.Address.CHAT_CONVERSATION_READ;
import static io.webim.contract.Address.CHAT_MESSAGE_DELETE;
import static io.webim.contract.Address.CHAT_MESSAGE_HISTORY;
import static io.webim.contract.Address.CHAT_MESSAGE_RECEIVED;
import static io.webim.contract.Address.CHAT_MESSAGE_SEND;
import static io.webim.contract.Address.CHAT_SYNC;
import static io.webim.contract.Address.CHAT_TYPING;
import static io.webim.contract.Address.CONTACTS_BLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.webim.contract.Address;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TurnsTest {
    private final Turns turns = new Turns();
    private final List<Address> begun = new ArrayList<>();
    private final List<Promise<String>> answers = new ArrayList<>();

    @Test
    void messagesAndMarksDoNotWaitForEachOther() {
        ask(CHAT_MESSAGE_SEND, CHAT_MESSAGE_RECEIVED, CHAT_MESSAGE_SEND, CHAT_CONVERSATION_READ, CHAT_MESSAGE_SEND);

        assertThat(begun).hasSize(5);
    }

    @Test
    void whatReadsWaitsForNothingThatReads() {
        ask(CHAT_SYNC, CHAT_MESSAGE_HISTORY, CHAT_SYNC);

        assertThat(begun).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT_MESSAGE_SEND", "CHAT_MESSAGE_DELETE"})
    void whatReadsFindsDoneWhatWasWrittenBefore(Address write) {
        ask(CHAT_MESSAGE_SEND, write, CHAT_MESSAGE_HISTORY, CHAT_MESSAGE_SEND);
        answer(0);
        if (write == CHAT_MESSAGE_SEND) {
            assertThat(begun).containsExactly(CHAT_MESSAGE_SEND, CHAT_MESSAGE_SEND);
        }

        answer(1);
        assertThat(begun).containsExactly(CHAT_MESSAGE_SEND, write, CHAT_MESSAGE_HISTORY, CHAT_MESSAGE_SEND);
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT_MESSAGE_DELETE", "CHAT_TYPING", "CONTACTS_REMOVE", "CHAT_MESSAGE_DETAILS", "CHAT_SYNC"})
    void whatConcernsMessagesWaitsForThoseBefore(Address address) {
        ask(CHAT_MESSAGE_SEND, address);
        assertThat(begun).containsExactly(CHAT_MESSAGE_SEND);

        answers.get(0).fail("refused");
        assertThat(begun).containsExactly(CHAT_MESSAGE_SEND, address);
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT_MESSAGE_DELETE", "CONTACTS_REMOVE"})
    void whatIsReadBeforeIsReadBeforeItIsTakenAway(Address address) {
        ask(CHAT_MESSAGE_HISTORY, CHAT_SYNC, address);
        answer(1);
        assertThat(begun).containsExactly(CHAT_MESSAGE_HISTORY, CHAT_SYNC);

        answer(0);
        assertThat(begun).endsWith(address);
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT_MESSAGE_SEND", "CHAT_MESSAGE_RECEIVED", "CHAT_CONVERSATION_READ", "CHAT_TYPING"})
    void whatIsReadHoldsUpNoMessageAndNoMark(Address address) {
        ask(CHAT_SYNC, address);

        assertThat(begun).containsExactly(CHAT_SYNC, address);
    }

    @Test
    void messagesDoNotWaitForADeletion() {
        ask(CHAT_MESSAGE_DELETE, CHAT_MESSAGE_SEND);

        assertThat(begun).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(names = "CONTACTS_(ADD|REMOVE|ACCEPT|BLOCK|UNBLOCK|MUTE)", mode = EnumSource.Mode.MATCH_ALL)
    void nothingBeginsWhileAContactIsChanged(Address change) {
        ask(change, CHAT_MESSAGE_SEND, CHAT_MESSAGE_RECEIVED, CHAT_SYNC);
        assertThat(begun).containsExactly(change);

        answer(0);
        assertThat(begun).containsExactly(change, CHAT_MESSAGE_SEND, CHAT_MESSAGE_RECEIVED);
        answer(1);
        assertThat(begun).endsWith(CHAT_SYNC);
    }

    @Test
    void whatWaitsForAPlaceHoldsUpWhatComesAfterAndItsRefusalDoesNot() {
        var place = Promise.<String>promise();
        ask(CHAT_SYNC, place.future());
        ask(CHAT_TYPING, CONTACTS_BLOCK);
        assertThat(begun).isEmpty();

        place.fail("too many");
        assertThat(begun).containsExactly(CHAT_TYPING, CONTACTS_BLOCK);
    }

    private void ask(Address... addresses) {
        Arrays.stream(addresses).forEach(address -> ask(address, Future.succeededFuture("place")));
    }

    private void ask(Address address, Future<String> place) {
        turns.run(address, place, taken -> {
            begun.add(address);
            var answer = Promise.<String>promise();
            answers.add(answer);
            return answer.future();
        });
    }

    private void answer(int index) {
        answers.get(index).complete("done");
    }
}
