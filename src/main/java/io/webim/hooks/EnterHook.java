package io.webim.hooks;

import io.webim.contract.Fields;

/** @param network that it came from */
record EnterHook(Key key, String network) {
    private static final int LONGEST_NETWORK = 100;

    static EnterHook read(Fields fields) {
        return new EnterHook(Key.read(fields), fields.text("network", 0, LONGEST_NETWORK));
    }
}
