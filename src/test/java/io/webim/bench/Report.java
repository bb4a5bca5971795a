package io.webim.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures, each with its spread. */
final class Report {
    private final List<Figure> figures = new ArrayList<>();
    private final JsonObject curves = new JsonObject();

    /** What a figure has to reach. */
    record Goal(String sign, double value) {
        static final Goal NONE = new Goal("", Double.NaN);

        static Goal atLeast(double value) {
            return new Goal("≥", value);
        }

        static Goal atMost(double value) {
            return new Goal("≤", value);
        }

        boolean isMetBy(double figure) {
            return sign.equals("≥") ? figure >= value : figure <= value;
        }
    }

    /** @param runs in the order in which they were measured */
    record Figure(String name, String unit, List<Double> runs, Goal goal) {
        double median() {
            var sorted = runs.stream().sorted().toList();
            int half = sorted.size() / 2;
            return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
        }

        double lowest() {
            return runs.stream().mapToDouble(run -> run).min().orElseThrow();
        }

        double highest() {
            return runs.stream().mapToDouble(run -> run).max().orElseThrow();
        }

        private JsonObject toJson() {
            var json = new JsonObject()
                    .put("name", name)
                    .put("unit", unit)
                    .put("median", median())
                    .put("lowest", lowest())
                    .put("highest", highest())
                    .put("runs", new JsonArray(new ArrayList<>(runs)));
            return goal == Goal.NONE
                    ? json
                    : json.put("goal", goal.sign() + " " + number(goal.value())).put("met", goal.isMetBy(median()));
        }

        private String row() {
            var spread = runs.size() == 1 ? "" : number(lowest()) + " – " + number(highest());
            var wanted = goal == Goal.NONE
                    ? ""
                    : goal.sign() + " " + number(goal.value()) + (goal.isMetBy(median()) ? "  yes" : "  NO");
            return String.format(Locale.ROOT, "%-46s %10s %-9s %-21s %s", name, number(median()), unit, spread, wanted);
        }
    }

    void add(String name, String unit, Goal goal, List<Double> runs) {
        // A server elsewhere does not tell what it uses.
        if (runs.stream().noneMatch(run -> run.isNaN())) {
            var figure = new Figure(name, unit, runs, goal);
            figures.add(figure);
            System.out.println(figure.row().stripTrailing());
        }
    }

    void add(String name, String unit, Goal goal, double value) {
        add(name, unit, goal, List.of(value));
    }

    /** Points of a plot. */
    void curve(String name, List<double[]> points) {
        var array = new JsonArray();
        points.forEach(point -> array.add(new JsonArray().add(point[0]).add(point[1])));
        curves.put(name, array);
    }

    String table() {
        var head = String.format(Locale.ROOT, "%-46s %10s %-9s %-21s %s", "measure", "median", "", "spread", "goal");
        var rows = new StringBuilder(head.stripTrailing()).append('\n');
        figures.forEach(figure -> rows.append(figure.row().stripTrailing()).append('\n'));
        return rows.toString();
    }

    JsonObject toJson() {
        var all = new JsonArray();
        figures.forEach(figure -> all.add(figure.toJson()));
        return new JsonObject().put("figures", all).put("curves", curves);
    }

    static String number(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }
}
