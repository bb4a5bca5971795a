package io.webim.files.inside;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A file to look into at any place. Of it no more than a window is in memory. Whatever lies outside of the file, and too
 * many steps through it, is {@link Malformed}: no length within a file is ever trusted.
 */
final class Source implements AutoCloseable {
    static final int WINDOW = 64 * 1024;
    /** Frames of a sound, blocks of a picture: more than any file of some gigabytes has. */
    private static final int MOST_STEPS = 8_000_000;

    private final FileChannel channel;
    private final long size;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW);
    private long windowAt;
    private int windowSize;
    private int steps;

    private Source(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
    }

    static Source of(Path file) throws IOException {
        return new Source(FileChannel.open(file, StandardOpenOption.READ));
    }

    long size() {
        return size;
    }

    FileChannel channel() {
        return channel;
    }

    /** To be called for each part of a file, so that there is an end to them. */
    void step() throws Malformed {
        Malformed.unless(++steps <= MOST_STEPS, "too many parts");
    }

    int u8(long at) throws IOException {
        return window.get(place(at, 1)) & 0xff;
    }

    int u16(long at) throws IOException {
        int place = place(at, 2);
        return ((window.get(place) & 0xff) << 8) | (window.get(place + 1) & 0xff);
    }

    int u16le(long at) throws IOException {
        return Short.reverseBytes((short) u16(at)) & 0xffff;
    }

    int u24le(long at) throws IOException {
        return u16le(at) | (u8(at + 2) << 16);
    }

    long u32(long at) throws IOException {
        return ((long) u16(at) << 16) | u16(at + 2);
    }

    long u32le(long at) throws IOException {
        return Integer.reverseBytes((int) u32(at)) & 0xffff_ffffL;
    }

    /** What does not fit into a long is malformed. */
    long u64(long at) throws IOException {
        long value = (u32(at) << 32) | u32(at + 4);
        Malformed.unless(value >= 0, "a number that is too large");
        return value;
    }

    long u64le(long at) throws IOException {
        return Long.reverseBytes((u32(at) << 32) | u32(at + 4));
    }

    /** A number of so many bytes, at most 8. */
    long unsigned(long at, int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = (value << 8) | u8(at + i);
        }
        Malformed.unless(value >= 0, "a number that is too large");
        return value;
    }

    /** @param count at most a window */
    byte[] bytes(long at, int count) throws IOException {
        var bytes = new byte[count];
        if (count > 0) {
            window.get(place(at, count), bytes);
        }
        return bytes;
    }

    String text(long at, int count) throws IOException {
        return new String(bytes(at, count), StandardCharsets.ISO_8859_1);
    }

    boolean has(long at, String text) throws IOException {
        return has(at, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    boolean has(long at, byte[] bytes) throws IOException {
        return at >= 0 && at <= size - bytes.length && Arrays.equals(bytes(at, bytes.length), bytes);
    }

    /** As much as there is, at most a window. */
    byte[] head() throws IOException {
        return bytes(0, (int) Math.min(size, WINDOW));
    }

    byte[] tail() throws IOException {
        int count = (int) Math.min(size, WINDOW);
        return bytes(size - count, count);
    }

    private int place(long at, int count) throws IOException {
        Malformed.unless(at >= 0 && count <= WINDOW && at <= size - count, "ends too early");
        if (at < windowAt || at + count > windowAt + windowSize) {
            fill(at, count);
        }
        return (int) (at - windowAt);
    }

    private void fill(long at, int count) throws IOException {
        window.clear();
        windowAt = at;
        windowSize = 0;
        while (windowSize < WINDOW) {
            int read = channel.read(window, at + windowSize);
            if (read <= 0) {
                break;
            }
            windowSize += read;
        }
        Malformed.unless(windowSize >= count, "ends too early");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
