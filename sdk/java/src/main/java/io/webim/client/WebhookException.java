package io.webim.client;

/** What came was not sent by webim, or not lately. Answer 401, and look at nothing in it. */
public final class WebhookException extends Exception {
    private final String code;

    WebhookException(String code) {
        super(code);
        this.code = code;
    }

    /**
     * {@code missing_header}, {@code bad_timestamp}, {@code too_old}, {@code too_new}, {@code bad_signature} or {@code
     * bad_body}.
     */
    public String code() {
        return code;
    }
}
