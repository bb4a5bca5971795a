package io.webim.e2e;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** Pictures that look like photos, as far as a few hills do. */
final class Pictures {
    private Pictures() {}

    /** @param which another one for each number */
    static byte[] jpeg(int which, int width, int height) {
        return bytes(hills(which, width, height), "jpg");
    }

    static byte[] png(int which, int width, int height) {
        return bytes(hills(which, width, height), "png");
    }

    private static BufferedImage hills(int which, int width, int height) {
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var pen = picture.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        var random = new Random(which);
        float hue = (which * 0.137f) % 1;
        pen.setPaint(new GradientPaint(
                0, 0, Color.getHSBColor(hue, 0.55f, 0.95f), 0, height, Color.getHSBColor(hue + 0.12f, 0.35f, 1f)));
        pen.fillRect(0, 0, width, height);
        pen.setPaint(Color.getHSBColor(hue + 0.1f, 0.15f, 1f));
        int sun = Math.min(width, height) / 5;
        pen.fillOval(width * (2 + which % 4) / 8, height / 6, sun, sun);
        for (int layer = 0; layer < 4; layer++) {
            pen.setPaint(Color.getHSBColor(hue + 0.5f + layer * 0.04f, 0.4f + layer * 0.08f, 0.75f - layer * 0.15f));
            var hill = new Path2D.Double();
            hill.moveTo(0, height);
            double phase = random.nextDouble() * 6;
            for (int x = 0; x <= width; x += Math.max(1, width / 100)) {
                double wave = Math.sin(phase + x * 5.0 / width) + 0.4 * Math.sin(phase * 2 + x * 13.0 / width);
                hill.lineTo(x, height * (0.45 + layer * 0.13) - wave * height * 0.07);
            }
            hill.lineTo(width, height);
            hill.closePath();
            pen.fill(hill);
        }
        pen.dispose();
        return picture;
    }

    private static byte[] bytes(BufferedImage picture, String format) {
        try (var out = new ByteArrayOutputStream()) {
            ImageIO.write(picture, format, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
