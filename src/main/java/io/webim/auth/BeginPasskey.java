package io.webim.auth;

import io.webim.contract.Fields;

/** @param host that the browser asked for, with its port */
record BeginPasskey(Confirm confirm, String host) {
    private static final int MAX_HOST = 300;

    static BeginPasskey read(Fields fields) {
        return new BeginPasskey(Confirm.read(fields), host(fields));
    }

    static String host(Fields fields) {
        return fields.has("host") ? fields.text("host", 0, MAX_HOST) : "";
    }
}
