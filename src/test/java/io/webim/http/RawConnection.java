package io.webim.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** Bytes to the server exactly as given. */
public final class RawConnection {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;

    public RawConnection(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    public RawConnection send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Goes without a word of farewell. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Lets some time pass, as a slow client does. */
    public RawConnection pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    /** One byte at a time, until they are out or the server has closed; how many went out. */
    public int drip(String bytes, int pauseMillis) throws IOException {
        int out = 0;
        socket.setSoTimeout(pauseMillis);
        try (socket) {
            for (byte one : bytes.getBytes(StandardCharsets.ISO_8859_1)) {
                socket.getOutputStream().write(one);
                out++;
                if (isClosed()) {
                    break;
                }
            }
        } catch (SocketException reset) {
            // The server has closed, which is the end as well.
        }
        return out;
    }

    private boolean isClosed() throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        }
    }

    /** Everything until the end of this text, then hangs up; fails when it does not come. */
    public String readUntil(String end) throws IOException {
        var read = new StringBuilder();
        try (socket) {
            while (read.indexOf(end) < 0) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    throw new IOException("closed after " + read);
                }
                read.append((char) next);
            }
        }
        return read.toString();
    }

    /** Hangs up. */
    public void close() throws IOException {
        socket.close();
    }

    /** Everything until the server closes; fails when it does not. */
    public String readAll() throws IOException {
        try (socket) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException reset) {
            return "";
        }
    }
}
