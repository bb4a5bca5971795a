package io.webim.files.inside;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Bytes that are written over those of a file, whose length and places stay as they are. */
final class Patches implements Cleaning {
    private static final int AT_ONCE = 64 * 1024;

    private final List<Patch> patches = new ArrayList<>();

    @SuppressWarnings("ArrayRecordComponent") // written once, never compared
    private record Patch(long at, byte[] bytes, long zeros) {}

    void set(long at, byte[] bytes) throws Malformed {
        add(new Patch(at, bytes, 0));
    }

    void set(long at, String text) throws Malformed {
        set(at, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void blank(long from, long to) throws Malformed {
        if (from < to) {
            add(new Patch(from, new byte[0], to - from));
        }
    }

    private void add(Patch patch) throws Malformed {
        Malformed.unless(patches.size() < MOST_PIECES, "too many pieces");
        patches.add(patch);
    }

    @Override
    public boolean needed() {
        return !patches.isEmpty();
    }

    @Override
    public void apply(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (var patch : patches) {
                write(channel, patch.at, ByteBuffer.wrap(patch.bytes));
                for (long done = 0; done < patch.zeros; done += AT_ONCE) {
                    write(channel, patch.at + done, ByteBuffer.allocate((int) Math.min(AT_ONCE, patch.zeros - done)));
                }
            }
        }
    }

    private static void write(FileChannel channel, long at, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes, at + bytes.position());
        }
    }
}
