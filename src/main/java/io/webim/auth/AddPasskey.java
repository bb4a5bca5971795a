package io.webim.auth;

import io.vertx.core.json.JsonObject;
import io.webim.contract.Fields;

/**
 * @param name what its owner calls it
 * @param answer {@code RegistrationResponseJSON}
 */
record AddPasskey(String challenge, String name, JsonObject answer, String remoteAddress) {
    private static final int MAX_ANSWER = 20_000;

    static AddPasskey read(Fields fields) {
        return new AddPasskey(
                Challenges.read(fields),
                UserNames.line(fields, "name"),
                answer(fields, "passkey"),
                LogIn.remoteAddress(fields));
    }

    /** Whatever else is wrong with it, the check of the signature finds. */
    static JsonObject answer(Fields fields, String name) {
        if (fields.value(name) instanceof JsonObject answer
                && answer.getValue("id") instanceof String
                && answer.getValue("response") instanceof JsonObject
                && answer.encode().length() <= MAX_ANSWER) {
            return answer;
        }
        fields.refuse(name, "must be what the browser answered");
        return new JsonObject();
    }
}
