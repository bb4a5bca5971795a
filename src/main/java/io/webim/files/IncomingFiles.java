package io.webim.files;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The files on their way, each under its id in a folder of the data dir. What is there tells how much has come. */
final class IncomingFiles {
    private final Vertx vertx;
    private final DiskWorker worker;
    private final Path folder;
    private final Room room;

    IncomingFiles(Vertx vertx, DiskWorker worker, Path folder) {
        this.vertx = vertx;
        this.worker = worker;
        this.folder = folder;
        this.room = Room.on(worker, folder);
    }

    Future<Void> check() {
        return worker.run(() -> Disk.createFolder(folder));
    }

    Path path(String id) {
        return folder.resolve(id);
    }

    /** On the disk. */
    Room room() {
        return room;
    }

    Future<Boolean> exists(String id) {
        return worker.get(() -> Files.exists(path(id)));
    }

    /** How much has come, which from here on survives that the power goes. */
    Future<Long> size(String id) {
        return worker.get(() -> {
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

    /** What was written to it survives that the power goes. */
    Future<Void> sync(String id) {
        return worker.run(() -> Disk.sync(path(id)));
    }

    /** Makes an empty one. */
    Future<Void> create(String id) {
        return worker.run(() ->
                Files.write(path(id), new byte[0], StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING));
    }

    /** Throws away what came after that. */
    Future<Void> truncate(String id, long size) {
        return worker.run(() -> {
            try (var file = FileChannel.open(path(id), StandardOpenOption.WRITE)) {
                file.truncate(size);
            }
        });
    }

    Future<Void> delete(String id) {
        return worker.run(() -> Files.deleteIfExists(path(id)));
    }

    /** Names of all that lies here: ids, and what was made beside a file, whose names begin with its id. */
    Future<List<String>> names() {
        return worker.get(() -> {
            try (var all = Files.list(folder)) {
                return all.map(path -> path.getFileName().toString()).toList();
            }
        });
    }
}
