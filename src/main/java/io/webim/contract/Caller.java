package io.webim.contract;

/**
 * Who asks: the user and session that an access token named. Requests made before a login carry {@link #NOBODY}.
 *
 * @param userId id of the account, 0 for nobody
 * @param sessionId id of the session, 0 for nobody
 * @param ownerId of a bot the person whose it is, 0 for people
 */
public record Caller(long userId, long sessionId, long ownerId) {
    public static final Caller NOBODY = new Caller(0, 0);

    /** A person. */
    public Caller(long userId, long sessionId) {
        this(userId, sessionId, 0);
    }

    /** A bot of somebody's, which has no sessions. */
    public static Caller bot(long userId, long ownerId) {
        return new Caller(userId, 0, ownerId);
    }

    /** The person who asks, or whose program does. */
    public long personId() {
        return ownerId == 0 ? userId : ownerId;
    }

    /**
     * Whose budgets it comes out of: all programs of one person share what one user has, beside the person's own. Below
     * zero where it is those.
     */
    public long payer() {
        return ownerId == 0 ? userId : -ownerId;
    }
}
