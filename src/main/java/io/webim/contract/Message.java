package io.webim.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A committed message.
 *
 * @param seq from 1, without gaps in its conversation
 * @param clientId chosen by the sender; the same (sender, clientId) is the same message for ever
 * @param text up to 10,000 code points, and something to see where there are no files, of an event its JSON; null once it is deleted for everyone
 * @param deleted for everyone: a stub without text
 * @param version of the conversation at the last change of the message; 0 while it is as it was sent
 * @param kind of an event {@code senderId} is {@link #NOBODY}; with files it is told as one of these
 * @param more what most messages do not have
 */
public record Message(
        long conversationId,
        long seq,
        long senderId,
        UUID clientId,
        @Nullable String text,
        MessageState state,
        Instant sentAt,
        boolean deleted,
        long version,
        Kind kind,
        More more)
        implements Reply {
    /** The most code points in a text. */
    public static final int MAX_TEXT = 10_000;

    /** Who sends events. */
    public static final long NOBODY = 0;

    /** What it is. */
    public enum Kind {
        TEXT,
        EVENT;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The inverse of {@link #text()}. */
        public static Kind of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * What most messages do not have.
     *
     * @param mentions whom it mentions, 0 for everybody
     * @param editedAt when the text was changed last
     * @param replyTo seq of the message of the same conversation that it answers
     * @param reactions not all of which may be seen by everybody
     * @param pinnedFor who sees it as pinned: 0 for all, one alone, or null for nobody
     * @param forwarded where its text comes from, which was written elsewhere
     * @param files that it carries
     */
    public record More(
            List<Long> mentions,
            @Nullable Instant editedAt,
            @Nullable Long replyTo,
            Reactions reactions,
            @Nullable Long pinnedFor,
            @Nullable Forwarded forwarded,
            AttachedFiles files) {
        private static final long FOR_ALL = 0;

        public static final More NONE = new More(List.of(), null, null, Reactions.NONE, null, null, AttachedFiles.NONE);

        /** Of what is sent. */
        public static More sent(List<Long> mentions, @Nullable Long replyTo, AttachedFiles files) {
            return mentions.isEmpty() && replyTo == null && files.isEmpty()
                    ? NONE
                    : new More(mentions, null, replyTo, Reactions.NONE, null, null, files);
        }

        /** Of what is sent on. */
        public static More forwarded(Forwarded from, AttachedFiles files) {
            return new More(List.of(), null, null, Reactions.NONE, null, from, files);
        }

        private More mentioning(List<Long> userIds) {
            return new More(userIds, editedAt, replyTo, reactions, pinnedFor, forwarded, files);
        }

        /** The same, with a text that was changed at that time. */
        public More edited(Instant at) {
            return new More(mentions, at, replyTo, reactions, pinnedFor, forwarded, files);
        }

        /** The same with others. */
        public More with(Reactions others) {
            return new More(mentions, editedAt, replyTo, others, pinnedFor, forwarded, files);
        }

        /** The same, pinned for others. */
        public More pinned(@Nullable Long forNow) {
            return new More(mentions, editedAt, replyTo, reactions, forNow, forwarded, files);
        }

        private boolean isTheSameForAll() {
            return reactions.isTheSameForAll() && (pinnedFor == null || pinnedFor == FOR_ALL);
        }

        private More seenBy(long userId) {
            boolean isPinned = pinnedFor != null && (pinnedFor == FOR_ALL || pinnedFor == userId);
            return new More(
                    mentions,
                    editedAt,
                    replyTo,
                    reactions.seenBy(userId),
                    isPinned ? (Long) FOR_ALL : null,
                    forwarded,
                    files);
        }

        private void putInto(JsonObject json) {
            if (!mentions.isEmpty()) {
                json.put("mentions", new JsonArray(mentions));
            }
            if (editedAt != null) {
                json.put("editedAt", Times.iso(editedAt));
            }
            if (replyTo != null) {
                json.put("replyTo", new JsonObject().put("seq", replyTo));
            }
            if (!reactions.isEmpty()) {
                json.put("reactions", reactions.toJson());
            }
            if (pinnedFor != null) {
                json.put("pinned", true);
            }
            if (forwarded != null) {
                json.put("forwarded", forwarded.toJson());
            }
        }
    }

    /** Without any more. */
    public Message(
            long conversationId,
            long seq,
            long senderId,
            UUID clientId,
            @Nullable String text,
            MessageState state,
            Instant sentAt,
            boolean deleted,
            long version,
            Kind kind) {
        this(conversationId, seq, senderId, clientId, text, state, sentAt, deleted, version, kind, More.NONE);
    }

    /** As it is sent. */
    public Message(
            long conversationId,
            long seq,
            long senderId,
            UUID clientId,
            String text,
            MessageState state,
            Instant sentAt) {
        this(conversationId, seq, senderId, clientId, text, state, sentAt, false, 0, Kind.TEXT);
    }

    /** As it is sent, with more. */
    public Message(
            long conversationId,
            long seq,
            long senderId,
            UUID clientId,
            String text,
            MessageState state,
            Instant sentAt,
            More more) {
        this(conversationId, seq, senderId, clientId, text, state, sentAt, false, 0, Kind.TEXT, more);
    }

    /** Whom it mentions, 0 for everybody. */
    public List<Long> mentions() {
        return more.mentions;
    }

    /** The same, having come that far. */
    public Message in(MessageState now) {
        return new Message(conversationId, seq, senderId, clientId, text, now, sentAt, deleted, version, kind, more);
    }

    /** The same, mentioning others. */
    public Message mentioning(List<Long> userIds) {
        return changed(version, text, more.mentioning(userIds));
    }

    /** Whether all see the same of it. */
    public boolean isTheSameForAll() {
        return more.isTheSameForAll();
    }

    /** As one user sees it. */
    public Message seenBy(long userId) {
        return isTheSameForAll() ? this : changed(version, text, more.seenBy(userId));
    }

    /** The same after a change. */
    public Message changed(long versionNow, @Nullable String textNow, More moreNow) {
        return new Message(
                conversationId, seq, senderId, clientId, textNow, state, sentAt, deleted, versionNow, kind, moreNow);
    }

    @Override
    public JsonObject toJson() {
        var json = new JsonObject()
                .put("conversationId", conversationId)
                .put("seq", seq)
                .put("senderId", senderId)
                .put("clientId", clientId.toString())
                .put("kind", kind.text())
                .put("state", state.text())
                .put("sentAt", Times.iso(sentAt));
        if (version > 0) {
            json.put("version", version);
        }
        if (deleted || text == null) {
            return json.put("deleted", true);
        }
        more.putInto(json);
        if (!more.files.isEmpty()) {
            var files = more.files.toJson();
            json.put("kind", AttachedFiles.kind(files, text)).put("files", files);
        }
        return kind == Kind.EVENT ? json.put("event", new JsonObject(text)) : json.put("text", text);
    }
}
