package io.webim.chat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.chat.SyncStore.Version;
import io.webim.contract.Reply;
import io.webim.contract.SeqRanges;
import io.webim.contract.SyncDevice.Known;

/** One answer to a device that syncs: what has changed, as far as it fits. No I/O. */
final class SyncPage {
    private static final int MESSAGES = 50;
    /** A device that knows nothing yet fetches the rest when its user looks at it. */
    private static final int MESSAGES_OF_UNKNOWN = 20;

    private static final int BUDGET_CHARS = 100_000;
    private static final int CHARS_OF_CONVERSATION = 500;
    private static final int CHARS_OF_MESSAGE = 200;

    private final JsonArray changes = new JsonArray();
    private int chars;
    private long next;
    private boolean cut;

    /** @param next the conversation after which the device goes on; 0 where all that there is was read */
    SyncPage(long next) {
        this.next = next;
    }

    /** Whether a device has something to learn of a conversation. */
    static boolean isNews(Version version, Known known) {
        return known.version() != version.version() && (version.listed() || known.version() > 0);
    }

    /** Whether the page has room for one more conversation; where it has none, the next one begins with it. */
    boolean takes(Version version) {
        if (!cut && chars > BUDGET_CHARS) {
            cut = true;
            next = version.conversationId() - 1;
        }
        return !cut;
    }

    void addRemoved(Version version) {
        changes.add(change(version).put("removed", true));
    }

    Change add(Version version, JsonObject contact, Known known) {
        var json = change(version)
                .put("contact", contact)
                .put("messages", new JsonArray())
                .put("limited", false);
        changes.add(json);
        chars += CHARS_OF_CONVERSATION;
        // The entry was read after the version, and a device takes what is missing up to its lastSeq as deleted.
        return new Change(json, known, Math.max(version.lastSeq(), contact.getLong("lastSeq", 0L)));
    }

    Reply reply() {
        var json = new JsonObject().put("conversations", changes);
        return Reply.of(next > 0 ? json.put("next", next) : json);
    }

    private static JsonObject change(Version version) {
        return new JsonObject().put("conversationId", version.conversationId()).put("version", version.version());
    }

    /** What is told of one conversation. */
    final class Change {
        private final JsonObject json;
        private final Known known;
        private final long lastSeq;

        private Change(JsonObject json, Known known, long lastSeq) {
            this.json = json;
            this.known = known;
            this.lastSeq = lastSeq;
        }

        long conversationId() {
            return json.getLong("conversationId");
        }

        Known known() {
            return known;
        }

        boolean hasNewMessages() {
            return lastSeq > known.seq();
        }

        int mostMessages() {
            return known.version() == 0 ? MESSAGES_OF_UNKNOWN : MESSAGES;
        }

        /** @param newest the newest {@link #mostMessages} */
        void addMessages(History.Page newest) {
            var missing = newest.messages().stream()
                    .filter(message -> message.seq() > known.seq())
                    .toList();
            boolean gap =
                    newest.hasMore() && missing.size() == newest.messages().size();
            json.put("messages", History.Page.toJson(missing))
                    .put("limited", gap && missing.get(0).seq() > known.seq() + 1)
                    .put("deletedRanges", newest.deletedRanges().toJson());
            missing.forEach(message -> chars += CHARS_OF_MESSAGE
                    + (message.deleted() ? 0 : String.valueOf(message.text()).length()));
        }

        /** @param own what the member has deleted since the version that the device knows */
        void addDeletions(SeqRanges own, SeqRanges everyones) {
            json.put("deletedRanges", own.toJson()).put("deletedForEveryone", everyones.toJson());
        }
    }
}
