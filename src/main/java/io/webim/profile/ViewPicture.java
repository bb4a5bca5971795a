package io.webim.profile;

import io.webim.contract.Fields;

/**
 * {@code {userId, v, size?}}.
 *
 * @param version the name of the picture, which only those know who may see the user
 * @param side in pixels
 */
record ViewPicture(long userId, String version, int side) {
    static ViewPicture read(Fields fields) {
        return new ViewPicture(fields.id("userId"), fields.text("v", 1, 22), side(fields));
    }

    static int side(Fields fields) {
        return Integer.parseInt(fields.has("size") ? fields.oneOf("size", "256", "64") : "256");
    }
}
