package io.webim.groups;

import io.webim.contract.Fields;
import org.jspecify.annotations.Nullable;

/**
 * {@code {conversationId, picture?}}.
 *
 * @param name of the picture; null where there is none any more
 */
record ShowPicture(long conversationId, @Nullable String name) {
    static ShowPicture read(Fields fields) {
        return new ShowPicture(fields.id("conversationId"), fields.optionalText("picture", 1, 22));
    }
}
