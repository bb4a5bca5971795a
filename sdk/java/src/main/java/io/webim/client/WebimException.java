package io.webim.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;

/** What the server refused, or that it was not reached for as long as it was tried. */
public final class WebimException extends RuntimeException {
    private static final int TOO_MANY = 429;
    private static final int MOST_DETAIL = 200;

    private final int status;
    private final String code;
    private final Duration retryAfter;
    private final transient JsonNode problem;

    private WebimException(
            int status, String code, String detail, Duration retryAfter, JsonNode problem, Throwable cause) {
        super((status == 0 ? "" : status + " ") + code + ": " + detail, cause);
        this.status = status;
        this.code = code;
        this.retryAfter = retryAfter;
        this.problem = problem;
    }

    static WebimException unreachable(Throwable cause) {
        return new WebimException(
                0, "unreachable", String.valueOf(cause), Duration.ZERO, MissingNode.getInstance(), cause);
    }

    static WebimException refusal(int status, String retryAfter, String body) {
        var problem = Json.parse(body);
        return new WebimException(
                status,
                problem.path("code").asText("http_" + status),
                problem.path("detail").asText(body.substring(0, Math.min(MOST_DETAIL, body.length()))),
                retryAfter.matches("[0-9]{1,9}") ? Duration.ofSeconds(Long.parseLong(retryAfter)) : Duration.ZERO,
                problem,
                null);
    }

    /** Of HTTP; 0 where there was no answer. */
    public int status() {
        return status;
    }

    /** Stable, what a program should look at; {@code unreachable} where there was no answer. */
    public String code() {
        return code;
    }

    /** To wait before it is worth trying again; zero where the server did not say. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** All that the server said; a missing node where it was nothing. */
    public JsonNode problem() {
        return problem;
    }

    /** Whether the same request may succeed later. */
    public boolean isTemporary() {
        return status == 0 || status == TOO_MANY || status >= 500;
    }
}
