package io.webim.e2e;

import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import io.vertx.core.json.JsonObject;
import io.webim.TestServer;
import io.webim.http.RestClient;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Somebody without a browser: does over REST what is not the point of a test. */
final class Api {
    private final TestServer server;
    private final RestClient.Person me;
    private final String cookieName;
    private final String displayName;

    private Api(TestServer server, RestClient.Person me, String cookieName, String displayName) {
        this.server = server;
        this.me = me;
        this.cookieName = cookieName;
        this.displayName = displayName;
    }

    /** A new account, logged in. */
    static Api register(TestServer server, String username, String displayName) {
        var user = new JsonObject()
                .put("username", username)
                .put("displayName", displayName)
                .put("password", Person.PASSWORD);
        RestClient.of(server).post("/api/users", user).expect(201);
        return logIn(server, username, displayName);
    }

    static Api logIn(TestServer server, String username, String displayName) {
        var anyone = RestClient.of(server);
        return new Api(server, anyone.logIn(username), anyone.cookieName(), displayName);
    }

    String username() {
        return me.username();
    }

    /** What a browser that has logged in at this address keeps beside what {@link #remembering} does. */
    Cookie cookie(String url) {
        return new Cookie(cookieName, me.refreshToken())
                .setDomain(URI.create(url).getHost())
                .setPath("/")
                .setHttpOnly(true)
                .setSameSite(SameSiteAttribute.STRICT);
    }

    /** A script that remembers the log-in as the page does. */
    String remembering() {
        var user = new JsonObject()
                .put("id", me.id())
                .put("username", me.username())
                .put("displayName", displayName);
        var remembered = new JsonObject().put("user", user).put("sessionId", me.sessionId());
        return "localStorage.setItem('webim.user', JSON.stringify(" + remembered + "))";
    }

    /** The id of the conversation with the new contact. */
    long add(String username) {
        var added = me.rest().post("/api/contacts", new JsonObject().put("username", username));
        // Whoever has written to somebody has them on the list already.
        return (added.status() == 200 ? added : added.expect(201)).body().getLong("conversationId");
    }

    void write(long conversation, String text) {
        var message =
                new JsonObject().put("clientId", UUID.randomUUID().toString()).put("text", text);
        me.rest()
                .post("/api/conversations/" + conversation + "/messages", message)
                .expect(201);
    }

    void write(long conversation, String text, int from, int to) {
        for (int i = from; i <= to; i++) {
            write(conversation, text + String.format("%03d", i));
        }
    }

    void reply(long conversation, long seq, String text) {
        var message = new JsonObject()
                .put("clientId", UUID.randomUUID().toString())
                .put("text", text)
                .put("replyToSeq", seq);
        me.rest()
                .post("/api/conversations/" + conversation + "/messages", message)
                .expect(201);
    }

    /** A message with files, which are there. */
    void send(long conversation, String text, String... fileIds) {
        var message = new JsonObject()
                .put("clientId", UUID.randomUUID().toString())
                .put("text", text)
                .put("fileIds", List.of(fileIds));
        me.rest()
                .post("/api/conversations/" + conversation + "/messages", message)
                .expect(201);
    }

    /** The id of a new file of one's own. */
    String upload(String name, String type, byte[] content) {
        return Uploading.of(server, me).upload(name, type, content, Map.of());
    }

    /** The id of a sound that somebody has said. */
    String uploadVoice(byte[] sound, int milliseconds) {
        var peaks = new byte[64];
        for (int i = 0; i < peaks.length; i++) {
            peaks[i] = (byte) (40 + Math.abs(Math.sin(i * 0.45) * Math.cos(i * 0.17)) * 215);
        }
        return Uploading.of(server, me)
                .upload(
                        "voice.webm",
                        "audio/webm",
                        sound,
                        Map.of("durationMs", Uploading.text("" + milliseconds), "waveform", peaks));
    }

    /** The newest message of a conversation. */
    JsonObject newest(long conversation) {
        var messages = me.history(conversation).getJsonArray("messages");
        return messages.getJsonObject(messages.size() - 1);
    }

    void edit(long conversation, long seq, String text) {
        me.rest()
                .patch("/api/conversations/" + conversation + "/messages/" + seq, new JsonObject().put("text", text))
                .expect(200);
    }

    void react(long conversation, long seq, String emoji) {
        var encoded = URLEncoder.encode(emoji, StandardCharsets.UTF_8);
        me.rest()
                .call("PUT", "/api/conversations/" + conversation + "/messages/" + seq + "/reactions/" + encoded)
                .expect(200);
    }

    void pin(long conversation, long seq) {
        me.rest()
                .call("PUT", "/api/conversations/" + conversation + "/pins/" + seq)
                .expect(204);
    }

    void save(long conversation, long seq) {
        me.rest().call("PUT", "/api/saved/" + conversation + "/" + seq).expect(204);
    }

    void deleteForEveryone(long conversation, long seq) {
        me.rest()
                .delete("/api/conversations/" + conversation + "/messages/" + seq + "?scope=everyone")
                .expect(204);
    }

    void read(long conversation, long seq) {
        me.rest()
                .put("/api/conversations/" + conversation + "/read", new JsonObject().put("seq", seq))
                .expect(200);
    }

    long id() {
        return me.id();
    }

    RestClient rest() {
        return me.rest();
    }

    /** The id of a new group with the others. */
    long gather(String title, Api... others) {
        return gather("group", title, others);
    }

    /** @param kind group or channel */
    long gather(String kind, String title, Api... others) {
        var ids = Stream.of(others).map(Api::id).toList();
        return made(new JsonObject().put("kind", kind).put("title", title).put("userIds", ids));
    }

    private long made(JsonObject group) {
        return me.rest()
                .post("/api/groups", group)
                .expect(201)
                .body()
                .getJsonObject("conversation")
                .getLong("conversationId");
    }

    long gather(String title, List<String> usernames) {
        return made(new JsonObject().put("title", title).put("usernames", usernames));
    }

    void change(long group, JsonObject change) {
        me.rest().patch("/api/groups/" + group, change).expect(200);
    }

    void add(long group, Api other) {
        var people = new JsonObject().put("userIds", List.of(other.id()));
        me.rest().post("/api/groups/" + group + "/members", people).expect(200);
    }

    /** @param how such as {@code ?ban=true} */
    void remove(long group, Api other, String how) {
        me.rest()
                .delete("/api/groups/" + group + "/members/" + other.id() + how)
                .expect(204);
    }

    void make(long group, Api other, String role) {
        me.rest()
                .put("/api/groups/" + group + "/members/" + other.id() + "/role", new JsonObject().put("role", role))
                .expect(204);
    }

    void deleteAccount() {
        me.deleteAccount();
    }

    void block(Api other) {
        me.rest().call("PUT", "/api/contacts/" + other.me.id() + "/block").expect(204);
    }
}
