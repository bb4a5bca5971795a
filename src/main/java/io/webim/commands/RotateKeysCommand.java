package io.webim.commands;

import io.webim.config.CannotStart;
import io.webim.config.Config;
import io.webim.config.Setting;
import io.webim.datadir.SecretFile;
import java.io.IOException;

/** {@code java -jar webim.jar rotate-keys}: the next start signs access tokens with a new key. */
public final class RotateKeysCommand {
    private RotateKeysCommand() {}

    @SuppressWarnings("SystemOut") // the answer to the operator
    public static boolean run(Config config) throws IOException {
        if (config.jwt().secret().isPresent()) {
            throw new CannotStart(Setting.JWT_SECRET.variable() + " is set: move it to "
                    + Setting.JWT_PREVIOUS_SECRET.variable() + " and set a new one");
        }
        var current = SecretFile.signing(config.dataDir());
        var secret = current.read()
                .orElseThrow(() -> new CannotStart("There is no key to rotate in " + config.dataDir() + " yet"));
        // In this order: broken off in between, the present key still verifies.
        SecretFile.previousSigning(config.dataDir()).write(secret);
        current.makeNew();
        System.out.println(
                "The next start signs with a new key. Tokens of the old one stay good for the ten minutes that"
                        + " they live; run this twice to refuse them at once.");
        return true;
    }
}
