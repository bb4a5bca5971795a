package io.webim.bench;

import java.util.List;
import java.util.Locale;

/** A plot of some series of points as SVG, readable on light and dark ground. */
final class Plot {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 40;
    private static final int BOTTOM = 50;
    private static final int TICKS = 5;
    private static final int LABEL_WIDTH = 45;
    private static final String[] COLOURS = {"#2563eb", "#dc2626", "#16a34a", "#9333ea"};

    private final String title;
    private final String xName;
    private final String yName;
    private final boolean logarithmic;
    private final StringBuilder body = new StringBuilder();
    private double xLow = Double.MAX_VALUE;
    private double xHigh = -Double.MAX_VALUE;
    private double yHigh;

    /** @param points {@code {x, y}}, ascending by x */
    record Series(String name, List<double[]> points) {}

    /** @param logarithmic whether x grows by factors */
    Plot(String title, String xName, String yName, boolean logarithmic) {
        this.title = title;
        this.xName = xName;
        this.yName = yName;
        this.logarithmic = logarithmic;
    }

    String svg(List<Series> all) {
        for (var series : all) {
            for (var point : series.points()) {
                xLow = Math.min(xLow, scaled(point[0]));
                xHigh = Math.max(xHigh, scaled(point[0]));
                yHigh = Math.max(yHigh, point[1]);
            }
        }
        yHigh = round(yHigh);
        axes();
        for (int i = 0; i < all.size(); i++) {
            line(all.get(i), COLOURS[i % COLOURS.length], i);
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + WIDTH + " " + HEIGHT
                + "\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#6b7280\">\n"
                + "<title>" + title + "</title>\n" + body + "</svg>\n";
    }

    private void axes() {
        text(WIDTH / 2.0, 18, "middle", title);
        text(WIDTH / 2.0, HEIGHT - 10.0, "middle", xName);
        text(4, TOP - 14.0, "start", yName);
        for (int i = 0; i <= TICKS; i++) {
            double value = yHigh * i / TICKS;
            body.append(format(
                    "<path d=\"M%d %.1fH%d\" stroke=\"#9ca3af\" stroke-opacity=\"0.4\"/>\n",
                    LEFT, y(value), WIDTH - RIGHT));
            text(LEFT - 6.0, y(value) + 4, "end", label(value));
        }
    }

    private void line(Series series, String colour, int place) {
        var path = new StringBuilder();
        double labelled = 0;
        for (var point : series.points()) {
            double x = x(point[0]);
            double y = y(point[1]);
            path.append(path.isEmpty() ? 'M' : 'L').append(format("%.1f %.1f", x, y));
            body.append(format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>\n", x, y, colour));
            if (place == 0 && x - labelled >= LABEL_WIDTH) {
                labelled = x;
                text(Math.min(x, WIDTH - 30), HEIGHT - BOTTOM + 16.0, "middle", label(point[0]));
            }
        }
        body.append(format("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n", path, colour));
        body.append(format(
                "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>\n",
                LEFT + 12, TOP + 14 + 16 * place, colour, series.name()));
    }

    private static String label(double value) {
        return value == 0 ? "0" : Report.number(value);
    }

    private void text(double x, double y, String anchor, String text) {
        body.append(format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor, text));
    }

    private double x(double value) {
        double share = xHigh > xLow ? (scaled(value) - xLow) / (xHigh - xLow) : 0.5;
        return LEFT + share * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - value / yHigh * (HEIGHT - TOP - BOTTOM);
    }

    private double scaled(double x) {
        return logarithmic ? Math.log10(Math.max(1, x)) : x;
    }

    /** The next 1, 2, 2.5 or 5 times a power of ten. */
    private static double round(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(1e-6, value))));
        for (double step : new double[] {1, 2, 2.5, 5}) {
            if (value <= step * power) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
