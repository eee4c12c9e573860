package io.github.dmsrec.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class AvailableMemoryTest {

    @Test
    void noMoreIsAvailableThanTheMachineOrTheContainerHas() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

        assertThat(AvailableMemory.bytes()).isBetween(1L << 20, system.getTotalMemorySize());
        assertThat(AvailableMemory.heapBytes())
                .isBetween(0L, Runtime.getRuntime().maxMemory());
    }
}
