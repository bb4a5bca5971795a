package io.webim.bench;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What to measure and for how long.
 *
 * @param only names of parts; empty for all of them
 * @param server one that runs already; its processes cannot be looked into
 * @param java what the path of the jar is put behind to start it
 */
record Options(boolean quick, Set<String> only, Optional<URI> server, List<String> java) {
    static final String USAGE = "[--quick] [--only part,part…] [--server http://host:port] [--java 'java … -jar']";
    /** What a minute is enough for; idle sockets need more rest than that to tell anything. */
    private static final Set<String> QUICK = Set.of("throughput", "latency", "storm", "start");

    private static final List<String> JAVA = List.of("java", "-jar");

    /** Throws an {@link IllegalArgumentException} that says what is wrong. */
    static Options parse(String[] arguments) {
        boolean quick = false;
        var only = new TreeSet<String>();
        Optional<URI> server = Optional.empty();
        var java = JAVA;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> quick = true;
                case "--only" -> only.addAll(List.of(value(arguments, ++i).split(",")));
                case "--server" -> server = Optional.of(URI.create(value(arguments, ++i)));
                case "--java" -> java = List.of(value(arguments, ++i).split(" "));
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        return new Options(quick, only, server, java);
    }

    boolean wants(String part) {
        return only.isEmpty() ? !quick || QUICK.contains(part) : only.contains(part);
    }

    /** The number for a whole benchmark, or a smaller one for the quick one. */
    int of(int whole, int small) {
        return quick ? small : whole;
    }

    private static String value(String[] arguments, int i) {
        if (i >= arguments.length) {
            throw new IllegalArgumentException(arguments[i - 1] + " needs a value");
        }
        return arguments[i];
    }
}
