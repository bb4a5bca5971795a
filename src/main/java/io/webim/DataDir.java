package io.webim;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The data directory, held by one server at a time; the lock ends with the process, however that ends. */
final class DataDir implements Closeable {
    private static final String LOCK = "webim.lock";

    private final FileChannel lock;

    private DataDir(FileChannel lock) {
        this.lock = lock;
    }

    /** Makes the directory where there is none, readable by its owner only. */
    static DataDir hold(Path path) {
        try {
            create(path);
            var lock = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isFree(lock)) {
                lock.close();
                throw new CannotStart("Another webim uses the data directory "
                        + path.toAbsolutePath().normalize() + ": stop it, or set " + Setting.DATA_DIR.variable()
                        + " to another directory");
            }
            return new DataDir(lock);
        } catch (IOException e) {
            throw new CannotStart(Setting.DATA_DIR.variable() + " got \"" + path + "\", which cannot be used: " + e, e);
        }
    }

    /** Whether another process holds it just now. */
    static boolean isHeld(Path path) {
        if (!Files.exists(path.resolve(LOCK))) {
            return false;
        }
        try (var lock = FileChannel.open(path.resolve(LOCK), StandardOpenOption.WRITE)) {
            return !isFree(lock);
        } catch (IOException e) {
            throw new CannotStart(Setting.DATA_DIR.variable() + " got \"" + path + "\", which cannot be used: " + e, e);
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

    @SuppressWarnings("resource") // closing the channel releases the lock
    private static boolean isFree(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
