package io.webim.torture;

import io.webim.testrun.Soak;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link TortureIT} tests, of one server and of three nodes, for as long as is wanted. */
class TortureSoak {
    @Test
    void nothingIsLostDoubledOrOutOfOrder() throws Exception {
        var soak = Soak.begin("torture");
        int wanted = Integer.getInteger("soak.nodes", 0);
        for (int nodes : wanted == 0 ? List.of(1, 3) : List.of(wanted)) {
            soak.say(Torture.assertNothingIsLost(soak.seed(), nodes, torture -> torture.runFor(soak.seconds())));
        }
    }
}
