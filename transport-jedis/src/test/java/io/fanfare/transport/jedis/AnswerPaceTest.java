package io.fanfare.transport.jedis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerPaceTest {
    private final AnswerPace pace = new AnswerPace();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, AnswerPace.FEW - 1, AnswerPace.MANY, 3_000})
    void readsAtOnceWithFewAnswersOrMany(int answers) {
        for (int i = 0; i < 100; i++) {
            assertThat(pace.isPutOff(answers)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {AnswerPace.FEW, 15, AnswerPace.MANY - 1})
    void putsReadsOffThatBringAHandful(int answers) {
        assertThat(pace.isPutOff(answers)).isTrue();
    }

    @Test
    void triesAReadAtOnceAfterSomeThatWerePutOff() {
        assertThat(pace.isPutOff(AnswerPace.FEW)).isTrue();
        for (int i = 1; i < AnswerPace.READS; i++) {
            assertThat(pace.isPutOff(AnswerPace.MANY)).isTrue();
        }
        assertThat(pace.isPutOff(AnswerPace.MANY)).isFalse();
        assertThat(pace.isPutOff(AnswerPace.MANY)).isFalse();
    }

    @Test
    void noLongerPutsOffOnceTheConnectionIsNotBusy() {
        assertThat(pace.isPutOff(AnswerPace.FEW)).isTrue();
        assertThat(pace.isPutOff(1)).isFalse();
        assertThat(pace.isPutOff(AnswerPace.MANY)).isFalse();
    }
}
