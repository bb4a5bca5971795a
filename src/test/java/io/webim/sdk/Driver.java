package io.webim.sdk;

import static io.webim.testrun.Timeout.TIMEOUT;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A program in the language of a client that does what it is told to: see {@code sdk/conformance/README.md}. */
final class Driver implements AutoCloseable {
    private final Process process;
    private final Writer orders;
    private final BufferedReader answers;

    private Driver(Process process) {
        this.process = process;
        this.orders = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    static Driver start(Language language) throws IOException {
        return new Driver(Language.process(language.driver())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** A client of this server from now on. */
    Driver open(String url, String token, int retryFor, int timeout) throws IOException {
        tell(new JsonObject()
                .put("do", "open")
                .put("url", url)
                .put("token", token)
                .put("retryFor", retryFor)
                .put("timeout", timeout));
        return this;
    }

    /** {@code {ok}} or {@code {error}}, and the {@code events} before. */
    JsonObject tell(JsonObject order) throws IOException {
        var events = new ArrayList<JsonObject>();
        return tell(order, events::add).put("events", List.copyOf(events));
    }

    /** @param events told each as it comes */
    JsonObject tell(JsonObject order, Consumer<JsonObject> events) throws IOException {
        orders.write(order.encode() + "\n");
        orders.flush();
        while (true) {
            var line = answers.readLine();
            if (line == null) {
                throw new IOException("the driver has ended at " + order);
            }
            var answer = new JsonObject(line);
            if (!answer.containsKey("event")) {
                return answer;
            }
            events.accept(answer.getJsonObject("event"));
        }
    }

    /** kill -9 */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    /** By the end of its input. */
    @Override
    public void close() throws IOException {
        try {
            orders.close();
        } catch (IOException gone) {
            // It was killed.
        }
        try {
            if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
