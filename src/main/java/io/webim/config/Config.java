package io.webim.config;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.webim.limits.Limit;
import io.webim.limits.Rate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that can be set, checked once at the start.
 *
 * @param cluster what several nodes share; empty is one server for itself
 * @param dataDir the embedded database, uploads and generated secrets
 * @param publicUrl the origin that browsers use; empty means the request's own host
 * @param trustedProxies who is believed in whose name they ask
 */
public record Config(
        Http http,
        Path dataDir,
        Database database,
        Optional<Cluster> cluster,
        Jwt jwt,
        Sealing sealing,
        Optional<String> publicUrl,
        TrustedProxies trustedProxies,
        Bridge bridge,
        Metrics metrics,
        Push push,
        Webhooks webhooks,
        Password password,
        Sessions sessions,
        Groups groups,
        Messages messages,
        Files files,
        Limits limits) {

    /**
     * @param port 0 takes any free one
     * @param drain how long it goes on serving when it is to stop
     */
    public record Http(String host, int port, Duration drain) {}

    /** @param url an external MySQL or MariaDB; empty starts the embedded server */
    public record Database(Optional<DatabaseUrl> url) {}

    /**
     * @param secret signing key; empty generates one into the data dir
     * @param previousSecret the one before, whose tokens are still good
     */
    public record Jwt(Optional<String> secret, Optional<String> previousSecret) {
        @Override
        public String toString() {
            return secret.isPresent() ? "Jwt[given]" : "Jwt[generated]";
        }
    }

    /**
     * @param ca who signs the engine's certificate; empty trusts what the Java runtime does
     * @param own what the engine demands to see of a node
     * @param prefix of all its channels and keys
     * @param node how this one is called
     */
    public record Cluster(EngineUrl url, Optional<Path> ca, Optional<OwnCertificate> own, String prefix, String node) {}

    /** PEM files. */
    public record OwnCertificate(Path certificate, Path key) {}

    /** @param secret what seals secrets in the database; empty generates one into the data dir */
    public record Sealing(Optional<String> secret) {
        @Override
        public String toString() {
            return secret.isPresent() ? "Sealing[given]" : "Sealing[generated]";
        }
    }

    /**
     * @param port TCP port of the event bus bridge; 0 takes any free one, empty is off
     * @param host loopback, unless there is mutual TLS
     */
    public record Bridge(Optional<Integer> port, String host, Optional<MutualTls> tls) {}

    /**
     * PEM files.
     *
     * @param certificate the server's, with its chain
     * @param clientCa who signs the certificates of clients that may connect
     */
    public record MutualTls(Path certificate, Path key, Path clientCa) {}

    /** @param port where metrics are read; 0 takes any free one, empty is off */
    public record Metrics(Optional<Integer> port, String host) {}

    /**
     * @param contact whom a push service may write to
     * @param keys by which push services know this server; empty generates a pair into the data dir
     * @param allow origins of push services that need be neither https nor public
     */
    public record Push(Optional<String> contact, Optional<String> keys, List<String> allow) {
        @Override
        public String toString() {
            return "Push[" + contact + ", " + allow + "]";
        }
    }

    /** @param allow origins that outgoing webhooks may lead to, and that need be neither https nor public */
    public record Webhooks(List<String> allow) {}

    /** @param cost log2 of scrypt's N */
    public record Password(int cost) {}

    /**
     * What one person or one network may take of the server.
     *
     * @param on false lifts them all, for benchmarks
     * @param rates how often something may be done
     * @param socketsPerUser one more closes the user's oldest
     * @param socketsPerAddress open at once from one network
     * @param connectionsPerAddress of whatever kind, open at once from one network
     */
    public record Limits(
            boolean on, Map<Limit, Rate> rates, int socketsPerUser, int socketsPerAddress, int connectionsPerAddress) {
        /** None at all. */
        public static final Limits OFF =
                new Limits(false, Map.of(), Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /**
     * How long somebody stays logged in.
     *
     * @param idle without using it
     * @param absolute at all
     */
    public record Sessions(Duration idle, Duration absolute) {}

    /** @param members of one group, at most */
    public record Groups(int members) {}

    /** @param editing for so long a text may be changed after it was sent */
    public record Messages(Duration editing) {}

    /**
     * @param url where the bytes of files lie; empty is the data dir
     * @param scanner what looks for viruses; empty is nobody
     * @param max bytes of one file
     * @param quota bytes of all files of one user
     */
    public record Files(Optional<FilesUrl> url, Optional<ScannerAddress> scanner, long max, long quota) {}

    private static final Logger log = LoggerFactory.getLogger(Config.class);
    private static final int SAFE_PASSWORD_COST = 17;

    /**
     * Built-in defaults, then {@code conf/config.json} or the file that {@code -conf} names, then the environment: later
     * wins. Fails with {@link CannotStart} and nothing else.
     */
    public static Future<Config> load(Vertx vertx, String[] args) {
        return load(vertx, args, System.getenv());
    }

    public static Future<Config> load(Vertx vertx, String[] args, Map<String, String> environment) {
        environment.keySet().stream()
                .filter(name ->
                        name.startsWith("WEBIM_") && Setting.ofVariable(name).isEmpty())
                .forEach(name -> log.warn("{} is set, but no such setting is known", name));
        return ConfigSources.read(vertx, args, environment).map(json -> new ConfigReader(json, environment).read());
    }

    /** What is allowed, but unsafe for real use: to be said loudly at the start. */
    public List<String> warnings() {
        var warnings = new ArrayList<String>();
        if (password.cost() < SAFE_PASSWORD_COST) {
            warnings.add("PASSWORD COST " + password.cost()
                    + " IS TOO LOW for real use: stolen hashes would be cheap to" + " guess. Leave "
                    + Setting.PASSWORD_COST.variable() + " at " + SAFE_PASSWORD_COST + " or more.");
        }
        if (!limits.on()) {
            warnings.add("RATE LIMITS ARE OFF: anyone may guess passwords at full speed. Leave "
                    + Setting.LIMITS.variable() + " on outside benchmarks.");
        }
        if (cluster.isPresent() && files.url().isEmpty()) {
            warnings.add("FILES LIE AT THE NODE WHERE THEY ARRIVED, and no other can show them. Set "
                    + Setting.FILES_URL.variable() + " to a store that all nodes reach.");
        }
        return List.copyOf(warnings);
    }
}
