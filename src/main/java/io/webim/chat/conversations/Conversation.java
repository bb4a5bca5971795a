package io.webim.chat.conversations;

import io.webim.chat.conversations.Ticks.Settled;
import io.webim.contract.Gossip;
import io.webim.contract.MessageState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A conversation in memory: who its members are and how far each has received and read. The marks here are ahead of the
 * database by 250 ms at most; everything else is what the database said.
 */
public final class Conversation {
    /** Among more members than this, the marks of single ones are nobody else's concern. */
    public static final int MOST_WITH_RECEIPTS = 100;

    /** Where nodes cannot tell each other, it is read again after so long. */
    private static final long UNTOLD_NANOS = TimeUnit.SECONDS.toNanos(1);

    public enum Kind {
        DIRECT,
        GROUP,
        CHANNEL;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Kind of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    public final long id;
    final Kind kind;
    public final Ordinals ordinals = new Ordinals();
    private final Map<Long, Member> members = new LinkedHashMap<>();
    private @Nullable List<Long> memberIds;
    /** When it was read: in which epoch of what nodes tell each other, and by the clock, in nanoseconds. */
    private long epoch;

    private long readAt = System.nanoTime();
    /** Up to here messages are known from the database alone, where there are other nodes: whether anybody was told is not. */
    private long unheardTo;

    private long lastSeq;
    /** Up to here there are members who may not see everything. */
    private long joinedTo;

    private @Nullable Tip tip;
    private int pins;
    /** Raised by each change of the members: with this one they were as they are here. */
    private long membersVersion;

    private Settled settled;
    /** How far those have received who are ahead. */
    private Two furthest = Two.NOTHING;
    /** Up to where the messages to many have left the cache, by whom. */
    private Two drained = Two.NOTHING;

    private long cachedTo;
    private Ticks toldTicks;
    private @Nullable Ticks heldTicks;

    public Conversation(long id, Kind kind, long lastSeq, List<Member> members) {
        this(id, kind, lastSeq, 0, Settled.NOTHING, members);
    }

