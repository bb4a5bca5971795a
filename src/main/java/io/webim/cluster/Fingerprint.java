package io.webim.cluster;

import io.webim.config.Config;
import io.webim.contract.Instance;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** By what nodes know that they belong together; none of their secrets can be found from it. */
final class Fingerprint {
    private static final String HMAC = "HmacSHA256";

    private Fingerprint() {}

    /** The same for those with the same secrets, the same database, and the same way to tell each other. */
    static String of(Config config, Instance instance) {
        var key = config.sealing().secret().orElseThrow();
        var text = String.join(
                "\n",
                Integer.toString(Cluster.VERSION),
                instance.id(),
                config.jwt().secret().orElseThrow(),
                config.push().keys().orElseThrow());
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), HMAC));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
