package io.webim.chat.marks;

import io.vertx.core.Promise;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.Member;
import io.webim.chat.conversations.MemberKey;
import io.webim.chat.conversations.Position;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of one member's marks has moved and is not stored yet.
 *
 * @param told who sees it, and so has to learn of it
 * @param received the member's own mark, as is {@code read}
 * @param toldReceived what others see of it, as is {@code toldRead}
 * @param stored completes when the database has the marks, or later ones
 */
record MovedMarks(
        Conversation conversation,
        Member member,
        Set<Long> told,
        Move received,
        Move read,
        Move toldReceived,
        Move toldRead,
        Promise<Void> stored) {
    /** Where a mark stood, how far it went, and when: 0 while it stands still. */
    record Move(long from, long to, long at) {
        private static Move of(long from, long to, long now) {
            return new Move(from, to, from == to ? 0 : now);
        }

        private Move and(Move other) {
            return new Move(Math.min(from, other.from), Math.max(to, other.to), Math.max(at, other.at));
        }
    }

    /** How the marks have moved from where they stood. */
    static MovedMarks since(Position before, Conversation conversation, Member member, long at) {
        return between(before, member.position(), conversation, member, at);
    }

    static MovedMarks between(Position before, Position now, Conversation conversation, Member member, long at) {
        return new MovedMarks(
                conversation,
                member,
                new TreeSet<>(conversation.toldOf(member, before)),
                Move.of(before.received(), now.received(), at),
                Move.of(before.read(), now.read(), at),
                Move.of(before.toldReceived(), now.toldReceived(), at),
                Move.of(before.toldRead(), now.toldRead(), at),
                Promise.promise());
    }

    /** Both as one; whoever waits for either waits for it. */
    MovedMarks and(MovedMarks other) {
        stored.future().onSuccess(other.stored::tryComplete);
        var both = new TreeSet<>(told);
        both.addAll(other.told);
        return new MovedMarks(
                conversation,
                member,
                both,
                received.and(other.received),
                read.and(other.read),
                toldReceived.and(other.toldReceived),
                toldRead.and(other.toldRead),
                stored);
    }

    /** Where the marks stand once these are stored. */
    Position position() {
        return new Position(received.to(), read.to(), toldReceived.to(), toldRead.to());
    }

    MemberKey key() {
        return new MemberKey(conversation.id, member.userId);
    }

    /** How many messages may have to leave the cache. */
    long cached() {
        return Math.max(0, Math.min(received.to(), conversation.cachedTo(member)) - drainFrom() + 1);
    }

    private long drainFrom() {
        return conversation.drainedTo(received.from()) + 1;
    }

    /** @param mostCached so many messages leave the cache at most, and the marks stay behind with them */
    MarkStore.MarkRow toStore(long mostCached) {
        // Not where the member stands now: whoever goes and comes back is another one, and stands elsewhere.
        var now = position();
        long upTo = cached() <= mostCached ? now.received() : drainFrom() - 1 + mostCached;
        return new MarkStore.MarkRow(
                conversation.id,
                member.userId,
                List.copyOf(told),
                conversation.isDirect(),
                new Position(
                        upTo,
                        Math.min(now.read(), upTo),
                        Math.min(now.toldReceived(), upTo),
                        Math.min(now.toldRead(), upTo)),
                read.at() > 0,
                drainFrom(),
                Math.min(upTo, conversation.cachedTo(member)),
                new MarkStore.Reached(Math.min(toldReceived.to(), upTo), toldReceived.at()),
                new MarkStore.Reached(Math.min(toldRead.to(), upTo), toldRead.at()));
    }

    /** What is left once these are stored; nothing where they went all the way. */
    Optional<MovedMarks> beyond(MarkStore.MarkRow done) {
        return done.position().received() >= received.to()
                ? Optional.empty()
                : Optional.of(new MovedMarks(
                        conversation,
                        member,
                        told,
                        new Move(done.position().received(), received.to(), received.at()),
                        read,
                        toldReceived,
                        toldRead,
                        stored));
    }
}
