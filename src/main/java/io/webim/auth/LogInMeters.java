package io.webim.auth;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;

/** Counts what became of log-ins: opened, or the code of the refusal. */
final class LogInMeters {
    private final MeterRegistry meters;

    LogInMeters(MeterRegistry meters) {
        this.meters = meters;
        count("opened", 0);
        count(ErrorCode.BAD_CREDENTIALS.text(), 0);
    }

    <T> Future<T> counted(Future<T> logIn) {
        return logIn.onSuccess(opened -> count("opened", 1))
                .onFailure(error ->
                        count(error instanceof Failure refused ? refused.code() : ErrorCode.INTERNAL.text(), 1));
    }

    private void count(String result, int times) {
        meters.counter("webim.log.ins", "result", result).increment(times);
    }
}
