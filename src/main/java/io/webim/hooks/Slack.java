package io.webim.hooks;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;

/** What Slack's and Mattermost's incoming webhooks take: a text, attachments, blocks; beside it the little that others send. */
final class Slack {
    private static final int MOST_ATTACHMENTS = 20;
    private static final int MOST_BLOCKS = 50;
    private static final int MOST_FIELDS = 40;
    private static final int DEEPEST = 6;
    private static final Map<String, String> COLOURS = Map.of(
            "good", "🟢", "warning", "🟡", "danger", "🔴", "#36a64f", "🟢", "#2eb886", "🟢", "#daa038", "🟡", "#a30200",
            "🔴");

    private Slack() {}

    /** @param ownName under which it is shown anyhow */
    static String text(JsonObject body, String ownName) {
        var said = new Lines();
        var text = SlackText.plain(Lines.text(body, "text")).strip();
        var blocks = blocks(body, 0);
        // A text beside blocks is mostly the same once more, for notifications.
        if (!blocks.toString().contains(text)) {
            said.add(text);
        }
        said.addAll(blocks);
        Lines.objects(body, "attachments", MOST_ATTACHMENTS).forEach(one -> said.addAll(attachment(one)));
        if (said.isEmpty()) {
            said.addAll(notice(body));
        }
        var sender = Lines.text(body, "username").strip();
        return said.isEmpty() || sender.isEmpty() || sender.equals(ownName)
                ? said.toString()
                : new Lines().add(Lines.bold(sender)).addAll(said).toString();
    }

    /** As apprise, Gotify and ntfy send it. */
    private static Lines notice(JsonObject body) {
        return new Lines().add(Lines.bold(Lines.text(body, "title"))).add(Lines.text(body, "message"));
    }

    private static Lines attachment(JsonObject attachment) {
        var said = new Lines().add(plain(attachment, "pretext"));
        var title = Lines.linked(Lines.bold(plain(attachment, "title")), Lines.text(attachment, "title_link"));
        var body = new Lines()
                .add(Lines.linked(plain(attachment, "author_name"), Lines.text(attachment, "author_link")))
                .add(title)
                .add(plain(attachment, "text"));
        Lines.objects(attachment, "fields", MOST_FIELDS).forEach(field -> body.add(field(field)));
        body.addAll(blocks(attachment, 0)).add(Lines.text(attachment, "image_url"));
        if (body.isEmpty()) {
            body.add(plain(attachment, "fallback"));
        }
        body.add(plain(attachment, "footer"));
        var colour = COLOURS.get(Lines.text(attachment, "color").toLowerCase(Locale.ROOT));
        return said.add(colour == null || body.isEmpty() ? body.toString() : colour + " " + body);
    }

    private static String field(JsonObject field) {
        var title = Lines.bold(plain(field, "title"));
        var value = plain(field, "value");
        return title.isEmpty() || value.isEmpty() ? title + value : title + ": " + value;
    }

    private static Lines blocks(JsonObject body, int depth) {
        var said = new Lines();
        Lines.objects(body, "blocks", MOST_BLOCKS).forEach(block -> said.addAll(block(block, depth)));
        return said;
    }

    private static Lines block(JsonObject block, int depth) {
        return switch (Lines.text(block, "type")) {
            case "header" -> new Lines().add(Lines.bold(textOf(block)));
            case "section" -> section(block);
            case "context" -> new Lines().add(inARow(block, " · "));
            case "image" -> new Lines().add(Lines.linked(plain(block, "alt_text"), Lines.text(block, "image_url")));
            case "divider" -> new Lines().add("---");
            case "markdown" -> new Lines().add(Lines.text(block, "text"));
            case "rich_text" -> new Lines().add(rich(block, depth));
            default -> new Lines();
        };
    }

    private static Lines section(JsonObject block) {
        var said = new Lines().add(textOf(block));
        Lines.objects(block, "fields", MOST_FIELDS).forEach(field -> said.add(plain(field, "text")));
        return said;
    }

    private static String textOf(JsonObject block) {
        return plain(Lines.object(block, "text"), "text");
    }

    private static String inARow(JsonObject block, String between) {
        return String.join(
                between,
                Lines.objects(block, "elements", MOST_FIELDS).stream()
                        .map(element -> plain(element, element.containsKey("text") ? "text" : "alt_text"))
                        .filter(text -> !text.isBlank())
                        .toList());
    }

    private static String rich(JsonObject element, int depth) {
        if (depth > DEEPEST) {
            return "";
        }
        var said = new StringBuilder();
        var isList = Lines.text(element, "type").equals("rich_text_list");
        for (var part : Lines.objects(element, "elements", MOST_FIELDS)) {
            var text = switch (Lines.text(part, "type")) {
                case "text" -> Lines.text(part, "text");
                case "link" -> Lines.linked(Lines.text(part, "text"), Lines.text(part, "url"));
                case "emoji" -> ":" + Lines.text(part, "name") + ":";
                default -> rich(part, depth + 1);
            };
            said.append(isList ? "- " + text + "\n" : text);
            if (depth == 0) {
                said.append('\n');
            }
        }
        return said.toString();
    }

    private static String plain(JsonObject json, String name) {
        return SlackText.plain(Lines.text(json, name));
    }
}
