package io.webim.database;

import io.webim.config.CannotStart;
import io.webim.config.DatabaseUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A MariaDB of our own below the data dir: set up, started, watched, stopped. Every method blocks. */
final class EmbeddedServer {
    private static final String DATABASE = "webim";
    /** What the account may do, and only with its own tables. */
    static final String RIGHTS = "SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES,"
            + " CREATE VIEW, SHOW VIEW, LOCK TABLES";

    /** Of one server, and of somebody who looks. */
    private static final int CONNECTIONS = 64;

    private static final String PASSWORD = "mariadb.password";
    private static final String PORT = "mariadb.port";
    private static final int START_SECONDS = 60;
    /** What fits into a socket's address on every system. */
    private static final int MAX_SOCKET_PATH = 100;

    private final ServerProcess process;
    private final Access access;

    private EmbeddedServer(ServerProcess process, Access access) {
        this.process = process;
        this.access = access;
    }

    /**
     * Returns once the server accepts connections.
     *
     * @param dataDir exists, and belongs to this process alone
     */
    static EmbeddedServer start(Path dataDir) {
        return start(dataDir, new Shape(DATABASE, RIGHTS, CONNECTIONS, List.of(), ""));
    }

    /**
     * What tests want otherwise.
     *
     * @param schemas the databases in which its account has these rights, as a pattern
     * @param connections that may be open at once
     * @param options of the server, which win over its own
     * @param sql run at each start
     */
    record Shape(String schemas, String rights, int connections, List<String> options, String sql) {}

    static EmbeddedServer start(Path dataDir, Shape shape) {
        try {
            return startIn(dataDir.toRealPath(), shape);
        } catch (IOException e) {
            throw new CannotStart("The data directory " + dataDir + " cannot be used: " + e, e);
        }
    }

    /** How to reach the server of a webim that is running in this data dir. */
    static Access accessOfRunning(Path dataDir) {
        try {
            var folder = dataDir.toRealPath();
            int port = Integer.parseInt(Files.readString(folder.resolve(PORT)).strip());
            return new Access(url(port, password(folder.resolve(PASSWORD))), socket(folder));
        } catch (IOException | NumberFormatException e) {
            throw new CannotStart("The database in " + dataDir + " cannot be reached: " + e, e);
        }
    }

    Access access() {
        return access;
    }

    /** The running server's process id; another one after it was started again. */
    long pid() {
        return process.pid();
    }

    void stop() {
        process.stop();
    }

    private static EmbeddedServer startIn(Path dataDir, Shape shape) throws IOException {
        var files = ServerFiles.provide(dataDir);
        Leftover.end(files.program(), dataDir);
        var command = new ServerCommand(files, dataDir);
        command.createSystemTables();

        var password = password(dataDir.resolve(PASSWORD));
        var init = dataDir.resolve("mariadb-init.sql");
        writePrivate(init, grants(password, shape.schemas, shape.rights) + shape.sql);
        int port = freePort();
        writePrivate(dataDir.resolve(PORT), String.valueOf(port));
        var socket = socket(dataDir);
        var line = new ArrayList<>(command.run(port, socket, init, shape.connections));
        line.addAll(shape.options);
        var process = ServerProcess.start(line);
        try {
            process.ready().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            process.stop();
            throw new CannotStart("The embedded database does not start: " + process.lastWords(), e);
        }
        return new EmbeddedServer(process, new Access(url(port, password), socket));
    }

    /** Run by the server at each start: nobody but our own account may log in. */
    private static String grants(String password, String schemas, String rights) {
        return """
                DELETE FROM mysql.global_priv WHERE User IN ('', 'root');
                DROP DATABASE IF EXISTS test;
                CREATE DATABASE IF NOT EXISTS webim CHARACTER SET utf8mb4;
                FLUSH PRIVILEGES;
                CREATE USER IF NOT EXISTS webim;
                ALTER USER webim IDENTIFIED BY '%s';
                REVOKE ALL PRIVILEGES, GRANT OPTION FROM webim;
                GRANT %s ON `%s`.* TO webim;
                """.formatted(password, rights, schemas);
    }

    private static DatabaseUrl url(int port, String password) {
        return new DatabaseUrl(
                "127.0.0.1", port, DATABASE, password, DATABASE, DatabaseUrl.SslMode.DISABLED, Optional.empty());
    }

    private static String password(Path file) throws IOException {
        if (!Files.exists(file)) {
            var bytes = new byte[24];
            new SecureRandom().nextBytes(bytes);
            writePrivate(file, Base64.getUrlEncoder().encodeToString(bytes));
        }
        return Files.readString(file).strip();
    }

    private static void writePrivate(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, text);
    }

    private static Optional<Path> socket(Path dataDir) {
        return Optional.of(dataDir.resolve("mariadb.sock"))
                .filter(path ->
                        path.getFileSystem().supportedFileAttributeViews().contains("posix"))
                .filter(path -> path.toString().length() <= MAX_SOCKET_PATH);
    }

    private static int freePort() throws IOException {
        try (var any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }
}
