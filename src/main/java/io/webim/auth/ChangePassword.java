package io.webim.auth;

import io.webim.contract.Fields;

/**
 * Both passwords as typed.
 *
 * @param services whether the tokens of bots and the webhooks are to end as well
 */
record ChangePassword(String oldPassword, String newPassword, boolean services, String remoteAddress) {
    private static final int MIN = 8;
    private static final int MAX = 128;

    static ChangePassword read(Fields fields) {
        return new ChangePassword(
                anyPassword(fields, "oldPassword"),
                newPassword(fields, "newPassword"),
                fields.flag("services"),
                LogIn.remoteAddress(fields));
    }

    static String newPassword(Fields fields, String name) {
        return fields.text(name, MIN, MAX);
    }

    /** To be compared only; the cap keeps a huge one from being hashed. */
    static String anyPassword(Fields fields, String name) {
        return fields.text(name, 1, MAX);
    }
}
