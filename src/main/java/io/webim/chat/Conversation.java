package io.webim.chat;

import io.webim.contract.MessageState;
import org.jspecify.annotations.Nullable;

/**
 * A conversation in memory: who its two members are and how far each has received and read. The marks here are ahead of
 * the database by 250 ms at most; everything else is what the database said.
 */
final class Conversation {
    final long id;
    final Member low;
    final Member high;
    private long lastSeq;
    private int pins;

    Conversation(long id, long lastSeq, Member low, Member high) {
        this.id = id;
        this.lastSeq = lastSeq;
        this.low = low;
        this.high = high;
    }

    long lastSeq() {
        return lastSeq;
    }

    void committed(long seq) {
        lastSeq = Math.max(lastSeq, seq);
    }

    boolean has(long userId) {
        return low.userId == userId || high.userId == userId;
    }

    Member member(long userId) {
        return low.userId == userId ? low : high;
    }

    Member peerOf(long userId) {
        return low.userId == userId ? high : low;
    }

    MessageState state(long senderId, long seq) {
        return peerOf(senderId).state(seq);
    }

    /** A pinned conversation stays in memory: something is on its way to the database for it. */
    void pin() {
        pins++;
    }

    void unpin() {
        pins--;
    }

    boolean isPinned() {
        return pins > 0;
    }

    /** One of the two, with the marks: forward only, never above what was committed, frozen while blocking the other. */
    static final class Member {
        final long userId;
        private long received;
        private long read;
        private long cachedTo;
        private @Nullable Long blockedFrom;
        private boolean addedPeer;
        private boolean introduced;

        /**
         * @param cachedTo up to here messages to this member may still be marked as cached in the database
         * @param blockedFrom set while this member blocks the other
         * @param addedPeer whether the other is a contact of this member's
         */
        Member(long userId, long received, long read, long cachedTo, @Nullable Long blockedFrom, boolean addedPeer) {
            this.userId = userId;
            this.received = received;
            this.read = read;
            this.cachedTo = cachedTo;
            this.blockedFrom = blockedFrom;
            this.addedPeer = addedPeer;
        }

        long received() {
            return received;
        }

        long read() {
            return read;
        }

        long cachedTo() {
            return cachedTo;
        }

        void cached(long seq) {
            cachedTo = Math.max(cachedTo, seq);
        }

        boolean blocksPeer() {
            return blockedFrom != null;
        }

        /** Up to here this member is shown what comes from the other. */
        long shownTo() {
            return blockedFrom == null ? Long.MAX_VALUE : blockedFrom;
        }

        void setBlockedFrom(@Nullable Long seq) {
            blockedFrom = seq;
        }

        /** As of the conversation's load or its last change; writing to somebody adds them as well. */
        boolean hasAddedPeer() {
            return addedPeer;
        }

        void setAddedPeer(boolean added) {
            addedPeer = added;
        }

        /** Whether it was settled that this member may write the first message. */
        boolean isIntroduced() {
            return introduced;
        }

        void introduce() {
            introduced = true;
        }

        MessageState state(long seq) {
            return MessageState.of(seq, received, read);
        }

        /** @return whether anything moved */
        boolean receive(long seq, long lastSeq) {
            long target = clamp(seq, lastSeq);
            if (target <= received) {
                return false;
            }
            received = target;
            return true;
        }

        /** @return whether anything moved; what is read is received too */
        boolean read(long seq, long lastSeq) {
            long target = clamp(seq, lastSeq);
            if (target <= read) {
                return false;
            }
            read = target;
            received = Math.max(received, target);
            return true;
        }

        private long clamp(long seq, long lastSeq) {
            return Math.min(seq, blockedFrom == null ? lastSeq : Math.min(blockedFrom, lastSeq));
        }
    }
}
