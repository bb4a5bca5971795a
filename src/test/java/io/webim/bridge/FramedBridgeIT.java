package io.webim.bridge;

final class FramedBridgeIT extends BridgeProtocol {
    @Override
    BusClient connect() throws Exception {
        return new WebSocketBusClient(server.vertx, server.port(), true);
    }
}
