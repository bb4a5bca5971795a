package io.webim.chat;

import io.vertx.core.Future;
import io.webim.contract.MessageState;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A conversation in memory: who its members are and how far each has received and read. The marks here are ahead of the
 * database by 250 ms at most; everything else is what the database said.
 */
final class Conversation {
    enum Kind {
        DIRECT,
        GROUP,
        CHANNEL
    }

    final long id;
    final Kind kind;
    final Ordinals ordinals = new Ordinals();
    private final Map<Long, Member> members = new LinkedHashMap<>();
    private long lastSeq;
    private int pins;

    Conversation(long id, Kind kind, long lastSeq, List<Member> members) {
        this.id = id;
        this.kind = kind;
        this.lastSeq = lastSeq;
        members.forEach(member -> this.members.put(member.userId, member));
    }

    long lastSeq() {
        return lastSeq;
    }

    void committed(long seq) {
        lastSeq = Math.max(lastSeq, seq);
    }

    /** Takes over what another room may have changed; the marks here are ahead already. */
    void refresh(Conversation fresh) {
        committed(fresh.lastSeq);
        for (var member : fresh.members()) {
            var known = members.get(member.userId);
            if (known == null) {
                members.put(member.userId, member);
            } else {
                known.relates(member.toPeer);
            }
        }
    }

    boolean isDirect() {
        return kind == Kind.DIRECT;
    }

    boolean has(long userId) {
        return members.containsKey(userId);
    }

    /** One who is a member. */
    Member member(long userId) {
        var member = members.get(userId);
        if (member == null) {
            throw new IllegalArgumentException("User " + userId + " is no member of conversation " + id);
        }
        return member;
    }

    Collection<Member> members() {
        return members.values();
    }

    Stream<Member> others(long userId) {
        return members.values().stream().filter(member -> member.userId != userId);
    }

    /** The others who are shown what comes from one. */
    List<Long> shownTo(long userId) {
        return others(userId)
                .filter(other -> !other.blocksPeer())
                .map(other -> other.userId)
                .toList();
    }

    /** The other one of a direct conversation; null in others. */
    @Nullable
    Member peerOf(long userId) {
        return isDirect() ? others(userId).findFirst().orElse(null) : null;
    }

    /** Whoever is furthest behind decides. */
    MessageState state(long senderId, long seq) {
        return others(senderId)
                .map(member -> member.state(seq))
                .min(MessageState::compareTo)
                .orElse(MessageState.READ);
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

    /**
     * One of them, with the marks: forward only, never above what was committed, and frozen while blocking the other of a
     * direct conversation, to whom a mark that moves would say that somebody is there.
     */
    static final class Member {
        final long userId;
        private long received;
        private long read;
        private long cachedTo;
        private Relation toPeer = Relation.NONE;
        private Future<?> adding = Future.succeededFuture();
        private boolean introduced;

        /** @param cachedTo up to here messages to this member may still be marked as cached in the database */
        Member(long userId, long received, long read, long cachedTo) {
            this.userId = userId;
            this.received = received;
            this.read = read;
            this.cachedTo = cachedTo;
        }

        /**
         * How this member has the other of a direct conversation; of two that were read, the newer holds, whichever comes
         * first.
         */
        void relates(Relation relation) {
            if (relation.version() >= toPeer.version()) {
                toPeer = relation;
            }
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
            return toPeer.blockedFrom() != null;
        }

        /** Up to here this member is shown what comes from the other. */
        long shownTo() {
            var blockedFrom = toPeer.blockedFrom();
            return blockedFrom == null ? Long.MAX_VALUE : blockedFrom;
        }

        /** The peer is becoming a contact. */
        void add(Future<?> peer) {
            adding = peer;
            peer.onFailure(error -> {
                if (adding == peer) {
                    adding = Future.succeededFuture();
                }
            });
        }

        /** Completes when the peer is as much of a contact as writing to them makes them. */
        Future<?> added() {
            return adding;
        }

        boolean hasAddedPeer() {
            return toPeer.added();
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
            long target = Math.min(seq, lastSeq);
            if (blocksPeer() || target <= received) {
                return false;
            }
            received = target;
            return true;
        }

        /** @return whether anything moved; what is read is received too */
        boolean read(long seq, long lastSeq) {
            long target = Math.min(seq, lastSeq);
            if (blocksPeer() || target <= read) {
                return false;
            }
            read = target;
            received = Math.max(received, target);
            return true;
        }
    }

    /**
     * How a member of a direct conversation has the other.
     *
     * @param version grows with each change
     * @param added whether the other is a contact
     * @param blockedFrom set while the member blocks the other
     */
    record Relation(long version, boolean added, @Nullable Long blockedFrom) {
        static final Relation NONE = new Relation(0, false, null);
    }
}
