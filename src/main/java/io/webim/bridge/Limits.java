package io.webim.bridge;

import java.time.Duration;

/**
 * What one socket may take of the server. Times are in milliseconds.
 *
 * @param pingInterval told to clients; a socket silent for twice that is closed
 * @param loginTime how long a socket may live without a login
 * @param sweepInterval how often the deadlines of all sockets are looked at
 * @param frameBytes the longest frame that a client may send
 * @param inFlight requests of one socket that may wait for their answer
 * @param confirmations of messages that may wait for their answer, those of one conversation as one request
 * @param pendingFrames frames that may wait for a slow reader
 * @param pendingBytes bytes that may wait for a slow reader
 * @param socketsPerUser one more closes the user's oldest
 * @param socketsPerAddress open at once from one network, TCP apart
 * @param faults malformed frames in a row that a socket may send
 * @param editSeconds told to clients: how old a message is at most that they offer to edit
 */
record Limits(
        int pingInterval,
        int loginTime,
        int sweepInterval,
        int frameBytes,
        int inFlight,
        int confirmations,
        int pendingFrames,
        int pendingBytes,
        int socketsPerUser,
        int socketsPerAddress,
        int faults,
        long editSeconds) {
    static final Limits DEFAULT = of(50, 1_000, Duration.ofDays(2));

    /** With what can be set. */
    static Limits of(int socketsPerUser, int socketsPerAddress, Duration editing) {
        return new Limits(
                25_000,
                10_000,
                1_000,
                256 << 10,
                200,
                2_048,
                4_096,
                4 << 20,
                socketsPerUser,
                socketsPerAddress,
                100,
                editing.toSeconds());
    }

    int silence() {
        return 2 * pingInterval;
    }

    Limits withTimes(int ping, int login, int sweep) {
        return new Limits(
                ping,
                login,
                sweep,
                frameBytes,
                inFlight,
                confirmations,
                pendingFrames,
                pendingBytes,
                socketsPerUser,
                socketsPerAddress,
                faults,
                editSeconds);
    }
}
