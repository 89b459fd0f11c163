package io.fanfare.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LiarsTest {
    static Stream<Liar> liars() {
        return Liars.ofMessages();
    }

    @Test
    void everyRuleHoldsWithoutALie() {
        assertThat(Liars.failures(new Lie())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("liars")
    void exactlyTheDeclaredRulesCatchTheLiar(Liar liar) {
        Liars.judge(liar, Liars.failures(liar.lie().get()));
    }

    @Test
    void everyContractRuleHasALiar() {
        assertThat(Liars.caught(Liars.all())).containsAll(Liars.ids(ContractRules.all()));
    }
}
