package io.webim;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every key of the configuration file with its environment variable, its default and what it accepts. */
enum Setting {
    HTTP_HOST("http.host", "WEBIM_HTTP_HOST", "127.0.0.1", "a host name or an address"),
    HTTP_PORT("http.port", "WEBIM_HTTP_PORT", "8080", "0 to 65535, 0 takes any free port"),
    DATA_DIR("dataDir", "WEBIM_DATA_DIR", "./data", "a directory"),
    DATABASE_URL("database.url", "WEBIM_DATABASE_URL", null, DatabaseUrl.ACCEPTS),
    JWT_SECRET("jwt.secret", "WEBIM_JWT_SECRET", null, "at least 32 bytes"),
    PUBLIC_URL("publicUrl", "WEBIM_PUBLIC_URL", null, "http:// or https://, a host and a port if needed"),
    BRIDGE_PORT("bridge.port", "WEBIM_BRIDGE_PORT", null, "0 to 65535, 0 takes any free port; unset is off"),
    BRIDGE_HOST("bridge.host", "WEBIM_BRIDGE_HOST", "127.0.0.1", "a host name or an address"),
    BRIDGE_CERTIFICATE("bridge.certificate", "WEBIM_BRIDGE_CERTIFICATE", null, "a readable PEM file"),
    BRIDGE_KEY("bridge.key", "WEBIM_BRIDGE_KEY", null, "a readable PEM file"),
    BRIDGE_CLIENT_CA("bridge.clientCa", "WEBIM_BRIDGE_CLIENT_CA", null, "a readable PEM file"),
    PASSWORD_COST("password.cost", "WEBIM_PASSWORD_COST", "17", "10 to 20"),
    LIMITS("limits", "WEBIM_LIMITS", "on", "on or off");

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
    String key() {
        return key;
    }

    String variable() {
        return variable;
    }

    /** The built-in default; null means that there is none. */
    @Nullable
    String standard() {
        return standard;
    }

    String accepts() {
        return accepts;
    }

    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }

    static Optional<Setting> ofVariable(String variable) {
        return Arrays.stream(values())
                .filter(setting -> setting.variable.equals(variable))
                .findFirst();
    }
}
