package io.webim.auth;

import io.webim.contract.Fields;

/** @param remoteAddress where the request came from */
record DeleteBot(long botId, String remoteAddress) {
    static DeleteBot read(Fields fields) {
        return new DeleteBot(fields.id("userId"), LogIn.remoteAddress(fields));
    }
}
