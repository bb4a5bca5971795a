package io.webim.chat;

import io.vertx.core.Future;
import io.webim.chat.Ticks.Settled;
import io.webim.contract.MessageState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A conversation in memory: who its members are and how far each has received and read. The marks here are ahead of the
 * database by 250 ms at most; everything else is what the database said.
 */
final class Conversation {
    /** Among more members than this, the marks of single ones are nobody else's concern. */
    static final int MOST_WITH_RECEIPTS = 100;

    enum Kind {
        DIRECT,
        GROUP,
        CHANNEL;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    final long id;
    final Kind kind;
    final Ordinals ordinals = new Ordinals();
    private final Map<Long, Member> members = new LinkedHashMap<>();
    private long lastSeq;
    private int pins;
    /** The version of the conversation with which the members were as they are here. */
    private long membersVersion;

    private Settled settled;
    /** How far those have received who are ahead. */
    private Two furthest = Two.NOTHING;
    /** Up to where the messages to many have left the cache, by whom. */
    private Two drained = Two.NOTHING;

    private long cachedTo;
    private Ticks toldTicks;
    private @Nullable Ticks heldTicks;

    Conversation(long id, Kind kind, long lastSeq, List<Member> members) {
        this(id, kind, lastSeq, 0, Settled.NOTHING, members);
    }

    /** @param version with which these are the members */
    Conversation(long id, Kind kind, long lastSeq, long version, Settled settled, List<Member> members) {
        this.id = id;
        this.kind = kind;
        this.lastSeq = lastSeq;
        this.membersVersion = version;
        this.settled = settled;
        members.forEach(this::put);
        drained = furthest;
        cachedTo = furthest.first() < lastSeq ? lastSeq : 0;
        toldTicks = ticks();
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
        if (fresh.membersVersion < membersVersion) {
            return;
        }
        membersVersion = fresh.membersVersion;
        if (!isDirect()) {
            members.keySet().retainAll(fresh.members.keySet());
            settled = fresh.settled;
        }
        for (var member : fresh.members()) {
            var known = members.get(member.userId);
            if (known == null) {
                put(member);
            } else {
                known.relates(member.toPeer);
            }
        }
    }

    /** Who came and who left by a change that was committed. */
    void changed(long version, Collection<Member> come, Collection<Long> left, Settled settledNow) {
        if (version < membersVersion) {
            return;
        }
        membersVersion = version;
        members.keySet().removeAll(left);
        come.forEach(this::put);
        settled = settledNow;
    }

    private void put(Member member) {
        members.put(member.userId, member);
        furthest = furthest.orHigher(member.userId, member.received());
    }

    boolean isDirect() {
        return kind == Kind.DIRECT;
    }

    /** Whether it is told who comes and goes, who writes, and how far single members have read. */
    boolean isAmongFew() {
        return isDirect() || (kind == Kind.GROUP && members.size() <= MOST_WITH_RECEIPTS);
    }

    /** Whether the marks of single members decide what becomes of a message. */
    boolean hasReceipts() {
        return isDirect() || members.size() <= MOST_WITH_RECEIPTS;
    }

    boolean has(long userId) {
        return members.containsKey(userId);
    }

    /** One who is a member; to anybody else the conversation does not exist. */
    Member member(long userId) {
        var member = members.get(userId);
        if (member == null) {
            throw Conversations.unknown();
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

    /** Of one message; for many, {@link #ticks} are counted once. */
    MessageState state(long senderId, long seq) {
        return ticks().of(senderId, seq);
    }

    /** How far its messages have come at this moment, as it is told. */
    Ticks ticks() {
        return heldTicks == null ? ticksOfMarks() : heldTicks;
    }

    private Ticks ticksOfMarks() {
        return Ticks.of(members(), !hasReceipts(), settled, furthest);
    }

    /**
     * What is kept of the states where single marks shall decide no more, or again. Until that is written it is told of
     * no message that it has come further: nothing would be kept of it.
     */
    Settled settle(long lastSeq) {
        heldTicks = ticksOfMarks();
        return heldTicks.settle(lastSeq);
    }

    /** It is written what is kept, or it has failed. */
    void releaseTicks() {
        heldTicks = null;
    }

    /** The same as one member sees it: what others wrote in a group is as far as the member has it. */
    MessageRows.States ticksFor(long userId) {
        var ticks = ticks();
        var member = member(userId);
        return isDirect() ? ticks : (senderId, seq) -> senderId == userId ? ticks.of(senderId, seq) : member.state(seq);
    }

    /**
     * Where the states of messages have changed since this was asked before, as one whose messages have come that far
     * and all who are told the same.
     */
    Map<Long, List<Long>> takeMovedTicks() {
        var now = ticks();
        var before = toldTicks;
        toldTicks = now;
        var moved = new HashMap<Long, List<Long>>();
        for (long userId : members.keySet()) {
            if (before.received(userId) != now.received(userId) || before.read(userId) != now.read(userId)) {
                boolean isApart = now.isApart(userId);
                moved.computeIfAbsent(isApart ? userId : Two.NOBODY, none -> new ArrayList<>())
                        .add(userId);
            }
        }
        return moved;
    }

    Settled settled() {
        return settled;
    }

    /** @return whether the mark moved */
    boolean receive(Member member, long seq) {
        boolean moved = member.receive(seq, lastSeq);
        furthest = furthest.orHigher(member.userId, member.received());
        return moved;
    }

    /** @return whether the mark moved */
    boolean read(Member member, long seq) {
        boolean moved = member.read(seq, lastSeq);
        furthest = furthest.orHigher(member.userId, member.received());
        return moved;
    }

    /** Whether one who receives up to here is among the first two. */
    boolean isAhead(long seq) {
        return Math.min(seq, lastSeq) > furthest.next();
    }

    /** A message of this member was committed. */
    void wrote(long userId, long seq) {
        var member = members.get(userId);
        if (member != null) {
            member.wrote(seq);
        }
    }

    /**
     * Whose messages have come further as a mark moved, and who so has to learn of it.
     *
     * @param mover whose mark it is, which stood at these before
     */
    List<Long> toldOf(Member mover, long received, long read) {
        if (isDirect()) {
            return others(mover.userId).map(other -> other.userId).toList();
        }
        if (!hasReceipts()) {
            return List.of();
        }
        var ticks = ticksOfMarks();
        var before = ticks.before(mover.userId, members(), received, read);
        return others(mover.userId)
                .filter(member -> before.read(member.userId) < member.wroteLast()
                        && (before.read(member.userId) < ticks.read(member.userId)
                                || before.received(member.userId) < ticks.received(member.userId)))
                .map(member -> member.userId)
                .toList();
    }

    /** Nobody else was connected as this message was written. */
    void cached(long senderId, long seq) {
        if (isDirect()) {
            others(senderId).forEach(member -> member.cached(seq));
        } else {
            cachedTo = Math.max(cachedTo, seq);
        }
    }

    /** Up to here messages to this member may still be marked as cached in the database. */
    long cachedTo(Member member) {
        return isDirect() ? member.cachedTo() : cachedTo;
    }

    /** From above here on; what two have drained between them holds nothing of anybody. */
    long drainedTo(long from) {
        return isDirect() ? from : Math.max(from, drained.next());
    }

    void drained(Member member, long to) {
        if (!isDirect()) {
            drained = drained.orHigher(member.userId, to);
        }
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
        private long wroteLast;

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

        void wrote(long seq) {
            wroteLast = Math.max(wroteLast, seq);
        }

        /** The seq of this member's newest message in a group; 0 without one. */
        long wroteLast() {
            return wroteLast;
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
