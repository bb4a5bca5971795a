package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.chat.SyncStore.Version;
import io.webim.contract.Message;
import io.webim.contract.SeqRanges;
import io.webim.contract.SeqRanges.Range;
import io.webim.contract.SyncDevice.Known;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyncPageTest {
    private static final SeqRanges SOME = SeqRanges.of(List.of(new Range(2, 3)));

    private final SyncPage page = new SyncPage(0);

    @ParameterizedTest
    @CsvSource({
        "true, 5, 0, true", // new to the device
        "true, 5, 4, true", // changed
        "true, 5, 6, true", // a database that was set back
        "true, 5, 5, false", // as the device has it
        "false, 5, 4, true", // gone from the list, and the device has it
        "false, 5, 5, false",
        "false, 5, 0, false" // neither listed nor known
    })
    void newsIsWhatHasAnotherVersionAndConcernsTheDevice(boolean listed, long version, long known, boolean news) {
        assertThat(SyncPage.isNews(new Version(7, listed, version, 1), new Known(known, 1)))
                .isEqualTo(news);
    }

    @Test
    void aConversationThatLeftTheListIsTakenFromTheDevice() {
        page.addRemoved(new Version(7, false, 5, 9));

        assertThat(conversations())
                .containsExactly(new JsonObject()
                        .put("conversationId", 7L)
                        .put("version", 5L)
                        .put("removed", true));
    }

    @Test
    void aConversationComesWithItsEntryAndWithoutMessagesUntilTheyAreAdded() {
        var contact = new JsonObject().put("conversationId", 7L).put("lastSeq", 9L);
        page.add(new Version(7, true, 5, 9), contact, Known.NOTHING);

        assertThat(conversations())
                .containsExactly(new JsonObject()
                        .put("conversationId", 7L)
                        .put("version", 5L)
                        .put("contact", contact)
                        .put("messages", new JsonArray())
                        .put("limited", false));
    }

    @ParameterizedTest
    @CsvSource({"9, 9, 9, false", "9, 9, 8, true", "9, 10, 9, true", "9, 0, 8, true", "0, 0, 0, false"})
    void messagesAreMissingUpToTheLastThatEitherVersionOrEntryTellsOf(
            long versionsLast, long entrysLast, long knownSeq, boolean missing) {
        var change = page.add(
                new Version(7, true, 5, versionsLast),
                new JsonObject().put("lastSeq", entrysLast),
                new Known(4, knownSeq));

        assertThat(change.hasNewMessages()).isEqualTo(missing);
        assertThat(change.conversationId()).isEqualTo(7);
        assertThat(change.known()).isEqualTo(new Known(4, knownSeq));
    }

    @Test
    void aDeviceThatKnowsNothingYetGetsFewerMessages() {
        assertThat(add(9, Known.NOTHING).mostMessages()).isEqualTo(20);
        assertThat(add(9, new Known(1, 0)).mostMessages()).isEqualTo(50);
    }

    @Test
    void onlyWhatTheDeviceDoesNotHaveIsSent() {
        add(9, new Known(4, 6)).addMessages(newest(5, 9, true));

        assertThat(seqs()).containsExactly(7L, 8L, 9L);
        assertThat(limited()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "true, 5, 3, true", // 4 is not told
        "true, 5, 4, false", // 5 follows on what the device has
        "true, 5, 5, false",
        "false, 5, 3, false", // nothing is left: what is not there is gone
        "true, 5, 0, true"
    })
    void aGapBetweenWhatIsKnownAndWhatIsSentIsTold(boolean hasMore, long first, long knownSeq, boolean limited) {
        add(9, new Known(4, knownSeq)).addMessages(newest(first, 9, hasMore));

        assertThat(limited()).isEqualTo(limited);
    }

    @Test
    void nothingNewIsNoGap() {
        add(9, new Known(4, 9)).addMessages(newest(5, 9, true));
        assertThat(seqs()).isEmpty();
        assertThat(limited()).isFalse();
    }

    @Test
    void deletionsAreThoseOfThePageOrThoseSinceTheKnownVersion() {
        var change = add(9, new Known(4, 6));
        change.addMessages(new History.Page(List.of(), SOME, false));
        assertThat(conversations().get(0).getJsonArray("deletedRanges")).isEqualTo(SOME.toJson());
        var everyones = SeqRanges.of(List.of(new Range(1, 1)));
        change.addDeletions(SeqRanges.NONE, everyones);

        assertThat(conversations().get(0).getJsonArray("deletedRanges")).isEmpty();
        assertThat(conversations().get(0).getJsonArray("deletedForEveryone")).isEqualTo(everyones.toJson());
    }

    @Test
    void aPageThatIsNotFullGoesOnWhereItWasTold() {
        assertThat(page.takes(version(7))).isTrue();
        assertThat(page.reply().toJson().containsKey("next")).isFalse();
        assertThat(new SyncPage(12).reply().toJson().getLong("next")).isEqualTo(12);
    }

    @Test
    void aFullPageIsCutBeforeTheNextConversation() {
        var full = new SyncPage(99);
        full.add(version(7), new JsonObject(), Known.NOTHING).addMessages(texts("x".repeat(99_100), null));
        assertThat(full.takes(version(8))).as("a stub weighs nothing besides").isTrue();
        full.add(version(8), new JsonObject(), Known.NOTHING);

        assertThat(full.takes(version(12))).isFalse();
        assertThat(full.takes(version(13))).isFalse();
        assertThat(full.reply().toJson().getLong("next")).isEqualTo(11);
    }

    @Test
    void textsCountByTheirLengthAndEachMessageAndConversationBesides() {
        int conversationsUntilFull = 0;
        while (page.takes(version(conversationsUntilFull + 1))) {
            page.add(version(++conversationsUntilFull), new JsonObject(), Known.NOTHING)
                    .addMessages(texts("x".repeat(100), "x".repeat(100)));
        }
        // 500 and two messages of 200 and 100 chars each: the first above 100,000.
        assertThat(conversationsUntilFull).isEqualTo(91);
    }

    @Test
    void theFirstConversationFindsRoomHoweverLargeItIs() {
        assertThat(page.takes(version(1))).isTrue();
        page.add(version(1), new JsonObject(), Known.NOTHING).addMessages(texts("x".repeat(500_000)));
        assertThat(conversations()).hasSize(1);
    }

    private static Version version(long id) {
        return new Version(id, true, 5, 9);
    }

    private SyncPage.Change add(long lastSeq, Known known) {
        return page.add(new Version(7, true, 5, lastSeq), new JsonObject(), known);
    }

    private static History.Page newest(long from, long to, boolean hasMore) {
        return new History.Page(
                LongStream.rangeClosed(from, to)
                        .mapToObj(seq -> Chat.message(seq, Chat.PEER, "hello"))
                        .toList(),
                SeqRanges.NONE,
                hasMore);
    }

    private static History.Page texts(String... texts) {
        var messages = new ArrayList<Message>();
        for (var text : texts) {
            messages.add(Chat.message(messages.size() + 1, Chat.PEER, text));
        }
        return new History.Page(messages, SeqRanges.NONE, false);
    }

    private List<JsonObject> conversations() {
        return page.reply().toJson().getJsonArray("conversations").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private List<Long> seqs() {
        return conversations().get(0).getJsonArray("messages").stream()
                .map(message -> ((JsonObject) message).getLong("seq"))
                .toList();
    }

    private boolean limited() {
        return conversations().get(0).getBoolean("limited");
    }
}
