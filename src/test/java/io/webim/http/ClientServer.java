package io.webim.http;

import static io.webim.TestServer.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.webim.bus.Bus;
import io.webim.config.TrustedProxies;
import io.webim.limits.Admission;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Serves a version of the web client, and nothing else. */
public final class ClientServer {
    private final HttpServer server;

    private ClientServer(HttpServer server) {
        this.server = server;
    }

    /**
     * The client as a commit had it, from {@code clients/} of the test resources: its {@code webroot} without emoji and
     * licences.
     */
    public static ClientServer ofCommit(Vertx vertx, String commit) {
        try (var zip = ClientServer.class.getResourceAsStream("/clients/" + commit + ".zip")) {
            return of(vertx, unzipped(zip));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The client of today with a mark, which makes another version of it. */
    public static ClientServer ofNext(Vertx vertx, String mark) {
        try {
            var files = new HashMap<>(Webroot.read());
            files.put("/next.txt", mark.getBytes(StandardCharsets.UTF_8));
            return of(vertx, files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.actualPort();
    }

    private static ClientServer of(Vertx vertx, Map<String, byte[]> files) {
        var client = new WebClient(files);
        var router = Router.router(vertx);
        router.route().handler(new Forwarding(TrustedProxies.NONE, false));
        router.route().handler(new SecurityHeaders(client.inlineParts()));
        client.mount(router, new Toll(Admission.FREE, new BearerToken(new Bus(vertx))));
        return new ClientServer(
                await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1")));
    }

    private static Map<String, byte[]> unzipped(InputStream content) throws IOException {
        var files = new HashMap<String, byte[]>();
        try (var zip = new ZipInputStream(content)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    files.put('/' + entry.getName(), zip.readAllBytes());
                }
            }
        }
        return files;
    }
}
