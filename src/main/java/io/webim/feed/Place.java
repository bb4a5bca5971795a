package io.webim.feed;

/**
 * How far a feed has come in a conversation.
 *
 * @param version of what is the same for all members
 * @param ownVersion of what concerns this one alone
 * @param listed whether the account belongs to it, as far as its feed has told
 */
record Place(long seq, long version, long ownVersion, boolean listed) {
    /** Of one that has come since the feed began. */
    static final Place NONE = new Place(0, -1, -1, false);
}
