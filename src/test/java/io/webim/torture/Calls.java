package io.webim.torture;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Requests and their answers over one line, all on the thread of the device. */
final class Calls {
    /** The server answers within 5 s, whatever hangs; a line that does not is dead. */
    private static final long PATIENCE_MILLIS = 8_000;

    private final Line line;
    private final Consumer<JsonObject> others;
    private final Map<String, Pending> pending = new HashMap<>();

    private record Pending(String address, Consumer<JsonObject> answered, long deadline) {}

    /** @param others takes what answers no request */
    Calls(Line line, Consumer<JsonObject> others) {
        this.line = line;
        this.others = others;
    }

    void register(String address) {
        line.write(new JsonObject().put("type", "register").put("address", address));
    }

    /** @param answered takes the frame of the reply or of the refusal */
    void fire(String address, JsonObject body, Consumer<JsonObject> answered) {
        var replyAddress = UUID.randomUUID().toString();
        pending.put(replyAddress, new Pending(address, answered, now() + PATIENCE_MILLIS));
        line.write(new JsonObject()
                .put("type", "send")
                .put("address", address)
                .put("replyAddress", replyAddress)
                .put("body", body));
    }

    /** Waits for the reply; what else comes meanwhile is handled as it comes. */
    JsonObject ask(String address, JsonObject body) throws Broken, RefusedCall {
        var answer = new JsonObject[1];
        fire(address, body, frame -> answer[0] = frame);
        while (answer[0] == null) {
            pump(now() + 100);
        }
        if (RefusedCall.isErr(answer[0])) {
            throw new RefusedCall(answer[0]);
        }
        return answer[0].getJsonObject("body");
    }

    /** Handles one frame, or waits until the time has come. */
    void pump(long until) throws Broken {
        var frame = line.next(until - now());
        if (frame != null) {
            var asked = pending.remove(String.valueOf(frame.getString("address")));
            (asked == null ? others : asked.answered()).accept(frame);
        }
        for (var waiting : pending.values()) {
            if (now() > waiting.deadline()) {
                throw new Broken("no answer to " + waiting.address());
            }
        }
    }

    static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
