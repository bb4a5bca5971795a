package io.webim.bridge;

final class RawBridgeIT extends BridgeProtocol {
    @Override
    BusClient connect() throws Exception {
        return new WebSocketBusClient(server.vertx, server.port(), false);
    }
}
