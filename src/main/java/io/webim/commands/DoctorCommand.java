package io.webim.commands;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.webim.chat.Doctor;
import io.webim.chat.Doctor.Finding;
import io.webim.config.Config;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * {@code java -jar webim.jar doctor}: recounts the database of a webim, be it running or not, and changes nothing.
 *
 * @param conversation the only one to be recounted; empty: all are
 * @param rest the arguments that name the configuration
 */
public record DoctorCommand(OptionalLong conversation, List<String> rest) {
    public static DoctorCommand of(String... args) {
        if (args.length > 0 && args[0].matches("[1-9]\\d{0,17}")) {
            return new DoctorCommand(
                    OptionalLong.of(Long.parseLong(args[0])),
                    Arrays.asList(args).subList(1, args.length));
        }
        return new DoctorCommand(OptionalLong.empty(), List.of(args));
    }

    /** Prints one line a check. @return whether nothing is wrong */
    public Future<Boolean> run(Vertx vertx, Config config) {
        return BesideServer.with(vertx, config, pool -> {
                    var doctor = new Doctor(pool);
                    return conversation.isPresent() ? doctor.examine(conversation.getAsLong()) : doctor.examine();
                })
                .map(DoctorCommand::report);
    }

    @SuppressWarnings("SystemOut") // the report is what this command is for
    private static boolean report(List<Finding> findings) {
        findings.forEach(System.out::println);
        boolean well = findings.stream().allMatch(finding -> finding.count() == 0);
        System.out.println(well ? "Nothing is wrong." : "Something is wrong; nothing was changed.");
        return well;
    }
}
