package io.webim.auth;

import io.webim.contract.Fields;
import org.jspecify.annotations.Nullable;

/**
 * {@code {displayName?, addMe?, readReceipts?}}, one of them at least; what is null stays.
 *
 * @param addMe who may add the user to a group: {@code all} or {@code contacts}
 * @param readReceipts whether others are told what the user has read, and the user what others have
 */
record UpdateUser(
        @Nullable String displayName,
        @Nullable String addMe,
        @Nullable Boolean readReceipts) {
    static UpdateUser read(Fields fields) {
        if (!fields.has("displayName") && !fields.has("addMe") && !fields.has("readReceipts")) {
            fields.refuse("displayName", "is missing");
        }
        return new UpdateUser(
                fields.has("displayName") ? UserNames.displayName(fields) : null,
                fields.has("addMe") ? fields.oneOf("addMe", "all", "contacts") : null,
                fields.has("readReceipts") ? (Boolean) fields.flag("readReceipts") : null);
    }
}
