package io.webim.auth;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts sessions that ended by no doing of their user, and confirmations that were refused. */
final class SessionMeters {
    private final Counter displaced;
    private final Counter undone;
    private final Counter unconfirmed;

    SessionMeters(MeterRegistry meters) {
        displaced = meters.counter("webim.sessions.ended", "why", "displaced");
        undone = meters.counter("webim.sessions.ended", "why", "undone");
        unconfirmed = meters.counter("webim.confirmations.refused");
    }

    void displaced(int sessions) {
        displaced.increment(sessions);
    }

    void undone() {
        undone.increment();
    }

    void unconfirmed() {
        unconfirmed.increment();
    }
}
