package io.webim.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.OrderedRun.Outcome;
import io.webim.testrun.Soak;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@link OrderIT} tests, with a hundred thousand messages over each transport, however long that takes. */
class OrderSoak {
    private static final int MESSAGES = 100_000;

    @SharedServer
    private static TestServer server;

    @ParameterizedTest
    @EnumSource
    void noMessageOvertakesAnother(Transport transport) throws Exception {
        var soak = Soak.begin("order");
        var outcome = OrderedRun.of(server, transport, MESSAGES);
        soak.say("%s, %,d messages a second: %s".formatted(transport, MESSAGES / Math.max(1, soak.elapsed()), outcome));
        assertThat(outcome).isEqualTo(Outcome.inOrder(MESSAGES));
    }
}
