package io.webim.chat.bridge;

import io.vertx.core.MultiMap;
import io.webim.TestServer;

/** The ways to the bridge of a whole server. */
public enum Transport {
    RAW,
    FRAMED,
    XHR,
    TCP;

    public BusClient connect(TestServer server) throws Exception {
        return switch (this) {
            case RAW, FRAMED -> connect(server, MultiMap.caseInsensitiveMultiMap());
            case XHR -> new XhrBusClient(server.port());
            case TCP -> new TcpBusClient(server.tcpPort());
        };
    }

    /** A WebSocket with headers of the test's own. */
    public BusClient connect(TestServer server, MultiMap headers) throws Exception {
        return new WebSocketBusClient(server.vertx(), server.port(), this == FRAMED, headers);
    }
}
