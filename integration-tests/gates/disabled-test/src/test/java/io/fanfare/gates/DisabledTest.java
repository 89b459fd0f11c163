package io.fanfare.gates;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

class DisabledTest {
    @Test
    @Disabled
    void neverRuns() {}
}
