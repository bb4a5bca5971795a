package io.webim.e2e;

import com.google.gson.JsonParser;
import com.microsoft.playwright.Page;

/** A reader of fingerprints that always knows its owner, as browsers have for tests. */
final class Authenticator {
    private static final String OPTIONS = "{options: {protocol: 'ctap2', transport: 'internal', hasResidentKey: true,"
            + " hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true}}";

    private Authenticator() {}

    static void plugInto(Page page) {
        var devtools = page.context().newCDPSession(page);
        devtools.send("WebAuthn.enable");
        devtools.send(
                "WebAuthn.addVirtualAuthenticator",
                JsonParser.parseString(OPTIONS).getAsJsonObject());
    }
}
