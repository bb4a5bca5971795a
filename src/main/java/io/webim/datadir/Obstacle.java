package io.webim.datadir;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Why a directory cannot be used, for the operator who has to mend it. */
final class Obstacle {
    private Obstacle() {}

    /** @param error what came of the attempt to use it */
    static String of(Path path, IOException error) {
        var there = nearest(path.toAbsolutePath().normalize());
        if (error instanceof AccessDeniedException denied && Files.isRegularFile(Path.of(denied.getFile()))) {
            return notWritable(Path.of(denied.getFile()));
        }
        try {
            if (!Files.isDirectory(there)) {
                return there + " is a file, not a directory";
            }
            if (Files.getFileStore(there).isReadOnly()) {
                return there + " is on a file system that is mounted read-only";
            }
        } catch (IOException e) {
            error.addSuppressed(e);
        }
        if (!Files.isWritable(there)) {
            return notWritable(there);
        }
        return error instanceof NoSuchFileException ? "nothing can be made in " + there : reason(error);
    }

    /** @param path that is there */
    static String notWritable(Path path) {
        return "the account " + System.getProperty("user.name") + " may not write to " + path + ", which belongs to "
                + owner(path);
    }

    /** The directory itself, or the lowest above it that there is. */
    private static Path nearest(Path path) {
        var there = path;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    private static String owner(Path path) {
        try {
            return Files.getOwner(path).getName();
        } catch (IOException | UnsupportedOperationException e) {
            return "somebody else";
        }
    }

    private static String reason(IOException error) {
        return error instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : error.toString();
    }
}
