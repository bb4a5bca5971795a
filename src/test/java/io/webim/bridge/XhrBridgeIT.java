package io.webim.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class XhrBridgeIT extends BridgeProtocol {
    @Override
    BusClient connect() throws Exception {
        return new XhrBusClient(server.port());
    }

    /** A request each: as many as the other transports take would last for minutes. */
    @Override
    int fuzzFrames() {
        return 1_000;
    }

    @ParameterizedTest
    @CsvSource({
        "application/x-www-form-urlencoded,%zz=%",
        "application/x-www-form-urlencoded,[]",
        "application/json,{",
        "multipart/form-data; boundary=x,--x",
        "text/plain,7",
        "text/plain,[null]",
        "text/plain,'[\"{}\",1]'",
        "text/plain,'[[\"{}\"]]'",
        "text/plain,''"
    })
    void bodyThatIsNoListOfFramesDoesNoHarm(String contentType, String body) throws Exception {
        try (var client = new XhrBusClient(server.port());
                var other = connect()) {
            assertThat(client.writeText(contentType, body)).isIn(204, 400, 500);
            other.logIn(ALICE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[1]", "no JSON"})
    void bodiesWithoutFramesCountAsFrames(String body) throws Exception {
        try (var client = new XhrBusClient(server.port())) {
            for (int i = 0; i <= QUICK.faults() && !client.isClosed(); i++) {
                int unused = client.writeText("text/plain", body);
            }
            assertThat(client.awaitClosed()).isEmpty();
        }
    }

    @Test
    void bodyBeyondTheBoundIsRefused() throws Exception {
        try (var client = new XhrBusClient(server.port())) {
            assertThat(client.writeText("text/plain", "x".repeat(600_000))).isEqualTo(413);
            client.logIn(ALICE);
        }
    }

    @Test
    void closedSessionIsNotKept() throws Exception {
        try (var client = connect()) {
            client.logIn("1.10.1");
            server.pass(1_000);
            client.awaitClosed();
            Eventually.holds(() -> server.vertx
                    .sharedData()
                    .getLocalMap("_vertx.sockjssessions")
                    .isEmpty());
        }
    }
}
