package io.webim.files;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Tells the few kinds that are shown by how their files begin; all else is just a file. */
final class Signatures implements Inspector {
    private static final int HEAD = 32;
    private static final String ANY = "application/octet-stream";

    private final DiskWorker worker;

    Signatures(DiskWorker worker) {
        this.worker = worker;
    }

    @Override
    public Future<Inspected> inspect(Path file, String name, String claimedType, boolean original) {
        return worker.get(() -> look(file, claimedType));
    }

    private static Inspected look(Path file, String claimedType) throws IOException {
        var head = new String(head(file), StandardCharsets.ISO_8859_1);
        var type = type(head, claimedType);
        var side = type.startsWith("image/") ? sides(file) : null;
        return new Inspected(
                type,
                !type.equals(ANY),
                side == null ? null : Integer.valueOf(side[0]),
                side == null ? null : Integer.valueOf(side[1]),
                null,
                Files.size(file),
                false,
                null,
                null,
                null);
    }

    private static byte[] head(Path file) throws IOException {
        try (var input = Files.newInputStream(file)) {
            return input.readNBytes(HEAD);
        }
    }

    private static String type(String head, String claimedType) {
        boolean claimsSound = claimedType.startsWith("audio/");
        if (head.startsWith("\u0089PNG\r\n\u001a\n")) {
            return "image/png";
        } else if (head.startsWith("\u00ff\u00d8\u00ff")) {
            return "image/jpeg";
        } else if (head.startsWith("GIF8")) {
            return "image/gif";
        } else if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
            return "image/webp";
        } else if (head.startsWith("\u001aE\u00df\u00a3")) {
            return claimsSound ? "audio/webm" : "video/webm";
        } else if (head.startsWith("OggS")) {
            return claimsSound ? "audio/ogg" : "video/ogg";
        } else if (head.startsWith("ftyp", 4)) {
            return claimsSound ? "audio/mp4" : "video/mp4";
        } else if (head.startsWith("ID3")) {
            return "audio/mpeg";
        }
        return ANY;
    }

    private static int @Nullable [] sides(Path file) throws IOException {
        try (var input = ImageIO.createImageInputStream(file.toFile())) {
            var readers = ImageIO.getImageReaders(input);
            if (!readers.hasNext()) {
                return null;
            }
            var reader = readers.next();
            try {
                reader.setInput(input, true, true);
                return new int[] {reader.getWidth(0), reader.getHeight(0)};
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException broken) {
            return null;
        }
    }
}
