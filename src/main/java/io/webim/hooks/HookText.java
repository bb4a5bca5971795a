package io.webim.hooks;

import io.vertx.core.json.JsonObject;
import io.webim.contract.Message;
import org.jspecify.annotations.Nullable;

/** What a message is to say of whatever came in at a webhook. */
final class HookText {
    private static final String MORE = "\n…";
    /** As far back a place is looked for where a line or a word ends. */
    private static final int SLACK = 200;

    private HookText() {}

    /**
     * Empty where there is nothing to say.
     *
     * @param event by which GitHub says what the body is
     * @param ownName under which it is shown anyhow
     */
    static String text(@Nullable String event, JsonObject body, String ownName) {
        return fitting(
                event != null
                        ? GitHub.text(event, body)
                        : Alerts.are(body) ? Alerts.text(body) : Slack.text(body, ownName));
    }

    /** As messages are: of so many signs, and without those that none may have. */
    static String fitting(String text) {
        var clean = clean(text).strip();
        if (clean.codePointCount(0, clean.length()) <= Message.MAX_TEXT) {
            return clean;
        }
        int end = clean.offsetByCodePoints(0, Message.MAX_TEXT - MORE.length());
        return clean.substring(0, placeToCut(clean, end)).stripTrailing() + MORE;
    }

    private static int placeToCut(String text, int end) {
        for (var between : new String[] {"\n", " "}) {
            int place = text.lastIndexOf(between, end);
            if (place > end - SLACK) {
                return place;
            }
        }
        return end;
    }

    private static String clean(String text) {
        var clean = new StringBuilder(text.length());
        text.replace("\r\n", "\n").replace('\r', '\n').codePoints().forEach(sign -> {
            if (sign >= Character.MIN_SURROGATE && sign <= Character.MAX_SURROGATE) {
                clean.append('\uFFFD');
            } else if (sign == '\n' || sign == '\t' || Character.getType(sign) != Character.CONTROL) {
                clean.appendCodePoint(sign);
            }
        });
        return clean.toString();
    }
}
