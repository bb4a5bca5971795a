package io.webim.attack.siege;

import static io.webim.attack.siege.Rest.PASSWORD;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.auth.SoftKey;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;

/** Ways to take the service down that were open once, and their kin. */
final class Attacks {
    private static final int KIB = 1 << 10;
    private static final int LARGEST_BODY = 256 * KIB;
    private static final int LARGEST_OPEN_BODY = 8 * KIB;
    private static final int LARGEST_SOCKJS = 512 * KIB;
    private static final int LARGEST_PICTURE = 5 << 20;
    private static final int WIDE = 1 << 16;
    /** A connection that takes hardly more than is read. */
    private static final int NARROW = 2 * KIB;

    private static final int PIPELINED = 32;
    private static final String RAW = "/eventbus/websocket";

    private Attacks() {}

    /** What is attacked where passwords are cheap. */
    static List<Attack> all() {
        return List.of(
                new Attack(1, "unfinished bodies", Attacks::unfinishedBodies),
                new Attack(1, "unfinished chunked bodies", Attacks::unfinishedChunks),
                Attack.ofStranger(1, "unfinished frames", Attacks::unfinishedFrames),
                Attack.ofStranger(1, "unfinished fragments", Attacks::unfinishedFragments),
                Attack.ofStranger(1, "unfinished xhr_send", Attacks::unfinishedXhrSend),
                Attack.ofStranger(1, "unfinished TCP frames", Attacks::unfinishedTcpFrames),
                Attack.ofStranger(1, "idle connections", stage -> stage.hold(4_000, WIDE, (link, i) -> {})),
                Attack.ofStranger(2, "pings never read", Attacks::pings),
                Attack.ofStranger(3, "static files never read", Attacks::staticFiles),
                new Attack(3, "history never read", Attacks::historyNeverRead),
                new Attack(3, "XHR streaming never read", Attacks::streamsNeverRead),
                Attack.ofStranger(4, "Upgrade: x, then slow heads", Attacks::slowHeads),
                new Attack(5, "register and unregister", Attacks::registrations),
                new Attack(5, "come and go", Attacks::comingAndGoing),
                new Attack(6, "deletions of 100 ranges", Attacks::deletions),
                new Attack(7, "heavy reads over sockets", Attacks::heavyReadsOverSockets),
                new Attack(7, "heavy reads over REST", Attacks::heavyReadsOverRest),
                new Attack(8, "long texts", Attacks::longTexts),
                new Attack(9, "unread bombs", Attacks::unreadBombs),
                new Attack(10, "picture bodies", Attacks::pictureBodies),
                new Attack(10, "extreme pictures", Attacks::extremePictures),
                new Attack(12, "push with a token alone", Attacks::pushWithTokenAlone),
                new Attack(13, "renames", Attacks::renames),
                new Attack(14, "a passkey's answer eight times", Attacks::passkeyAnswers),
                new Attack(15, "sessions", Attacks::sessions),
                new Attack(20, "fragmented deletions, and the list", Attacks::fragmentedDeletions));
    }

    /** What needs a server whose passwords cost what they should. */
    static Attack rightPasswords() {
        return new Attack(11, "right passwords", Attacks::rightPasswords);
    }

    // Bytes that are begun and not ended.

    private static Attack.Assault unfinishedBodies(Stage stage) throws Exception {
        var token = authorization(stage.person());
        var open = head("POST /api/sessions", jsonOf(LARGEST_OPEN_BODY));
        var guarded = head("POST /api/contacts", token + jsonOf(LARGEST_BODY));
        return () -> stage.hold(4_000, WIDE, (link, i) -> {
            link.write(i % 2 == 0 ? open : guarded);
            link.write(spaces((i % 2 == 0 ? LARGEST_OPEN_BODY : LARGEST_BODY) - 1));
        });
    }

