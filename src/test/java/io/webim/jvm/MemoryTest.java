package io.webim.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class MemoryTest {
    @Test
    void idleServerCollectsByItself() {
        Memory.giveBackWhenIdle();
        var option = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("G1PeriodicGCInterval");
        assertThat(option.getValue()).isEqualTo("30000");
    }
}
