package io.webim.files.inside;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.webim.files.Inspected;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileInspectorTest {
    private static Vertx vertx;
    private static FileInspector inspector;

    @TempDir
    private Path folder;

    /** What is found, with metadata and without. */
    record Kind(String type, boolean inline, Integer width, Integer height, Long millis, Supplier<byte[]> made) {
        @Override
        public String toString() {
            return type;
        }
    }

    static Stream<Kind> telling() {
        return Stream.of(
                new Kind("image/jpeg", true, 60, 100, null, () -> Made.jpeg(100, 60)),
                new Kind("image/png", true, 60, 100, null, () -> Made.png(100, 60)),
                new Kind("image/gif", true, 100, 60, null, () -> Made.gif(100, 60)),
                new Kind("image/webp", true, 1, 1, null, Made::webp),
                new Kind("image/avif", true, 600, 800, null, Made::avif),
                new Kind("video/mp4", true, 360, 640, 2000L, () -> Made.mp4("isom")),
                new Kind("video/quicktime", false, 360, 640, 2000L, () -> Made.mp4("qt  ")),
                new Kind("video/webm", true, 320, 240, 2500L, Made::webm));
    }

    static Stream<Kind> silent() {
        return Stream.of(
                new Kind("image/jpeg", true, 100, 60, null, () -> Made.plainJpeg(100, 60)),
                new Kind("audio/ogg", true, null, null, 3000L, Made::ogg),
                new Kind("audio/mpeg", true, null, null, 2612L, Made::mp3),
                new Kind("audio/wav", false, null, null, 2000L, Made::wav),
                new Kind("application/pdf", true, null, null, null, Made::pdf));
    }

    static Stream<Kind> all() {
        return Stream.concat(telling(), silent());
    }

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        inspector = FileInspector.create(vertx, new SimpleMeterRegistry(), Optional.empty());
    }

    @AfterAll
    static void stop() {
        vertx.close().await();
    }

    @ParameterizedTest
    @MethodSource("all")
    void typeSizeAndDurationAreTold(Kind kind) throws IOException {
        var file = file(kind.made.get());
        var found = inspect(file, "harmless.txt", false);

        assertThat(found)
                .extracting(
                        Inspected::mediaType,
                        Inspected::inline,
                        Inspected::width,
                        Inspected::height,
                        Inspected::durationMs,
                        Inspected::size)
                .containsExactly(kind.type, kind.inline, kind.width, kind.height, kind.millis, Files.size(file));
    }

    @ParameterizedTest
    @MethodSource("telling")
    void nothingIsToldBesideThePicture(Kind kind) throws IOException {
        var file = file(kind.made.get());

        assertThat(text(file)).contains("Ann");
        assertThat(inspect(file, "x", false).rewritten()).isTrue();
        assertThat(text(file)).doesNotContain("Ann", "52.5", "13.3");
    }

    @ParameterizedTest
    @MethodSource("telling")
    void whatWasCleanedIsFoundTheSameAndNotCleanedAgain(Kind kind) throws IOException {
        var file = file(kind.made.get());
        var first = inspect(file, "x", false);
        var clean = Files.readAllBytes(file);
        var second = inspect(file, "x", false);

        assertThat(second.rewritten()).isFalse();
        assertThat(Files.readAllBytes(file)).isEqualTo(clean);
        assertThat(second)
                .usingRecursiveComparison()
                .ignoringFields("rewritten")
                .isEqualTo(first);
    }

    @ParameterizedTest
    @MethodSource("all")
    void originalStaysAsItIs(Kind kind) throws IOException {
        var file = file(kind.made.get());

        assertThat(inspect(file, "x", true).rewritten()).isFalse();
        assertThat(Files.readAllBytes(file)).isEqualTo(kind.made.get());
    }

    @Test
    void whatIsShownStaysTheSame() throws IOException {
        for (var kind : Map.of("jpg", Made.jpeg(100, 60), "png", Made.png(100, 60), "gif", Made.gif(100, 60))
                .entrySet()) {
            var file = file(kind.getValue());
            var before = ImageIO.read(file.toFile());
            inspect(file, "x", false);
            var after = ImageIO.read(file.toFile());

            assertThat(after.getRGB(0, 0, 100, 60, null, 0, 100))
                    .as(kind.getKey())
                    .isEqualTo(before.getRGB(0, 0, 100, 60, null, 0, 100));
        }
        assertThat(text(file(Made.gif(10, 10)))).contains("NETSCAPE");
    }

    @Test
    void coloursAndLoopsAreKept() throws IOException {
        var jpeg = file(Made.jpeg(100, 60));
        inspect(jpeg, "x", false);
        assertThat(text(jpeg)).contains("ICC_PROFILE", "JFIF").doesNotContain("MPF", "Photoshop");
        var gif = file(Made.gif(100, 60));
        inspect(gif, "x", false);
        assertThat(text(gif)).contains("NETSCAPE2.0").doesNotContain("XMP");
        var png = file(Made.png(100, 60));
        inspect(png, "x", false);
        assertThat(text(png)).contains("gAMA", "eXIf").doesNotContain("tEXt", "tIME", "prVt");
    }

    @Test
    void placesOfSamplesHoldInACleanedMovie() throws IOException {
        var made = Made.mp4("isom");
        var file = file(made);
        inspect(file, "x", false);

        assertThat(Files.size(file)).isEqualTo(made.length);
        assertThat(text(file)).contains("a picture").doesNotContain("udta", "uuid", "meta");
    }

    @Test
    void previewIsSmallUprightAndWithoutAnythingElse() throws IOException {
        var found = inspect(file(Made.jpeg(2000, 1000)), "x", false);
        var preview = ImageIO.read(found.preview().toFile());

        assertThat(found.previewType()).isEqualTo("image/jpeg");
        assertThat(preview.getWidth()).isEqualTo(320);
        assertThat(preview.getHeight()).isEqualTo(640);
        assertThat(text(found.preview())).doesNotContain("Ann", "Exif");
        assertThat(found.placeholder()).hasSize(28);
        // Turned clockwise: what was at the left, without red, is above.
        assertThat(new Color(preview.getRGB(160, 10)).getRed()).isLessThan(40);
        assertThat(new Color(preview.getRGB(160, 630)).getRed()).isGreaterThan(215);
    }

    @Test
    void previewOfWhatIsTransparentIsTransparent() throws IOException {
        var image = new BufferedImage(1000, 800, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0xff00ff00);
        var found = inspect(file(Made.encoded("png", image)), "x", false);

        assertThat(found.previewType()).isEqualTo("image/png");
        assertThat(ImageIO.read(found.preview().toFile()).getRGB(300, 300) >>> 24)
                .isZero();
    }

    @Test
    void smallPictureIsItsOwnPreview() throws IOException {
        var found = inspect(file(Made.plainJpeg(100, 60)), "x", false);

        assertThat(found.preview()).isNull();
        assertThat(found.placeholder()).hasSize(28);
    }

    @Test
    void bombIsAFileWithoutAPreview() throws IOException {
        var header = Made.join(Made.big(4, 60_000), Made.big(4, 60_000), Made.hex("0806000000"));
        var bomb = Made.join(
                Made.hex("89504e470d0a1a0a"),
                Made.chunk("IHDR", header),
                Made.chunk("IDAT", new byte[100]),
                Made.chunk("IEND", new byte[0]));
        var found = inspect(file(bomb), "x", false);

        assertThat(found.mediaType()).isEqualTo("image/png");
        assertThat(found.preview()).isNull();
        assertThat(found.placeholder()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><script>alert(1)</script></html>",
                "<!DOCTYPE html><p>x",
                "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
                "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
                "\u007fELF\2\1\1",
                "MZ\u0090\0\3\0\0\0\4\0\0\0",
                "#!/bin/sh\nrm -rf /\n",
                "GIF89a/*",
                "GIF89a=1;alert(1)",
                "\u00ff\u00d8\u00ff\u00e0",
                "ID3",
                "%PDF-1.7 without an end",
                ""
            })
    void whatIsRunOrUncertainIsAnAttachment(String content) throws IOException {
        for (var name : new String[] {"x.jpg", "x.svg", "x.html", "x"}) {
            var found = inspect(file(content.getBytes(StandardCharsets.ISO_8859_1)), name, false);

            assertThat(found.mediaType()).as(name).isEqualTo("application/octet-stream");
            assertThat(found.inline()).isFalse();
        }
    }

    @Test
    void whatIsTwoThingsIsNeither() throws IOException {
        var zip = Made.join(Made.hex("504b0506"), new byte[18]);
        var html = Made.ascii("<html><script>alert(1)</script>");
        var doubles = Map.of(
                "pdf and zip", Made.join(Made.pdf(), zip),
                "mp3 and html",
                        Made.join(
                                Made.ascii("ID3\3\0\0"),
                                Made.big(4, html.length),
                                html,
                                Made.slice(Made.mp3(), 26, Made.mp3().length)),
                "ogg and zip", Made.join(Made.ogg(), zip),
                "jpeg and zip", Made.join(Made.plainJpeg(10, 10), zip),
                "png and html", Made.join(Made.png(10, 10), html));
        for (var twice : doubles.entrySet()) {
            assertThat(inspect(file(twice.getValue()), "x", true).mediaType())
                    .as(twice.getKey())
                    .isEqualTo("application/octet-stream");
        }
    }

    @Test
    void commentsThatAreHtmlAreGoneAndThePictureIsShown() throws IOException {
        var plain = Made.plainJpeg(100, 60);
        var both = Made.join(
                Made.slice(plain, 0, 20),
                Made.segment(0xfe, Made.ascii("<html><script>alert(1)</script>")),
                Made.slice(plain, 20, plain.length));

        assertThat(inspect(file(both), "x.html", false).mediaType()).isEqualTo("image/jpeg");
        assertThat(inspect(file(both), "x.html", true).mediaType()).isEqualTo("application/octet-stream");
    }

    @Test
    void plainTextAndArchivesAreNamedAndNeverShown() throws IOException {
        assertThat(inspect(file(Made.ascii("Hello there, all of you.\n")), "x.html", false))
                .extracting(Inspected::mediaType, Inspected::inline)
                .containsExactly("text/plain", false);
        assertThat(inspect(file(Made.join(Made.hex("504b0304"), new byte[60])), "x.html", false))
                .extracting(Inspected::mediaType, Inspected::inline)
                .containsExactly("application/zip", false);
    }

    private Inspected inspect(Path file, String name, boolean original) {
        return inspector.inspect(file, name, "text/html", original).await();
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(folder, "upload", ""), bytes);
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
