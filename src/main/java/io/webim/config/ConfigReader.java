package io.webim.config;

import io.vertx.core.json.JsonObject;
import io.webim.limits.Limit;
import io.webim.limits.Rate;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Turns what was set into a {@link Config} and notes everything that is wrong, without showing a secret. */
final class ConfigReader {
    /** What a number of bytes may be. */
    static final String BYTES = "1 to 1024 TiB, in bytes or with KiB, MiB or GiB";

    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,15})(KiB|MiB|GiB|)");
    private static final long MOST_BYTES = 1L << 50;
    private static final int MIN_SECRET_BYTES = 32;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_DAYS = 3_650;
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}|::1|localhost");
    private static final int MOST_MEMBERS = 100_000;
    private static final int MOST_EDIT_HOURS = 87_600;
    private static final int MOST_DRAIN_SECONDS = 300;
    private static final Duration DRAIN_OF_A_NODE = Duration.ofSeconds(5);
    private static final int MOST_SOCKETS = 1_000_000;

    private final JsonObject json;
    private final Map<String, String> environment;
    private final List<String> wrong = new ArrayList<>();

    /** @param environment names where a wrong value came from */
    ConfigReader(JsonObject json, Map<String, String> environment) {
        this.json = json;
        this.environment = environment;
    }

    /** @throws CannotStart naming each wrong key, what it got and what it accepts */
    Config read() {
        refuseUnknown("", json);
        var config = wrong.isEmpty() ? config() : null;
        if (config == null || !wrong.isEmpty()) {
            throw new CannotStart(String.join("; ", wrong));
        }
        return config;
    }

    private Config config() {
        return new Config(
                new Config.Http(
                        required(Setting.HTTP_HOST, ConfigReader::host),
                        required(Setting.HTTP_PORT, ConfigReader::port),
                        drain()),
                required(Setting.DATA_DIR, Path::of),
                new Config.Database(secret(Setting.DATABASE_URL, DatabaseUrl::parse)),
                cluster(),
                jwt(),
                new Config.Sealing(secret(Setting.SERVER_SECRET, ConfigReader::signingSecret)),
                optional(Setting.PUBLIC_URL, ConfigReader::origin),
                optional(Setting.TRUSTED_PROXIES, TrustedProxies::parse).orElse(TrustedProxies.NONE),
                bridge(),
                new Config.Metrics(
                        optional(Setting.METRICS_PORT, ConfigReader::port),
                        required(Setting.METRICS_HOST, ConfigReader::host)),
                new Config.Push(
                        optional(Setting.PUSH_CONTACT, ConfigReader::contact),
                        secret(Setting.VAPID_KEYS, ConfigReader::keyPair),
                        optional(Setting.PUSH_ALLOW, ConfigReader::origins).orElse(List.of())),
                new Config.Webhooks(
                        optional(Setting.WEBHOOK_ALLOW, ConfigReader::origins).orElse(List.of())),
                new Config.Password(required(Setting.PASSWORD_COST, text -> number(text, 10, 20))),
                new Config.Sessions(
                        required(Setting.SESSION_IDLE_DAYS, ConfigReader::days),
                        required(Setting.SESSION_MAX_DAYS, ConfigReader::days)),
                new Config.Groups(required(Setting.GROUP_MEMBERS, text -> number(text, 2, MOST_MEMBERS))),
                new Config.Messages(
                        Duration.ofHours(required(Setting.EDIT_HOURS, text -> number(text, 0, MOST_EDIT_HOURS)))),
                new Config.Files(
                        optional(Setting.FILES_URL, FilesUrl::parse),
                        optional(Setting.FILE_SCANNER, ScannerAddress::parse),
                        required(Setting.FILE_MAX, ConfigReader::size),
                        required(Setting.FILE_QUOTA, ConfigReader::size)),
                limits());
    }

    private Config.Limits limits() {
        boolean on = required(Setting.LIMITS, ConfigReader::onOrOff);
        var rates = new EnumMap<Limit, Rate>(Limit.class);
        for (var limit : Limit.values()) {
            rates.put(limit, required(Setting.ofLimit(limit), Rate::parse));
        }
        int perUser = required(Setting.SOCKETS_PER_USER, text -> number(text, 1, MOST_SOCKETS));
        int perAddress = required(Setting.SOCKETS_PER_ADDRESS, text -> number(text, 1, MOST_SOCKETS));
        int connections = required(Setting.CONNECTIONS_PER_ADDRESS, text -> number(text, 1, MOST_SOCKETS));
        return on ? new Config.Limits(true, Map.copyOf(rates), perUser, perAddress, connections) : Config.Limits.OFF;
    }

    private Config.Jwt jwt() {
        var jwt = new Config.Jwt(
                secret(Setting.JWT_SECRET, ConfigReader::signingSecret),
                secret(Setting.JWT_PREVIOUS_SECRET, ConfigReader::signingSecret));
        if (jwt.secret().isEmpty() && jwt.previousSecret().isPresent()) {
            wrong.add(name(Setting.JWT_PREVIOUS_SECRET) + " got a secret, accepted: only beside "
                    + Setting.JWT_SECRET.variable());
        }
        return jwt;
    }

    /** Where there are other nodes, a proxy has to learn first that this one is about to stop. */
    private Duration drain() {
        return optional(Setting.DRAIN_SECONDS, text -> number(text, 0, MOST_DRAIN_SECONDS))
                .map(Duration::ofSeconds)
                .orElse(text(Setting.CLUSTER).isPresent() ? DRAIN_OF_A_NODE : Duration.ZERO);
    }

    /** Of several nodes none may make a secret up: each would have another. */
    private Optional<Config.Cluster> cluster() {
        var url = secret(Setting.CLUSTER, EngineUrl::parse);
        if (url.isEmpty()) {
            return Optional.empty();
        }
        Stream.of(Setting.DATABASE_URL, Setting.JWT_SECRET, Setting.SERVER_SECRET, Setting.VAPID_KEYS)
                .filter(setting -> text(setting).isEmpty())
                .forEach(setting -> wrong.add(name(setting) + " got nothing, accepted beside "
                        + Setting.CLUSTER.variable() + ": " + setting.accepts() + ", the same on all nodes"));
        return Optional.of(new Config.Cluster(
                url.get(),
                optional(Setting.CLUSTER_CA, ConfigReader::file),
                ownCertificate(),
                required(Setting.CLUSTER_PREFIX, text -> accepted(text, text.matches("[A-Za-z0-9_-]{1,32}"))),
                optional(Setting.NODE, text -> accepted(text, text.matches("[A-Za-z0-9._-]{1,64}")))
                        .orElseGet(ConfigReader::anyNode)));
    }

    private Optional<Config.OwnCertificate> ownCertificate() {
        var certificate = optional(Setting.CLUSTER_CERTIFICATE, ConfigReader::file);
        var key = optional(Setting.CLUSTER_KEY, ConfigReader::file);
        if (text(Setting.CLUSTER_CERTIFICATE).isPresent()
                != text(Setting.CLUSTER_KEY).isPresent()) {
            wrong.add(name(Setting.CLUSTER_KEY) + " and " + name(Setting.CLUSTER_CERTIFICATE)
                    + " got one of two, accepted: both or neither");
        }
        return certificate.flatMap(own -> key.map(its -> new Config.OwnCertificate(own, its)));
    }

    private static String anyNode() {
        var host = Optional.ofNullable(System.getenv("HOSTNAME"))
                .map(name -> name.replaceAll("[^A-Za-z0-9._-]", ""))
                .filter(name -> !name.isEmpty())
                .map(name -> name.substring(0, Math.min(40, name.length())))
                .orElse("node");
        return host + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private Config.Bridge bridge() {
        var port = optional(Setting.BRIDGE_PORT, ConfigReader::port);
        var host = required(Setting.BRIDGE_HOST, ConfigReader::host);
        var tls = mutualTls();
        if (tls.isEmpty() && !LOOPBACK.matcher(host).matches()) {
            wrong.add(name(Setting.BRIDGE_HOST) + " got \"" + host + "\", accepted: 127.0.0.1 or ::1, others only with "
                    + Setting.BRIDGE_CERTIFICATE.variable() + ", " + Setting.BRIDGE_KEY.variable() + " and "
                    + Setting.BRIDGE_CLIENT_CA.variable());
        }
        return new Config.Bridge(port, host, tls);
    }

    private Optional<Config.MutualTls> mutualTls() {
        var settings = List.of(Setting.BRIDGE_CERTIFICATE, Setting.BRIDGE_KEY, Setting.BRIDGE_CLIENT_CA);
        var missing =
                settings.stream().filter(setting -> text(setting).isEmpty()).toList();
        if (missing.size() == settings.size()) {
            return Optional.empty();
        }
        missing.forEach(setting -> wrong.add(name(setting) + " got nothing, accepted: " + setting.accepts()));
        var files = settings.stream()
                .flatMap(setting -> optional(setting, ConfigReader::file).stream())
                .toList();
        return files.size() < settings.size()
                ? Optional.empty()
                : Optional.of(new Config.MutualTls(files.get(0), files.get(1), files.get(2)));
    }

    private void refuseUnknown(String prefix, JsonObject object) {
        for (var name : object.fieldNames()) {
            var key = prefix + name;
            if (Setting.ofKey(key).isPresent()) {
                continue;
            }
            if (isGroup(key) && object.getValue(name) instanceof JsonObject group) {
                refuseUnknown(key + ".", group);
            } else {
                wrong.add(isGroup(key) ? key + " is not an object" : key + " is not a known key of the configuration");
            }
        }
    }

    private static boolean isGroup(String key) {
        for (var setting : Setting.values()) {
            if (setting.key().startsWith(key + ".")) {
                return true;
            }
        }
        return false;
    }

    private <T> T required(Setting setting, Function<String, T> parse) {
        // A null in the file asks for the default.
        var text = text(setting).orElseGet(() -> String.valueOf(setting.standard()));
        return parsed(setting, text, "\"" + text + "\"", parse)
                .orElseGet(() -> parse.apply(String.valueOf(setting.standard())));
    }

    private <T> Optional<T> optional(Setting setting, Function<String, T> parse) {
        return text(setting).flatMap(text -> parsed(setting, text, "\"" + text + "\"", parse));
    }

    private <T> Optional<T> secret(Setting setting, Function<String, T> parse) {
        return text(setting).flatMap(text -> parsed(setting, text, "", parse));
    }

    /** @param shown what may be shown of the value; empty when it is secret */
    private <T> Optional<T> parsed(Setting setting, String text, String shown, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(text));
        } catch (IllegalArgumentException e) {
            var got = shown.isEmpty() ? e.getMessage() : shown;
            wrong.add(name(setting) + " got " + got + ", accepted: " + setting.accepts());
            return Optional.empty();
        }
    }

    private Optional<String> text(Setting setting) {
        Object value = json;
        for (var name : setting.key().split("\\.", -1)) {
            value = value instanceof JsonObject object ? object.getValue(name) : null;
        }
        if (value instanceof Boolean on) {
            return Optional.of(on ? "on" : "off");
        }
        return Optional.ofNullable(value).map(Object::toString).filter(text -> !text.isEmpty());
    }

    private String name(Setting setting) {
        var variable = environment.get(setting.variable());
        return variable == null || variable.isEmpty() ? setting.key() : setting.variable();
    }

    private static String host(String text) {
        return accepted(text, text.matches("[A-Za-z0-9._:%-]+"));
    }

    private static Path file(String text) {
        var path = Path.of(text);
        accepted(text, Files.isRegularFile(path) && Files.isReadable(path));
        return path;
    }

    private static int port(String text) {
        return number(text, 0, MAX_PORT);
    }

    private static boolean onOrOff(String text) {
        return accepted(text, text.equals("on") || text.equals("off")).equals("on");
    }

    private static Duration days(String text) {
        return Duration.ofDays(number(text, 1, MAX_DAYS));
    }

    private static String signingSecret(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException("a secret of " + bytes + " bytes");
        }
        return text;
    }

    private static String keyPair(String text) {
        if (!text.strip().matches("[A-Za-z0-9_-]{60,400}\\s+[A-Za-z0-9_-]{60,400}")) {
            throw new IllegalArgumentException("something else");
        }
        return text.strip();
    }

    private static String origin(String text) {
        var uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        boolean bare = String.valueOf(uri.getRawPath()).isEmpty()
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && uri.getRawUserInfo() == null;
        return accepted(uri.toString(), web && bare && uri.getHost() != null);
    }

    private static List<String> origins(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(one -> origin(one.strip()))
                .toList();
    }

    private static String contact(String text) {
        return accepted(text, text.matches("mailto:[^@\\s]+@[^@\\s]+|https://[^\\s]+"));
    }

    private static long size(String text) {
        var size = SIZE.matcher(text);
        accepted(text, size.matches());
        long unit = switch (size.group(2)) {
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            default -> 1;
        };
        long number = Long.parseLong(size.group(1));
        accepted(text, number <= MOST_BYTES / unit);
        return number * unit;
    }

    private static int number(String text, int min, int max) {
        int number = Integer.parseInt(accepted(text, text.matches("[0-9]{1,9}")));
        accepted(text, number >= min && number <= max);
        return number;
    }

    private static String accepted(String text, boolean accepted) {
        if (!accepted) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }
}
