package io.webim;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.webim.chat.Doctor;
import io.webim.chat.Doctor.Finding;
import java.util.List;

/** {@code java -jar webim.jar doctor}: recounts the database of a webim, be it running or not, and changes nothing. */
final class Checkup {
    private Checkup() {}

    /** Prints one line a check. @return whether nothing is wrong */
    static Future<Boolean> run(Vertx vertx, Config config) {
        return BesideServer.with(vertx, config, pool -> new Doctor(pool).examine())
                .map(Checkup::report);
    }

    @SuppressWarnings("SystemOut") // the report is what this command is for
    private static boolean report(List<Finding> findings) {
        findings.forEach(System.out::println);
        boolean well = findings.stream().allMatch(finding -> finding.count() == 0);
        System.out.println(well ? "Nothing is wrong." : "Something is wrong; nothing was changed.");
        return well;
    }
}
