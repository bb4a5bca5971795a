package io.webim.files;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.webim.contract.Failure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts uploads that are refused for want of room. */
final class Refusals {
    private static final List<String> CODES = List.of(
            "file_too_large",
            "quota_exceeded",
            "too_many_uploads",
            "storage_full",
            "storage_unavailable",
            "file_refused");

    private final Map<String, Counter> counters = new HashMap<>();

    Refusals(MeterRegistry meters) {
        // Seen from the start, as nought.
        CODES.forEach(code -> counters.put(code, meters.counter("webim.files.uploads.refused", "code", code)));
    }

    void count(Throwable error) {
        var counter = error instanceof Failure failure ? counters.get(failure.code()) : null;
        if (counter != null) {
            counter.increment();
        }
    }
}
