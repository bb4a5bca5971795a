package io.webim.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.http.RestClient;
import java.io.IOException;
import java.net.Socket;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that takes its time, from a session that ends meanwhile. */
class BodyOutlivesSessionIT {
    @SharedServer
    private static TestServer server;

    private final RestClient anyone = RestClient.of(server);

    @Test
    void whatWasBegunBeforeTheEndIsNotDone() throws Exception {
        var ann = anyone.somebody("ann");
        var bob = anyone.somebody("bob");
        long conversation = ann.conversationWith(bob);
        var body = "{\"clientId\":\"" + UUID.randomUUID() + "\",\"text\":\"from beyond\"}";
        try (var request = begin(
                "POST /api/conversations/" + conversation + "/messages",
                ann,
                "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n")) {
            write(request, body.substring(0, 20));
            end(ann);
            write(request, body.substring(20));

            assertThat(answer(request)).startsWith("HTTP/1.1 401 ");
        }
        assertThat(bob.history(conversation).getJsonArray("messages")).isEmpty();
    }

    /** Who reads may send a body too, byte by byte. */
    @ParameterizedTest
    @ValueSource(strings = {"GET /api/contacts", "GET /api/users/me/export", "DELETE /api/sessions"})
    void norIsWhatHasABodyThatNobodyNeeds(String request) throws Exception {
        var ann = anyone.somebody("ann");
        try (var slow = begin(request, ann, "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n")) {
            write(slow, "1\r\n \r\n");
            end(ann);
            write(slow, "0\r\n\r\n");

            assertThat(answer(slow)).startsWith("HTTP/1.1 401 ");
        }
    }

    private static Socket begin(String request, RestClient.Person person, String headers) throws IOException {
        var socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout(30_000);
        write(
                socket,
                request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                        + person.accessToken() + "\r\n" + headers + "\r\n");
        return socket;
    }

    /** Of the session, once the server has seen the head of the request: this one comes later, to the same event loop. */
    private static void end(RestClient.Person person) {
        person.rest().get("/api/users/me").expect(200);
        person.rest().delete("/api/sessions/" + person.sessionId()).expect(204);
        person.rest().get("/api/users/me").expect(401);
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
}
