package io.webim.auth;

import io.vertx.core.json.JsonArray;

/**
 * What an account has besides its password.
 *
 * @param recoveryCodes how many are left
 */
record Factors(boolean app, int recoveryCodes) {
    /** Whether the password alone does not open the account. */
    boolean isOn() {
        return app;
    }

    /** How a log-in can be completed. */
    JsonArray methods() {
        var methods = new JsonArray();
        if (app) {
            methods.add("totp");
        }
        return recoveryCodes > 0 ? methods.add("recovery_code") : methods;
    }
}
