package io.webim.contract;

/**
 * Who asks: the user and session that an access token named. Requests made before a login carry {@link #NOBODY}.
 *
 * @param userId id of the account, 0 for nobody
 * @param sessionId id of the session, 0 for nobody
 */
public record Caller(long userId, long sessionId) {
    public static final Caller NOBODY = new Caller(0, 0);
}
