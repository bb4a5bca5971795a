package io.webim.auth;

import io.webim.contract.Fields;

/**
 * Every other session is to end.
 *
 * @param services whether the tokens of bots and the webhooks are to end as well
 * @param remoteAddress where the request came from
 */
record EndOthers(boolean services, String remoteAddress) {
    static EndOthers read(Fields fields) {
        return new EndOthers(fields.flag("services"), LogIn.remoteAddress(fields));
    }
}
