package io.webim.files.inside;

import java.awt.image.BufferedImage;

/** A picture in 28 characters, as <a href="https://github.com/woltapp/blurhash">BlurHash</a> has it. */
final class BlurHash {
    private static final String DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";
    private static final int ACROSS = 4;
    private static final int DOWN = 3;

    private BlurHash() {}

    /** @param image small and without transparency: every pixel is looked at {@value #ACROSS} × {@value #DOWN} times */
    static String of(BufferedImage image) {
        var factors = new double[ACROSS * DOWN][];
        double largest = 0;
        for (int i = 0; i < factors.length; i++) {
            factors[i] = factor(image, i % ACROSS, i / ACROSS);
            for (double value : factors[i]) {
                largest = i == 0 ? 0 : Math.max(largest, Math.abs(value));
            }
        }
        int range = clamp((int) Math.floor(largest * 166 - 0.5), 82);
        double scale = (range + 1) / 166.0;
        var hash = new StringBuilder();
        digits(hash, ACROSS - 1 + (DOWN - 1) * 9, 1);
        digits(hash, range, 1);
        digits(hash, (toSrgb(factors[0][0]) << 16) | (toSrgb(factors[0][1]) << 8) | toSrgb(factors[0][2]), 4);
        for (int i = 1; i < factors.length; i++) {
            var factor = factors[i];
            digits(
                    hash,
                    (quantity(factor[0], scale) * 19 + quantity(factor[1], scale)) * 19 + quantity(factor[2], scale),
                    2);
        }
        return hash.toString();
    }

    private static double[] factor(BufferedImage image, int across, int down) {
        var sum = new double[3];
        int width = image.getWidth();
        int height = image.getHeight();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double basis = Math.cos(Math.PI * across * x / width) * Math.cos(Math.PI * down * y / height);
                int rgb = image.getRGB(x, y);
                sum[0] += basis * toLinear(rgb >> 16 & 0xff);
                sum[1] += basis * toLinear(rgb >> 8 & 0xff);
                sum[2] += basis * toLinear(rgb & 0xff);
            }
        }
        double scale = (across == 0 && down == 0 ? 1.0 : 2.0) / (width * height);
        for (int i = 0; i < sum.length; i++) {
            sum[i] *= scale;
        }
        return sum;
    }

    private static int quantity(double value, double scale) {
        double part = value / scale;
        return clamp((int) Math.floor(Math.copySign(Math.sqrt(Math.abs(part)), part) * 9 + 9.5), 18);
    }

    private static double toLinear(int value) {
        double part = value / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }

    private static int toSrgb(double value) {
        double part = Math.max(0, Math.min(1, value));
        return (int) ((part <= 0.0031308 ? part * 12.92 : 1.055 * Math.pow(part, 1 / 2.4) - 0.055) * 255 + 0.5);
    }

    private static int clamp(int value, int most) {
        return Math.max(0, Math.min(most, value));
    }

    private static void digits(StringBuilder hash, int value, int length) {
        int divisor = (int) Math.pow(83, length - 1);
        for (int i = 0; i < length; i++, divisor /= 83) {
            hash.append(DIGITS.charAt(value / divisor % 83));
        }
    }
}
