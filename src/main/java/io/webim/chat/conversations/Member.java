package io.webim.chat.conversations;

import io.vertx.core.Future;
import io.webim.contract.MessageState;
import io.webim.contract.SeqRanges;

/** One of them, with the marks: forward only, and never above what was committed. */
public final class Member {
    public final long userId;
    private Position position;
    private long cachedTo;
    private Relation toPeer = Relation.NONE;
    private boolean discreet;
    private SeqRanges withheld = SeqRanges.NONE;
    private Future<?> adding = Future.succeededFuture();
    private boolean introduced;
    private long wroteLast;
    private long personId;
    private long joinedSeq;

    /** @param cachedTo up to here messages to this member may still be marked as cached in the database */
    public Member(long userId, Position position, long cachedTo) {
        this.userId = userId;
        this.personId = userId;
        this.position = position;
        this.cachedTo = cachedTo;
    }

    /** All of it is told. */
    public Member(long userId, long received, long read, long cachedTo) {
        this(userId, Position.of(received, read), cachedTo);
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

    /** Takes over what the database says, but for the marks, which may be ahead of it. */
    void refresh(Member fresh) {
        relates(fresh.toPeer);
        joined(fresh.joinedSeq);
        keepReads(fresh.discreet);
        withhold(fresh.withheld);
        cached(fresh.cachedTo);
    }

    public Position position() {
        return position;
    }

    /** Whether this one keeps to oneself what one reads. */
    boolean isDiscreet() {
        return discreet;
    }

    public void keepReads(boolean toOneself) {
        discreet = toOneself;
    }

    /** What of the other's messages this one is never shown, though the marks pass it. */
    SeqRanges withheld() {
        return withheld;
    }

    public void withhold(SeqRanges more) {
        if (!more.isEmpty()) {
            withheld = withheld.plus(more);
        }
    }

    /** Of it what lies below what is told. */
    public SeqRanges toldWithheld() {
        return withheld.within(1, position.toldReceived());
    }

    public long cachedTo() {
        return cachedTo;
    }

    public void cached(long seq) {
        cachedTo = Math.max(cachedTo, seq);
    }

    public boolean blocksPeer() {
        return toPeer.blockedFrom() != null;
    }

    /** Up to here this member is shown what comes from the other. */
    public long shownTo() {
        var blockedFrom = toPeer.blockedFrom();
        return blockedFrom == null ? Long.MAX_VALUE : blockedFrom;
    }

    public void wrote(long seq) {
        wroteLast = Math.max(wroteLast, seq);
    }

    /** Of a bot the one who has made it, else the member. */
    public long personId() {
        return personId;
    }

    /** Of a group: up to here nothing is shown. */
    public void joined(long seq) {
        joinedSeq = seq;
    }

    long joinedSeq() {
        return joinedSeq;
    }

    void speaksFor(long person) {
        personId = person;
    }

    /** The seq of this member's newest message in a group; 0 without one. */
    long wroteLast() {
        return wroteLast;
    }

    /**
     * The peer is becoming a contact. Where that was being done already it is done only after that, or what was
     * written later would be answered first.
     */
    public void add(Future<?> peer) {
        var added = adding.transform(done -> peer);
        adding = added;
        added.onFailure(error -> {
            if (adding == added) {
                adding = Future.succeededFuture();
            }
        });
    }

    /** Completes when the peer is as much of a contact as writing to them makes them. */
    public Future<?> added() {
        return adding;
    }

    public boolean hasAddedPeer() {
        return toPeer.added();
    }

    /** Whether it was settled that this member may write the first message. */
    public boolean isIntroduced() {
        return introduced;
    }

    public void introduce() {
        introduced = true;
    }

    public MessageState state(long seq) {
        return MessageState.of(seq, position.received(), position.read());
    }

    /** @return whether anything moved */
    public boolean receive(long seq, long lastSeq) {
        return move(position.receive(Math.min(seq, lastSeq), !blocksPeer()));
    }

    /**
     * @param isTold whether it is, where this member does not block the other
     * @return whether anything moved; what is read is received too
     */
    public boolean read(long seq, long lastSeq, boolean isTold) {
        long target = Math.min(seq, lastSeq);
        return move(position.receive(target, !blocksPeer()).read(target, isTold && !blocksPeer()));
    }

    void passForRead() {
        move(new Position(position.received(), position.read(), position.toldReceived(), position.toldReceived()));
    }

    void catchUp(Position other) {
        move(position.and(other));
    }

    private boolean move(Position to) {
        boolean moves = !to.equals(position);
        position = to;
        return moves;
    }
}