    /** @param version with which these are the members */
    public Conversation(long id, Kind kind, long lastSeq, long version, Settled settled, List<Member> members) {
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

    public long lastSeq() {
        return lastSeq;
    }

    public void committed(long seq) {
        lastSeq = Math.max(lastSeq, seq);
    }

    /** Where the conversation was brought by what was written to it last from here, and with which members. */
    public record Tip(long seq, long version, long membersVersion) {}

    /** Null where it is known to have gone on; it may have, unknown to this node. */
    @Nullable
    public Tip tip() {
        return tip != null && tip.seq() == lastSeq && tip.membersVersion() == membersVersion ? tip : null;
    }

    public void brought(long seq, long version) {
        tip = new Tip(seq, version, membersVersion);
    }

    /** It does not stand there, or what was to be written is refused: it is read before the next. */
    public void forgetTip() {
        tip = null;
    }

    public void read(long inEpoch) {
        unheardTo = inEpoch == 0 ? 0 : lastSeq;
        epoch = inEpoch;
        readAt = System.nanoTime();
    }

    /**
     * Whether a message that was found written may be news to all: the node that wrote it may have ended before it told
     * anybody. Of those that were read from the database only the newest, which shows a gap below it, and once.
     */
    public boolean takeUnheard(long seq) {
        boolean isUnheard = seq > lastSeq || (seq == lastSeq && seq <= unheardTo);
        if (isUnheard) {
            unheardTo = 0;
        }
        return isUnheard;
    }

    /** Whether it is as the database has it, but for what is told of it. */
    boolean isOf(long thisEpoch) {
        return epoch == thisEpoch && (thisEpoch != Gossip.MISSING_ALL || System.nanoTime() - readAt < UNTOLD_NANOS);
    }

    /** Another node has written a message, which may be in the cache. */
    public void wroteElsewhere(long senderId, long seq) {
        committed(seq);
        wrote(senderId, seq);
        cached(senderId, seq);
    }

    /** Another node has moved a member's marks. */
    public void movedElsewhere(long userId, Position position) {
        var member = members.get(userId);
        if (member != null) {
            member.catchUp(position);
            furthest = furthest.orHigher(userId, member.position().received());
        }
    }

    /** Takes over what another module, or another node, may have changed; marks may be ahead of it. */
    void refresh(Conversation fresh) {
        committed(fresh.lastSeq);
        cachedTo = Math.max(cachedTo, fresh.cachedTo);
        if (fresh.membersVersion < membersVersion) {
            return;
        }
        membersVersion = fresh.membersVersion;
        if (!isDirect()) {
            members.keySet().retainAll(fresh.members.keySet());
            memberIds = null;
            settled = fresh.settled;
        }
        for (var member : fresh.members()) {
            var known = members.get(member.userId);
            if (known == null) {
                put(member);
            } else {
                known.refresh(member);
                joinedTo = Math.max(joinedTo, known.joinedSeq());
                movedElsewhere(member.userId, member.position());
            }
        }
    }

    /** Whether these are not all the members as they were with that version: another node has changed them. */
    public boolean isBehind(long version) {
        return membersVersion < version;
    }

    /** Who came and who left by a change that was committed. */
    public void changed(long version, Collection<Member> come, Collection<Long> left, Settled settledNow) {
        if (version < membersVersion) {
            return;
        }
        membersVersion = version;
        members.keySet().removeAll(left);
        memberIds = null;
        come.forEach(this::put);
        settled = settledNow;
    }

    /** Of those who left by a change the ones who have not come back by another node's since. */
    public List<Long> areGone(Collection<Long> left) {
        return left.stream().filter(userId -> !has(userId)).toList();
    }

    private void put(Member member) {
        members.put(member.userId, member);
        memberIds = null;
        joinedTo = Math.max(joinedTo, member.joinedSeq());
        furthest = furthest.orHigher(member.userId, member.position().received());
    }

    public boolean isDirect() {
        return kind == Kind.DIRECT;
    }

    /** Whether it is a direct one of a single user, who keeps notes in it. */
    public boolean isWithOneself() {
        return isDirect() && members.size() == 1;
    }

    /** Whether it is told who comes and goes, who writes, and how far single members have read. */
    public boolean isAmongFew() {
        return isDirect() || (kind == Kind.GROUP && members.size() <= MOST_WITH_RECEIPTS);
    }

    /** Whether the marks of single members decide what becomes of a message. */
    public boolean hasReceipts() {
        return isDirect() || members.size() <= MOST_WITH_RECEIPTS;
    }

    public boolean has(long userId) {
        return members.containsKey(userId);
    }

    /** One who is a member; to anybody else the conversation does not exist. */
    public Member member(long userId) {
        var member = members.get(userId);
        if (member == null) {
            throw Conversations.unknown();
        }
        return member;
    }

    public Collection<Member> members() {
        return members.values();
    }

    /** Of all members; another list once they have changed. */
    public List<Long> memberIds() {
        if (memberIds == null) {
            memberIds = List.copyOf(members.keySet());
        }
        return memberIds;
    }

    /** The members who may see a message: not those who have come since, and do not see what was before. */
    public List<Long> whoSees(long seq) {
        return seq > joinedTo
                ? memberIds()
                : members.values().stream()
                        .filter(member -> member.joinedSeq() < seq)
                        .map(member -> member.userId)
                        .toList();
    }

    /**
     * Whom a message is told to that was found in the database. What was written after its members were read may be the
     * very event that somebody has left: nobody is told of it yet.
     *
     * @param reached the last message as these members were read
     */
    public List<Long> whoMissed(long seq, long reached) {
        return seq > reached ? List.of() : whoSees(seq);
    }

    /** The one who sees the most of it. */
    public long whoSeesMost() {
        return members.values().stream()
                .min(Comparator.comparingLong(member -> member.joinedSeq()))
                .map(member -> member.userId)
                .orElse(Two.NOBODY);
    }

    public Stream<Member> others(long userId) {
        return members.values().stream().filter(member -> member.userId != userId);
    }

    /** To whom one writes: the others, or oneself where there is nobody else. */
    public Stream<Member> receivers(long senderId) {
        return isWithOneself() ? members.values().stream() : others(senderId);
    }

    /** The others who are shown what comes from one. */
    public List<Long> shownTo(long userId) {
        var shown = new ArrayList<Long>(members.size());
        for (var other : members.values()) {
            if (other.userId != userId && !other.blocksPeer()) {
                shown.add(other.userId);
            }
        }
        return shown;
    }

    /** The other one of a direct conversation; null in others. */
    @Nullable
    public Member peerOf(long userId) {
        if (isDirect()) {
            for (var member : members.values()) {
                if (member.userId != userId) {
                    return member;
                }
            }
        }
        return null;
    }

    /** Of one message, to its sender; for many, {@link #ticks} are counted once. */
    public MessageState state(long senderId, long seq) {
        var sender = members.get(senderId);
        return shown(ticks(), sender != null && hidesReads(sender)).of(senderId, seq);
    }

    /** Whether it is not said to a member of a group what others have read. In a direct conversation their marks stand. */
    private boolean hidesReads(Member member) {
        return !isDirect() && member.isDiscreet();
    }

    private MessageRows.States shown(Ticks ticks, boolean hidesReads) {
        if (isDirect()) {
            return (senderId, seq) -> isWithheld(senderId, seq) ? MessageState.CACHE : ticks.of(senderId, seq);
        }
        return hidesReads ? (senderId, seq) -> ticks.of(senderId, seq).atMostDone() : ticks;
    }

    /** Whether the other one of a direct conversation is never shown this message. */
    public boolean isWithheld(long senderId, long seq) {
        var receiver = peerOf(senderId);
        return receiver != null && receiver.withheld().contains(seq);
    }

    /** How far its messages have come at this moment, as it is told. */
    public Ticks ticks() {
        return heldTicks == null ? ticksOfMarks() : heldTicks;
    }

    private Ticks ticksOfMarks() {
        return Ticks.of(members(), !hasReceipts(), settled, furthest);
    }

    /**
     * What is kept of the states where single marks shall decide no more, or again. Until that is written it is told of
     * no message that it has come further: nothing would be kept of it.
     */
    public Settled settle(long lastSeq) {
        heldTicks = ticksOfMarks();
        return heldTicks.settle(lastSeq);
    }

    /** It is written what is kept, or it has failed. */
    public void releaseTicks() {
        heldTicks = null;
    }

    /** The same as one member sees it: what others wrote in a group is as far as the member has it. */
    public MessageRows.States ticksFor(long userId) {
        var member = member(userId);
        var ticks = shown(ticks(), hidesReads(member));
        return MessageRows.States.seenBy(userId, ticks, member::state);
    }

    /**
     * Told to all whose messages have come as far.
     *
     * @param behind one of them, or nobody who is a member
     * @param hidesReads whether it is not said what of them was read
     */
    public record Audience(long behind, boolean hidesReads) {}

    /** Where the states of messages have changed since this was asked before, and who is told the same. */
    public Map<Audience, List<Long>> takeMovedTicks() {
        var now = ticks();
        var before = toldTicks;
        toldTicks = now;
        var moved = new HashMap<Audience, List<Long>>();
        for (var member : members()) {
            long userId = member.userId;
            boolean hidesReads = hidesReads(member);
            if (before.received(userId) != now.received(userId)
                    || (!hidesReads && before.read(userId) != now.read(userId))) {
                var audience = new Audience(now.isApart(userId) ? userId : Two.NOBODY, hidesReads);
                moved.computeIfAbsent(audience, none -> new ArrayList<>()).add(userId);
            }
        }
        return moved;
    }

    public Settled settled() {
        return settled;
    }

    public void receive(Member member, long seq) {
        member.receive(seq, lastSeq);
        moved(member);
    }

    /**
     * What was read is told unless either side of a direct conversation keeps such to oneself: so nobody sees more of
     * others than one shows.
     */
    public void read(Member member, long seq) {
        boolean isTold = isDirect() ? members().stream().noneMatch(Member::isDiscreet) : !member.isDiscreet();
        member.read(seq, lastSeq, isTold);
        moved(member);
    }

    /** Among many nobody waits for whoever keeps it to oneself: to others, what that one has counts as read. */
    private void moved(Member member) {
        if (hidesReads(member)) {
            member.passForRead();
        }
        furthest = furthest.orHigher(member.userId, member.position().received());
    }

    /** Whether one who receives up to here is among the first two. */
    public boolean isAhead(long seq) {
        return Math.min(seq, lastSeq) > furthest.next();
    }

    /** A message of this member was committed. */
    public void wrote(long userId, long seq) {
        var member = members.get(userId);
        if (member != null) {
            member.wrote(seq);
        }
    }

    /**
     * Whose messages have come further as a mark moved, and who so has to learn of it.
     *
     * @param mover whose mark it is, which stood there before
     */
    public List<Long> toldOf(Member mover, Position then) {
        if (!mover.position().isToldMoreThan(then)) {
            return List.of();
        }
        if (isDirect()) {
            return others(mover.userId).map(other -> other.userId).toList();
        }
        if (!hasReceipts()) {
            return List.of();
        }
        var ticks = ticksOfMarks();
        var before = ticks.before(mover.userId, members(), then);
        return others(mover.userId)
                .filter(member -> before.read(member.userId) < member.wroteLast()
                        && (before.read(member.userId) < ticks.read(member.userId)
                                || before.received(member.userId) < ticks.received(member.userId)))
                .map(member -> member.userId)
                .toList();
    }

    /** Nobody else was connected as this message was written. */
    public void cached(long senderId, long seq) {
        if (isDirect()) {
            others(senderId).forEach(member -> member.cached(seq));
        } else {
            cachedTo = Math.max(cachedTo, seq);
        }
    }

    /** Up to here messages to this member may still be marked as cached in the database. */
    public long cachedTo(Member member) {
        return isDirect() ? member.cachedTo() : cachedTo;
    }

    /** From above here on; what two have drained between them holds nothing of anybody. */
    public long drainedTo(long from) {
        return isDirect() ? from : Math.max(from, drained.next());
    }

    public void drained(Member member, long to) {
        if (!isDirect()) {
            drained = drained.orHigher(member.userId, to);
        }
    }

    /** A pinned conversation stays in memory: something is on its way to the database for it. */
    public void pin() {
        pins++;
    }

    public void unpin() {
        pins--;
    }

    public boolean isPinned() {
        return pins > 0;
    }
}
