package io.webim.auth;

import io.webim.contract.Fields;

/** One of the caller's. */
record RemovePasskey(long passkeyId, Confirm confirm) {
    static RemovePasskey read(Fields fields) {
        return new RemovePasskey(fields.id("passkeyId"), Confirm.read(fields));
    }
}
