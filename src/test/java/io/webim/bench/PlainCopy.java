package io.webim.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What a file is measured against: the same bytes through the same disk and the same loopback, and nothing else. */
final class PlainCopy implements AutoCloseable {
    private static final int BLOCK = 64 << 10;

    private final Path file;
    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

    PlainCopy(Path folder) throws IOException {
        Files.createDirectories(folder);
        file = folder.resolve("plain-copy");
        new Thread(this::serve, "plain-copy").start();
    }

    /** Returns when the bytes are on the disk. */
    void up(byte[] block, long length) throws IOException {
        try (var socket = connect()) {
            FileWire.write(socket.getOutputStream(), block, length);
            socket.shutdownOutput();
            if (socket.getInputStream().read() != 'u') {
                throw new VoidRun("The plain copy was not taken");
            }
        }
    }

    void down(long length) throws IOException {
        try (var socket = connect()) {
            socket.shutdownOutput();
            FileWire.skip(socket.getInputStream(), length);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(file);
    }

    private Socket connect() throws IOException {
        return new Socket(server.getInetAddress(), server.getLocalPort());
    }

    private void serve() {
        while (!server.isClosed()) {
            try (var socket = server.accept()) {
                serve(socket);
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** Whoever sends nothing is sent what there is. */
    private void serve(Socket socket) throws IOException {
        var block = new byte[BLOCK];
        var input = socket.getInputStream();
        int read = input.read(block);
        if (read < 0) {
            try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
                channel.transferTo(0, channel.size(), Channels.newChannel(socket.getOutputStream()));
            }
            return;
        }
        try (var channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (; read >= 0; read = input.read(block)) {
                channel.write(ByteBuffer.wrap(block, 0, read));
            }
            channel.force(true);
        }
        socket.getOutputStream().write('u');
    }
}
