package io.fanfare.conformance;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The other half of {@link LiarsTest}; test classes run in two JVMs at a time. */
class ConnectionLiarsTest {
    static Stream<Liar> liars() {
        return Liars.ofConnections();
    }

    @ParameterizedTest
    @MethodSource("liars")
    void exactlyTheDeclaredRulesCatchTheLiar(Liar liar) {
        Liars.judge(liar, Liars.failures(liar.lie().get()));
    }
}
