package io.webim.files.inside;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Another file of pieces of the first, which takes its place. */
final class Copy implements Cleaning {
    private final long size;
    private final List<Piece> pieces = new ArrayList<>();

    @SuppressWarnings("ArrayRecordComponent") // written once, never compared
    private record Piece(long from, long to, byte[] instead) {
        boolean isKept() {
            return instead.length == 0;
        }
    }

    /** @param size of the file that it is made of */
    Copy(long size) {
        this.size = size;
    }

    void keep(long from, long to) throws Malformed {
        if (from == to) {
            return;
        }
        var last = pieces.isEmpty() ? null : pieces.get(pieces.size() - 1);
        if (last != null && last.isKept() && last.to == from) {
            pieces.set(pieces.size() - 1, new Piece(last.from, to, last.instead));
        } else {
            add(new Piece(from, to, new byte[0]));
        }
    }

    void put(byte[] bytes) throws Malformed {
        add(new Piece(0, 0, bytes));
    }

    private void add(Piece piece) throws Malformed {
        Malformed.unless(pieces.size() < MOST_PIECES, "too many pieces");
        pieces.add(piece);
    }

    @Override
    public boolean needed() {
        return pieces.size() != 1 || pieces.get(0).from != 0 || pieces.get(0).to != size;
    }

    @Override
    public void apply(Path file) throws IOException {
        var clean = file.resolveSibling(file.getFileName() + ".clean");
        try {
            write(file, clean);
            Files.move(clean, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(clean);
        }
    }

    private void write(Path from, Path to) throws IOException {
        try (var in = FileChannel.open(from, StandardOpenOption.READ);
                var out = FileChannel.open(
                        to,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            for (var piece : pieces) {
                if (piece.isKept()) {
                    transfer(in, piece.from, piece.to, out);
                } else {
                    writeAll(out, piece.instead);
                }
            }
        }
    }

    private static void transfer(FileChannel in, long from, long to, FileChannel out) throws IOException {
        for (long at = from; at < to; ) {
            long moved = in.transferTo(at, to - at, out);
            Malformed.unless(moved > 0, "became shorter meanwhile");
            at += moved;
        }
    }

    private static void writeAll(FileChannel out, byte[] bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
    }
}
