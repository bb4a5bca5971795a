package io.webim.chat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.chat.Chat;
import io.webim.chat.messages.DeletionLog.Deleted;
import io.webim.chat.sync.SyncDevice.Known;
import io.webim.chat.sync.SyncPage.Presences;
import io.webim.chat.sync.SyncPage.Told;
import io.webim.chat.sync.SyncStore.Seen;
import io.webim.chat.sync.SyncStore.Version;
import io.webim.contract.Message;
import io.webim.contract.SeqRanges;
import io.webim.contract.SeqRanges.Range;
import io.webim.contract.Times;
import io.webim.contract.Weight;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyncPageTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final SeqRanges SOME = SeqRanges.of(List.of(new Range(2, 3)));

    private final SyncPage page = new SyncPage();

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
        assertThat(SyncPage.isNews(new Version(7, listed, version, 0, 0, 1, 0, 0, null), new Known(known, 1, null, 0)))
                .isEqualTo(news);
    }

    @Test
    void aConversationThatLeftTheListIsTakenFromTheDevice() {
        page.addRemoved(new Version(7, false, 5, 0, 0, 9, 0, 0, null));

        assertThat(conversations())
                .containsExactly(new JsonObject()
                        .put("conversationId", 7L)
                        .put("version", 5L)
                        .put("ownVersion", 0L)
                        .put("removed", true));
    }

    @Test
    void aConversationComesWithItsEntryAndWithoutMessagesUntilTheyAreAdded() {
        var contact = new JsonObject().put("conversationId", 7L).put("lastSeq", 9L);
        page.add(new Version(7, true, 5, 0, 0, 9, 0, 0, null), new JsonObject().put("contact", contact), Known.NOTHING);

        assertThat(conversations())
                .containsExactly(new JsonObject()
                        .put("conversationId", 7L)
                        .put("version", 5L)
                        .put("ownVersion", 0L)
                        .put("contact", contact)
                        .put("messages", new JsonArray())
                        .put("limited", false));
    }

    @ParameterizedTest
    @CsvSource({
        "99, 4, 99, 0, 0", // nothing new
        "99, 4, 90, 91, 99",
        "99, 4, 10, 50, 99", // fifty at most
        "99, 0, 0, 80, 99", // fewer for a device that knows nothing yet
        "9, 0, 0, 1, 9"
    })
    void theNewestAreSentThatTheDeviceDoesNotHave(long lastSeq, long version, long knownSeq, long from, long to) {
        assertThat(SyncPage.newest(version(7), new Known(version, knownSeq, null, 0), lastSeq))
                .isEqualTo(from == 0 ? SeqRanges.NONE : SeqRanges.between(from, to));
    }

    @Test
    void whatIsHiddenIsNotSentAndNotMissing() {
        var version = new Version(7, true, 5, 0, 0, 9, 6, 0, null);
        assertThat(SyncPage.newest(version, Known.NOTHING, 9)).isEqualTo(SeqRanges.between(7, 9));
        page.add(version, new JsonObject(), Known.NOTHING).addMessages(messages(7, 9), SeqRanges.NONE, 7);

        assertThat(limited()).isFalse();
        assertThat(conversations().get(0).getLong("sightFrom")).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "5, 3, true", // 4 is not told
        "5, 4, false", // 5 follows on what the device has
        "5, 5, false",
        "5, 0, true"
    })
    void aGapBetweenWhatIsKnownAndWhatIsSentIsTold(long from, long knownSeq, boolean limited) {
        add(9, new Known(4, knownSeq, null, 0)).addMessages(messages(5, 9), SeqRanges.NONE, from);

        assertThat(seqs()).containsExactly(5L, 6L, 7L, 8L, 9L);
        assertThat(limited()).isEqualTo(limited);
    }

    @Test
    void deletionsAreThoseAmongTheMessagesOrThoseSinceTheKnownVersion() {
        var change = add(9, new Known(4, 6, null, 0));
        change.addMessages(List.of(), SOME, 7);
        assertThat(conversations().get(0).getJsonArray("deletedRanges")).isEqualTo(SOME.toJson());
        change.addDeletions(List.of(new Deleted(7, true, new Range(1, 1), 5)));

        assertThat(conversations().get(0).getJsonArray("deletedRanges")).isEmpty();
        assertThat(conversations().get(0).getJsonArray("deletedForEveryone")).isEqualTo(new JsonArray("[[1,1]]"));
        assertThat(conversations().get(0).getLong("version")).isEqualTo(5);
    }

    @Test
    void aDeviceThatHasTooMuchToLearnIsToldTheVersionsUpToWhichItKnowsAllAndAsksAgain() {
        addOfThree(new Known(31, 9, 30L, 9))
                .addDeletions(
                        List.of(
                                new Deleted(7, true, new Range(1, 1), 2),
                                new Deleted(7, true, new Range(3, 3), 3),
                                new Deleted(7, true, new Range(5, 5), 4)),
                        new Told(3, 30));

        assertThat(conversations().get(0).getLong("version")).isEqualTo(3 + 30);
        assertThat(conversations().get(0).getLong("ownVersion")).isEqualTo(30);
        assertThat(conversations().get(0).getJsonArray("deletedForEveryone")).isEqualTo(new JsonArray("[[1,1],[3,3]]"));
        assertThat(page.reply().toJson().getLong("next")).isEqualTo(6);
    }

    @Test
    void whatIsGoneForAllIsToldBeforeWhatIsGoneForOne() {
        addOfThree(new Known(31, 9, 30L, 9))
                .addDeletions(
                        List.of(
                                new Deleted(7, true, new Range(1, 1), 5),
                                new Deleted(7, false, new Range(3, 3), 21),
                                new Deleted(7, false, new Range(5, 5), 23)),
                        new Told(Long.MAX_VALUE, 22 + 10));

        assertThat(conversations().get(0).getLong("version")).isEqualTo(5 + 22 + 10);
        assertThat(conversations().get(0).getLong("ownVersion")).isEqualTo(22 + 10);
        assertThat(conversations().get(0).getJsonArray("deletedForEveryone")).isEqualTo(new JsonArray("[[1,1]]"));
        assertThat(conversations().get(0).getJsonArray("deletedRanges")).isEqualTo(new JsonArray("[[3,3]]"));
    }

    @Test
    void changesAndDeletionsBreakOffAtTheSameVersion() {
        var change = addOfThree(new Known(31, 9, 30L, 9));
        change.addChanged(messages(2, 2));
        change.addDeletions(
                List.of(
                        new Deleted(7, true, new Range(1, 1), 2),
                        new Deleted(7, true, new Range(3, 3), 4),
                        new Deleted(7, false, new Range(5, 5), 23)),
                Told.ALL.changesTo(3));

        assertThat(conversations().get(0).getLong("version")).isEqualTo(3 + 35);
        assertThat(conversations().get(0).getLong("ownVersion")).isEqualTo(35);
        assertThat(conversations().get(0).getJsonArray("changed")).hasSize(1);
        assertThat(conversations().get(0).getJsonArray("deletedForEveryone")).isEqualTo(new JsonArray("[[1,1]]"));
        assertThat(conversations().get(0).getJsonArray("deletedRanges")).isEqualTo(new JsonArray("[[5,5]]"));
        assertThat(page.reply().toJson().getLong("next")).isEqualTo(6);
    }

    @Test
    void whatWeighsBeyondTheMostIsLeftToAPageWithRoomForIt() {
        page.weigh(60_000);
        assertThat(page.takes(version(7), 50_000)).isTrue();
        assertThat(page.takes(version(7), 50_001)).isFalse();
        assertThat(page.reply().toJson().getLong("next")).isEqualTo(6);
    }

    /** The shared version 5, the own 25, the contact's 10. */
    private SyncPage.Change addOfThree(Known known) {
        return page.add(new Version(7, true, 5, 25, 10, 9, 0, 9, null), new JsonObject(), known);
    }

    @Test
    void aPageThatIsNotFullGoesOnWhereItWasTold() {
        assertThat(page.takes(version(7))).isTrue();
        assertThat(page.reply().toJson().containsKey("next")).isFalse();
        assertThat(new SyncPage(12).reply().toJson().getLong("next")).isEqualTo(12);
    }

    /** Conversations are numbered from 1. */
    @Test
    void beforeTheFirstConversationOfAllThereIsAPlaceToo() {
        page.cutBefore(version(1));
        assertThat(page.reply().toJson().getLong("next")).isZero();
    }

    @Test
    void aFullPageIsCutBeforeTheNextConversation() {
        var full = new SyncPage(99);
        // 100, the two bytes of an entry without anything, and 250 for the message.
        full.add(version(7), new JsonObject(), Known.NOTHING)
                .addMessages(List.of(Chat.message(1, Chat.PEER, "x".repeat(109_648))), SeqRanges.NONE, 1);
        assertThat(full.takes(version(8))).isTrue();
        full.add(version(8), new JsonObject(), Known.NOTHING);

        assertThat(full.takes(version(12))).isFalse();
        assertThat(full.takes(version(13))).isFalse();
        assertThat(full.reply().toJson().getLong("next")).isEqualTo(11);
    }

    @Test
    void whoIsThereIsToldOfWhatThePageCoversAndIsNoChange() {
        var covered = List.of(seen(6, 60), seen(7, 70), seen(8, 80), seen(9, 90), version(10));
        var asked = new Presences(covered, NOON, NOON.plusSeconds(60), userId -> userId != 80);
        page.tell(asked);
        page.add(version(7), new JsonObject(), Known.NOTHING);
        page.cutBefore(version(9));

        var reply = page.reply().toJson();
        assertThat(reply.getJsonArray("presence"))
                .containsExactly(
                        new JsonObject().put("userId", 60L).put("online", true),
                        new JsonObject().put("userId", 80L).put("online", false).put("lastSeen", Times.iso(NOON)));
        assertThat(reply.getString("presenceAt")).isEqualTo(Times.iso(NOON.plusSeconds(60)));
    }

    @Test
    void whoIsThereFitsIntoAFullPage() {
        var covered = LongStream.rangeClosed(1, 200)
                .mapToObj(id -> seen(id, (1L << 52) + id))
                .toList();
        page.tell(new Presences(covered, NOON, NOON, userId -> false));
        var largest = List.of(Chat.message(1, Chat.PEER, "x".repeat(SyncPage.BYTES_OF_CONVERSATION)));
        long id = 1_000;
        while (page.takes(version(++id))) {
            page.add(version(id), new JsonObject(), Known.NOTHING).addMessages(largest, SeqRanges.NONE, 1);
        }
        var reply = page.reply().toJson();

        assertThat(reply.getLong("next")).isEqualTo(id - 1);
        assertThat(reply.getJsonArray("presence")).hasSize(200);
        assertThat(Weight.of(reply)).isLessThan(Weight.MAX_REPLY);
    }

    private static Version seen(long id, long userId) {
        return new Version(id, true, 5, 0, 0, 9, 0, 0, new Seen(userId, false, NOON));
    }

    @Test
    void noMoreIsReadThanMayFit() {
        var news =
                LongStream.rangeClosed(1, 200).mapToObj(SyncPageTest::version).toList();

        assertThat(SyncPage.thatMayFit(news, new SyncDevice(0, Map.of(), null)).size())
                .isBetween(60, 120);
    }

    private static Version version(long id) {
        return new Version(id, true, 5, 0, 0, 9, 0, 0, null);
    }

    private SyncPage.Change add(long lastSeq, Known known) {
        return page.add(new Version(7, true, 5, 0, 0, lastSeq, 0, 0, null), new JsonObject(), known);
    }

    private static List<Message> messages(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(seq -> Chat.message(seq, Chat.PEER, "hello"))
                .toList();
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
