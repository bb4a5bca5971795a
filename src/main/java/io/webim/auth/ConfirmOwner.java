package io.webim.auth;

import io.webim.contract.Fields;
import java.util.Optional;

/**
 * {@code {purpose, refreshToken?, password?, remoteAddress}}: before something is made that outlives an access token.
 *
 * @param purpose what is made, for the audit log
 */
record ConfirmOwner(String purpose, Optional<String> refreshToken, Optional<String> password, String remoteAddress) {
    static ConfirmOwner read(Fields fields) {
        return read(fields, fields.text("purpose", 1, 50));
    }

    /** As a part of a request that makes something. */
    static ConfirmOwner read(Fields fields, String purpose) {
        return new ConfirmOwner(
                purpose,
                Optional.ofNullable(fields.optionalText("refreshToken", 0, Refresh.MAX_LENGTH)),
                fields.has("password") ? Optional.of(ChangePassword.anyPassword(fields, "password")) : Optional.empty(),
                LogIn.remoteAddress(fields));
    }
}
