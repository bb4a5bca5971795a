package io.webim.auth;

import io.webim.contract.Fields;

/**
 * Looser than a registration: whatever cannot be somebody's name or password is simply wrong.
 *
 * @param device what the list of devices shows
 * @param host that the browser asked for, with its port
 * @param remoteAddress where the request came from
 */
record LogIn(String username, String password, String device, String host, String remoteAddress) {
    private static final int MAX_USERNAME = 128;
    private static final int MAX_DEVICE = 100;
    private static final int MAX_ADDRESS = 100;

    static LogIn read(Fields fields) {
        return new LogIn(
                fields.name("username", 1, MAX_USERNAME),
                ChangePassword.anyPassword(fields, "password"),
                UserNames.optionalLine(fields, "device", MAX_DEVICE),
                BeginPasskey.host(fields),
                remoteAddress(fields));
    }

    static String remoteAddress(Fields fields) {
        return fields.text("remoteAddress", 1, MAX_ADDRESS);
    }
}
