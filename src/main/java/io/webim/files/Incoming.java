package io.webim.files;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The files on their way, each under its id in a folder of the data dir. What is there tells how much has come. */
final class Incoming {
    /** For all else that needs the disk, the database first. */
    private static final long LEFT_FREE = 256L << 20;

    private final Vertx vertx;
    private final Path folder;

    Incoming(Vertx vertx, Path folder) {
        this.vertx = vertx;
        this.folder = folder;
    }

    Future<Void> check() {
        return Blocking.run(vertx, () -> Disk.createFolder(folder));
    }

    Path path(String id) {
        return folder.resolve(id);
    }

    Future<Boolean> hasRoom(long bytes) {
        return Blocking.get(vertx, () -> Files.getFileStore(folder).getUsableSpace() - LEFT_FREE >= bytes);
    }

    Future<Boolean> exists(String id) {
        return Blocking.get(vertx, () -> Files.exists(path(id)));
    }

    /** How much has come, which from here on survives that the power goes. */
    Future<Long> size(String id) {
        return Blocking.get(vertx, () -> {
            var path = path(id);
            if (!Files.exists(path) || Files.size(path) == 0) {
                return 0L;
            }
            Disk.sync(path);
            return Files.size(path);
        });
    }

    /** To be written on; made where nothing has come yet. */
    Future<AsyncFile> open(String id) {
        return vertx.fileSystem().open(path(id).toString(), new OpenOptions().setRead(false));
    }

    /** Makes an empty one. */
    Future<Void> create(String id) {
        return Blocking.run(
                vertx,
                () -> Files.write(
                        path(id), new byte[0], StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING));
    }

    /** Throws away what came after that. */
    Future<Void> truncate(String id, long size) {
        return vertx.fileSystem().truncate(path(id).toString(), size);
    }

    Future<Void> delete(String id) {
        return Blocking.run(vertx, () -> Files.deleteIfExists(path(id)));
    }

    /** Names of all that lies here: ids, and what was made beside a file, whose names begin with its id. */
    Future<List<String>> names() {
        return Blocking.get(vertx, () -> {
            try (var all = Files.list(folder)) {
                return all.map(path -> path.getFileName().toString()).toList();
            }
        });
    }
}
