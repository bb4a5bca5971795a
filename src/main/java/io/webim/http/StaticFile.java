package io.webim.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.webim.contract.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A file as browsers get it. It is packed once, when somebody asks for it who takes it packed. */
final class StaticFile {
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("md", "text/plain; charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("webp", "image/webp"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("ogg", "audio/ogg"));

    private final String type;
    private final String etag;
    private final Buffer content;
    private @Nullable Future<Optional<Buffer>> packed;

    private StaticFile(String type, String etag, Buffer content) {
        this.type = type;
        this.etag = etag;
        this.content = content;
    }

    static StaticFile of(String path, byte[] bytes) {
        // Weak, since it names the content however it is packed.
        var etag = "W/\"" + sha256(bytes) + '"';
        return new StaticFile(typeOf(path), etag, Buffer.buffer(bytes));
    }

    String type() {
        return type;
    }

    String etag() {
        return etag;
    }

    Buffer content() {
        return content;
    }

    /** With gzip, none where that gains nothing. */
    synchronized Future<Optional<Buffer>> packed(Vertx vertx) {
        if (packed == null) {
            packed = vertx.executeBlocking(() -> pack(content.getBytes()), false);
        }
        return packed;
    }

    /** Whether {@code If-None-Match} names this very content. */
    boolean isKnown(@Nullable String ifNoneMatch) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(",")).map(String::strip).anyMatch(etag::equals);
    }

    static String sha256(byte[] bytes) {
        return Base64.getEncoder().encodeToString(Sha256.of(bytes));
    }

    private static String typeOf(String path) {
        return TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "application/octet-stream");
    }

    private static Optional<Buffer> pack(byte[] bytes) {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new Packer(packed)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        boolean gains = packed.size() < bytes.length * 9L / 10;
        return gains ? Optional.of(Buffer.buffer(packed.toByteArray())) : Optional.empty();
    }

    /** As small as it gets: it is done once, and sent often. */
    private static final class Packer extends GZIPOutputStream {
        Packer(ByteArrayOutputStream packed) throws IOException {
            super(packed);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
