package io.webim.files.inside;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Files of each kind, with what they tell beside their picture or sound: {@value #SECRET}. */
public final class Made {
    static final String SECRET = "52.5163N 13.3777E, taken by Ann";

    /** 1 × 1. */
    private static final byte[] WEBP =
            Base64.getDecoder().decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");

    private Made() {}

    static BufferedImage image(int width, int height, int type) {
        var image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, new Color(x * 255 / width, y * 255 / height, (x ^ y) & 0xff).getRGB());
            }
        }
        return image;
    }

    static byte[] encoded(String format, BufferedImage image) {
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] plainJpeg(int width, int height) {
        return encoded("jpg", image(width, height, BufferedImage.TYPE_INT_RGB));
    }

    /** As a phone writes it: EXIF with orientation 6, XMP, Photoshop's, a comment, and a movie behind its end. */
    static byte[] jpeg(int width, int height) {
        var plain = plainJpeg(width, height);
        int afterJfif = 20;
        return join(
                slice(plain, 0, afterJfif),
                segment(0xe1, join(ascii("Exif\0\0"), exif(6))),
                segment(0xe1, ascii("http://ns.adobe.com/xap/1.0/\0" + SECRET)),
                segment(0xe2, ascii("ICC_PROFILE\0\1\1colours")),
                segment(0xe2, ascii("MPF\0" + SECRET)),
                segment(0xed, ascii("Photoshop 3.0\0" + SECRET)),
                segment(0xfe, ascii(SECRET)),
                slice(plain, afterJfif, plain.length),
                ascii(SECRET));
    }

    static byte[] segment(int marker, byte[] content) {
        return join(new byte[] {(byte) 0xff, (byte) marker}, big(2, content.length + 2), content);
    }

    /** TIFF with an orientation, and more. */
    static byte[] exif(int orientation) {
        return join(
                ascii("II"),
                little(2, 42),
                little(4, 8),
                little(2, 2),
                join(little(2, 0x010f), little(2, 2), little(4, SECRET.length()), little(4, 38)),
                join(little(2, 0x0112), little(2, 3), little(4, 1), little(4, orientation)),
                little(4, 0),
                ascii(SECRET));
    }

    static byte[] png(int width, int height) {
        var plain = encoded("png", image(width, height, BufferedImage.TYPE_INT_ARGB));
        return join(
                slice(plain, 0, 33),
                chunk("gAMA", big(4, 45455)),
                chunk("eXIf", exif(6)),
                chunk("tEXt", ascii("Location\0" + SECRET)),
                chunk("iTXt", ascii("XML:com.adobe.xmp\0\0\0\0\0" + SECRET)),
                chunk("tIME", new byte[7]),
                chunk("prVt", ascii(SECRET)),
                slice(plain, 33, plain.length),
                ascii(SECRET));
    }

    static byte[] chunk(String type, byte[] content) {
        var sum = new CRC32();
        sum.update(ascii(type));
        sum.update(content);
        return join(big(4, content.length), ascii(type), content, big(4, sum.getValue()));
    }

    static byte[] gif(int width, int height) {
        var plain = encoded("gif", image(width, height, BufferedImage.TYPE_BYTE_INDEXED));
        int colours = 13 + ((plain[10] & 0x80) == 0 ? 0 : 3 * (2 << (plain[10] & 7)));
        return join(
                slice(plain, 0, colours),
                join(new byte[] {0x21, (byte) 0xff, 11}, ascii("NETSCAPE2.0"), new byte[] {3, 1, 0, 0, 0}),
                join(new byte[] {0x21, (byte) 0xfe, (byte) SECRET.length()}, ascii(SECRET), new byte[1]),
                join(new byte[] {0x21, (byte) 0xff, 11}, ascii("XMP DataXMP"), new byte[] {(byte) SECRET.length()}),
                join(ascii(SECRET), new byte[1]),
                slice(plain, colours, plain.length),
                ascii(SECRET));
    }

    static byte[] webp() {
        var extended = join(new byte[] {0x0c, 0, 0, 0}, new byte[6]);
        return join(
                riff(
                        "WEBP",
                        riffChunk("VP8X", extended),
                        slice(WEBP, 12, WEBP.length),
                        riffChunk("EXIF", exif(6)),
                        riffChunk("XMP ", ascii(SECRET)),
                        riffChunk("priv", ascii(SECRET))),
                ascii(SECRET));
    }

    private static byte[] riff(String type, byte[]... chunks) {
        var content = join(ascii(type), join(chunks));
        return join(ascii("RIFF"), little(4, content.length), content);
    }

    private static byte[] riffChunk(String type, byte[] content) {
        return join(ascii(type), little(4, content.length), content, new byte[content.length & 1]);
    }

    static byte[] wav() {
        var format = join(little(2, 1), little(2, 1), little(4, 8000), little(4, 16000), little(2, 2), little(2, 16));
        return riff("WAVE", riffChunk("fmt ", format), riffChunk("data", new byte[32000]));
    }

    /** Two seconds, turned by a quarter; with places in {@code udta}, and on a track of their own. */
    static byte[] mp4(String brand) {
        var type = box("ftyp", ascii(brand), big(4, 0), ascii(brand));
        int dataAt = type.length + 8;
        var picture = ascii("a picture");
        var data = box("mdat", picture, ascii(SECRET));
        var turned = join(
                big(4, 0),
                big(4, 0x10000),
                big(4, 0),
                big(4, 0xffff0000L),
                big(4, 0),
                big(4, 0),
                big(4, 0),
                big(4, 0),
                big(4, 0x40000000));
        var movie = box(
                "moov",
                box(
                        "mvhd",
                        join(big(4, 0), big(4, 3_800_000_000L), big(4, 3_800_000_001L), big(4, 1000), big(4, 2000)),
                        new byte[80]),
                track("vide", turned, 640, 360, dataAt, picture.length),
                track("meta", new byte[36], 0, 0, dataAt + picture.length, SECRET.length()),
                box("udta", box("\u00a9xyz", ascii(SECRET))),
                box("meta", ascii(SECRET)));
        return join(type, data, movie, box("uuid", ascii("0123456789abcdef" + SECRET)), box("free", ascii(SECRET)));
    }

    private static byte[] track(String handler, byte[] matrix, int width, int height, int at, int length) {
        return box(
                "trak",
                box(
                        "tkhd",
                        join(big(4, 0), big(4, 3_800_000_000L), big(4, 3_800_000_000L)),
                        new byte[28],
                        matrix,
                        big(4, (long) width << 16),
                        big(4, (long) height << 16)),
                box(
                        "mdia",
                        box(
                                "mdhd",
                                join(
                                        big(4, 0),
                                        big(4, 3_800_000_000L),
                                        big(4, 0),
                                        big(4, 1000),
                                        big(4, 2000),
                                        big(4, 0))),
                        box("hdlr", big(8, 0), ascii(handler), new byte[13]),
                        box(
                                "minf",
                                box(
                                        "stbl",
                                        box("stsz", big(4, 0), big(4, 0), big(4, 1), big(4, length)),
                                        box("stsc", big(4, 0), big(4, 1), big(4, 1), big(4, 1), big(4, 1)),
                                        box("stco", big(4, 0), big(4, 1), big(4, at))))),
                box("udta", ascii(SECRET)));
    }

    /** 800 × 600, turned by a quarter. */
    static byte[] avif() {
        var type = box("ftyp", ascii("avif"), big(4, 0), ascii("avifmif1miaf"));
        var picture = ascii("a picture");
        var exif = join(big(4, 0), exif(1));
        var xmp = ascii("<x:xmpmeta>" + SECRET);
        int lengthOfMeta = meta(0, picture.length, exif.length, xmp.length).length;
        int dataAt = type.length + lengthOfMeta + 8;
        return join(type, meta(dataAt, picture.length, exif.length, xmp.length), box("mdat", picture, exif, xmp));
    }

    private static byte[] meta(int at, int picture, int exif, int xmp) {
        return box(
                "meta",
                big(4, 0),
                box("hdlr", big(8, 0), ascii("pict"), new byte[13]),
                box("pitm", big(4, 0), big(2, 1)),
                box("iinf", big(4, 0), big(2, 3), item(1, "av01"), item(2, "Exif"), item(3, "mime")),
                box(
                        "iloc",
                        big(4, 0),
                        big(2, 0x4400),
                        big(2, 3),
                        place(1, at, picture),
                        place(2, at + picture, exif),
                        place(3, at + picture + exif, xmp)),
                box(
                        "iprp",
                        box("ipco", box("ispe", big(4, 0), big(4, 800), big(4, 600)), box("irot", big(1, 1))),
                        box("ipma", big(4, 0), big(4, 1), big(2, 1), big(1, 2), big(1, 0x81), big(1, 0x82))));
    }

    private static byte[] item(int id, String type) {
        return box("infe", big(4, 0x02000000), big(2, id), big(2, 0), ascii(type + "\0"));
    }

    private static byte[] place(int id, int at, int length) {
        return join(big(2, id), big(2, 0), big(2, 1), big(4, at), big(4, length));
    }

    static byte[] box(String type, byte[]... content) {
        var all = join(content);
        return join(big(4, all.length + 8), ascii(type), all);
    }

    /** As a recorder writes it: neither its segment nor its clusters say how long they are. */
    static byte[] webm() {
        return join(
                element("1a45dfa3", element("4282", ascii("webm"))),
                hex("18538067" + "01ffffffffffffff"),
                element(
                        "1549a966",
                        element("2ad7b1", big(3, 1_000_000)),
                        element("7ba9", ascii(SECRET)),
                        element("4461", big(8, 1234567))),
                element(
                        "1654ae6b",
                        element(
                                "ae",
                                element("83", big(1, 1)),
                                element("e0", element("b0", big(2, 320)), element("ba", big(2, 240))))),
                hex("1f43b675" + "01ffffffffffffff"),
                element("e7", big(2, 0)),
                element("a3", hex("81" + "0000" + "80"), ascii("a picture")),
                hex("1f43b675" + "01ffffffffffffff"),
                element("e7", big(2, 2000)),
                element("a3", hex("81" + "01f4" + "80"), ascii("a picture")),
                element("1254c367", ascii(SECRET)));
    }

    private static byte[] element(String id, byte[]... content) {
        var all = join(content);
        return join(hex(id), big(2, 0x4000 | all.length), all);
    }

    /** Three seconds of Opus. */
    public static byte[] ogg() {
        return join(
                page(2, 0, join(ascii("OpusHead"), hex("0101"), little(2, 312), little(4, 48000), hex("000000"))),
                page(0, 0, ascii("OpusTags")),
                page(4, 312 + 3 * 48000, ascii("sound")));
    }

    private static byte[] page(int flags, long granule, byte[] content) {
        return join(
                ascii("OggS\0"),
                little(1, flags),
                little(8, granule),
                little(4, 7),
                little(8, 0),
                little(1, 1),
                little(1, content.length),
                content);
    }

    /** 100 frames of 1152 samples, 128 kbit/s at 44.1 kHz. */
    static byte[] mp3() {
        var out = new ByteArrayOutputStream();
        out.writeBytes(join(ascii("ID3\3\0\0"), hex("00000010"), new byte[16]));
        for (int i = 0; i < 100; i++) {
            out.writeBytes(join(hex("fffb9000"), new byte[413]));
        }
        return out.toByteArray();
    }

    static byte[] pdf() {
        return ascii("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n");
    }

    static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    static byte[] big(int size, long value) {
        return slice(ByteBuffer.allocate(8).putLong(value).array(), 8 - size, 8);
    }

    static byte[] little(int size, long value) {
        return slice(
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(value)
                        .array(),
                0,
                size);
    }
}
