package io.webim.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Takes what webim posts, once it is proved to be from there: Standard Webhooks 1.0. */
public final class Webhook {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";
    private static final String VERSION = "v1,";
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final List<SecretKeySpec> keys;

    /**
     * @param secrets as the subscription gave them, {@code whsec_…}; several while one takes over from another
     * @throws IllegalArgumentException where there is none, or one is none
     */
    public Webhook(String... secrets) {
        if (secrets.length == 0) {
            throw new IllegalArgumentException("a webhook needs a secret");
        }
        keys = Arrays.stream(secrets).map(Webhook::key).toList();
    }

    /** {@link #verify(UnaryOperator, byte[], Instant)} now. */
    public Event verify(UnaryOperator<String> headers, byte[] body) throws WebhookException {
        return verify(headers, body, Instant.now());
    }

    /**
     * The event. Its id is that of the feed, and the same when it is posted again: pass over what you have had.
     *
     * @param headers gives the value of a header of any case, null where it is missing
     * @param body as it came, not parsed and written again
     * @throws WebhookException where it is not to be believed
     */
    public Event verify(UnaryOperator<String> headers, byte[] body, Instant now) throws WebhookException {
        var id = header(headers, "webhook-id");
        var timestamp = header(headers, "webhook-timestamp");
        var signatures = header(headers, "webhook-signature");
        checkTime(timestamp, now);
        if (!isSigned(id + "." + timestamp + ".", body, signatures)) {
            throw new WebhookException("bad_signature");
        }
        var told = Json.parse(new String(body, StandardCharsets.UTF_8));
        if (!told.isObject()) {
            throw new WebhookException("bad_body");
        }
        return Event.of(id, told);
    }

    private static void checkTime(String timestamp, Instant now) throws WebhookException {
        if (!timestamp.matches("[0-9]{1,12}")) {
            throw new WebhookException("bad_timestamp");
        }
        var sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
        if (sent.isBefore(now.minus(TOLERANCE))) {
            throw new WebhookException("too_old");
        }
        if (sent.isAfter(now.plus(TOLERANCE))) {
            throw new WebhookException("too_new");
        }
    }

    /** One good signature of any secret is enough; those of other kinds are passed over. */
    private boolean isSigned(String head, byte[] body, String signatures) {
        var given = Arrays.stream(signatures.split(" "))
                .map(one -> one.getBytes(StandardCharsets.UTF_8))
                .toList();
        return keys.stream()
                .map(key -> sign(key, head, body))
                .anyMatch(expected -> given.stream().anyMatch(one -> MessageDigest.isEqual(one, expected)));
    }

    private static byte[] sign(SecretKeySpec key, String head, byte[] body) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(head.getBytes(StandardCharsets.UTF_8));
            var signature = Base64.getEncoder().encodeToString(mac.doFinal(body));
            return (VERSION + signature).getBytes(StandardCharsets.UTF_8);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static SecretKeySpec key(String secret) {
        var text = secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret;
        return new SecretKeySpec(Base64.getDecoder().decode(text), ALGORITHM);
    }

    private static String header(UnaryOperator<String> headers, String name) throws WebhookException {
        var value = headers.apply(name);
        if (value == null || value.isEmpty()) {
            throw new WebhookException("missing_header");
        }
        return value;
    }
}
