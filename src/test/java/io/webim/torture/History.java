package io.webim.torture;

import io.webim.contract.SeqRanges;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    /** A message that came over the wire to a device, at any time. */
    record Sighting(String device, long conversationId, long seq, long senderId, String clientId) {}

    /** @param text null when it is shown as deleted */
    record Shown(long senderId, String clientId, String text) {}

    /** One conversation on one device at the end. */
    record Screen(
            String device, long userId, long conversationId, Map<Long, Shown> shown, SeqRanges gone, long unread) {}

    /** How far a member had come, as a device was told at some time. */
    record Mark(long conversationId, long userId, boolean read, long seq) {}

    /** A mark that went backwards before the eyes of one device within one life of the server. */
    record StepBack(String device, Mark before, Mark after) {}

    /** A row of the database. */
    record Stored(long conversationId, long seq, long senderId, String clientId, String text, boolean deleted) {}

    record StoredConversation(long id, long lastSeq) {}

    record StoredMember(long conversationId, long userId, long received, long read) {}

    /** @param ownerId 0 for everyone */
    record StoredDeletion(long conversationId, long ownerId, long from, long to) {}

    /** An entry of {@code GET /api/contacts}. */
    record Entry(
            long userId,
            long conversationId,
            long unread,
            long received,
            long read,
            long peerReceived,
            long peerRead) {}

    final List<Sent> sent = new ArrayList<>();
    final List<Acknowledged> acknowledged = new ArrayList<>();
    final List<Refused> refused = new ArrayList<>();
    final List<Deletion> deletions = new ArrayList<>();
    final List<Sighting> sightings = new ArrayList<>();
    final List<Screen> screens = new ArrayList<>();
    final List<StepBack> stepsBack = new ArrayList<>();
    final Map<Mark, String> marks = new HashMap<>();
    final List<StoredConversation> conversations = new ArrayList<>();
    final List<StoredMember> members = new ArrayList<>();
    final List<Stored> stored = new ArrayList<>();
    final List<StoredDeletion> storedDeletions = new ArrayList<>();
    final List<Entry> entries = new ArrayList<>();

    /** The conversations that a user takes part in. */
    Set<Long> conversationsOf(long userId) {
        var ids = new java.util.TreeSet<Long>();
        members.stream()
                .filter(member -> member.userId() == userId)
                .forEach(member -> ids.add(member.conversationId()));
        return ids;
    }
}
