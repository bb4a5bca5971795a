package io.webim.jvm;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back to the system what a busy hour has taken: G1 keeps it until it has to collect, which a server that idles
 * never does. As with the command line's {@code -XX:}, but for whoever starts the jar alone.
 */
public final class Memory {
    private static final Logger log = LoggerFactory.getLogger(Memory.class);
    private static final Map<String, String> FLAGS =
            Map.of("G1PeriodicGCInterval", "30000", "MinHeapFreeRatio", "20", "MaxHeapFreeRatio", "40");

    private Memory() {}

    public static void giveBackWhenIdle() {
        try {
            var options = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            FLAGS.forEach((name, value) -> setUnlessGiven(options, name, value));
        } catch (IllegalArgumentException unknown) {
            log.info("This JVM does not know how to give memory back: {}", unknown.getMessage());
        }
    }

    private static void setUnlessGiven(HotSpotDiagnosticMXBean options, String name, String value) {
        var option = options.getVMOption(name);
        if (option.isWriteable() && option.getOrigin() == VMOption.Origin.DEFAULT) {
            options.setVMOption(name, value);
        }
    }
}
