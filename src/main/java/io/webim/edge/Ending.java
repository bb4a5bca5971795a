package io.webim.edge;

import java.util.Locale;

/** Why the server ends a connection by itself. */
enum Ending {
    CONNECTIONS_OF_NETWORK(false),
    CONNECTIONS_OF_ALL(false),
    /** Its network opens connections too fast. */
    CONNECTIONS_TOO_FAST(false),
    INPUT_OF_USER(true),
    INPUT_OF_NETWORK(true),
    INPUT_OF_ALL(true),
    /** A socket that nobody has signed in on sends more than that takes. */
    INPUT_OF_STRANGER(false),
    OUTPUT_OF_USER(false),
    OUTPUT_OF_NETWORK(false),
    OUTPUT_OF_ALL(false),
    TOO_MANY_PIPELINED(false),
    /** Somebody else needed its place. */
    EVICTED(false),
    /** It asks nothing, or its request does not come on. */
    SLOW_REQUEST(false),
    /** It does not read what is written to it. */
    SLOW_READER(false);

    /** Whether the peer is told that the server has too much to do. */
    final boolean overload;

    Ending(boolean overload) {
        this.overload = overload;
    }

    /** As it stands in metrics. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
