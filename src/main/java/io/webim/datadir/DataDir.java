package io.webim.datadir;

import io.webim.config.CannotStart;
import io.webim.config.Setting;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The data directory, held by one server at a time; the lock ends with the process, however that ends. */
public final class DataDir implements Closeable {
    private static final String LOCK = "webim.lock";
    private static final long MIB = 1 << 20;
    /** For the lock, the secrets and the logs of a database that is there already. */
    private static final long LEAST_SPACE = 4 * MIB;

    private final FileChannel lock;

    private DataDir(FileChannel lock) {
        this.lock = lock;
    }

    /** Makes the directory where there is none, readable by its owner only. */
    public static DataDir hold(Path path) {
        return hold(path, LEAST_SPACE);
    }

    public static DataDir hold(Path path, long leastSpace) {
        try {
            create(path);
            requireSpace(path, leastSpace);
            requireOwn(path);
            var lock = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isFree(lock)) {
                lock.close();
                throw new CannotStart("Another webim uses the data directory "
                        + path.toAbsolutePath().normalize() + ": stop it, or set " + Setting.DATA_DIR.variable()
                        + " to another directory");
            }
            return new DataDir(lock);
        } catch (IOException e) {
            throw refused(path, Obstacle.of(path, e));
        }
    }

    /** Whether another process holds it just now. */
    public static boolean isHeld(Path path) {
        if (!Files.exists(path.resolve(LOCK))) {
            return false;
        }
        try (var lock = FileChannel.open(path.resolve(LOCK), StandardOpenOption.WRITE)) {
            return !isFree(lock);
        } catch (IOException e) {
            throw refused(path, Obstacle.of(path, e));
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static void create(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return;
        }
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(path);
        }
    }

    private static void requireSpace(Path path, long least) throws IOException {
        long left = Files.getFileStore(path).getUsableSpace();
        if (left < least) {
            throw refused(
                    path,
                    "there is no space left on its disk (%d KiB of the %d KiB that are needed)"
                            .formatted(left / 1024, least / 1024));
        }
    }

    /** A database that another account has left here would only be noticed by its server. */
    private static void requireOwn(Path path) {
        var tables = path.resolve("mariadb");
        if (Files.exists(tables) && !Files.isWritable(tables)) {
            throw refused(path, Obstacle.notWritable(tables));
        }
    }

    private static CannotStart refused(Path path, String why) {
        return new CannotStart(Setting.DATA_DIR.variable() + " got \"" + path + "\", which cannot be used: " + why);
    }

    @SuppressWarnings("resource") // closing the channel releases the lock
    private static boolean isFree(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
