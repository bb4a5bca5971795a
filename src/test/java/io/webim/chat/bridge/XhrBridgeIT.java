package io.webim.chat.bridge;

final class XhrBridgeIT extends BridgeProtocol {
    @Override
    BusClient connect() throws Exception {
        return new XhrBusClient(server.port());
    }
}
