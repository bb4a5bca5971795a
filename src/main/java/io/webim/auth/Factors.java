package io.webim.auth;

/**
 * What an account has besides its password.
 *
 * @param recoveryCodes how many are left
 */
record Factors(boolean app, int recoveryCodes, int passkeys) {
    /** Whether the password alone does not open the account. */
    boolean isOn() {
        return app || passkeys > 0;
    }
}
