package io.webim.contract;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A refusal that a caller is told: an HTTP status, a stable code and a sentence. It is an answer, not a fault: nothing
 * is logged for it and it carries no stack trace.
 */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final List<String> MEMBERS = List.of("code", "detail", "retryAfter", "fields");

    private final int status;
    private final String code;
    private final String detail;
    private final int retryAfter;
    private final transient Map<String, String> fields;
    private final transient JsonObject more;

    private Failure(
            int status, String code, String detail, int retryAfter, Map<String, String> fields, JsonObject more) {
        super(code + ": " + detail, null, false, false);
        this.status = status;
        this.code = code;
        this.detail = detail;
        this.retryAfter = retryAfter;
        this.fields = fields;
        this.more = more;
    }

    public static Failure of(ErrorCode code, String detail) {
        return of(code.status(), code, detail);
    }

    /** Where the status says more than the one that the code has mostly. */
    public static Failure of(int status, ErrorCode code, String detail) {
        return new Failure(status, code.text(), detail, 0, Map.of(), new JsonObject());
    }

    /** A well-formed request whose values cannot be accepted; {@code fields} names each with its reason. */
    public static Failure invalid(Map<String, String> fields) {
        var sorted = new TreeMap<>(fields);
        return new Failure(
                ErrorCode.INVALID.status(),
                ErrorCode.INVALID.text(),
                "Some values are not acceptable: " + sorted,
                0,
                sorted,
                new JsonObject());
    }

    public static Failure invalid(String field, String reason) {
        return invalid(Map.of(field, reason));
    }

    /** A failure that passes by itself: the caller may try again after {@code seconds}. */
    public static Failure retryAfter(ErrorCode code, String detail, int seconds) {
        return new Failure(code.status(), code.text(), detail, seconds, Map.of(), new JsonObject());
    }

    /** The same, and members that say how to go on. */
    public Failure with(JsonObject members) {
        return new Failure(status, code, detail, retryAfter, fields, members);
    }

    public static Failure internal() {
        return of(ErrorCode.INTERNAL, "Something went wrong on the server.");
    }

    public int status() {
        return status;
    }

    /** Mostly the text of an {@link ErrorCode}; a service that has joined the bus may have words of its own. */
    public String code() {
        return code;
    }

    public boolean is(ErrorCode other) {
        return code.equals(other.text());
    }

    public String detail() {
        return detail;
    }

    /** Seconds after which a retry makes sense; 0 where a retry would change nothing. */
    public int retryAfter() {
        return retryAfter;
    }

    /** The unacceptable fields with their reasons; empty for most failures. */
    public Map<String, String> fields() {
        return fields;
    }

    /** {@code {code, detail, retryAfter?, fields?}} and what else it says, the text that goes over the bus. */
    public JsonObject toJson() {
        var json = more.copy().put("code", code).put("detail", detail);
        if (retryAfter > 0) {
            json.put("retryAfter", retryAfter);
        }
        if (!fields.isEmpty()) {
            var named = new JsonObject();
            fields.forEach(named::put);
            json.put("fields", named);
        }
        return json;
    }

    /** The inverse of {@link #toJson()}. */
    public static Failure fromJson(int status, JsonObject json) {
        var fields = new TreeMap<String, String>();
        @Nullable JsonObject named = json.getJsonObject("fields");
        if (named != null) {
            named.forEach(entry -> fields.put(entry.getKey(), String.valueOf(entry.getValue())));
        }
        var more = json.copy();
        MEMBERS.forEach(more::remove);
        return new Failure(
                status,
                json.getString("code", ErrorCode.INTERNAL.text()),
                json.getString("detail", ""),
                json.getInteger("retryAfter", 0),
                fields,
                more);
    }
}
