package io.webim.chat.conversations;

import io.webim.contract.MessageState;
import java.util.Collection;

/**
 * How far the messages of a conversation have come, from the marks as they are at a moment. Among few whoever is furthest
 * behind decides; among many it is enough that anybody else has a message, and what had been read before stays read.
 */
public final class Ticks implements MessageRows.States {
    private final Two received;
    private final Two read;
    private final boolean amongMany;
    private final Settled settled;
    private final Two furthest;

    private Ticks(Two received, Two read, boolean amongMany, Settled settled, Two furthest) {
        this.received = received;
        this.read = read;
        this.amongMany = amongMany;
        this.settled = settled;
        this.furthest = furthest;
    }

    /**
     * What was decided while there were few, or many.
     *
     * @param seq up to here it is, and the marks of single members decide nothing any more
     * @param read up to where all had read by then, but for the one furthest behind
     */
    public record Settled(long seq, Two read) {
        public static final Settled NOTHING = new Settled(0, Two.NOTHING);
    }

    /** @param furthest how far the two have come who are the first to have what is sent */
    static Ticks of(Collection<Member> members, boolean amongMany, Settled settled, Two furthest) {
        return amongMany
                ? new Ticks(Two.noLowest(), Two.noLowest(), true, settled, furthest)
                : new Ticks(
                        lowest(members, member -> member.position().toldReceived()),
                        lowest(members, member -> member.position().toldRead()),
                        false,
                        settled,
                        furthest);
    }

    private interface Mark {
        long of(Member member);
    }

    private static Two lowest(Collection<Member> members, Mark mark) {
        var lowest = Two.noLowest();
        for (var member : members) {
            lowest = lowest.orLower(member.userId, mark.of(member));
        }
        return lowest;
    }

    @Override
    public MessageState of(long senderId, long seq) {
        if (seq <= settled.read().without(senderId)) {
            return MessageState.READ;
        }
        return amongMany || seq <= settled.seq()
                ? MessageState.of(seq, furthest.without(senderId), 0)
                : MessageState.of(seq, received.without(senderId), read.without(senderId));
    }

    /** As it was while one member's marks stood elsewhere. */
    Ticks before(long userId, Collection<Member> members, Position then) {
        return new Ticks(
                lowest(members, member -> positionOf(member, userId, then).toldReceived()),
                lowest(members, member -> positionOf(member, userId, then).toldRead()),
                false,
                settled,
                furthest);
    }

    private static Position positionOf(Member member, long userId, Position then) {
        return member.userId == userId ? then : member.position();
    }

    /** Whether it is marks that decide. */
    public boolean areLive() {
        return !amongMany;
    }

    /** How far all others have received what this member has sent; beyond all there is where there are no others. */
    public long received(long senderId) {
        return received.without(senderId);
    }

    /** How far all others have read it, likewise. */
    public long read(long senderId) {
        return read.without(senderId);
    }

    /** As it is once few have become too many, or too many few: what all have read by now stays read. */
    Settled settle(long lastSeq) {
        boolean isMore = !amongMany && read.first() >= settled.read().first();
        return new Settled(lastSeq, isMore ? read : settled.read());
    }

    /** Whether this member's messages have come further than those of others, who wait for this one. */
    boolean isApart(long userId) {
        return userId == received.holder() || userId == read.holder();
    }
}
