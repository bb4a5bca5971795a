package io.webim.chat.messages;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.contract.AttachedFiles;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of its sender that a message is to carry.
 *
 * @param ids as they were asked for
 * @param missing why it cannot: then it is a retry of a message that has carried them, or refused
 */
public record Attachment(
        List<String> ids, AttachedFiles files, @Nullable Failure missing) {
    static final Attachment NONE = new Attachment(List.of(), AttachedFiles.NONE, null);

    static Attachment of(List<String> ids, AttachedFiles files) {
        return new Attachment(ids, files, null);
    }

    /** @param missing those of them that are not complete, not the sender's, or gone */
    static Attachment missing(List<String> ids, Collection<String> missing) {
        return new Attachment(ids, AttachedFiles.NONE, notReady(missing));
    }

    static Failure notReady(Collection<String> ids) {
        return Failure.of(ErrorCode.FILE_NOT_READY, "A file is not complete, not yours, or gone.")
                .with(new JsonObject().put("fileIds", new JsonArray(List.copyOf(ids))));
    }
}
