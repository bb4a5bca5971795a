package io.webim.auth;

import io.vertx.core.json.JsonObject;
import io.webim.contract.Fields;
import java.util.Optional;

/**
 * @param challenge what the log-in answered that needs a second factor
 * @param code of an app, or a recovery code
 * @param passkey {@code AuthenticationResponseJSON}, in place of a code
 */
record CompleteLogIn(String challenge, String code, Optional<JsonObject> passkey, String remoteAddress) {
    static CompleteLogIn read(Fields fields) {
        var passkey = fields.has("passkey")
                ? Optional.of(AddPasskey.answer(fields, "passkey"))
                : Optional.<JsonObject>empty();
        var code = passkey.isEmpty() || fields.has("code") ? EnterCode.code(fields) : "";
        return new CompleteLogIn(Challenges.read(fields), code, passkey, LogIn.remoteAddress(fields));
    }
}
