package io.webim.config;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the command line is told about itself: {@code --help} and {@code --version}. */
public final class Usage {
    /** What may stand on the command line. */
    static final String ACCEPTS = "-conf <file>, doctor, reports, rotate-keys, --help, --version";

    private Usage() {}

    /** The text that was asked for, if one was. */
    public static Optional<String> answer(String[] args) {
        var asked = Arrays.asList(args);
        if (asked.contains("--help") || asked.contains("-h")) {
            return Optional.of(help());
        }
        return asked.contains("--version") ? Optional.of(version()) : Optional.empty();
    }

    private static String version() {
        var version = Usage.class.getPackage().getImplementationVersion();
        return "webim " + (version == null ? "(unpacked)" : version);
    }

    private static String help() {
        return """
                %s: a web messenger that you host yourself.

                java -jar webim.jar [-conf <file>]               starts it, and says where it is; Ctrl-C stops it
                java -jar webim.jar doctor [-conf <file>]        recounts the database and changes nothing
                java -jar webim.jar doctor <number> [-conf <file>]   recounts one conversation
                java -jar webim.jar reports [-conf <file>]       prints what people have reported
                java -jar webim.jar reports handled <number> [-conf <file>]   erases one that has been handled
                java -jar webim.jar rotate-keys [-conf <file>]   changes the key of access tokens; nobody is logged out
                java -jar webim.jar --help | --version

                What is not set has its default. The file, conf/config.json unless -conf names another, wins over defaults,
                and the environment over both. In the file a setting has the name in brackets; a dot goes one object deeper.

                %s

                README.md and docs/operations.md say more.""".formatted(version(), settings());
    }

    private static String settings() {
        return Arrays.stream(Setting.values()).map(Usage::line).collect(Collectors.joining("\n"));
    }

    private static String line(Setting setting) {
        var standard = setting.standard() == null ? "not set" : setting.standard();
        return "%s (%s)%n    %s; default: %s".formatted(setting.variable(), setting.key(), setting.accepts(), standard);
    }
}
