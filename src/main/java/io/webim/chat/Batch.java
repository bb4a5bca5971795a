package io.webim.chat;

import io.webim.chat.Draft.Written;
import io.webim.contract.Failure;
import io.webim.contract.Fields;
import io.webim.contract.Message;
import io.webim.contract.MessageState;
import io.webim.contract.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the drafts of one transaction: with the conversations locked and their members read, decides for each draft
 * alone whether it is written, was written before, or is refused. No I/O.
 */
final class Batch {
    /** A locked conversation row, as it stands and as it will. */
    static final class Head {
        final long id;
        final long lowUserId;
        final long highUserId;
        long lastSeq;
        long lowSent;
        long version;

        Head(long id, long lowUserId, long highUserId, long lastSeq, long lowSent, long version) {
            this.id = id;
            this.lowUserId = lowUserId;
            this.highUserId = highUserId;
            this.lastSeq = lastSeq;
            this.lowSent = lowSent;
            this.version = version;
        }

        private long nextOrdinal(long senderId) {
            lastSeq++;
            if (senderId == lowUserId) {
                lowSent++;
                return lowSent;
            }
            return lastSeq - lowSent;
        }
    }

    /** How a member sees the conversation just now. */
    record Side(String status, boolean blocks, boolean accountDeleted) {}

    record SideKey(long conversationId, long userId) {}

    /** A row to insert. */
    record NewRow(Message message, long senderOrdinal, boolean receiverOnline) {}

    /** A message hidden from its receiver, who blocks the sender. */
    record Hidden(long conversationId, long receiverId, long seq) {}

    final List<NewRow> rows = new ArrayList<>();
    final List<Hidden> hidden = new ArrayList<>();
    final Map<SideKey, String> newStatus = new HashMap<>();
    final Set<Head> changedHeads = new LinkedHashSet<>();
    private final IdentityHashMap<Draft, Written> written = new IdentityHashMap<>();
    private final IdentityHashMap<Draft, Failure> refused = new IdentityHashMap<>();

    private final Map<Long, Head> heads;
    private final Map<SideKey, Side> sides;
    private final Map<Draft.Key, Message> known;
    private final LongPredicate online;
    private final Instant now = Times.now();

    /** @param known messages that the database already has for keys of this batch */
    Batch(Map<Long, Head> heads, Map<SideKey, Side> sides, Map<Draft.Key, Message> known, LongPredicate online) {
        this.heads = heads;
        this.sides = sides;
        this.known = new HashMap<>(known);
        this.online = online;
    }

    void number(List<Draft> drafts) {
        drafts.forEach(this::number);
        changedHeads.forEach(head -> head.version++);
    }

    long version(long conversationId) {
        var head = heads.get(conversationId);
        return head == null ? 0 : head.version;
    }

    @Nullable
    Written written(Draft draft) {
        return written.get(draft);
    }

    @Nullable
    Failure refused(Draft draft) {
        return refused.get(draft);
    }

    private void number(Draft draft) {
        var before = known.get(draft.key());
        if (before != null) {
            repeat(draft, before);
            return;
        }
        var head = heads.get(draft.conversation().id);
        var sender = sides.get(new SideKey(draft.conversation().id, draft.senderId()));
        var receiver = sides.get(new SideKey(draft.conversation().id, draft.receiverId()));
        if (head == null || sender == null || receiver == null) {
            refused.put(draft, Conversations.unknown());
        } else if (sender.accountDeleted() || receiver.accountDeleted()) {
            refused.put(draft, ConversationStore.unknownUser());
        } else if (sender.blocks()) {
            refused.put(draft, Failure.of(403, "peer_blocked", "You have blocked this user: unblock to write again."));
        } else {
            add(draft, head, sender, receiver);
        }
    }

    private void repeat(Draft draft, Message before) {
        boolean same =
                before.conversationId() == draft.conversation().id && (before.deleted() || isTextOf(before, draft));
        if (same) {
            var receiver = sides.get(new SideKey(draft.conversation().id, draft.receiverId()));
            written.put(draft, Written.again(before, receiver != null && !receiver.blocks()));
        } else {
            refused.put(
                    draft, Failure.of(409, "client_id_reused", "This clientId belongs to another message of yours."));
        }
    }

    /** One that was stored with other ends of lines is retried with these. */
    private static boolean isTextOf(Message before, Draft draft) {
        var text = before.text();
        return text != null && draft.text().equals(Fields.withLineFeeds(text));
    }

    private void add(Draft draft, Head head, Side sender, Side receiver) {
        long ordinal = head.nextOrdinal(draft.senderId());
        var message = new Message(
                head.id, head.lastSeq, draft.senderId(), draft.clientId(), draft.text(), MessageState.CACHE, now);
        boolean shown = !receiver.blocks();
        boolean handedOver = shown && online.test(draft.receiverId());
        rows.add(new NewRow(message, ordinal, handedOver));
        changedHeads.add(head);
        known.put(draft.key(), message);
        if (!shown) {
            hidden.add(new Hidden(head.id, draft.receiverId(), head.lastSeq));
        }
        boolean newToSender = becomes(draft, draft.senderId(), sender, "contact");
        boolean newToReceiver = shown && becomes(draft, draft.receiverId(), receiver, "request");
        written.put(draft, new Written(message, true, shown, shown && !handedOver, newToSender, newToReceiver));
    }

    /** Writing to somebody adds them; being written to by somebody unknown, or removed, is a request. */
    private boolean becomes(Draft draft, long userId, Side side, String status) {
        var key = new SideKey(draft.conversation().id, userId);
        var current = newStatus.getOrDefault(key, side.status());
        if (current.equals("contact") || current.equals(status)) {
            return false;
        }
        newStatus.put(key, status);
        return true;
    }
}
