package io.webim.chat.bridge;

final class TcpBridgeIT extends BridgeProtocol {
    @Override
    BusClient connect() throws Exception {
        return new TcpBusClient(server.bridge.tcpPort());
    }
}
