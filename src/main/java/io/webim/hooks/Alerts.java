package io.webim.hooks;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.stream.Stream;

/** What Alertmanager's webhook of version 4 says, and Grafana's, which is the same and more. */
final class Alerts {
    private static final int SHOWN = 10;
    private static final int MOST_LABELS = 12;

    private Alerts() {}

    static boolean are(JsonObject body) {
        return Lines.size(body, "alerts") > 0 && body.getValue("status") instanceof String;
    }

    static String text(JsonObject body) {
        int count = Lines.size(body, "alerts");
        var said = new Lines().add(head(body, count));
        var alerts = Lines.objects(body, "alerts", SHOWN);
        alerts.forEach(alert -> said.addAll(alert(alert, body)));
        int more = count - alerts.size() + number(body, "truncatedAlerts");
        return said.add(more > 0 ? "… and " + more + " more" : "")
                .add(Lines.text(body, "externalURL"))
                .toString();
    }

    private static String head(JsonObject body, int count) {
        var title = Lines.text(body, "title");
        if (!title.isBlank()) {
            return Lines.bold(title);
        }
        var name = Lines.text(Lines.object(body, "commonLabels"), "alertname");
        var status = Lines.text(body, "status").toUpperCase(Locale.ROOT);
        return Lines.bold("[" + status + (count > 1 ? ":" + count : "") + "] "
                + (name.isBlank() ? Lines.text(Lines.object(body, "groupLabels"), "alertname") : name));
    }

    private static Lines alert(JsonObject alert, JsonObject body) {
        var labels = Lines.object(alert, "labels");
        var annotations = Lines.object(alert, "annotations");
        boolean isOver = Lines.text(alert, "status").equals("resolved");
        var summary = Stream.of("summary", "title", "message", "description")
                .map(name -> Lines.text(annotations, name))
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse(Lines.text(labels, "alertname"));
        var description = Lines.text(annotations, "description");
        return new Lines()
                .add((isOver ? "✅ " : "🔥 ") + summary)
                .add(description.equals(summary) ? "" : description)
                .add(labels(labels, Lines.object(body, "commonLabels")))
                .add(isOver ? "" : link(alert));
    }

    private static String link(JsonObject alert) {
        return Stream.of("panelURL", "dashboardURL", "generatorURL")
                .map(name -> Lines.text(alert, name))
                .filter(url -> !url.isBlank())
                .findFirst()
                .orElse("");
    }

    /** What tells it from the others, and how bad it is. */
    private static String labels(JsonObject labels, JsonObject common) {
        return String.join(
                " · ",
                labels.fieldNames().stream()
                        .filter(name -> !name.equals("alertname") && !name.startsWith("__"))
                        .filter(name -> !common.containsKey(name) || name.equals("severity") || name.equals("instance"))
                        .limit(MOST_LABELS)
                        .map(name -> name + ": " + Lines.text(labels, name))
                        .toList());
    }

    private static int number(JsonObject json, String name) {
        return json.getValue(name) instanceof Number number ? Math.max(0, number.intValue()) : 0;
    }
}
