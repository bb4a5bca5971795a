package io.webim.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.Deliveries;
import io.webim.LimitedServer;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.contract.Address;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Answer;
import io.webim.http.RestClient.Person;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureIT {
    private static final String OWN = "/api/users/me/picture";

    @SharedServer
    private static TestServer server;

    @LimitedServer
    private static TestServer limited;

    @AutoClose
    private static Deliveries deliveries;

    private final RestClient anyone = RestClient.of(server);
    private final Person ann = anyone.somebody("ann");

    @BeforeAll
    static void listen() {
        deliveries = new Deliveries(server);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg"})
    void pictureIsShownInBothSizesToWhoeverKnowsItsName(String format) throws IOException {
        var version = upload(ann, format, halves(600, 400));

        for (int side : new int[] {256, 64}) {
            var shown = anyone.get(address(ann, version) + "&size=" + side).expect(200);
            var image = image(shown);
            assertThat(image.getWidth()).isEqualTo(side).isEqualTo(image.getHeight());
            assertNear(image.getRGB(side / 8, side / 2), Color.RED);
            assertNear(image.getRGB(side - side / 8, side / 2), Color.BLUE);
            assertThat(shown.header("content-type")).contains("image/jpeg");
            assertThat(shown.header("cache-control")).contains("private, max-age=31536000, immutable");
            assertThat(shown.header("x-content-type-options")).contains("nosniff");
        }
        assertThat(image(anyone.get(address(ann, version))).getWidth()).isEqualTo(256);
    }

    @Test
    void pictureIsPartOfTheUserEverywhere() throws IOException {
        var bob = anyone.somebody("bob");
        bob.add(ann);
        var version = upload(ann, "png", halves(64, 64));

        assertThat(ann.rest().get("/api/users/me").body().getString("picture")).isEqualTo(version);
        assertThat(bob.rest()
                        .get("/api/users?q=" + ann.username())
                        .expect(200)
                        .body()
                        .getJsonArray("users")
                        .getJsonObject(0)
                        .getString("picture"))
                .isEqualTo(version);
        assertThat(bob.contact(ann).getJsonObject("user").getString("picture")).isEqualTo(version);
        assertThat(anyone.tryLogIn(ann.username(), RestClient.PASSWORD)
                        .body()
                        .getJsonObject("user")
                        .getString("picture"))
                .isEqualTo(version);
    }

    @Test
    void thoseWhoHaveTheUserOnTheirListAreToldAndNobodyElse() throws Exception {
        var bob = anyone.somebody("bob");
        var carol = anyone.somebody("carol");
        bob.add(ann);
        ann.add(carol);
        long known = bob.contact(ann).getLong("version");

        var version = upload(ann, "png", halves(64, 64));

        assertThat(nextNews(bob)).isEqualTo(nextNews(ann));
        assertThat(nextNews(bob).getString("picture")).isEqualTo(version);
        assertThat(deliveries.to(carol.id(), "user.changed")).isEmpty();
        var device = new JsonArray()
                .add(new JsonArray()
                        .add(bob.contact(ann).getLong("conversationId"))
                        .add(known)
                        .add(0));
        var change = TestServer.await(new io.webim.bus.Bus(server.vertx())
                        .call(
                                Address.CHAT_SYNC,
                                new io.webim.contract.Caller(bob.id(), bob.sessionId()),
                                new JsonObject().put("known", device)))
                .getJsonArray("conversations")
                .getJsonObject(0);
        assertThat(change.getJsonObject("contact").getJsonObject("user").getString("picture"))
                .isEqualTo(version);
    }

    @Test
    void newNameOfAUserIsToldToo() throws Exception {
        var bob = anyone.somebody("bob");
        bob.add(ann);
        ann.rest()
                .patch("/api/users/me", new JsonObject().put("displayName", "Ann the Second"))
                .expect(200);
        assertThat(nextNews(bob).getString("displayName")).isEqualTo("Ann the Second");
    }

    @Test
    void oldNamesGuessesAndOtherUsersShowNothing() throws IOException {
        var bob = anyone.somebody("bob");
        var first = upload(ann, "png", halves(64, 64));
        var second = upload(ann, "png", halves(80, 80));

        assertThat(second).isNotEqualTo(first);
        anyone.get(address(ann, second)).expect(200);
        for (var guess : List.of(first, second.toLowerCase(java.util.Locale.ROOT), "x", "%25", "%E5%90%8D", "null")) {
            anyone.get(address(ann, guess)).expectProblem(404, "picture_not_found");
        }
        anyone.get(address(bob, second)).expectProblem(404, "picture_not_found");
        anyone.get("/api/users/" + ann.id() + "/picture").expectProblem(422, "invalid");
        anyone.get(address(ann, second) + "&size=128").expectProblem(422, "invalid");

        ann.rest().delete(OWN).expect(200);
        anyone.get(address(ann, second)).expectProblem(404, "picture_not_found");
        assertThat(ann.rest().delete(OWN).expect(200).body().containsKey("picture"))
                .isFalse();
    }

    @Test
    void deletedAccountTakesItsPictureAlong() throws IOException {
        var version = upload(ann, "png", halves(64, 64));
        ann.deleteAccount();

        anyone.get(address(ann, version)).expectProblem(404, "picture_not_found");
        assertThat(server.query("SELECT 1 FROM picture WHERE user_id = ?", ann.id()))
                .isEmpty();
    }

    @Test
    void whatAPhoneTookSidewaysIsUprightAndSaysNoMoreWhereItWas() throws IOException {
        // Orientation 6: the camera was turned, so the picture's top is the file's left.
        var file = withExif(jpeg(halves(400, 400)), 6, "48.8584N 2.2945E");
        var version = ann.rest().put(OWN, "image/jpeg", file).expect(200).body().getString("picture");
        var shown = anyone.get(address(ann, version)).expect(200);

        var image = image(shown);
        assertNear(image.getRGB(128, 30), Color.RED);
        assertNear(image.getRGB(128, 226), Color.BLUE);
        assertThat(shown.text()).doesNotContain("Exif").doesNotContain("48.8584N");
    }

    @Test
    void whatIsTransparentBecomesWhite() throws IOException {
        var glass = new BufferedImage(100, 100, BufferedImage.TYPE_INT_ARGB);
        var version = upload(ann, "png", glass);
        assertNear(image(anyone.get(address(ann, version))).getRGB(128, 128), Color.WHITE);
    }

    @Test
    void whatIsNoPictureIsRefused() throws IOException {
        var png = file("png", halves(300, 300));
        refused("image/png", new byte[0], 415, "unsupported_media_type");
        refused("image/png", "<svg onload=alert(1)>".getBytes(StandardCharsets.UTF_8), 415, "unsupported_media_type");
        refused("image/jpeg", file("gif", halves(20, 20)), 415, "unsupported_media_type");
        refused("text/html", png, 415, "unsupported_media_type");
        refused("image/png", Arrays.copyOf(png, 40), 422, "invalid");
        refused("image/png", new byte[(5 << 20) + 1], 413, "too_large");
        assertThat(ann.rest().get("/api/users/me").body().containsKey("picture"))
                .isFalse();
        // What it is, is told by its bytes.
        ann.rest().put(OWN, "image/jpeg", png).expect(200);
    }

    @Test
    void bombIsRefusedBeforeItIsUnpacked() throws IOException {
        var png = file("png", halves(16, 16));
        for (var sides : List.of(
                new int[] {50_000, 50_000}, new int[] {6_000, 6_000}, new int[] {12_001, 1}, new int[] {-1, 5})) {
            refused("image/png", withSides(png, sides[0], sides[1]), 422, "invalid");
        }
    }

    @Test
    void aStripIsRefusedBeforeItIsUnpacked() throws IOException {
        refused("image/png", file("png", halves(12_000, 1)), 422, "invalid");
        refused("image/png", file("png", halves(1, 12_000)), 422, "invalid");
        refused("image/jpeg", jpeg(halves(1_010, 50)), 422, "invalid");
        upload(ann, "png", halves(1_000, 50));
    }

    @Test
    void whatIsCutOffIsNeverUnpacked() throws IOException {
        var wide = file("png", halves(10_000, 600));

        var square = Picture.read(wide);

        assertThat(square.getWidth()).isEqualTo(square.getHeight()).isEqualTo(600);
        assertNear(square.getRGB(1, 300), Color.RED);
        assertNear(square.getRGB(598, 300), Color.BLUE);
        assertThat(Picture.read(file("png", halves(5_000, 4_000))).getWidth()).isBetween(1_024, 2_047);
    }

    /** Each scan has a decoder go through all of the pixels, for a few bytes. */
    @Test
    void scansWithoutEndAreRefused() throws IOException {
        var one = jpeg(halves(90, 70));
        int scan = 0;
        while (!((one[scan] & 0xff) == 0xff && (one[scan + 1] & 0xff) == 0xda)) {
            scan++;
        }
        var head = Arrays.copyOf(one, scan);
        var many = new ByteArrayOutputStream();
        many.writeBytes(head);
        for (int i = 0; i < 65; i++) {
            many.write(one, scan, one.length - scan - 2);
        }
        many.write(one, one.length - 2, 2);

        refused("image/jpeg", many.toByteArray(), 422, "invalid");
        upload(ann, "jpeg", halves(90, 70));
    }

    @Test
    void noDamageIsMoreThanARefusal() throws IOException {
        var random = new Random(7);
        for (var original : Map.of("image/png", file("png", halves(90, 70)), "image/jpeg", jpeg(halves(90, 70)))
                .entrySet()) {
            for (int round = 0; round < 40; round++) {
                var damaged = original.getValue().clone();
                for (int i = 0; i < 1 + round / 4; i++) {
                    damaged[8 + random.nextInt(damaged.length - 8)] = (byte) random.nextInt();
                }
                assertThat(ann.rest().put(OWN, original.getKey(), damaged).status())
                        .isIn(200, 422);
            }
        }
    }

    @Test
    void nobodyUploadsWithoutAToken() throws IOException {
        anyone.put(OWN, "image/png", file("png", halves(16, 16))).expectProblem(401, "unauthenticated");
    }

    @Test
    void uploadsAreLimited() throws IOException {
        var png = file("png", halves(16, 16));
        var eve = RestClient.of(limited).fromElsewhere().somebody("eve");
        for (int i = 0; i < 10; i++) {
            eve.rest().put(OWN, "image/png", png).expect(200);
        }
        var refused = eve.rest().put(OWN, "image/png", png).expectProblem(429, "too_many_attempts");
        assertThat(refused.header("retry-after")).isPresent();
    }

    private void refused(String type, byte[] file, int status, String code) {
        ann.rest().put(OWN, type, file).expectProblem(status, code);
    }

    private static String upload(Person person, String format, BufferedImage image) throws IOException {
        return person.rest()
                .put(OWN, "image/" + format, file(format, image))
                .expect(200)
                .body()
                .getString("picture");
    }

    private static String address(Person person, String version) {
        return "/api/users/" + person.id() + "/picture?v=" + version;
    }

    private static JsonObject nextNews(Person who) throws Exception {
        return deliveries.to(who.id(), "user.changed", 1).get(0).getJsonObject("user");
    }

    /** Red on the left, blue on the right. */
    private static BufferedImage halves(int width, int height) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setColor(Color.RED);
        graphics.fillRect(0, 0, width / 2, height);
        graphics.setColor(Color.BLUE);
        graphics.fillRect(width / 2, 0, width - width / 2, height);
        graphics.dispose();
        return image;
    }

    private static byte[] jpeg(BufferedImage image) throws IOException {
        return file("jpeg", image);
    }

    private static byte[] file(String format, BufferedImage image) throws IOException {
        var bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, bytes)).isTrue();
        return bytes.toByteArray();
    }

    private static BufferedImage image(Answer answer) throws IOException {
        return ImageIO.read(
                new ByteArrayInputStream(answer.expect(200).response().body()));
    }

    private static void assertNear(int rgb, Color expected) {
        var found = new Color(rgb);
        var apart = Math.abs(found.getRed() - expected.getRed())
                + Math.abs(found.getGreen() - expected.getGreen())
                + Math.abs(found.getBlue() - expected.getBlue());
        assertThat(apart).as(found + " is near " + expected).isLessThan(60);
    }

    /** Puts an APP1 segment behind the start of a JPEG: the orientation, and a text as some place may be. */
    private static byte[] withExif(byte[] jpeg, int orientation, String text) {
        var words = text.getBytes(StandardCharsets.US_ASCII);
        var exif = ByteBuffer.allocate(6 + 8 + 2 + 12 + 4 + words.length)
                .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII))
                .put("MM".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .put(words)
                .array();
        // Readers look for it first of all, where other programs put a JFIF segment.
        int rest = 2 + 2 + ((jpeg[4] & 0xff) << 8 | jpeg[5] & 0xff);
        return ByteBuffer.allocate(jpeg.length - rest + 2 + 4 + exif.length)
                .put(jpeg, 0, 2)
                .putShort((short) 0xffe1)
                .putShort((short) (exif.length + 2))
                .put(exif)
                .put(jpeg, rest, jpeg.length - rest)
                .array();
    }

    /** Says other sides in the header of a PNG. */
    private static byte[] withSides(byte[] png, int width, int height) {
        var changed = ByteBuffer.wrap(png.clone()).putInt(16, width).putInt(20, height);
        var crc = new CRC32();
        crc.update(changed.array(), 12, 17);
        return changed.putInt(29, (int) crc.getValue()).array();
    }
}
