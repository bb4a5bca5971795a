package io.webim.commands;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.webim.config.Config;
import io.webim.reports.Reports;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * {@code java -jar webim.jar reports}: prints what people have reported, or erases one that has been handled.
 *
 * @param handled the number of a report; empty: all are printed
 * @param rest the arguments that name the configuration
 */
public record ReportsCommand(OptionalLong handled, List<String> rest) {
    private static final String HANDLED = "handled";

    public static ReportsCommand of(String... args) {
        if (args.length > 1 && args[0].equals(HANDLED) && args[1].matches("[1-9]\\d{0,17}")) {
            return new ReportsCommand(
                    OptionalLong.of(Long.parseLong(args[1])),
                    Arrays.asList(args).subList(2, args.length));
        }
        return new ReportsCommand(OptionalLong.empty(), List.of(args));
    }

    /** @return whether it was done */
    public Future<Boolean> run(Vertx vertx, Config config) {
        return BesideServer.with(vertx, config, pool -> {
            var reports = new Reports(pool);
            return handled.isPresent()
                    ? reports.handle(handled.getAsLong()).map(this::answer)
                    : reports.each(ReportsCommand::print).map(ReportsCommand::answer);
        });
    }

    private boolean answer(boolean known) {
        print(known ? "It is erased." : "There is no report " + handled.getAsLong() + ".");
        return known;
    }

    private static boolean answer(int count) {
        if (count == 0) {
            print("Nothing is reported.");
        }
        return true;
    }

    @SuppressWarnings("SystemOut") // what was asked for
    private static void print(String line) {
        System.out.println(line);
    }
}
