package io.webim.chat.sync;

import io.webim.chat.conversations.Conversation.Kind;
import io.webim.chat.conversations.MessageRows;
import io.webim.chat.conversations.Notify;
import io.webim.chat.conversations.Ticks;
import io.webim.contract.Message;
import io.webim.contract.MessageState;
import io.webim.contract.Role;
import io.webim.contract.SeqRanges;
import io.webim.contract.User;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as the database has it for one member.
 *
 * @param version grows with all that the member can see of the conversation
 * @param ownVersion the part of it that concerns this member alone
 * @param me the member, as others see one
 * @param base unread are the others' messages above this seq
 * @param mutedUntil may have passed
 * @param peer the other one of a direct conversation, who may be the member; null in others
 * @param mentions of the member, or of everybody, in what is unread
 * @param newest the newest message that the member sees, its text cut short where it is long
 * @param excerpt whether it was cut short
 * @param level what is pushed of it
 * @param group what it is called, where it is not between two people
 */
public record SummaryRow(
        long conversationId,
        long version,
        long ownVersion,
        User me,
        boolean listed,
        long lastSeq,
        ShownMarks mine,
        long base,
        @Nullable Instant mutedUntil,
        @Nullable Peer peer,
        long unread,
        long mentions,
        @Nullable Message newest,
        boolean excerpt,
        Notify level,
        @Nullable Group group) {

    /**
     * A group or channel, as its members see it.
     *
     * @param role the member's own
     * @param shownAbove up to here the member sees nothing
     * @param seesReads whether the member is told what others have read
     */
    record Group(
            Kind kind,
            Role role,
            int memberCount,
            String title,
            String about,
            @Nullable String picture,
            long shownAbove,
            boolean seesReads) {
        private MessageState shown(MessageState state) {
            return seesReads ? state : state.atMostDone();
        }
    }

    public long userId() {
        return me.id();
    }

    /** The members, where there are two. */
    Stream<User> people() {
        return Stream.concat(Stream.of(me), Stream.ofNullable(peer).map(Peer::user));
    }

    private boolean isWithOneself() {
        return peer != null && peer.user().id() == userId();
    }

    /** How far the message of this sender with this seq has come. */
    MessageState state(long senderId, long seq) {
        if (isWithOneself()) {
            return MessageState.READ;
        }
        var theirs = peer == null ? mine : peer.marks();
        return MessageRows.States.seenBy(userId(), (sender, own) -> theirs.state(own), mine::state)
                .of(senderId, seq);
    }

    /**
     * What others wrote in a group is as far as the member has it.
     *
     * @param ticks empty of a large group that is not in use: somebody has each message
     */
    MessageRows.States states(Group group, Optional<Ticks> ticks) {
        return MessageRows.States.seenBy(
                userId(),
                (senderId, seq) ->
                        ticks.map(now -> group.shown(now.of(senderId, seq))).orElse(MessageState.DONE),
                mine::state);
    }

    /** @param withheld what was never shown, though the marks pass it */
    public record ShownMarks(long received, long read, SeqRanges withheld) {
        public ShownMarks(long received, long read) {
            this(received, read, SeqRanges.NONE);
        }

        public MessageState state(long seq) {
            return withheld.contains(seq) ? MessageState.CACHE : MessageState.of(seq, received, read);
        }

        /** Of it what lies below what is told. */
        SeqRanges toldWithheld() {
            return withheld.within(1, received);
        }
    }

    /**
     * The other one, as shown to the member.
     *
     * @param added whether the member has the other as a contact
     * @param blocked whether the member blocks the other
     * @param showsPresence whether the member may see when the other is there
     * @param looksAway whether the other is shown as somebody who is not there, come what may: a block looks like it
     */
    record Peer(
            User user,
            boolean added,
            boolean blocked,
            ShownMarks marks,
            boolean showsPresence,
            boolean looksAway,
            @Nullable Instant lastSeen) {}
}
