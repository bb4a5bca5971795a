package io.webim.cluster;

import com.interaso.webpush.VapidKeys;
import io.webim.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Several nodes of one webim in this process, over a real engine and one database. */
public final class Nodes implements AutoCloseable {
    private static final String SECRET = "a secret that all nodes have, of thirty-two characters";
    private static final String KEYS = keys();

    static final String PASSWORD = "hush";

    private final EngineServer engine = EngineServer.start(rights());
    private final List<TestServer> nodes = new ArrayList<>();

    /** @param more settings of all of them */
    public static Nodes start(int count, Map<String, String> more) {
        var all = new Nodes();
        try {
            for (int i = 0; i < count; i++) {
                all.add(more);
            }
            return all;
        } catch (RuntimeException e) {
            all.close();
            throw e;
        }
    }

    public EngineServer engine() {
        return engine;
    }

    public TestServer node(int index) {
        return nodes.get(index);
    }

    public TestServer add(Map<String, String> more) {
        var settings = new HashMap<>(settings(url()));
        settings.putAll(more);
        var node = nodes.isEmpty() ? TestServer.start(settings) : TestServer.startBeside(nodes.get(0), settings);
        nodes.add(node);
        return node;
    }

    /** What nodes at this engine need to have in common, beside the database and the key of access tokens. */
    public static Map<String, String> settings(String engine) {
        return Map.of(
                "WEBIM_CLUSTER", engine,
                "WEBIM_SERVER_SECRET", SECRET,
                "WEBIM_VAPID_KEYS", KEYS,
                // No proxy has to learn that one stops.
                "WEBIM_DRAIN_SECONDS", "0");
    }

    public String url() {
        return url(engine.port());
    }

    static String url(int port) {
        return "redis://webim:" + PASSWORD + "@127.0.0.1:" + port;
    }

    /** Another one that lets them in. */
    static EngineServer anotherEngine() {
        return EngineServer.start(rights());
    }

    /** One that was added ends. */
    void remove(TestServer node) {
        nodes.remove(node);
        node.close();
    }

    /** Those that the documents name, and no more. */
    private static String[] rights() {
        try {
            var line = Files.readAllLines(Path.of("docs", "operations.md")).stream()
                    .map(String::strip)
                    .filter(text -> text.startsWith("user webim on "))
                    .findFirst()
                    .orElseThrow();
            return ("--" + line.replace(">password", ">" + PASSWORD)).split(" ");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String keys() {
        var made = VapidKeys.generate();
        return made.getX509PublicKey() + "\n" + made.getPkcs8PrivateKey();
    }

    /** The first one last, to whom the schema belongs. */
    @Override
    public void close() {
        for (int i = nodes.size() - 1; i >= 0; i--) {
            nodes.get(i).close();
        }
        engine.close();
    }
}
