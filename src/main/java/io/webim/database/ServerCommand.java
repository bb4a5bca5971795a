package io.webim.database;

import io.webim.config.CannotStart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command lines of mariadbd. */
final class ServerCommand {
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    private final ServerFiles files;
    private final Path dataDir;
    private final Path tables;

    ServerCommand(ServerFiles files, Path dataDir) {
        this.files = files;
        this.dataDir = dataDir;
        this.tables = dataDir.resolve("mariadb");
    }

    /** Makes a new data directory where there is none; a half-made one is made anew. */
    void createSystemTables() throws IOException {
        if (Files.exists(tables)) {
            return;
        }
        var part = dataDir.resolve("mariadb.new");
        ServerFiles.delete(part);
        Files.createDirectories(part);
        var log = dataDir.resolve("mariadb.new.log");
        var command = new ArrayList<>(common(part));
        command.addAll(List.of("--bootstrap", "--log-warnings=0", "--max-allowed-packet=8M"));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try (var sql = process.getOutputStream()) {
            sql.write("CREATE DATABASE IF NOT EXISTS mysql;\nUSE mysql;\n".getBytes(StandardCharsets.UTF_8));
            for (var file : files.systemTables()) {
                Files.copy(file, sql);
            }
        }
        if (waitFor(process) != 0) {
            throw new CannotStart("The embedded database cannot be created; " + log + " says why");
        }
        Files.delete(log);
        Files.move(part, tables);
    }

    /** @param init SQL to be run before anybody can connect */
    List<String> run(int port, Optional<Path> socket, Path init, int connections) {
        var command = new ArrayList<String>();
        if (Files.isExecutable(SETPRIV)) {
            // However this process ends, the kernel then ends mariadbd.
            command.addAll(List.of(SETPRIV.toString(), "--pdeathsig", "TERM"));
        }
        command.addAll(common(tables));
        command.addAll(List.of(
                "--init-file=" + init,
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--pid-file=" + dataDir.resolve("mariadb.pid"),
                "--skip-name-resolve",
                "--skip-log-bin",
                "--character-set-server=utf8mb4",
                "--transaction-isolation=READ-COMMITTED",
                "--innodb-flush-log-at-trx-commit=1",
                "--innodb-buffer-pool-size=128M",
                "--performance-schema=OFF",
                "--max-connections=" + connections,
                "--table-open-cache=256",
                "--loose-skip-ssl"));
        command.add(socket.map(path -> "--socket=" + path).orElse("--loose-skip-named-pipe"));
        return command;
    }

    private List<String> common(Path tables) {
        var command = new ArrayList<>(List.of(
                files.program().toString(),
                "--no-defaults",
                "--basedir=" + files.base(),
                "--datadir=" + tables,
                "--lc-messages-dir=" + files.share(),
                "--tmpdir=" + tables,
                "--innodb-log-file-size=64M"));
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--user=root");
        }
        return command;
    }

    private static int waitFor(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new CannotStart("Interrupted", e);
        }
    }
}
