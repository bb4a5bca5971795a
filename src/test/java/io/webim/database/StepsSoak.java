package io.webim.database;

import io.webim.testrun.Soak;
import org.junit.jupiter.api.Test;

/** What {@link StepsIT} tests, with a process that is killed after each statement of webim's own migrations. */
class StepsSoak extends BrokenOffSteps {
    @Test
    void killedAfterEachStatement() throws Exception {
        var soak = Soak.begin("steps");
        breakOffAtEach(OURS, killedProcess(OURS));
        soak.say("killed at " + stops(OURS).size() + " places in " + soak.elapsed() + " s, and gone on each time");
    }
}
