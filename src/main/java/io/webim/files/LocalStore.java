package io.webim.files;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.streams.ReadStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** In a folder of the data dir, spread over some of its own. */
final class LocalStore implements FileStore {
    private final Vertx vertx;
    private final DiskWorker worker;
    private final Path root;

    LocalStore(Vertx vertx, DiskWorker worker, Path root) {
        this.vertx = vertx;
        this.worker = worker;
        this.root = root;
    }

    @Override
    public Future<Void> put(String key, Path complete) {
        return worker.run(() -> {
            var folder = folder(key);
            Disk.createFolder(folder);
            Disk.sync(complete);
            Files.move(complete, folder.resolve(key), StandardCopyOption.ATOMIC_MOVE);
            Disk.sync(folder);
        });
    }

    @Override
    public Future<ReadStream<Buffer>> read(String key, long from, long length) {
        return vertx.fileSystem()
                .open(place(key).toString(), new OpenOptions().setWrite(false).setCreate(false))
                .<ReadStream<Buffer>>map(
                        file -> file.setReadPos(from).setReadLength(length).setReadBufferSize(READ_AHEAD))
                .recover(error ->
                        Future.failedFuture(error.getCause() instanceof NoSuchFileException missing ? missing : error));
    }

    @Override
    public Future<Fetched> fetch(String key, long from, long length) {
        return FetchedFile.open(worker, place(key), from, length);
    }

    @Override
    public Future<Void> delete(String key) {
        return worker.run(() -> Files.deleteIfExists(place(key)));
    }

    @Override
    public Future<Void> check() {
        return worker.run(() -> Disk.createFolder(root));
    }

    private Path place(String key) {
        return folder(key).resolve(key);
    }

    private Path folder(String key) {
        return root.resolve(key.substring(0, 2));
    }
}
