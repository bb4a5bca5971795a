package io.webim.database;

import io.webim.config.CannotStart;
import io.webim.config.DatabaseUrl;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The migration of a start, in a process that can be killed. */
final class MigrationRun {
    private MigrationRun() {}

    /** Ends with status 0 when all is done. */
    static Process start(DatabaseUrl database, String folder, File output) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MigrationRun.class.getName(),
                        database.host(),
                        String.valueOf(database.port()),
                        database.user(),
                        database.password(),
                        database.database(),
                        folder))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
                .start();
    }

    @SuppressWarnings("SystemOut") // what whoever started it reads
    public static void main(String[] args) {
        var url = new DatabaseUrl(
                args[0],
                Integer.parseInt(args[1]),
                args[2],
                args[3],
                args[4],
                DatabaseUrl.SslMode.DISABLED,
                Optional.empty());
        try {
            Migrations.run(new Access(url, Optional.empty()), Step.in(args[5]));
        } catch (CannotStart e) {
            System.out.println(e.getMessage());
            System.exit(1);
        }
    }
}
