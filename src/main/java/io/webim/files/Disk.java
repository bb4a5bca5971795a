package io.webim.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What files and folders need that is not in the JDK in one piece. */
final class Disk {
    private Disk() {}

    /** Readable by its owner only. */
    static void createFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
    }

    /** What was written, or in a folder what was moved into it, survives that the power goes. */
    static void sync(Path path) throws IOException {
        boolean isFolder = Files.isDirectory(path);
        if (isFolder && !canSyncFolders()) {
            return;
        }
        try (var channel = FileChannel.open(path, isFolder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static boolean canSyncFolders() {
        return !System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("windows");
    }

    /** Whether it failed because there is no room; the JDK tells it in words only. */
    static boolean isFull(@Nullable Throwable error) {
        for (var cause = error; cause != null; cause = cause.getCause()) {
            var message = cause.getMessage();
            if (cause instanceof IOException
                    && message != null
                    && (message.contains("No space left")
                            || message.contains("quota exceeded")
                            || message.contains("not enough space"))) {
                return true;
            }
        }
        return false;
    }
}
