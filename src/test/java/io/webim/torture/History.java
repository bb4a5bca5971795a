package io.webim.torture;

import io.webim.contract.SeqRanges;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All that a run left behind: what was asked and answered, what the devices show, what the database has. */
final class History {
    /** A message that a user wrote, whatever became of it. */
    record Sent(long conversationId, long senderId, String clientId, String text) {}

    /** The server has said that this message is written. */
    record Acknowledged(String device, long conversationId, long senderId, String clientId, long seq) {}

    /** The server has said that this message will never be written. */
    record Refused(String device, long senderId, String clientId, String reason) {}

    /** @param acknowledged false when the outcome was never heard */
    record Deletion(long conversationId, long userId, boolean everyone, long from, long to, boolean acknowledged) {}

    /**
     * All messages of one member were to go.
     *
     * @param upTo the last message that whoever asked for it knew of
     */
    record Purge(long conversationId, long userId, long upTo, boolean acknowledged) {}

    /** A message that came over the wire to a device, at any time. */
    record Sighting(String device, long userId, long conversationId, long seq, long senderId, String clientId) {}

    /** @param text null when it is shown as deleted */
    record Shown(long senderId, String clientId, String text, long version, boolean pinned) {
        Shown(long senderId, String clientId, String text) {
            this(senderId, clientId, text, 0, false);
        }
    }

    /** One conversation on one device at the end. */
    record Screen(
            String device,
            long userId,
            long conversationId,
            Map<Long, Shown> shown,
            SeqRanges gone,
            long unread,
            long mentions) {}

    /** How far a member had come, as a device was told at some time. */
    record Mark(long conversationId, long userId, boolean read, long seq) {}

    /** A mark that went backwards before the eyes of one device within one life of the server. */
    record StepBack(String device, Mark before, Mark after) {}

    /** All that a device shows, by what it is, and all that a fresh one of the same user does. */
    record View(String device, Map<String, String> shown, Map<String, String> fresh) {}

    /**
     * A row of the database.
     *
     * @param senderId 0 of an event
     * @param mentions ids with commas between them, or null
     */
    record Stored(
            long conversationId,
            long seq,
            long senderId,
            String clientId,
            String text,
            boolean deleted,
            long version,
            String mentions,
            boolean pinned) {
        Stored(long conversationId, long seq, long senderId, String clientId, String text, boolean deleted) {
            this(conversationId, seq, senderId, clientId, text, deleted, 0, null, false);
        }

        boolean isEvent() {
            return senderId == 0;
        }
    }

    record StoredConversation(long id, long lastSeq, boolean isGroup) {
        StoredConversation(long id, long lastSeq) {
            this(id, lastSeq, false);
        }
    }

    /**
     * @param listed whether the conversation is on the user's list: of a group, whether the user is a member
     * @param hiddenTo up to here the user sees nothing
     */
    record StoredMember(long conversationId, long userId, long received, long read, boolean listed, long hiddenTo) {
        StoredMember(long conversationId, long userId, long received, long read) {
            this(conversationId, userId, received, read, true, 0);
        }
    }

    /** @param ownerId 0 for everyone */
    record StoredDeletion(long conversationId, long ownerId, long from, long to) {}

    /** An entry of {@code GET /api/conversations}. */
    record Entry(
            long userId,
            long conversationId,
            long unread,
            long mentions,
            long received,
            long read,
            long peerReceived,
            long peerRead) {}

    /**
     * How much of a group is seen by those who come, and whether it tells of whoever comes and goes.
     *
     * @param showsHistory false: what is written from then on
     */
    record Rules(boolean showsHistory, boolean tellsOfMembers) {}

    final List<Sent> sent = new ArrayList<>();
    final List<Acknowledged> acknowledged = new ArrayList<>();
    final List<Refused> refused = new ArrayList<>();
    final List<Deletion> deletions = new ArrayList<>();
    final List<Purge> purges = new ArrayList<>();
    final List<Claim> claims = new ArrayList<>();
    final List<Move> moves = new ArrayList<>();
    final List<Sighting> sightings = new ArrayList<>();
    final List<Screen> screens = new ArrayList<>();
    final List<View> views = new ArrayList<>();
    final List<StepBack> stepsBack = new ArrayList<>();
    final Map<Mark, String> marks = new HashMap<>();
    final List<StoredConversation> conversations = new ArrayList<>();
    final List<StoredMember> members = new ArrayList<>();
    final List<Stored> stored = new ArrayList<>();
    final List<StoredDeletion> storedDeletions = new ArrayList<>();
    final List<Entry> entries = new ArrayList<>();
    final Map<Long, Rules> groups = new HashMap<>();
    /** What the database has of that which users claim, by {@link Claim#what}. */
    final Map<String, String> stands = new HashMap<>();
}
