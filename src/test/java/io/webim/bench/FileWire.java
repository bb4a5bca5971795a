package io.webim.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** Files over plain sockets, so that a client's own work is not part of a figure. */
final class FileWire {
    private static final int BLOCK = 64 << 10;

    private final URI server;
    private final Person person;

    FileWire(URI server, Person person) {
        this.server = server;
        this.person = person;
    }

    /** The id of a file of so many bytes, a block again and again. */
    String up(String name, byte[] block, long length) throws IOException {
        var id = create(name, length);
        try (var socket = connect()) {
            var output = socket.getOutputStream();
            head(
                    output,
                    "PATCH /api/files/" + id,
                    "Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: "
                            + length);
            write(output, block, length);
            answer(new BufferedInputStream(socket.getInputStream()), 204);
        }
        return id;
    }

    void down(String id, long length) throws IOException {
        try (var socket = connect()) {
            head(socket.getOutputStream(), "GET /api/files/" + id, "Connection: close");
            var input = new BufferedInputStream(socket.getInputStream(), BLOCK);
            answer(input, 200);
            skip(input, length);
        }
    }

    private String create(String name, long length) throws IOException {
        try (var socket = connect()) {
            var encoded = Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
            head(
                    socket.getOutputStream(),
                    "POST /api/files",
                    "Tus-Resumable: 1.0.0\r\nContent-Length: 0\r\nUpload-Length: " + length
                            + "\r\nUpload-Metadata: filename " + encoded);
            var head = answer(new BufferedInputStream(socket.getInputStream()), 201);
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("location:"))
                    .map(line -> line.substring(line.lastIndexOf('/') + 1))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Socket connect() throws IOException {
        return new Socket(server.getHost(), server.getPort());
    }

    private void head(OutputStream output, String request, String headers) throws IOException {
        var head = request + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\nAuthorization: Bearer "
                + person.token() + "\r\n" + headers + "\r\n\r\n";
        output.write(head.getBytes(StandardCharsets.US_ASCII));
    }

    /** The head of an answer. */
    private static String answer(InputStream input, int status) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = input.read();
            if (next < 0) {
                throw new VoidRun("closed after " + head);
            }
            head.append((char) next);
        }
        if (!head.toString().startsWith("HTTP/1.1 " + status)) {
            throw new VoidRun("not " + status + " but " + head);
        }
        return head.toString();
    }

    static void write(OutputStream output, byte[] block, long length) throws IOException {
        for (long left = length; left > 0; left -= block.length) {
            output.write(block, 0, (int) Math.min(left, block.length));
        }
    }

    static void skip(InputStream input, long length) throws IOException {
        var block = new byte[BLOCK];
        for (long left = length; left > 0; ) {
            int read = input.read(block, 0, (int) Math.min(left, block.length));
            if (read < 0) {
                throw new VoidRun(left + " bytes are missing");
            }
            left -= read;
        }
    }
}
