package io.webim;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.webim.chat.Doctor;
import io.webim.chat.Doctor.Finding;
import io.webim.database.Database;
import java.util.List;

/** {@code java -jar webim.jar doctor}: recounts the database of a webim, be it running or not, and changes nothing. */
final class Checkup {
    private Checkup() {}

    /** Prints one line a check. @return whether nothing is wrong */
    static Future<Boolean> run(Vertx vertx, Config config) {
        return database(vertx, config)
                .compose(database -> new Doctor(database.pool()).examine().eventually(database::close))
                .map(Checkup::report);
    }

    private static Future<Database> database(Vertx vertx, Config config) {
        return vertx.executeBlocking(() -> config.database().url().isPresent() || DataDir.isHeld(config.dataDir()))
                .compose(running -> running ? Database.join(vertx, config) : Database.startUnchanged(vertx, config));
    }

    @SuppressWarnings("SystemOut") // the report is what this command is for
    private static boolean report(List<Finding> findings) {
        findings.forEach(System.out::println);
        boolean well = findings.stream().allMatch(finding -> finding.count() == 0);
        System.out.println(well ? "Nothing is wrong." : "Something is wrong; nothing was changed.");
        return well;
    }
}
