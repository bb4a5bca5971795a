package io.webim.attack;

import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.LogWatch;
import io.webim.bridge.Transport;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ten thousand mad frames over each endpoint of a whole server, the same ones each time: it lives, serves on, forgets all
 * of it, and has nothing to say at ERROR. {@link FuzzSoak} goes on for longer.
 */
@ExtendWith(LogWatch.class)
class RandomFramesIT {
    private static final int FRAMES = 10_000;
    private static final long SEED = 20_261_124;

    @SharedServer
    private static TestServer server;

    @ParameterizedTest
    @EnumSource(names = {"RAW", "FRAMED", "TCP"})
    void serverOutlivesTenThousandMadFrames(Transport transport) throws Exception {
        new RandomSender(server, transport, SEED).assertOutlived(FRAMES);
    }
}
