package io.webim.profile;

import io.webim.contract.Fields;

/** {@code {conversationId, image}}. */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
record SetGroupPicture(long conversationId, byte[] file) {
    static SetGroupPicture read(Fields fields) {
        return new SetGroupPicture(fields.id("conversationId"), fields.bytes("image", PictureService.MOST_BYTES));
    }
}
