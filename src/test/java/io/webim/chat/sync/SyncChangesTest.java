package io.webim.chat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.chat.messages.ChangeStore.Changed;
import io.webim.contract.SeqRanges;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SyncChangesTest {
    private final SyncChanges changes = new SyncChanges();

    @Test
    void whatDoesNotConcernADeviceIsPassedOver() {
        changes.add(List.of(change(4, 10), change(2, 11)), change -> change.seq() < 3);

        assertThat(changes.seqs(7)).isEqualTo(SeqRanges.between(2, 2));
        assertThat(changes.toldTo(7)).isEqualTo(Long.MAX_VALUE);
        assertThat(changes.isEmpty(8)).isTrue();
    }

    @Test
    void theOldestChangesAreToldFirstAndTheVersionIsThatOfTheLast() {
        changes.add(List.of(change(4, 10), change(2, 11), change(3, 12)), all -> true);

        assertThat(changes.fit(7, List.of(2L, 3L, 4L), seq -> seq, seq -> 100, 250))
                .containsExactly(4L, 2L);
        assertThat(changes.toldTo(7)).isEqualTo(11);
        assertThat(changes.fit(7, List.of(2L, 4L), seq -> seq, seq -> 100, 250)).hasSize(2);
        assertThat(changes.toldTo(7)).isEqualTo(11);
    }

    @Test
    void oneIsToldHoweverMuchItWeighs() {
        changes.add(List.of(change(4, 10), change(2, 11)), all -> true);

        assertThat(changes.fit(7, List.of(2L, 4L), seq -> seq, seq -> 100, -5)).containsExactly(4L);
        assertThat(changes.toldTo(7)).isEqualTo(10);
    }

    @Test
    void noMoreAreLookedAtThanMayFit() {
        changes.add(
                LongStream.rangeClosed(1, 2_000)
                        .mapToObj(seq -> change(seq, seq))
                        .toList(),
                all -> true);

        assertThat(changes.seqs(7).size()).isBetween(200L, 300L);
        assertThat(changes.toldTo(7)).isEqualTo(changes.seqs(7).size());
    }

    @Test
    void whereMoreWasNotReadItEndsThere() {
        changes.endAt(change(4, 10));
        changes.add(List.of(change(3, 9)), all -> true);

        assertThat(changes.toldTo(7)).isEqualTo(10);
    }

    private static Changed change(long seq, long version) {
        return new Changed(7, seq, version, false);
    }
}
