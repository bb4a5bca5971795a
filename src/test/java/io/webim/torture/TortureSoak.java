package io.webim.torture;

import io.webim.testrun.Soak;
import org.junit.jupiter.api.Test;

/** What {@link TortureIT} tests, for as long as is wanted. */
class TortureSoak {
    @Test
    void nothingIsLostDoubledOrOutOfOrder() throws Exception {
        var soak = Soak.begin("torture");
        soak.say(Torture.assertNothingIsLost(soak.seed(), torture -> torture.runFor(soak.seconds())));
    }
}
