package io.webim.bridge;

import static io.webim.testrun.Timeout.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.webim.contract.Address;
import io.webim.http.AsyncApi;
import java.util.ArrayDeque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/** A client of the bridge over one transport, for tests that read from top to bottom. */
public abstract class BusClient implements AutoCloseable {
    private final LinkedBlockingDeque<JsonObject> frames = new LinkedBlockingDeque<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private boolean isOfWholeServer;

    /** Sends one frame as it stands. */
    public abstract void write(Buffer frame);

    /** Stops reading what the server sends, as a client that hangs does. */
    public abstract void pause();

    @Override
    public abstract void close();

    /** How this transport calls a reply or an event. */
    public String delivery() {
        return "rec";
    }

    /** From now on whatever is read here is held against the AsyncAPI document. */
    public BusClient ofWholeServer() {
        isOfWholeServer = true;
        return this;
    }

    void received(JsonObject frame) {
        frames.add(frame);
    }

    /** @param reason the reason of a WebSocket close, as far as the transport tells one */
    void ended(String reason) {
        closed.complete(reason);
    }

    public void send(JsonObject frame) {
        write(frame.toBuffer());
    }

    /** The same for several, one after the other without waiting. */
    public void sendAll(List<JsonObject> all) {
        all.forEach(this::send);
    }

    public void register(String address) {
        send(new JsonObject().put("type", "register").put("address", address));
    }

    /** Sends a request and waits for what answers it: a reply or an {@code err}. */
    public JsonObject ask(String address, JsonObject body) throws Exception {
        return ask(new JsonObject().put("type", "send").put("address", address).put("body", body));
    }

    public JsonObject ask(JsonObject frame) throws Exception {
        var replyAddress = UUID.randomUUID().toString();
        send(frame.put("replyAddress", replyAddress));
        var others = new ArrayDeque<JsonObject>();
        var answer = next();
        // Events may come first; they stay for those who ask for them, before what has come since.
        while (!replyAddress.equals(answer.getString("address"))) {
            others.push(answer);
            answer = next();
        }
        others.forEach(frames::addFirst);
        if (isOfWholeServer && delivery().equals(answer.getString("type"))) {
            AsyncApi.DOCUMENT.checkReply(frame.getString("address"), answer.getJsonObject("body"));
        }
        return answer;
    }

    public JsonObject logIn(String token) throws Exception {
        var answer = ask("auth.socket.open", new JsonObject().put("accessToken", token));
        assertThat(answer.getString("type")).as(answer.encode()).isEqualTo(delivery());
        return answer.getJsonObject("body");
    }

    /** The next event of a type; what comes before it is thrown away. */
    public JsonObject event(String type) throws Exception {
        for (; ; ) {
            var body = next().getJsonObject("body");
            if (body != null && type.equals(body.getString("type"))) {
                return body;
            }
        }
    }

    public JsonObject next() throws Exception {
        var frame = frames.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        assertThat(frame).as("a frame from the server").isNotNull();
        if (isOfWholeServer
                && frame.getString("address", "").startsWith(Address.OWN_INBOX)
                && delivery().equals(frame.getString("type"))) {
            AsyncApi.DOCUMENT.checkEvent(frame.getJsonObject("body"));
        }
        return frame;
    }

    /** The reason, or nothing where the transport tells none. */
    public String awaitClosed() throws Exception {
        return closed.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    public boolean isClosed() {
        return closed.isDone();
    }

    /** Throws away all that came, and tells whether something for this address was among it. */
    public boolean took(String address) {
        boolean found = false;
        for (var frame = frames.poll(); frame != null; frame = frames.poll()) {
            found |= address.equals(frame.getString("address"));
        }
        return found;
    }

    /** Whatever came and was not asked for yet. */
    public int waiting() {
        return frames.size();
    }
}