    private static Attack.Assault unfinishedChunks(Stage stage) throws Exception {
        var head = head(
                "POST /api/contacts",
                authorization(stage.person()) + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n");
        var chunk = "1000\r\n" + " ".repeat(0x1000) + "\r\n";
        return () ->
                stage.hold(4_000, WIDE, (link, i) -> link.write(head).write(chunk.repeat(LARGEST_BODY / 0x1000 - 1)));
    }

    private static void unfinishedFrames(Stage stage) {
        stage.hold(2_000, WIDE, (link, i) -> {
            int size = i % 2 == 0 ? LARGEST_BODY : LARGEST_SOCKJS;
            link.upgrade(i % 2 == 0 ? RAW : framed(i), "");
            link.write(Link.frame(Link.TEXT, true, size, spaces(size - 1).getBytes()));
        });
    }

    private static void unfinishedFragments(Stage stage) {
        var payload = spaces(4 * KIB).getBytes();
        var more = new ByteArrayOutputStream();
        for (int i = 0; i < LARGEST_BODY / payload.length - 2; i++) {
            more.writeBytes(Link.fragment(false, payload));
        }
        stage.hold(
                2_000,
                WIDE,
                (link, i) -> link.upgrade(i % 2 == 0 ? RAW : framed(i), "")
                        .write(Link.fragment(true, payload))
                        .write(more.toByteArray()));
    }

    private static void unfinishedXhrSend(Stage stage) {
        stage.hold(2_000, WIDE, (link, i) -> {
            link.write(head("POST /eventbus/001/" + session(i) + "/xhr", "Content-Length: 0\r\n"));
            link.head();
            link.drain();
            link.write(head("POST /eventbus/001/" + session(i) + "/xhr_send", jsonOf(LARGEST_BODY)));
            link.write(spaces(LARGEST_BODY - 1));
        });
    }

    private static void unfinishedTcpFrames(Stage stage) {
        var frame = ByteBuffer.allocate(Integer.BYTES + LARGEST_BODY - 1)
                .putInt(LARGEST_BODY)
                .array();
        stage.hold(stage.server().bridgePort(), 2_000, WIDE, (link, i) -> link.write(frame));
    }

    private static void slowHeads(Stage stage) {
        stage.repeat(8, attacker -> {
            var slow = new ArrayList<Link>();
            for (int i = 0; i < 50; i++) {
                slow.add(stage.connect().write(head("GET /icon.svg", "Upgrade: x\r\nConnection: Upgrade\r\n")));
            }
            for (var link : slow) {
                link.head();
                link.write("GET / HTTP/1.1\r\nX: ");
            }
            while (!stage.isOver()) {
                stage.struck();
                stage.pause(500);
                slow.removeIf(link -> !drips(link));
            }
        });
    }

    private static boolean drips(Link link) {
        try {
            link.write("a");
            return true;
        } catch (IOException cut) {
            return false;
        }
    }

    // Bytes that are asked for and not read.

    private static void pings(Stage stage) {
        var ping = Link.frame(Link.PING, true, 125, new byte[125]);
        var many = repeated(ping, 1_000);
        stage.repeat(8, attacker -> {
            try (var link = stage.connectNarrow().upgrade(attacker % 2 == 0 ? RAW : framed(attacker), "")) {
                while (!stage.isOver()) {
                    link.write(many);
                    stage.struck();
                }
            }
        });
    }

    private static void staticFiles(Stage stage) {
        var requests = head("GET /vendor/emoji-en.json", "").repeat(PIPELINED);
        stage.hold(800, NARROW, (link, i) -> link.write(requests));
    }

    private static Attack.Assault historyNeverRead(Stage stage) throws Exception {
        var reader = stage.person();
        long conversation = stage.conversation(reader, stage.server().crowd(1).get(0), 60, longest("é"));
        var requests = head("GET /api/conversations/" + conversation + "/messages?limit=100", authorization(reader))
                .repeat(PIPELINED);
        return () -> stage.hold(400, NARROW, (link, i) -> link.write(requests));
    }

    private static Attack.Assault streamsNeverRead(Stage stage) throws Exception {
        var reader = stage.person();
        long conversation = stage.conversation(reader, stage.server().crowd(1).get(0), 60, longest("é"));
        var logIn = Link.request("auth.socket.open", new JsonObject().put("accessToken", reader.token()))
                .put("replyAddress", "login");
        var history = Link.request(
                        "chat.message.history", Stage.in(conversation).put("limit", 100))
                .put("replyAddress", "history");
        return () -> stage.hold(200, NARROW, (link, i) -> {
            var session = "/eventbus/002/" + session(i);
            link.write(head("POST " + session + "/xhr_streaming", "Content-Length: 0\r\n"));
            link.head();
            try (var sender = stage.connect()) {
                sender.write(posted(session + "/xhr_send", logIn)).head();
                stage.pause(50);
                for (int n = 0; n < 20; n++) {
                    sender.write(posted(session + "/xhr_send", history)).head();
                }
            }
        });
    }

    // Requests without end.

    private static Attack.Assault registrations(Stage stage) throws Exception {
        var person = stage.person();
        befriend(stage, person, 20);
        var inAndOut = repeated(
                concatenated(
                        Link.text(Link.registration("unregister", person)),
                        Link.text(Link.registration("register", person))),
                100);
        return () -> stage.repeat(4, attacker -> {
            try (var link = stage.socket(person)) {
                while (!stage.isOver()) {
                    link.write(inAndOut);
                    link.drain();
                    stage.struck();
                }
            }
        });
    }

    private static Attack.Assault comingAndGoing(Stage stage) throws Exception {
        var person = stage.person();
        befriend(stage, person, 20);
        return () -> stage.repeat(4, attacker -> stage.socket(person).close());
    }

    private static Attack.Assault deletions(Stage stage) throws Exception {
        var person = stage.person();
        long conversation = stage.conversation(person, stage.server().crowd(1).get(0), 199, "x");
        return () -> stage.repeat(4, attacker -> {
            try (var link = stage.socket(person)) {
                while (!stage.isOver()) {
                    askAtOnce(link, 40, "chat.message.delete", deletion(conversation, "me"), stage::struck);
                }
            }
        });
    }

    private static Attack.Assault heavyReadsOverSockets(Stage stage) throws Exception {
        var person = stage.person();
        long conversation = befriend(stage, person, 25);
        var requests = List.of(
                Link.request("chat.sync", new JsonObject()),
                Link.request("chat.message.history", Stage.in(conversation).put("limit", 100)),
                Link.request("chat.message.unread", new JsonObject().put("limit", 100)),
                Link.request("contacts.list", new JsonObject()),
                Link.request("users.search", new JsonObject().put("q", "e").put("limit", 100)));
        return () -> stage.repeat(6, attacker -> {
            try (var link = stage.socket(person)) {
                while (!stage.isOver()) {
                    var asked = new ArrayList<String>();
                    for (int i = 0; i < 20; i++) {
                        var request = requests.get(i % requests.size());
                        asked.add(link.send(request.getString("address"), request.getJsonObject("body")));
                    }
                    for (var replyAddress : asked) {
                        link.answer(replyAddress);
                    }
                    stage.struck();
                }
            }
        });
    }

    private static Attack.Assault heavyReadsOverRest(Stage stage) throws Exception {
        var person = stage.person();
        long conversation = befriend(stage, person, 25);
        var paths = List.of(
                "/api/contacts",
                "/api/messages/unread?limit=100",
                "/api/conversations/" + conversation + "/messages?limit=100",
                "/api/users?q=e&limit=100",
                "/api/users/me/export",
                "/api/sessions");
        return () -> stage.repeat(
                8, attacker -> person.rest().get(paths.get((int) (stage.blows() + attacker) % paths.size())));
    }

    /** Two strangers write all they may of what is longest, and the victim's devices read it. */
    private static Attack.Assault longTexts(Stage stage) throws Exception {
        var victim = stage.person();
        var strangers = List.of(stage.person(), stage.person());
        var conversations = new ArrayList<Long>();
        for (var stranger : strangers) {
            conversations.add(stage.conversation(stranger, victim.username(), 30, longest("😀")));
        }
        return () -> {
            stage.repeat(strangers.size(), attacker -> {
                try (var link = stage.socket(strangers.get(attacker))) {
                    while (!stage.isOver()) {
                        askAtOnce(
                                link,
                                4,
                                "chat.message.send",
                                Stage.message(conversations.get(attacker), longest("\"")));
                        stage.struck();
                    }
                }
            });
            stage.repeat(2, attacker -> {
                try (var link = stage.socket(victim)) {
                    while (!stage.isOver()) {
                        link.call("chat.sync", new JsonObject());
                        link.call(
                                "chat.message.history",
                                Stage.in(conversations.get(attacker)).put("limit", 100));
                        stage.struck();
                    }
                }
            });
        };
    }

    private static Attack.Assault unreadBombs(Stage stage) throws Exception {
        var victim = stage.person();
        for (int i = 0; i < 5; i++) {
            stage.conversation(stage.person(), victim.username(), 25, longest("😀"));
        }
        return () -> stage.repeat(6, attacker -> {
            try (var link = stage.socket(victim)) {
                while (!stage.isOver()) {
                    askAtOnce(link, 20, "chat.message.unread", new JsonObject().put("limit", 100));
                    stage.struck();
                }
            }
        });
    }

    // Pictures.

    private static Attack.Assault pictureBodies(Stage stage) throws Exception {
        var head = head(
                "PUT /api/users/me/picture",
                authorization(stage.person()) + "Content-Type: image/png\r\nContent-Length: " + LARGEST_PICTURE
                        + "\r\n");
        var part = new byte[LARGEST_PICTURE / 80 - 1];
        return () -> stage.hold(200, WIDE, (link, i) -> {
            link.write(head);
            for (int n = 0; n < 80; n++) {
                link.write(part);
            }
        });
    }

    private static Attack.Assault extremePictures(Stage stage) throws Exception {
        var people = List.of(stage.person(), stage.person(), stage.person(), stage.person());
        var pictures = List.of(
                png(12_000, 1, BufferedImage.TYPE_BYTE_BINARY),
                png(1, 12_000, BufferedImage.TYPE_BYTE_BINARY),
                png(12_000, 600, BufferedImage.TYPE_BYTE_GRAY),
                png(4_890, 4_890, BufferedImage.TYPE_BYTE_BINARY),
                png(4_890, 4_890, BufferedImage.TYPE_BYTE_GRAY));
        return () -> stage.repeat(
                people.size() * 2,
                attacker -> people.get(attacker % people.size())
                        .rest()
                        .send(
                                "PUT",
                                "/api/users/me/picture",
                                "image/png",
                                pictures.get((int) (stage.blows() + attacker) % pictures.size())));
    }

    // Accounts.

    private static Attack.Assault rightPasswords(Stage stage) throws Exception {
        var names = List.of(
                stage.person().username(),
                stage.person().username(),
                stage.person().username(),
                stage.person().username());
        var networks = IntStream.range(0, names.size())
                .mapToObj(i -> Rest.fromElsewhere(stage.server().origin()))
                .toList();
        return () -> stage.repeat(
                8 * names.size(),
                attacker -> networks.get(attacker % names.size()).logIn(names.get(attacker % names.size())));
    }

    private static Attack.Assault pushWithTokenAlone(Stage stage) throws Exception {
        var person = stage.person();
        var subscription = new JsonObject()
                .put("endpoint", "https://push.example/attacker")
                .put("show", "text")
                .put(
                        "keys",
                        new JsonObject()
                                .put(
                                        "p256dh",
                                        "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM")
                                .put("auth", "AAAAAAAAAAAAAAAAAAAAAA"));
        return () -> stage.repeat(2, attacker -> {
            var answer = person.rest().post("/api/push/subscriptions", subscription);
            if (answer.status() != 429) {
                answer.expect(403);
            }
            stage.pause(5);
        });
    }

    private static Attack.Assault renames(Stage stage) throws Exception {
        var person = stage.person();
        befriend(stage, person, 20);
        return () -> stage.repeat(
                4,
                attacker -> person.rest()
                        .call("PATCH", "/api/users/me", new JsonObject().put("displayName", "name" + stage.blows())));
    }

    private static Attack.Assault passkeyAnswers(Stage stage) throws Exception {
        var person = stage.person();
        // Passkeys are good at a name.
        var origin = "http://localhost:" + stage.server().port();
        var key = new SoftKey("localhost", origin);
        var own = new Rest(origin, person.rest().network(), person.token());
        var begun = own.post("/api/users/me/second-factor/passkey-options", new JsonObject().put("password", PASSWORD))
                .expect(201)
                .body();
        var made = new JsonObject()
                .put("challenge", begun.getString("challenge"))
                .put("name", "key")
                .put("passkey", key.create(begun.getString("challenge")));
        own.post("/api/users/me/second-factor/passkeys", made).expect(201);
        return () -> stage.repeat(1, attacker -> {
            var anyone = Rest.fromElsewhere(origin);
            var demand = anyone.logIn(person.username());
            if (demand.status() == 401) {
                var challenge = demand.body().getString("challenge");
                var answer = new JsonObject().put("challenge", challenge).put("passkey", key.sign(challenge));
                requireOneSession(anyone, answer);
            }
            stage.pause(200);
        });
    }

    private static void requireOneSession(Rest anyone, JsonObject answer) {
        var statuses = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> status(anyone, answer)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        if (statuses.stream().filter(status -> status == 201).count() > 1) {
            throw new IllegalStateException("One answer opened several sessions: " + statuses);
        }
    }

    private static int status(Rest anyone, JsonObject answer) {
        try {
            return anyone.post("/api/sessions/second-factor", answer).status();
        } catch (IOException | InterruptedException cut) {
            return 0;
        }
    }

    private static Attack.Assault sessions(Stage stage) throws Exception {
        var person = stage.person();
        return () -> stage.repeat(4, attacker -> {
            Rest.fromElsewhere(stage.server().origin()).logIn(person.username());
            person.rest().get("/api/sessions");
        });
    }

    /** Somebody deletes what was written to the victim, in pieces, and the victim's list is asked for. */
    private static Attack.Assault fragmentedDeletions(Stage stage) throws Exception {
        var attacker = stage.person();
        var victim = stage.person();
        long conversation = stage.conversation(attacker, victim.username(), 199, "x");
        return () -> {
            stage.repeat(1, number -> {
                try (var link = stage.socket(attacker)) {
                    while (!stage.isOver()) {
                        askAtOnce(link, 4, "chat.message.delete", deletion(conversation, "everyone"));
                        stage.struck();
                    }
                }
            });
            stage.repeat(2, number -> {
                try (var link = stage.socket(victim)) {
                    while (!stage.isOver()) {
                        askAtOnce(link, 4, "contacts.list", new JsonObject());
                        stage.struck();
                    }
                }
            });
        };
    }

    // What they are made of.

    /** The conversation with the last of them. */
    private static long befriend(Stage stage, Person person, int others) throws Exception {
        long conversation = 0;
        for (var other : stage.server().crowd(others)) {
            conversation = stage.conversation(person, other, 2, longest("é"));
        }
        return conversation;
    }

    private static void askAtOnce(Link link, int times, String address, JsonObject body) throws IOException {
        askAtOnce(link, times, address, body, () -> {});
    }

    private static void askAtOnce(Link link, int times, String address, JsonObject body, Runnable answered)
            throws IOException {
        var asked = new ArrayList<String>();
        for (int i = 0; i < times; i++) {
            asked.add(link.send(address, body));
        }
        for (var replyAddress : asked) {
            link.answer(replyAddress);
            answered.run();
        }
    }

    /** Every second message of 200. */
    private static JsonObject deletion(long conversation, String scope) {
        var ranges = new JsonArray(LongStream.range(0, 100)
                .mapToObj(i -> new JsonArray().add(2 * i + 1).add(2 * i + 1))
                .toList());
        return Stage.in(conversation).put("seqs", ranges).put("scope", scope);
    }

    private static String longest(String sign) {
        return sign.repeat(10_000);
    }

    private static String head(String request, String headers) {
        return request + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n";
    }

    private static String posted(String path, JsonObject frame) {
        var body = new JsonArray().add(frame.encode()).encode();
        return head("POST " + path, "Content-Type: text/plain\r\nContent-Length: " + body.length() + "\r\n") + body;
    }

    private static String jsonOf(int length) {
        return "Content-Type: application/json\r\nContent-Length: " + length + "\r\n";
    }

    private static String authorization(Person person) {
        return "Authorization: Bearer " + person.token() + "\r\n";
    }

    private static String spaces(int length) {
        return " ".repeat(length);
    }

    private static String framed(int number) {
        return "/eventbus/000/" + session(number) + "/websocket";
    }

    private static String session(int number) {
        return "s" + number + "x" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
    }

    private static byte[] repeated(byte[] bytes, int times) {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }

    private static byte[] concatenated(byte[] one, byte[] other) {
        var both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static byte[] png(int width, int height, int type) throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, type), "png", bytes);
        return bytes.toByteArray();
    }
}
