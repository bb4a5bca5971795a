package io.webim.limits;

import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import java.util.Locale;

/** What is limited, and what is said to those who go beyond. How much of it is allowed is a {@link Rate}. */
public enum Limit {
    /** Failed log-ins to one account from one network. */
    LOG_INS(ErrorCode.TOO_MANY_ATTEMPTS, "Too many attempts. Try again later."),
    /** Failed log-ins to one account from anywhere. */
    LOG_INS_OF_ACCOUNT(ErrorCode.TOO_MANY_ATTEMPTS, "Too many attempts. Try again later."),
    /** Failed log-ins from one network to any account. */
    LOG_INS_OF_ADDRESS(ErrorCode.TOO_MANY_ATTEMPTS, "Too many attempts. Try again later."),
    /** Wrong codes of a second factor for one account. */
    SECOND_FACTORS(ErrorCode.TOO_MANY_ATTEMPTS, "Too many attempts. Try again later."),
    /** Passwords computed for one account, whatever for, right or wrong. */
    PASSWORDS(ErrorCode.TOO_MANY_ATTEMPTS, "Too many attempts. Try again later."),
    /** Passwords computed for one network. */
    PASSWORDS_OF_ADDRESS(ErrorCode.TOO_MANY_ATTEMPTS, "Too many attempts. Try again later."),
    /** Copies of all that one user has. */
    EXPORTS(ErrorCode.TOO_MANY_ATTEMPTS, "Too many exports. Try again later."),
    /** New accounts from one network. */
    REGISTRATIONS(ErrorCode.TOO_MANY_ATTEMPTS, "Too many attempts. Try again later."),
    /** Messages of one user, retries among them. */
    MESSAGES(ErrorCode.TOO_MANY_MESSAGES, "You write too fast. Try again shortly."),
    /** What is stored of one user's messages, in bytes; retries count. */
    BYTES(ErrorCode.TOO_MANY_MESSAGES, "You write too much. Try again later."),
    /** Copies of what one user causes to be sent to sockets; a long one takes more. */
    DELIVERIES(ErrorCode.TOO_MANY_MESSAGES, "You write too much to too many devices. Try again shortly."),
    /** Signs of typing of one user. */
    TYPING(ErrorCode.TOO_MANY_REQUESTS, "Too many requests. Try again shortly."),
    /** New conversations of one user, whatever begins them. */
    CONTACTS(ErrorCode.TOO_MANY_CONTACTS, "You add too many people. Try again later."),
    /** Groups that one user makes. */
    GROUPS(ErrorCode.TOO_MANY_GROUPS, "You make too many groups. Try again later."),
    /** Messages and people that one user reports. */
    REPORTS(ErrorCode.TOO_MANY_REPORTS, "You report too much. Try again later."),
    /** People who have not added the user, and whom the user writes to first or adds to a group. */
    STRANGERS(ErrorCode.TOO_MANY_CONTACTS, "You approach too many strangers. Try again later."),
    /** Pictures that one user uploads. */
    PICTURES(ErrorCode.TOO_MANY_ATTEMPTS, "Too many pictures. Try again later."),
    /** Uploads of files that one user begins. */
    FILES(ErrorCode.TOO_MANY_FILES, "You send too many files. Try again shortly."),
    /** Push subscriptions that one user makes. */
    SUBSCRIPTIONS(ErrorCode.TOO_MANY_ATTEMPTS, "Too many subscriptions. Try again later."),
    /** Bots, tokens of bots and webhooks that one user makes. */
    BOTS(ErrorCode.TOO_MANY_ATTEMPTS, "You make too many bots, tokens and webhooks. Try again later."),
    /** Tokens of bots from one network that are none. */
    UNKNOWN_TOKENS(ErrorCode.TOO_MANY_ATTEMPTS, "Too many tokens that are not valid. Try again shortly."),
    /** What comes in at one webhook. */
    HOOKS(ErrorCode.TOO_MANY_MESSAGES, "Too much comes in at this webhook. Try again shortly."),
    /** Changes of one user's name. */
    RENAMES(ErrorCode.TOO_MANY_ATTEMPTS, "Too many changes of the name. Try again later."),
    /** All that one user asks, or one network where nobody has logged in; what is heavy takes more. */
    REQUESTS(ErrorCode.TOO_MANY_REQUESTS, "Too many requests. Try again shortly."),
    /** New connections from one network, which are closed without a word. */
    CONNECTIONS(ErrorCode.TOO_MANY_REQUESTS, "Too many connections. Try again shortly."),
    /** Searches and look-ups of names by one user. */
    SEARCHES(ErrorCode.TOO_MANY_REQUESTS, "Too many searches. Try again shortly.");

    private final ErrorCode code;
    private final String detail;

    Limit(ErrorCode code, String detail) {
        this.code = code;
        this.detail = detail;
    }

    /** As it stands in metrics. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    Failure refusal(int seconds) {
        return Failure.retryAfter(code, detail, seconds);
    }
}
