package io.webim.device;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.contract.SeqRanges;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * All that a device keeps: it follows the answers to its syncs, the pages that it fetches, and the events that it is told.
 * No I/O.
 */
public final class DeviceStore {
    private static final int MOST_KNOWN = 500;

    private final long userId;
    private final boolean tellsOwnVersion;
    private final TreeMap<Long, KeptConversation> conversations = new TreeMap<>();
    /** How much it had of what it told in the sync that is under way: it may have dropped some of it since. */
    private final Map<Long, Long> positions = new HashMap<>();

    private boolean wantsSync;

    /** @param tellsOwnVersion false: as devices of older versions, with three numbers a conversation */
    public DeviceStore(long userId, boolean tellsOwnVersion) {
        this.userId = userId;
        this.tellsOwnVersion = tellsOwnVersion;
    }

    public Collection<KeptConversation> conversations() {
        return conversations.values();
    }

    public Optional<KeptConversation> get(long id) {
        return Optional.ofNullable(conversations.get(id));
    }

    /** What a sync is to tell next, after the conversations up to an id. */
    public JsonObject request(long after) {
        if (after == 0) {
            wantsSync = false;
        }
        positions.clear();
        var known = new JsonArray();
        conversations.tailMap(after, false).values().stream()
                .filter(conversation -> conversation.version() > 0)
                .limit(MOST_KNOWN)
                .forEach(conversation -> {
                    known.add(conversation.known());
                    positions.put(conversation.id(), conversation.position());
                });
        return new JsonObject().put("after", after).put("known", known);
    }

    /** Takes an answer to a sync. @return where to go on */
    public Optional<Long> synced(JsonObject answer) {
        for (var one : answer.getJsonArray("conversations")) {
            var change = (JsonObject) one;
            long id = change.getLong("conversationId");
            if (change.getBoolean("removed", false)) {
                conversations.remove(id);
            } else {
                conversation(id).synced(change, positions.getOrDefault(id, 0L));
            }
        }
        return Optional.ofNullable(answer.getLong("next"));
    }

    /** What came before a first sync ended could not be kept in step with deletions. */
    public void connected() {
        conversations.values().removeIf(conversation -> conversation.version() == 0);
    }

    /** Whether an event tells of a conversation that is not here yet. */
    public boolean wantsSync() {
        return wantsSync;
    }

    /** @return whether the event was of a known kind */
    public boolean heard(JsonObject event) {
        switch (event.getString("type")) {
            case "message.sent" -> sent(event.getJsonObject("message"));
            case "message.changed" -> changed(event.getJsonObject("message"));
            case "message.deleted" -> in(event, conversation -> deleted(conversation, event));
            case "message.state" -> in(event, conversation -> marked(conversation, event));
            case "conversation.read" -> in(event, conversation -> conversation.reads(event.getLong("readSeq")));
            case "conversation.added" -> added(event.getJsonObject("conversation"));
            case "conversation.removed" -> removed(event.getLong("conversationId"));
            case "group.changed" -> in(event, conversation -> conversation.groupChanged(event));
            case "contact.added" -> contactAdded(event.getJsonObject("contact"));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** A message that is committed, from an event or as the answer to its sending. */
    public void sent(JsonObject message) {
        var conversation = conversations.get(message.getLong("conversationId"));
        if (conversation == null) {
            wantsSync = true;
        } else {
            conversation.sent(message);
        }
    }

    /** A message as it is now, from an event or as the answer to a change of it. */
    public void changed(JsonObject message) {
        in(message, conversation -> conversation.changed(message));
    }

    private static void deleted(KeptConversation conversation, JsonObject event) {
        SeqRanges seqs = KeptConversation.ranges(event, "ranges");
        if (event.getString("scope").equals("everyone")) {
            conversation.deletedForEveryone(seqs);
        } else {
            conversation.deletedForMe(seqs);
        }
    }

    private static void marked(KeptConversation conversation, JsonObject event) {
        boolean ofPeer = conversation
                .contact()
                .map(contact -> contact.getJsonObject("user").getLong("id").equals(event.getLong("userId")))
                .orElse(true);
        if (ofPeer) {
            conversation.peerMarks(event.getLong("receivedSeq"), event.getLong("readSeq"));
            conversation.peerWithheld(event.getJsonArray("withheld"));
        }
    }

    /** What a sync that is under way tells may be from before. */
    private void removed(long id) {
        wantsSync |= conversations.remove(id) != null;
    }

    private void added(JsonObject entry) {
        long id = entry.getLong("conversationId");
        wantsSync |= !conversations.containsKey(id);
        conversation(id).entry(entry);
    }

    private void contactAdded(JsonObject contact) {
        long id = contact.getLong("conversationId");
        wantsSync |= !conversations.containsKey(id);
        conversation(id).contact(contact);
    }

    /** A page of the history before a seq. */
    public void pageBefore(long id, JsonObject page, long before) {
        get(id).ifPresent(conversation -> conversation.pageBefore(page, before));
    }

    /** A page of the history after a seq. */
    public void pageAfter(long id, JsonObject page, long after, long knownLast) {
        get(id).ifPresent(conversation -> conversation.pageAfter(page, after, knownLast));
    }

    /** Everything that the user sees, by what it is; two devices of one user that are in step have the same. */
    public Map<String, String> view() {
        var view = new TreeMap<String, String>();
        conversations.values().forEach(conversation -> conversation.putView(view));
        return view;
    }

    private KeptConversation conversation(long id) {
        return conversations.computeIfAbsent(id, none -> new KeptConversation(id, userId, tellsOwnVersion));
    }

    private void in(JsonObject event, Consumer<KeptConversation> what) {
        get(event.getLong("conversationId")).ifPresent(what);
    }
}
