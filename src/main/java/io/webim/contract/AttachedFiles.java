package io.webim.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files that a message carries, in the order in which they are shown; they never change.
 *
 * @param text a JSON array of {@code {id, name, mediaType, size, inline, width?, height?, durationMs?, waveform?,
 *     placeholder?, preview?}};
 *     empty of none
 */
public record AttachedFiles(String text) {
    /** The most files in one message. */
    public static final int MOST = 10;

    public static final AttachedFiles NONE = new AttachedFiles("");

    /** Each as it is told. */
    public static AttachedFiles of(List<JsonObject> files) {
        return files.isEmpty() ? NONE : new AttachedFiles(new JsonArray(files).encode());
    }

    /** As they stand in the table. */
    public static AttachedFiles of(@Nullable String text) {
        return text == null ? NONE : new AttachedFiles(text);
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }

    /** To be put into the table. */
    public @Nullable String orNull() {
        return text.isEmpty() ? null : text;
    }

    public JsonArray toJson() {
        return text.isEmpty() ? new JsonArray() : new JsonArray(text);
    }

    public List<String> ids() {
        return toJson().stream()
                .map(file -> ((JsonObject) file).getString("id"))
                .toList();
    }

    /** What a message with these files is: one sound with its waveform, and not a word, is a voice. */
    static String kind(JsonArray files, String words) {
        boolean isVoice =
                words.isEmpty() && files.size() == 1 && files.getJsonObject(0).containsKey("waveform");
        return isVoice ? "voice" : "file";
    }
}
