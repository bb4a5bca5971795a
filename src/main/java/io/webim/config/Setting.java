package io.webim.config;

import io.webim.limits.Limit;
import io.webim.limits.Rate;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every key of the configuration file with its environment variable, its default and what it accepts. */
public enum Setting {
    HTTP_HOST("http.host", "WEBIM_HTTP_HOST", "127.0.0.1", "a host name or an address"),
    HTTP_PORT("http.port", "WEBIM_HTTP_PORT", "8080", "0 to 65535, 0 takes any free port"),
    DRAIN_SECONDS("drainSeconds", "WEBIM_DRAIN_SECONDS", null, "0 to 300"),
    DATA_DIR("dataDir", "WEBIM_DATA_DIR", "./data", "a directory"),
    DATABASE_URL("database.url", "WEBIM_DATABASE_URL", null, DatabaseUrl.ACCEPTS),
    JWT_SECRET("jwt.secret", "WEBIM_JWT_SECRET", null, "at least 32 bytes"),
    JWT_PREVIOUS_SECRET("jwt.previousSecret", "WEBIM_JWT_PREVIOUS_SECRET", null, "at least 32 bytes"),
    SERVER_SECRET("serverSecret", "WEBIM_SERVER_SECRET", null, "at least 32 bytes"),
    CLUSTER("cluster.url", "WEBIM_CLUSTER", null, EngineUrl.ACCEPTS),
    CLUSTER_CA("cluster.ca", "WEBIM_CLUSTER_CA", null, "a readable PEM file"),
    CLUSTER_CERTIFICATE("cluster.certificate", "WEBIM_CLUSTER_CERTIFICATE", null, "a readable PEM file"),
    CLUSTER_KEY("cluster.key", "WEBIM_CLUSTER_KEY", null, "a readable PEM file"),
    CLUSTER_PREFIX("cluster.prefix", "WEBIM_CLUSTER_PREFIX", "webim", "1 to 32 letters, digits, - or _"),
    NODE("cluster.node", "WEBIM_NODE", null, "1 to 64 letters, digits, ., - or _"),
    PUBLIC_URL("publicUrl", "WEBIM_PUBLIC_URL", null, "http:// or https://, a host and a port if needed"),
    TRUSTED_PROXIES("trustedProxies", "WEBIM_TRUSTED_PROXIES", null, TrustedProxies.ACCEPTS),
    BRIDGE_PORT("bridge.port", "WEBIM_BRIDGE_PORT", null, "0 to 65535, 0 takes any free port; unset is off"),
    BRIDGE_HOST("bridge.host", "WEBIM_BRIDGE_HOST", "127.0.0.1", "a host name or an address"),
    BRIDGE_CERTIFICATE("bridge.certificate", "WEBIM_BRIDGE_CERTIFICATE", null, "a readable PEM file"),
    BRIDGE_KEY("bridge.key", "WEBIM_BRIDGE_KEY", null, "a readable PEM file"),
    BRIDGE_CLIENT_CA("bridge.clientCa", "WEBIM_BRIDGE_CLIENT_CA", null, "a readable PEM file"),
    METRICS_PORT("metrics.port", "WEBIM_METRICS_PORT", null, "0 to 65535, 0 takes any free port; unset is off"),
    METRICS_HOST("metrics.host", "WEBIM_METRICS_HOST", "127.0.0.1", "a host name or an address"),
    PUSH_CONTACT("push.contact", "WEBIM_PUSH_CONTACT", null, "mailto: and an address, or https:// and a page"),
    PUSH_ALLOW("push.allow", "WEBIM_PUSH_ALLOW", null, "origins such as https://push.lan:8443, a comma between them"),
    VAPID_KEYS("push.keys", "WEBIM_VAPID_KEYS", null, "what the file vapid-keys of a data dir holds"),
    WEBHOOK_ALLOW(
            "webhooks.allow", "WEBIM_WEBHOOK_ALLOW", null, "origins such as http://ci.lan:8080, a comma between them"),
    PASSWORD_COST("password.cost", "WEBIM_PASSWORD_COST", "17", "10 to 20"),
    SESSION_IDLE_DAYS("session.idleDays", "WEBIM_SESSION_IDLE_DAYS", "30", "1 to 3650"),
    SESSION_MAX_DAYS("session.maxDays", "WEBIM_SESSION_MAX_DAYS", "180", "1 to 3650"),
    LIMITS("limits", "WEBIM_LIMITS", "on", "on or off"),
    RATE_LOG_INS("rates.logIns", "WEBIM_RATE_LOG_INS", "10/minute, 30/hour, 100/day", Rate.ACCEPTS),
    RATE_LOG_INS_OF_ACCOUNT(
            "rates.logInsOfAccount", "WEBIM_RATE_LOG_INS_OF_ACCOUNT", "100/hour, 500/day", Rate.ACCEPTS),
    RATE_LOG_INS_OF_ADDRESS(
            "rates.logInsOfAddress", "WEBIM_RATE_LOG_INS_OF_ADDRESS", "60/minute, 600/hour", Rate.ACCEPTS),
    RATE_SECOND_FACTORS("rates.secondFactors", "WEBIM_RATE_SECOND_FACTORS", "10/minute, 30/hour, 60/day", Rate.ACCEPTS),
    RATE_PASSWORDS("rates.passwords", "WEBIM_RATE_PASSWORDS", "30/minute burst 120", Rate.ACCEPTS),
    RATE_PASSWORDS_OF_ADDRESS(
            "rates.passwordsOfAddress", "WEBIM_RATE_PASSWORDS_OF_ADDRESS", "120/minute burst 1000", Rate.ACCEPTS),
    RATE_EXPORTS("rates.exports", "WEBIM_RATE_EXPORTS", "3/hour, 10/day", Rate.ACCEPTS),
    RATE_REGISTRATIONS("rates.registrations", "WEBIM_RATE_REGISTRATIONS", "30/hour", Rate.ACCEPTS),
    RATE_MESSAGES("rates.messages", "WEBIM_RATE_MESSAGES", "20/second burst 200", Rate.ACCEPTS),
    RATE_BYTES("rates.bytes", "WEBIM_RATE_BYTES", "20MiB/hour burst 50MiB, 200MiB/day", Rate.ACCEPTS),
    RATE_DELIVERIES("rates.deliveries", "WEBIM_RATE_DELIVERIES", "20000/second burst 100000", Rate.ACCEPTS),
    RATE_TYPING("rates.typing", "WEBIM_RATE_TYPING", "2/second burst 20", Rate.ACCEPTS),
    RATE_CONTACTS("rates.contacts", "WEBIM_RATE_CONTACTS", "30/minute, 300/day", Rate.ACCEPTS),
    RATE_GROUPS("rates.groups", "WEBIM_RATE_GROUPS", "20/hour, 50/day", Rate.ACCEPTS),
    RATE_REPORTS("rates.reports", "WEBIM_RATE_REPORTS", "10/hour, 30/day", Rate.ACCEPTS),
    RATE_STRANGERS("rates.strangers", "WEBIM_RATE_STRANGERS", "30/day", Rate.ACCEPTS),
    RATE_PICTURES("rates.pictures", "WEBIM_RATE_PICTURES", "1/minute burst 10", Rate.ACCEPTS),
    RATE_FILES("rates.files", "WEBIM_RATE_FILES", "60/minute burst 300", Rate.ACCEPTS),
    RATE_SUBSCRIPTIONS("rates.subscriptions", "WEBIM_RATE_SUBSCRIPTIONS", "30/hour", Rate.ACCEPTS),
    RATE_BOTS("rates.bots", "WEBIM_RATE_BOTS", "30/hour, 100/day", Rate.ACCEPTS),
    RATE_UNKNOWN_TOKENS("rates.unknownTokens", "WEBIM_RATE_UNKNOWN_TOKENS", "1/second burst 100", Rate.ACCEPTS),
    RATE_HOOKS("rates.hooks", "WEBIM_RATE_HOOKS", "5/second burst 60", Rate.ACCEPTS),
    RATE_SEARCHES("rates.searches", "WEBIM_RATE_SEARCHES", "5/second burst 50", Rate.ACCEPTS),
    RATE_RENAMES("rates.renames", "WEBIM_RATE_RENAMES", "1/minute burst 10", Rate.ACCEPTS),
    RATE_REQUESTS("rates.requests", "WEBIM_RATE_REQUESTS", "2000/second burst 20000", Rate.ACCEPTS),
    RATE_CONNECTIONS("rates.connections", "WEBIM_RATE_CONNECTIONS", "200/second burst 4000", Rate.ACCEPTS),
    GROUP_MEMBERS("groups.members", "WEBIM_GROUP_MEMBERS", "10000", "2 to 100000"),
    FILES_URL("files.url", "WEBIM_FILES_URL", null, FilesUrl.ACCEPTS),
    FILE_SCANNER("files.scanner", "WEBIM_FILE_SCANNER", null, ScannerAddress.ACCEPTS),
    FILE_MAX("files.max", "WEBIM_FILE_MAX", "100MiB", ConfigReader.BYTES),
    FILE_QUOTA("files.quota", "WEBIM_FILE_QUOTA", "1GiB", ConfigReader.BYTES),
    EDIT_HOURS("messages.editHours", "WEBIM_EDIT_HOURS", "48", "0 to 87600"),
    SOCKETS_PER_USER("sockets.perUser", "WEBIM_SOCKETS_PER_USER", "50", "1 to 1000000"),
    SOCKETS_PER_ADDRESS("sockets.perAddress", "WEBIM_SOCKETS_PER_ADDRESS", "1000", "1 to 1000000"),
    CONNECTIONS_PER_ADDRESS("connections.perAddress", "WEBIM_CONNECTIONS_PER_ADDRESS", "2000", "1 to 1000000");

    private final String key;
    private final String variable;
    private final @Nullable String standard;
    private final String accepts;

    Setting(String key, String variable, @Nullable String standard, String accepts) {
        this.key = key;
        this.variable = variable;
        this.standard = standard;
        this.accepts = accepts;
    }

    /** The key in the file; a dot goes one object deeper. */
    public String key() {
        return key;
    }

    public String variable() {
        return variable;
    }

    /** The built-in default; null means that there is none. */
    @Nullable
    public String standard() {
        return standard;
    }

    String accepts() {
        return accepts;
    }

    /** How often a limited thing may be done. */
    static Setting ofLimit(Limit limit) {
        return valueOf("RATE_" + limit.name());
    }

    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }

    public static Optional<Setting> ofVariable(String variable) {
        return Arrays.stream(values())
                .filter(setting -> setting.variable.equals(variable))
                .findFirst();
    }
}
