package io.webim.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.webim.TestServer;
import io.webim.bus.Bus;
import io.webim.contract.Address;
import io.webim.contract.Reply;
import io.webim.edge.TestEdge;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An export of somebody whose list of contacts has a hundred thousand: the other modules answer in a few lines here. */
class ExportPagesIT {
    private static final int PAGES = 1_000;
    private static final int PAGE = 100;
    private static final String NAME = "x".repeat(1_000);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger asked = new AtomicInteger();
    private int port;

    @BeforeEach
    void start() {
        var bus = new Bus(vertx);
        bus.serve(
                Address.AUTH_TOKEN_VERIFY,
                fields -> fields.text("accessToken", 1, 200),
                (caller, token) -> Future.succeededFuture(Reply.of(
                        new JsonObject().put("userId", 1).put("sessionId", 10).put("expiresIn", 600))));
        bus.serve(
                Address.AUTH_USER_EXPORT,
                fields -> fields.text("remoteAddress", 1, 200),
                (caller, address) -> Future.succeededFuture(
                        Reply.of(new JsonObject().put("user", new JsonObject().put("username", "ann")))));
        bus.serve(
                Address.CONTACTS_LIST,
                fields -> fields.optionalText("after", 1, 200),
                (caller, after) -> Future.succeededFuture(Reply.of(page(asked.getAndIncrement()))));
        var http = TestHttp.of(vertx, InstancesIT.config(), Router::router, TestEdge.of(vertx));
        TestServer.await(vertx.deployVerticle(http));
        port = http.port();
    }

    @AfterEach
    void close() {
        TestServer.await(vertx.close());
    }

    private static JsonObject page(int number) {
        var contacts = new JsonArray();
        for (int i = 0; i < PAGE; i++) {
            contacts.add(
                    new JsonObject().put("conversationId", number * PAGE + i).put("name", NAME));
        }
        var page = new JsonObject().put("contacts", contacts);
        return number < PAGES ? page.put("next", "page " + number) : page;
    }

    /** They were read to their end first, and kept. */
    @Test
    void contactsAreReadAsTheyAreWritten() throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write("GET /api/users/me/export HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer any\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));

            var read =
                    new String(socket.getInputStream().readNBytes(20 * PAGE * NAME.length()), StandardCharsets.UTF_8);
            assertThat(read).startsWith("HTTP/1.1 200").contains("\"conversationId\":1900,");
            // What the network holds besides is a few MB.
            assertThat(asked.get()).isBetween(20, 300);
        }
    }
}
