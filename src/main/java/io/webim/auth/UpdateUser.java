package io.webim.auth;

import io.webim.contract.Fields;
import org.jspecify.annotations.Nullable;

/**
 * {@code {displayName?, addMe?}}, one of them at least; what is null stays.
 *
 * @param addMe who may add the user to a group: {@code all} or {@code contacts}
 */
record UpdateUser(@Nullable String displayName, @Nullable String addMe) {
    static UpdateUser read(Fields fields) {
        if (!fields.has("displayName") && !fields.has("addMe")) {
            fields.refuse("displayName", "is missing");
        }
        return new UpdateUser(
                fields.has("displayName") ? Names.displayName(fields) : null,
                fields.has("addMe") ? fields.oneOf("addMe", "all", "contacts") : null);
    }
}
