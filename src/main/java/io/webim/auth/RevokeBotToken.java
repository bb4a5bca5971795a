package io.webim.auth;

import io.webim.contract.Fields;

/** @param remoteAddress where the request came from */
record RevokeBotToken(long botId, long tokenId, String remoteAddress) {
    static RevokeBotToken read(Fields fields) {
        return new RevokeBotToken(fields.id("userId"), fields.id("tokenId"), LogIn.remoteAddress(fields));
    }
}
