package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.BusUser;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.contract.Address;
import io.webim.contract.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyncIT {
    @SharedServer
    private static TestServer server;

    private final BusUser alice = BusUser.create(server, "alice");
    private final BusUser bob = BusUser.create(server, "bob");
    private final long conversation = alice.befriend(bob);

    @Test
    void newDeviceGetsTheNewestOfEverything() {
        IntStream.range(0, 30).forEach(i -> alice.send(conversation, "message " + i));
        var change = only(sync(bob, new JsonArray()));
        assertThat(change.getJsonArray("messages")).hasSize(20);
        assertThat(change.getBoolean("limited")).isTrue();
        assertThat(change.getJsonObject("contact").getLong("unread")).isEqualTo(30);
    }

    @Test
    void deviceThatHasEverythingGetsNothing() {
        alice.send(conversation, "hi");
        var change = only(sync(bob, new JsonArray()));
        assertThat(sync(bob, known(change, 1)).getJsonArray("conversations")).isEmpty();
    }

    @Test
    void deviceGetsWhatItMissed() {
        IntStream.range(0, 5).forEach(i -> alice.send(conversation, "message " + i));
        var had = only(sync(bob, new JsonArray()));
        alice.send(conversation, "missed");
        alice.delete(conversation, 2, 2, "everyone");
        bob.delete(conversation, 3, 3, "me");
        bob.read(conversation, 4);
        bob.contacts();

        var change = only(sync(bob, known(had, 5)));
        assertThat(change.getJsonArray("messages")).hasSize(1);
        assertThat(change.getJsonArray("messages").getJsonObject(0).getString("text"))
                .isEqualTo("missed");
        assertThat(change.getBoolean("limited")).isFalse();
        assertThat(change.getJsonArray("deletedRanges")).isEqualTo(new JsonArray("[[3,3]]"));
        assertThat(change.getJsonArray("deletedForEveryone")).isEqualTo(new JsonArray("[[2,2]]"));
        assertThat(change.getJsonObject("contact").getLong("readSeq")).isEqualTo(4);
        assertThat(change.getJsonObject("contact").getLong("unread")).isEqualTo(2);
    }

    @Test
    void aMessageThatIsCommittedDuringASyncIsNotTakenForDeleted() {
        var known = new JsonArray();
        long had = 0;
        for (int i = 0; i < 100; i++) {
            var sending = CompletableFuture.runAsync(() -> alice.send(conversation, "meanwhile"));
            for (var change : sync(bob, known).getJsonArray("conversations")) {
                var messages = ((JsonObject) change).getJsonArray("messages");
                had += messages.size();
                assertThat(had)
                        .isGreaterThanOrEqualTo(
                                ((JsonObject) change).getJsonObject("contact").getLong("lastSeq"));
                known = known((JsonObject) change, had);
            }
            sending.join();
        }
    }

    @Test
    void longAbsenceIsAnsweredInBoundsAndSaysSo() {
        alice.send(conversation, "first");
        var had = only(sync(bob, new JsonArray()));
        IntStream.range(0, 80).forEach(i -> alice.send(conversation, "message " + i));
        var change = only(sync(bob, known(had, 1)));
        assertThat(change.getJsonArray("messages")).hasSize(50);
        assertThat(change.getBoolean("limited")).isTrue();
    }

    @Test
    void removedContactIsTold() {
        var had = only(sync(alice, new JsonArray()));
        alice.call(Address.CONTACTS_REMOVE, new JsonObject().put("userId", bob.id));
        assertThat(only(sync(alice, known(had, 0))).getBoolean("removed")).isTrue();
        assertThat(sync(alice, new JsonArray()).getJsonArray("conversations")).isEmpty();
    }

    @Test
    void manyConversationsComeInPages() {
        for (int i = 0; i < 210; i++) {
            alice.add(BusUser.create(server, "friend"));
        }
        var first = sync(alice, new JsonArray());
        assertThat(first.getJsonArray("conversations")).hasSizeBetween(150, 200);
        var rest = alice.call(Address.CHAT_SYNC, new JsonObject().put("after", first.getLong("next")));
        assertThat(rest.getJsonArray("conversations"))
                .hasSize(211 - first.getJsonArray("conversations").size());
        assertThat(rest.containsKey("next")).isFalse();
    }

    @Test
    void largeMessagesComeInPagesToo() {
        var dave = BusUser.create(server, "dave");
        for (int i = 0; i < 4; i++) {
            var friend = BusUser.create(server, "friend");
            long with = dave.add(friend);
            IntStream.range(0, 11).forEach(n -> friend.send(with, "x".repeat(10_000)));
        }
        var seen = new ArrayList<Long>();
        Long next = 0L;
        int pages = 0;
        while (next != null) {
            var page = dave.call(Address.CHAT_SYNC, new JsonObject().put("after", next));
            assertThat(page.toBuffer().length()).isLessThan(Weight.MAX_REPLY);
            for (var change : page.getJsonArray("conversations")) {
                seen.add(((JsonObject) change).getLong("conversationId"));
                assertThat(((JsonObject) change).getJsonArray("messages")).hasSize(6);
                assertThat(((JsonObject) change).getBoolean("limited")).isTrue();
            }
            next = page.getLong("next");
            pages++;
        }
        assertThat(pages).isGreaterThan(1);
        assertThat(seen).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void whoeverMissedManyDeletionsLearnsOfAllOfThemInBounds() {
        int messages = 2_600;
        ManyMessages.write(server, conversation, alice, messages, "text");
        var had = only(sync(bob, new JsonArray()));
        bob.contacts();
        var expected = deleteEverySecond(messages);
        var told = new TreeSet<Long>();
        var known = knownWithOwn(had, messages);
        int pages = 0;
        for (Long next = 0L; next != null; pages++) {
            var page = bob.call(
                    Address.CHAT_SYNC, new JsonObject().put("after", next).put("known", known));
            assertThat(page.toBuffer().length()).isLessThan(Weight.MAX_REPLY);
            var change = only(page);
            change.getJsonArray("deletedForEveryone").forEach(range -> told.add(((JsonArray) range).getLong(0)));
            known = knownWithOwn(change, messages);
            next = page.getLong("next");
        }
        assertThat(told).isEqualTo(expected);
        assertThat(pages).isEqualTo(2);
        assertThat(sync(bob, known).getJsonArray("conversations")).isEmpty();
    }

    /** Such a device cannot say how far it has come with them: it gets the newest messages, and fetches the rest anew. */
    @Test
    void aDeviceThatDoesNotKnowItsOwnVersionStartsOverWhereItMissedTooManyDeletions() {
        int messages = 2_600;
        ManyMessages.write(server, conversation, alice, messages, "text");
        var had = only(sync(bob, new JsonArray()));
        deleteEverySecond(messages);
        var known = known(had, messages);
        var change = only(sync(bob, known));

        assertThat(change.getBoolean("limited")).isTrue();
        assertThat(change.getJsonArray("messages")).hasSize(20);
        assertThat(sync(bob, known(change, messages)).getJsonArray("conversations"))
                .isEmpty();
    }

    @Test
    void ofOwnMarksADeviceLearnsNothingTwice() {
        IntStream.range(0, 5).forEach(i -> alice.send(conversation, "message " + i));
        alice.delete(conversation, 1, 1, "everyone");
        bob.delete(conversation, 2, 2, "me");
        var had = only(sync(bob, new JsonArray()));
        bob.read(conversation, 5);
        bob.contacts();
        var change = only(sync(bob, knownWithOwn(had, 5)));

        assertThat(change.getLong("ownVersion")).isGreaterThan(had.getLong("ownVersion"));
        assertThat(change.getLong("version") - change.getLong("ownVersion"))
                .isEqualTo(had.getLong("version") - had.getLong("ownVersion"));
        assertThat(change.getJsonArray("deletedForEveryone")).isEmpty();
    }

    @Test
    void deviceLearnsWhatHasChangedOfWhatItHas() {
        IntStream.range(0, 6).forEach(i -> alice.send(conversation, "message " + i));
        bob.delete(conversation, 2, 2, "me");
        var had = only(sync(bob, new JsonArray()));
        ManyMessages.change(server, conversation, "changed");
        alice.delete(conversation, 4, 4, "everyone");
        bob.delete(conversation, 5, 5, "me");
        bob.read(conversation, 1);
        bob.contacts();
        alice.send(conversation, "missed");

        var change = only(sync(bob, knownWithOwn(had, 5)));
        assertThat(seqs(change, "changed")).containsExactly(3L, 1L);
        assertThat(seqs(change, "messages")).containsExactly(6L, 7L);
        assertThat(change.getJsonArray("changed").getJsonObject(0).getString("text"))
                .isEqualTo("changed");
        assertThat(change.getJsonArray("deletedForEveryone")).isEqualTo(new JsonArray("[[4,4]]"));
        assertThat(change.getJsonArray("deletedRanges")).isEqualTo(new JsonArray("[[5,5]]"));
        assertThat(change.getBoolean("limited")).isFalse();
        assertThat(sync(bob, knownWithOwn(change, 7)).getJsonArray("conversations"))
                .isEmpty();
    }

    @Test
    void ofWhatADeviceDoesNotHaveItLearnsNoChange() {
        IntStream.range(0, 5).forEach(i -> alice.send(conversation, "message " + i));
        var had = only(sync(bob, new JsonArray()));
        ManyMessages.change(server, conversation, "changed");
        var known = knownWithOwn(had, 4);
        known.getJsonArray(0).add(3);

        assertThat(seqs(only(sync(bob, known)), "changed")).containsExactly(4L, 3L);
        assertThat(only(sync(bob, knownWithOwn(had, 0))).containsKey("changed")).isFalse();
        assertThat(only(sync(bob, new JsonArray())).containsKey("changed")).isFalse();
    }

    /** What lies between is not there, and what lies below was kept. */
    @Test
    void aDeviceThatKeptWhatItHadBelowAGapLearnsOfItsChanges() {
        IntStream.range(0, 5).forEach(i -> alice.send(conversation, "message " + i));
        var had = only(sync(bob, new JsonArray()));
        IntStream.range(0, 60).forEach(i -> alice.send(conversation, "more"));
        var limited = only(sync(bob, knownWithOwn(had, 5)));
        assertThat(limited.getBoolean("limited")).isTrue();
        edit(3, "below the gap");
        edit(10, "within it");
        edit(65, "above it");
        var known = knownWithOwn(limited, 65);
        known.getJsonArray(0).add(1);
        var change = only(sync(bob, known));
        assertThat(change.getBoolean("limited")).isFalse();
        assertThat(seqs(change, "changed")).containsExactly(3L, 10L, 65L);
        assertThat(sync(bob, knownWithOwn(change, 65)).getJsonArray("conversations"))
                .isEmpty();
    }

    private void edit(long seq, String text) {
        alice.call(
                Address.CHAT_MESSAGE_EDIT,
                BusUser.in(conversation).put("seq", seq).put("text", text));
    }

    @Test
    void whatIsHiddenIsNoChange() {
        alice.send(conversation, "before");
        var had = only(sync(bob, new JsonArray()));
        bob.call(Address.CONTACTS_REMOVE, new JsonObject().put("userId", alice.id));
        alice.send(conversation, "after");
        ManyMessages.change(server, conversation, "changed");
        var change = only(sync(bob, knownWithOwn(had, 1)));

        assertThat(change.getLong("sightFrom")).isEqualTo(2);
        assertThat(change.encode()).doesNotContain("\"seq\":1,").contains("\"seq\":2,");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoeverMissedManyChangesAndDeletionsLearnsOfAllOfThemInBounds(boolean tellsItsOwnVersion) {
        int messages = 5_000;
        ManyMessages.write(server, conversation, alice, messages, "text");
        var had = only(sync(bob, new JsonArray()));
        ManyMessages.change(server, conversation, "x".repeat(200));
        var deleted = deleteEverySecond(1_000);
        var shown = new TreeMap<Long, String>();
        LongStream.rangeClosed(1, messages).forEach(seq -> shown.put(seq, "text"));
        var known = tellsItsOwnVersion ? knownWithOwn(had, messages) : known(had, messages);
        int pages = 0;
        for (Long next = 0L; next != null; pages++) {
            var page = bob.call(
                    Address.CHAT_SYNC, new JsonObject().put("after", next).put("known", known));
            assertThat(page.toBuffer().length()).isLessThan(Weight.MAX_REPLY);
            for (var one : page.getJsonArray("conversations")) {
                var change = (JsonObject) one;
                assertThat(change.getBoolean("limited")).isFalse();
                change.getJsonArray("changed", new JsonArray())
                        .forEach(message -> shown.put(
                                ((JsonObject) message).getLong("seq"), ((JsonObject) message).getString("text")));
                change.getJsonArray("deletedForEveryone")
                        .forEach(range -> shown.remove(((JsonArray) range).getLong(0)));
                known = tellsItsOwnVersion ? knownWithOwn(change, messages) : known(change, messages);
            }
            next = page.getLong("next");
        }
        assertThat(shown).hasSize(messages - deleted.size()).doesNotContainValue("text");
        assertThat(shown.keySet()).doesNotContainAnyElementsOf(deleted);
        assertThat(pages).isBetween(20, 60);
    }

    @Test
    void theLongestMessagesFitIntoAPageThatTellsOfTheirChangesToo() {
        ManyMessages.write(server, conversation, alice, 30, "text");
        var had = only(sync(bob, new JsonArray()));
        // Each takes six bytes of JSON, as it could be before such were refused.
        ManyMessages.change(server, conversation, "\u0001".repeat(10_000));
        IntStream.range(0, 20).forEach(i -> alice.send(conversation, "\uD83D\uDE00".repeat(10_000)));
        var told = new TreeSet<Long>();
        var known = knownWithOwn(had, 30);
        for (Long next = 0L; next != null; ) {
            var page = bob.call(
                    Address.CHAT_SYNC, new JsonObject().put("after", next).put("known", known));
            assertThat(page.toBuffer().length()).isLessThan(Weight.MAX_REPLY);
            for (var one : page.getJsonArray("conversations")) {
                told.addAll(seqs((JsonObject) one, "changed"));
                known = knownWithOwn((JsonObject) one, 50);
            }
            next = page.getLong("next");
        }
        assertThat(told).containsAll(LongStream.rangeClosed(1, 30).boxed().toList());
    }

    private static List<Long> seqs(JsonObject change, String name) {
        return change.getJsonArray(name, new JsonArray()).stream()
                .map(message -> ((JsonObject) message).getLong("seq"))
                .toList();
    }

    private TreeSet<Long> deleteEverySecond(int messages) {
        var deleted = new TreeSet<Long>();
        for (int from = 1; from < messages; from += 200) {
            var seqs = new JsonArray();
            for (long seq = from; seq < from + 200; seq += 2) {
                deleted.add(seq);
                seqs.add(new JsonArray().add(seq).add(seq));
            }
            alice.call(
                    Address.CHAT_MESSAGE_DELETE,
                    BusUser.deletion(conversation, 1, 1, "everyone").put("seqs", seqs));
        }
        return deleted;
    }

    private static JsonArray knownWithOwn(JsonObject change, long seq) {
        var known = known(change, seq);
        known.getJsonArray(0).add(change.getLong("ownVersion"));
        return known;
    }

    private static JsonObject sync(BusUser user, JsonArray known) {
        return user.call(Address.CHAT_SYNC, new JsonObject().put("known", known));
    }

    private static JsonArray known(JsonObject change, long seq) {
        return new JsonArray()
                .add(new JsonArray()
                        .add(change.getLong("conversationId"))
                        .add(change.getLong("version"))
                        .add(seq));
    }

    private static JsonObject only(JsonObject reply) {
        assertThat(reply.getJsonArray("conversations")).hasSize(1);
        return reply.getJsonArray("conversations").getJsonObject(0);
    }
}
