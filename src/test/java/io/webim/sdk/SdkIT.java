package io.webim.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clients under {@code sdk/}, in the languages of programs that use them; {@code sdk/conformance} says what they have to do. */
class SdkIT {
    private static final Pattern PASSED = Pattern.compile("# pass (\\d+)|^Ran (\\d+) tests|^(ok) ", Pattern.MULTILINE);
    private static final int LONG = 60;

    @BeforeAll
    static void build() throws Exception {
        atOnce(Language::build);
    }

    @Test
    void theirOwnTestsPass() throws Exception {
        atOnce(language -> {
            var tests = language.ownTests();
            assertThat(language == Language.JAVA || PASSED.matcher(tests).find())
                    .as(tests)
                    .isTrue();
        });
    }

    @Test
    void theyDoWhatAServerAsksForHoweverItAnswers() throws Exception {
        var cases = new JsonArray(Buffer.buffer(Files.readAllBytes(Path.of("sdk", "conformance", "peer.json"))))
                .stream().map(JsonObject.class::cast).toList();
        assertThat(cases).hasSizeGreaterThan(10);
        var runs = new ArrayList<Callable<List<String>>>();
        for (var language : Language.values()) {
            // Those that wait in silence have a program of their own.
            for (boolean isSilent : new boolean[] {true, false}) {
                var some = cases.stream()
                        .filter(one -> one.containsKey("timeout") == isSilent)
                        .toList();
                runs.add(() -> faults(language, some));
            }
        }
        assertThat(results(runs).stream().flatMap(List::stream)).isEmpty();
    }

    @Test
    void eachMessageIsSentReadAndAnsweredOnceWhateverIsKilled(@TempDir Path folder) throws Exception {
        try (var killed = new KilledBots(folder)) {
            killed.run();
        }
    }

    private static List<String> faults(Language language, List<JsonObject> cases) throws IOException {
        var faults = new ArrayList<String>();
        try (var driver = Driver.start(language)) {
            for (var one : cases) {
                faults(driver, one)
                        .forEach(fault -> faults.add(language + ", " + one.getString("name") + ": " + fault));
            }
        }
        return faults;
    }

    private static List<String> faults(Driver driver, JsonObject one) throws IOException {
        int timeout = one.getInteger("timeout", LONG);
        try (var peer = new ScriptedPeer(one, timeout)) {
            var answer = driver.open(peer.url(), "webim_token", LONG, timeout).tell(one.getJsonObject("do"));
            var faults = new ArrayList<>(peer.faults());
            Stream.of("ok", "error")
                    .filter(name -> !isWithin(one.getJsonObject(name), answer.getJsonObject(name)))
                    .forEach(name -> faults.add("answered " + answer));
            var events = answer.getJsonArray("events").stream()
                    .map(event -> ((JsonObject) event).getString("id"))
                    .toList();
            if (!one.getJsonArray("events", new JsonArray()).getList().equals(events)) {
                faults.add("gave " + events);
            }
            if (one.getBoolean("sameKey", false)
                    && peer.keys().stream().distinct().count() != 1) {
                faults.add("the keys were " + peer.keys());
            }
            if (one.containsKey("acknowledged")
                    && !isAcknowledged(one.getString("acknowledged"), peer.acknowledged())) {
                faults.add("acknowledged " + peer.acknowledged());
            }
            return faults;
        }
    }

    private static boolean isWithin(JsonObject expected, JsonObject given) {
        return expected == null
                ? given == null
                : given != null
                        && expected.stream()
                                .allMatch(one -> one.getValue() instanceof Number number
                                        ? given.getDouble(one.getKey(), Double.NaN) == number.doubleValue()
                                        : one.getValue().equals(given.getValue(one.getKey())));
    }

    private static boolean isAcknowledged(String last, List<String> acknowledged) {
        return acknowledged.stream().sorted().toList().equals(acknowledged)
                && !acknowledged.isEmpty()
                && acknowledged.get(acknowledged.size() - 1).equals(last);
    }

    interface Work {
        void of(Language language) throws Exception;
    }

    static void atOnce(Work work) throws Exception {
        results(Arrays.stream(Language.values())
                .map(language -> (Callable<Boolean>) () -> {
                    work.of(language);
                    return true;
                })
                .toList());
    }

    static <T> List<T> results(List<Callable<T>> runs) throws Exception {
        var threads = Executors.newCachedThreadPool();
        try {
            var results = new ArrayList<T>();
            for (var run : threads.invokeAll(runs)) {
                results.add(run.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } finally {
            threads.shutdownNow();
            threads.awaitTermination(1, TimeUnit.MINUTES);
        }
    }
}
