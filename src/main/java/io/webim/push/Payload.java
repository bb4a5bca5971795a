package io.webim.push;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.contract.AttachedFiles;
import io.webim.contract.Times;
import io.webim.push.PushSubscriptionStore.Telling;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a push says. Its text is plain, and cut so that it fits the 4 KiB that every push service takes. */
final class Payload {
    private static final int MOST_TEXT = 200;
    /** Of the message, in code points: what stands behind them could only say that a sign was markup. */
    private static final int MOST_READ = 2_000;

    private Payload() {}

    /** What those are told of one message who want its text: made once, since each costs some time. */
    static Optional<String> text(List<Telling> tellings) {
        return tellings.stream()
                .filter(telling -> telling.subscription().showsText())
                .flatMap(telling -> Stream.ofNullable(telling.text()))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .map(text -> PlainText.of(begin(text), MOST_TEXT));
    }

    private static String begin(String text) {
        return text.codePointCount(0, text.length()) <= MOST_READ
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MOST_READ));
    }

    /** @param text as {@link #text} made it */
    static JsonObject of(long conversationId, Telling telling, Optional<String> text) {
        var json = new JsonObject()
                .put("type", "message")
                .put("conversationId", conversationId)
                .put("seq", telling.seq())
                .put("sentAt", Times.iso(telling.sentAt()))
                .put("sender", telling.sender().toJson());
        if (telling.title() != null) {
            json.put("title", telling.title());
        }
        if (telling.subscription().showsText()) {
            text.ifPresent(plain -> json.put("text", plain));
            if (!telling.files().isEmpty()) {
                json.put("files", types(telling.files()));
            }
        }
        return json;
    }

    /** Of what kinds they are, for the page to say it in its language. */
    private static JsonArray types(AttachedFiles files) {
        var types = new JsonArray();
        files.toJson().forEach(file -> types.add(((JsonObject) file).getString("mediaType")));
        return types;
    }
}
