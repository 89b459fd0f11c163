package io.fanfare.gates;

import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class AbortedTest {
    @Test
    void skipsItself() {
        throw new TestAbortedException("no reason");
    }
}
