package io.webim.bridge;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.webim.TestServer;
import io.webim.contract.Address;
import io.webim.http.RestClient.Person;

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

    /** A socket on which this person is logged in and hears what comes. */
    public BusClient open(TestServer server, Person person) throws Exception {
        var socket = connect(server).ofWholeServer();
        socket.logIn(person.accessToken());
        socket.register(Address.inbox(person.id()));
        // An answered request shows that the registration before it has been taken.
        socket.ask(Address.CONTACTS_LIST.text(), new JsonObject());
        return socket;
    }

    /** A WebSocket to a server in a process of its own. */
    public static BusClient raw(Vertx vertx, int port) throws Exception {
        return new WebSocketBusClient(vertx, port, false, MultiMap.caseInsensitiveMultiMap());
    }

    /** A WebSocket with headers of the test's own. */
    public BusClient connect(TestServer server, MultiMap headers) throws Exception {
        return new WebSocketBusClient(server.vertx(), server.port(), this == FRAMED, headers);
    }
}
