package io.webim.profile;

import io.webim.contract.Fields;

/**
 * {@code {conversationId, v, size?}}.
 *
 * @param version the name of the picture, which only those know who may see the group
 * @param side in pixels
 */
record ViewGroupPicture(long conversationId, String version, int side) {
    static ViewGroupPicture read(Fields fields) {
        return new ViewGroupPicture(fields.id("conversationId"), fields.text("v", 1, 22), ViewPicture.side(fields));
    }
}
