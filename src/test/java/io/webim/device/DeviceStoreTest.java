package io.webim.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A device that sees what is not there, or not what is, would prove nothing. */
class DeviceStoreTest {
    private static final long ID = 7;
    private static final long ME = 1;
    private static final long OTHER = 2;

    private final DeviceStore store = new DeviceStore(ME, true);

    @Test
    void whatIsToldTwiceOrLateChangesNothing() {
        sync(change(3, 1, 3));
        var view = store.view();
        store.heard(event("message.sent", message(2)));
        store.heard(new JsonObject()
                .put("type", "conversation.read")
                .put("conversationId", ID)
                .put("readSeq", 0));
        assertThat(store.view()).isEqualTo(view);
    }

    @Test
    void ofAMessageTheHighestVersionCounts() {
        sync(change(3, 1, 3));
        store.heard(event("message.changed", message(2).put("text", "new").put("version", 9)));
        store.heard(event("message.changed", message(2).put("text", "older").put("version", 8)));
        assertThat(kept().messages().get(2L).getString("text")).isEqualTo("new");
    }

    @Test
    void deletionIsForGood() {
        sync(change(3, 1, 3));
        store.heard(deletion("everyone", 2));
        store.heard(deletion("me", 3));
        store.heard(event("message.changed", message(2).put("version", 9)));
        store.heard(event("message.sent", message(3)));
        assertThat(kept().messages().get(2L).containsKey("text")).isFalse();
        assertThat(kept().messages()).doesNotContainKey(3L);
        assertThat(kept().unread()).isEqualTo(1);
    }

    @Test
    void limitedAnswerLeavesAGapThatPagesFill() {
        sync(change(3, 1, 3));
        sync(change(90, 81, 90).put("limited", true));
        assertThat(kept().gaps().toJson()).isEqualTo(ranges(4, 80));
        assertThat(kept().completeTo()).isEqualTo(3);
        assertThat(store.request(0).getJsonArray("known").getJsonArray(0))
                .isEqualTo(new JsonArray().add(ID).add(5L).add(90L).add(2L).add(1L));
        store.pageBefore(ID, page(41, 80).put("hasMore", true), 81);
        store.pageAfter(ID, page(4, 40).put("hasMore", true), 3, 90);
        assertThat(kept().gaps().isEmpty()).isTrue();
        assertThat(kept().completeTo()).isEqualTo(90);
    }

    @Test
    void anAnswerKnowsNothingOfWhatLiesAboveIt() {
        sync(change(3, 1, 3));
        store.request(0);
        store.heard(event("message.sent", message(6)));
        store.synced(answer(change(4, 4, 4)));
        assertThat(kept().gaps().toJson()).isEqualTo(ranges(5, 5));
    }

    @Test
    void changeOfAMessageThatIsNotHeldIsLeftToThePages() {
        sync(change(90, 81, 90).put("limited", true));
        sync(change(90, 91, 90).put("changed", new JsonArray().add(message(50).put("version", 9))));
        assertThat(kept().messages()).doesNotContainKey(50L);
        assertThat(kept().gaps().contains(50)).isTrue();
    }

    @Test
    void deviceThatDoesNotTellItsOwnVersionStartsOverWhereItIsToldSo() {
        var old = new DeviceStore(ME, false);
        old.synced(answer(change(3, 1, 3)));
        old.request(0);
        old.synced(answer(change(90, 81, 90).put("limited", true)));
        assertThat(old.get(ID).orElseThrow().messages()).hasSize(10);
    }

    @Test
    void nothingIsHeldFromBelowTheSight() {
        sync(change(9, 1, 9));
        sync(change(9, 10, 9).put("sightFrom", 5));
        store.pageBefore(ID, page(1, 4).put("hasMore", false), 5);
        store.heard(event("message.sent", message(2)));
        assertThat(kept().messages().firstKey()).isEqualTo(5);
        assertThat(kept().gaps().isEmpty()).isTrue();
        sync(change(9, 10, 9));
        assertThat(kept().gaps().toJson()).isEqualTo(ranges(1, 4));
    }

    @Test
    void nothingIsHeldOfAConversationThatIsGone() {
        sync(change(3, 1, 3));
        store.heard(new JsonObject().put("type", "conversation.removed").put("conversationId", ID));
        assertThat(store.view()).isEmpty();
        store.heard(event("message.sent", message(4)));
        assertThat(store.view()).isEmpty();
        assertThat(store.wantsSync()).isTrue();
    }

    @Test
    void whatIsDroppedWhileASyncIsUnderWayIsNotTakenForComplete() {
        sync(change(3, 1, 3));
        store.request(0);
        store.heard(new JsonObject().put("type", "conversation.removed").put("conversationId", ID));
        store.synced(answer(change(4, 4, 4)));
        assertThat(kept().gaps().toJson()).isEqualTo(ranges(1, 3));
        assertThat(store.wantsSync()).isTrue();
    }

    @Test
    void unreadAndMentionsAreThoseOfOthers() {
        var change = change(4, 1, 0);
        change.getJsonArray("messages")
                .add(message(1).put("senderId", ME).put("mentions", new JsonArray().add(ME)))
                .add(message(2).put("mentions", new JsonArray().add(ME)))
                .add(message(3).put("mentions", new JsonArray().add(0)))
                .add(message(4).put("senderId", 0));
        sync(change);
        assertThat(kept().unread()).isEqualTo(2);
        assertThat(kept().mentions()).isEqualTo(2);
        kept().reads(2);
        assertThat(kept().unread()).isEqualTo(1);
        assertThat(kept().mentions()).isEqualTo(1);
    }

    private KeptConversation kept() {
        return store.get(ID).orElseThrow();
    }

    private void sync(JsonObject change) {
        store.request(0);
        store.synced(answer(change));
    }

    private static JsonObject answer(JsonObject change) {
        return new JsonObject().put("conversations", new JsonArray().add(change));
    }

    private static JsonObject change(long lastSeq, long from, long to) {
        return page(from, to)
                .put("conversationId", ID)
                .put("version", 5L)
                .put("ownVersion", 2L)
                .put("limited", false)
                .put(
                        "conversation",
                        new JsonObject()
                                .put("conversationId", ID)
                                .put("kind", "group")
                                .put("lastSeq", lastSeq)
                                .put("receivedSeq", 0L)
                                .put("readSeq", 0L));
    }

    private static JsonObject page(long from, long to) {
        var messages = new JsonArray();
        LongStream.rangeClosed(from, to).forEach(seq -> messages.add(message(seq)));
        return new JsonObject().put("messages", messages);
    }

    private static JsonObject message(long seq) {
        return new JsonObject()
                .put("conversationId", ID)
                .put("seq", seq)
                .put("senderId", OTHER)
                .put("clientId", "c" + seq)
                .put("text", "text " + seq)
                .put("state", "msg_cache");
    }

    private static JsonObject event(String type, JsonObject message) {
        return new JsonObject().put("type", type).put("message", message);
    }

    private static JsonObject deletion(String scope, long seq) {
        return new JsonObject()
                .put("type", "message.deleted")
                .put("conversationId", ID)
                .put("scope", scope)
                .put("ranges", ranges(seq, seq));
    }

    private static JsonArray ranges(long from, long to) {
        return new JsonArray().add(new JsonArray().add(from).add(to));
    }
}
