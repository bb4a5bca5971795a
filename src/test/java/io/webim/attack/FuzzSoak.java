package io.webim.attack;

import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.LogWatch;
import io.webim.bridge.Transport;
import io.webim.testrun.Soak;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@link RandomFramesIT} tests, with one seed after the other. */
@ExtendWith(LogWatch.class)
class FuzzSoak {
    private static final int FRAMES = 10_000;
    private static final List<Transport> ENDPOINTS = List.of(Transport.RAW, Transport.FRAMED, Transport.TCP);

    @SharedServer
    private static TestServer server;

    @Test
    void serverOutlivesMadFramesOfEverySeed() throws Exception {
        var soak = Soak.begin("fuzz");
        long seed = soak.seed();
        for (; soak.goesOn(); seed++) {
            for (var transport : ENDPOINTS) {
                new RandomSender(server, transport, seed).assertOutlived(FRAMES);
            }
        }
        soak.say("%,d frames over each endpoint, up to seed %d".formatted(FRAMES * (seed - soak.seed()), seed - 1));
    }
}
