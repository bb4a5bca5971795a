package io.webim.chat.messages;

import io.vertx.core.buffer.Buffer;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.ConversationStore;
import io.webim.chat.conversations.Conversations;
import io.webim.chat.conversations.MemberKey;
import io.webim.chat.conversations.Withheld;
import io.webim.chat.messages.Draft.Written;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Fields;
import io.webim.contract.Message;
import io.webim.contract.Message.More;
import io.webim.contract.MessageState;
import io.webim.contract.SeqRanges;
import io.webim.contract.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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
        /** How many messages each sender of the batch has written. */
        final Map<Long, Long> ordinals = new HashMap<>();

        private final long lockedSeq;
        long lastSeq;
        long version;
        /** With which the members are as they stand. */
        final long membersVersion;

        Head(long id, long lastSeq, long version) {
            this(id, lastSeq, version, 0);
        }

        Head(long id, long lastSeq, long version, long membersVersion) {
            this.membersVersion = membersVersion;
            this.id = id;
            this.lockedSeq = lastSeq;
            this.lastSeq = lastSeq;
            this.version = version;
        }

        /** Whether another node has changed the members since they were read here. */
        boolean isAheadOf(Conversation conversation) {
            return conversation.isBehind(membersVersion);
        }

        private long nextOrdinal(long senderId) {
            return ordinals.merge(senderId, 1L, Long::sum);
        }
    }

    /** A member's row, as it stands and as it will. */
    static final class Side {
        final Standing standing;
        boolean listed;
        private final long shownAbove;
        private SeqRanges withheld;
        private @Nullable Posting posting;
        private boolean adds;
        private boolean shuns;

        Side(Standing standing, boolean listed) {
            this(standing, listed, 0, SeqRanges.NONE, null);
        }

        /**
         * @param shownAbove up to here the member sees nothing
         * @param withheld what of the other's messages the member is never shown
         * @param posting in a group
         */
        Side(Standing standing, boolean listed, long shownAbove, SeqRanges withheld, @Nullable Posting posting) {
            this.withheld = withheld;
            this.standing = standing;
            this.listed = listed;
            this.shownAbove = shownAbove;
            this.posting = posting;
        }

        /** The member blocks the person whose program the other one is. */
        void shuns() {
            shuns = true;
        }

        /** Whether the member is shown what the other writes: programs of a blocked person only where they were added. */
        private boolean hears() {
            return !standing.blocks() && (!shuns || standing.added() || adds);
        }

        /** Whoever adds the other again sees again what was hidden. */
        boolean showsAll() {
            return adds;
        }
    }

    /**
     * What decides whether a member may write and is shown what the other one of a direct conversation writes.
     *
     * @param added whether the other is a contact
     * @param blocks whether the other is blocked
     */
    record Standing(boolean added, boolean blocks, boolean accountDeleted) {}

    /**
     * A row to insert.
     *
     * @param sentHash of what was sent on, or with files; null of others
     */
    record NewRow(
            Message message,
            long senderOrdinal,
            boolean handedOver,
            @Nullable Buffer sentHash) {}

    /**
     * A message that the database has already.
     *
     * @param sentHash of what was sent first; null while that is the text
     */
    record Sent(Message message, @Nullable Buffer sentHash) {
        /** Whether a draft is the request that it came from; of what is deleted nobody can tell. */
        private boolean isOf(Draft draft) {
            return message.conversationId() == draft.conversation().id
                    && (message.deleted()
                            || (isContentOf(draft)
                                    && Objects.equals(message.more().replyTo(), draft.replyTo())));
        }

        /** One that was stored with other ends of lines is retried with these. */
        private boolean isContentOf(Draft draft) {
            var hash = draft.sentHash();
            if (hash != null) {
                return hash.equals(sentHash);
            }
            var text = message.text();
            return sentHash == null
                    ? text != null && draft.text().equals(Fields.withLineFeeds(text))
                    : sentHash.equals(SentHash.of(draft.clientId(), draft.text()));
        }
    }

    /**
     * A message hidden from its receiver, who blocks the sender.
     *
     * @param withheld all that this one is never shown
     */
    record Hidden(long conversationId, long receiverId, long seq, SeqRanges withheld) {}

    final List<NewRow> rows = new ArrayList<>();
    final List<Hidden> hidden = new ArrayList<>();
    final SortedMap<MemberKey, Side> changedSides = new TreeMap<>();
    final Set<Head> changedHeads = new LinkedHashSet<>();
    private final IdentityHashMap<Draft, Written> written = new IdentityHashMap<>();
    private final IdentityHashMap<Draft, Failure> refused = new IdentityHashMap<>();

    private final Map<Long, Head> heads;
    private final Map<MemberKey, Side> sides;
    private final Map<Draft.Key, Sent> known;
    private final Map<Draft, Map<String, Long>> named;
    private final Map<MemberKey, SeqRanges> gone;
    private final Set<String> files;
    private final LongPredicate online;
    private final Instant now = Times.now();

    /** Where nobody is named, and nothing carried. */
    Batch(
            Map<Long, Head> heads,
            Map<MemberKey, Side> sides,
            Map<Draft.Key, Sent> known,
            Map<MemberKey, SeqRanges> gone,
            LongPredicate online) {
        this(heads, sides, known, Map.of(), gone, Set.of(), online);
    }

    /**
     * @param known messages that the database already has for keys of this batch
     * @param named the members whose names stand in a draft, by these
     * @param gone what of that which is answered is gone for its sender alone
     * @param files those that are there
     */
    Batch(
            Map<Long, Head> heads,
            Map<MemberKey, Side> sides,
            Map<Draft.Key, Sent> known,
            Map<Draft, Map<String, Long>> named,
            Map<MemberKey, SeqRanges> gone,
            Set<String> files,
            LongPredicate online) {
        this.heads = heads;
        this.sides = sides;
        this.known = new HashMap<>(known);
        this.named = named;
        this.gone = gone;
        this.files = files;
        this.online = online;
    }

    void number(List<Draft> drafts) {
        drafts.forEach(this::number);
        changedHeads.forEach(head -> head.version++);
    }

    /** To be called once it is committed. */
    void remember(List<Draft> drafts) {
        for (var draft : drafts) {
            var head = heads.get(draft.conversation().id);
            if (head != null) {
                draft.conversation().ordinals.committed(head.lockedSeq, head.lastSeq, head.ordinals);
                if (changedHeads.contains(head)) {
                    draft.conversation().brought(head.lastSeq, head.version);
                }
            }
            var receiver = draft.peer();
            var side = receiver == null ? null : sides.get(new MemberKey(draft.conversation().id, receiver.userId));
            if (receiver != null && side != null) {
                receiver.withhold(side.withheld);
            }
        }
    }

    /** Whether each of the drafts is to be written. */
    boolean isWhole(List<Draft> drafts) {
        return rows.size() == drafts.size();
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
        var missing = missing(draft);
        if (missing != null) {
            refused.put(draft, missing);
            return;
        }
        var head = heads.get(draft.conversation().id);
        var sender = side(draft, draft.senderId());
        var peer = draft.peer();
        var receiver = peer == null ? null : side(draft, peer.userId);
        if (head == null || sender == null || (peer != null && receiver == null)) {
            refused.put(draft, Conversations.unknown());
        } else if (sender.standing.accountDeleted() || (receiver != null && receiver.standing.accountDeleted())) {
            refused.put(draft, ConversationStore.unknownUser());
        } else if (sender.standing.blocks()) {
            refused.put(draft, peerBlocked());
        } else if (!answersWhatThereIs(draft, head, sender)) {
            refused.put(draft, Target.unknown());
        } else if (peer != null && receiver != null) {
            addDirect(draft, head, sender, peer.userId, receiver);
        } else if (draft.conversation().isWithOneself()) {
            addToOneself(draft, head, sender);
        } else {
            addAmongMany(draft, head, sender);
        }
    }

    /** What was there when it was asked for may have gone since. */
    private @Nullable Failure missing(Draft draft) {
        var missing = draft.missing();
        var gone = draft.missing(files);
        if (missing != null || gone.isEmpty()) {
            return missing;
        }
        return draft.forward() == null ? Attachment.notReady(gone) : Target.unknown();
    }

    /** What is deleted for everyone can be answered as long as it is seen that there was something. */
    private boolean answersWhatThereIs(Draft draft, Head head, Side sender) {
        var replyTo = draft.replyTo();
        return replyTo == null
                || (replyTo > sender.shownAbove
                        && replyTo <= head.lastSeq
                        && !gone.getOrDefault(new MemberKey(head.id, draft.senderId()), SeqRanges.NONE)
                                .contains(replyTo));
    }

    static Failure peerBlocked() {
        return Failure.of(ErrorCode.PEER_BLOCKED, "You have blocked this user: unblock to write again.");
    }

    private @Nullable Side side(Draft draft, long userId) {
        return sides.get(new MemberKey(draft.conversation().id, userId));
    }

    private boolean isOnline(Draft draft) {
        return draft.conversation().others(draft.senderId()).anyMatch(member -> online.test(member.userId));
    }

    private void repeat(Draft draft, Sent before) {
        if (before.isOf(draft)) {
            var peer = draft.peer();
            var receiver = peer == null ? null : side(draft, peer.userId);
            written.put(draft, Written.again(before.message(), receiver == null || receiver.hears()));
        } else {
            refused.put(
                    draft,
                    Failure.of(ErrorCode.CLIENT_ID_REUSED, "This clientId belongs to another message of yours."));
        }
    }

    private void addAmongMany(Draft draft, Head head, Side sender) {
        var posting = sender.posting;
        var refusal = posting == null ? null : posting.refusal(now);
        if (refusal != null) {
            refused.put(draft, refusal);
            return;
        }
        boolean handedOver = isOnline(draft);
        boolean mayMentionAll = posting != null && posting.mayMentionAll();
        add(draft, head, handedOver, mentions(draft, mayMentionAll));
        sender.posting = posting == null ? null : posting.at(now);
        written.put(
                draft,
                new Written(
                        newest(), true, true, !handedOver, false, false, posting == null ? null : posting.sender()));
    }

    /** What is sent on mentions nobody: others have chosen the words. */
    private List<Long> mentions(Draft draft, boolean mayMentionAll) {
        return draft.forward() == null
                ? Mentions.in(draft.text()).of(named.getOrDefault(draft, Map.of()), mayMentionAll)
                : List.of();
    }

    /** It waits for nobody, and comes to the own list where it is not there. */
    private void addToOneself(Draft draft, Head head, Side sender) {
        add(draft, head, true, List.of());
        boolean isNew = !sender.listed;
        if (isNew) {
            sender.adds = true;
            sender.listed = true;
            changedSides.put(new MemberKey(head.id, draft.senderId()), sender);
        }
        written.put(draft, new Written(newest(), true, true, false, false, isNew));
    }

    private void addDirect(Draft draft, Head head, Side sender, long receiverId, Side receiver) {
        boolean shown = receiver.hears();
        boolean handedOver = shown && online.test(receiverId);
        add(draft, head, handedOver, List.of());
        if (!shown) {
            receiver.withheld = Withheld.with(receiver.withheld, head.lastSeq);
            hidden.add(new Hidden(head.id, receiverId, head.lastSeq, receiver.withheld));
        }
        boolean newToSender = adds(sender);
        if (newToSender) {
            changedSides.put(new MemberKey(head.id, draft.senderId()), sender);
        }
        boolean newToReceiver = shown && !receiver.listed;
        if (newToReceiver) {
            receiver.listed = true;
            changedSides.put(new MemberKey(head.id, receiverId), receiver);
        }
        written.put(draft, new Written(newest(), true, shown, shown && !handedOver, newToSender, newToReceiver));
    }

    private void add(Draft draft, Head head, boolean handedOver, List<Long> mentions) {
        head.lastSeq++;
        var message = new Message(
                head.id,
                head.lastSeq,
                draft.senderId(),
                draft.clientId(),
                draft.text(),
                draft.conversation().isWithOneself() ? MessageState.READ : MessageState.CACHE,
                now,
                more(draft, mentions));
        var sentHash = draft.sentHash();
        rows.add(new NewRow(message, head.nextOrdinal(draft.senderId()), handedOver, sentHash));
        changedHeads.add(head);
        known.put(draft.key(), new Sent(message, sentHash));
    }

    private static More more(Draft draft, List<Long> mentions) {
        var source = draft.source();
        return source == null
                ? More.sent(mentions, draft.replyTo(), draft.files())
                : More.forwarded(source.from(), source.files());
    }

    private Message newest() {
        return rows.get(rows.size() - 1).message();
    }

    /** Writing to somebody adds them. */
    private static boolean adds(Side sender) {
        if (sender.adds || (sender.standing.added() && sender.listed)) {
            return false;
        }
        sender.adds = true;
        sender.listed = true;
        return true;
    }
}
