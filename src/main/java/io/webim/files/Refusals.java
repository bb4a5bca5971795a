package io.webim.files;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts uploads that are refused for want of room. */
final class Refusals {
    private static final List<ErrorCode> CODES = List.of(
            ErrorCode.FILE_TOO_LARGE,
            ErrorCode.QUOTA_EXCEEDED,
            ErrorCode.TOO_MANY_UPLOADS,
            ErrorCode.STORAGE_FULL,
            ErrorCode.STORAGE_UNAVAILABLE,
            ErrorCode.FILE_REFUSED);

    private final Map<String, Counter> counters = new HashMap<>();

    Refusals(MeterRegistry meters) {
        // Seen from the start, as nought.
        CODES.forEach(
                code -> counters.put(code.text(), meters.counter("webim.files.uploads.refused", "code", code.text())));
    }

    void count(Throwable error) {
        var counter = error instanceof Failure failure ? counters.get(failure.code()) : null;
        if (counter != null) {
            counter.increment();
        }
    }
}
