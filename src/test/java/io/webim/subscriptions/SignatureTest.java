package io.webim.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SignatureTest {
    /** The example of Standard Webhooks. */
    @Test
    void isThatOfStandardWebhooks() {
        var secret = Buffer.buffer(Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

        assertThat(Signature.of(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void secretsAreLongAndEachIsAnother() {
        assertThat(Signature.newSecret().length()).isEqualTo(32);
        assertThat(Signature.newSecret()).isNotEqualTo(Signature.newSecret());
        assertThat(Signature.text(Signature.newSecret())).startsWith("whsec_");
    }
}
